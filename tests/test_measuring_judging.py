"""A judge behind an OpenAI-compatible address, here one made by the test on this machine."""

import doctest
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from core.errors import ModelUnavailable
from core.measuring import judging
from core.measuring.evaluation import evaluate
from core.measuring.judging import PATIENCE, Judge
from core.measuring.metrics import Aids
from core.models.endpoint import ChatModel
from core.records import Answer, ArmName, EvaluationQuestion
from core.settings import Endpoint, read_settings
from tests.test_page_evaluate import import_questions
from tests.test_pages import as_read, filled, home, open_page, prepared  # noqa: F401

FEE = EvaluationQuestion("How high is the fee?", ("12 euros",))
OSLO = EvaluationQuestion("Who is mayor of Oslo?", unanswerable=True)


@dataclass
class Server:
    """Says yes where the given answer has a word of the accepted ones. `status`, `body`: what it sends instead."""

    url: str = ""
    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None

    def reply(self, content: dict[str, Any]) -> bytes:
        case = json.loads(content["messages"][1]["content"])
        words = set(" ".join(case["accepted answers"]).split())
        says = "Yes." if words & set(case["given answer"].split()) else "No."
        return json.dumps({"choices": [{"message": {"content": says}}]}).encode() if self.body is None else self.body


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append(({"path": self.path, **self.headers}, content))
            self.send_response(state.status)
            self.end_headers()
            self.wfile.write(state.reply(content))

        def log_message(self, *_: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{listening.server_port}/v1"
    yield state
    listening.shutdown()
    listening.server_close()


def judge_of(server: Server) -> Judge:
    return Judge(ChatModel(Endpoint(server.url, "tiny-judge", "secret")))


@dataclass(frozen=True)
class Saying:
    """An arm that always says the same; nothing counts as a refusal."""

    name: ArmName
    text: str

    def answer(self, question: str) -> Answer:
        return Answer(self.name, question, self.text, not self.text, 1.0, "m")


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(judging).failed == 0


def test_the_judge_is_asked_as_a_chat_and_its_opinion_is_a_figure_beside_exact_match(server: Server):
    arms = [Saying("rag", "twelve euros"), Saying("tuned", "nine"), Saying("base", "")]
    run = evaluate(arms, [FEE, OSLO], aids=Aids(judge=judge_of(server)))
    assert [each.value("judged") for each in run.figures] == [1, 0, 0]
    assert [each.value("exact_match") for each in run.figures] == [0, 0, 0]
    assert len(server.asked) == 2, "Neither the refusal nor the unanswerable question is judged."
    headers, content = server.asked[0]
    assert (headers["path"], headers["Authorization"]) == ("/v1/chat/completions", "Bearer secret")
    assert (content["model"], content["temperature"]) == ("tiny-judge", 0)


def test_without_a_judge_there_is_no_opinion():
    run = evaluate([Saying("rag", "12 euros"), Saying("base", "")], [FEE])
    assert [each.value("judged") for each in run.figures] == [None, None], "A refusal neither."


def test_the_same_is_asked_once_and_what_is_neither_yes_nor_no_is_no_verdict(server: Server):
    judge = judge_of(server)
    assert [judge("?", ["a"], "a"), judge("?", ["a"], "a")] == [1, 1]
    assert len(server.asked) == 1
    server.body = b'{"choices": [{"message": {"content": "Hard to say"}}]}'
    assert judge("?", ["a"], "b") is None
    assert judge.failed == 1


@pytest.mark.parametrize(("status", "body"), [(401, b""), (200, b"<html>"), (200, b'{"choices": []}')])
def test_a_judge_that_fails_does_not_end_a_run_and_is_left_alone_soon(server: Server, status: int, body: bytes):
    server.status, server.body = status, body
    judge = judge_of(server)
    questions = [EvaluationQuestion(f"{at}?", ("a",)) for at in range(PATIENCE + 3)]
    run = evaluate([Saying("rag", "b")], questions, aids=Aids(judge=judge))
    assert run.figures[0].value("judged") is None
    assert len(server.asked) == PATIENCE
    assert judge.failed == PATIENCE + 3


def test_an_address_where_nobody_listens_says_so():
    with pytest.raises(ModelUnavailable, match=r"tiny cannot be reached.*Check that its server runs"):
        ChatModel(Endpoint("http://127.0.0.1:9", "tiny")).complete("", "")


def test_a_judge_is_configured_by_the_environment_and_its_key_is_not_shown():
    names = {"RETRIEVE_OR_TUNE_JUDGE_URL": "http://127.0.0.1/v1", "RETRIEVE_OR_TUNE_JUDGE_MODEL": "m"}
    found = read_settings(names | {"RETRIEVE_OR_TUNE_JUDGE_KEY": "secret"}).judge
    assert found == Endpoint("http://127.0.0.1/v1", "m", "secret")
    assert "secret" not in repr(found)
    assert read_settings({}).judge is None
    assert read_settings(names | {"RETRIEVE_OR_TUNE_JUDGE_URL": "file:///etc/passwd"}).judge is None


def test_the_page_offers_a_configured_judge_switched_off(filled: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    assert not [each for each in import_questions(open_page("pages/Evaluate.py")).toggle if "judge" in each.label]
    import streamlit as st

    st.cache_resource.clear()
    monkeypatch.setenv("RETRIEVE_OR_TUNE_JUDGE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("RETRIEVE_OR_TUNE_JUDGE_MODEL", "tiny-judge")
    (toggle,) = (each for each in open_page("pages/Evaluate.py").toggle if "judge" in each.label)
    assert (as_read(toggle.label), toggle.value) == ("Ask the judge tiny-judge too", False)
