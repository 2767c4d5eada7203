"""The model in the sidebar, by AppTest: offered where there are several, kept over pages, named where it answers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core import laboratory
from tests.chat_server import ChatServer, serving
from tests.test_page_evaluate import evaluate_to_the_end, import_questions, workspace
from tests.test_pages import as_read, bodies, checked, filled, home, open_page, prepared, press  # noqa: F401

HOSTILE = "large <img src=x onerror=alert(1)> :red[x]"


@pytest.fixture
def server(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:  # noqa: F811
    """An endpoint that this installation offers, of a name that would be markup."""
    with serving() as state:
        monkeypatch.setenv("RETRIEVE_OR_TUNE_ENDPOINT_URL", state.url)
        monkeypatch.setenv("RETRIEVE_OR_TUNE_ENDPOINT_MODEL", HOSTILE)
        st.cache_resource.clear()
        yield state


def choose(at: AppTest, kind: str) -> AppTest:
    (box,) = (each for each in at.sidebar.selectbox if each.label == "Model")
    return checked(box.set_value(kind).run())


def ask(at: AppTest, *arms: str) -> AppTest:
    (box,) = (each for each in at.multiselect if each.label == "Arms")
    box.set_value(list(arms) or box.value)
    at.text_input[0].set_value("How long is a new employee on probation?")
    return press(at, "Ask")


def test_where_only_the_embedded_model_is_there_nothing_is_to_be_chosen(filled: Path):  # noqa: F811
    at = open_page("pages/Compare.py")
    assert not at.sidebar.selectbox
    assert any("Embedded pocket model" in body for body in bodies(at))


def test_the_chosen_model_answers_base_and_rag_and_the_other_columns_say_why_not(server: ChatServer):
    at = choose(open_page("pages/Compare.py"), "endpoint")
    assert any("Each question, and for RAG the passages found for it, are sent there" in each for each in bodies(at))
    at = ask(at, "base", "rag", "tuned", "hybrid", "auto")
    html = " ".join(bodies(at))
    assert "<img" not in html
    assert html.count("<bdi>large &lt;img") == 2
    assert re.search(r'rt-sentence rt-supported" tabindex="0"><span class="rt-said">seven months<', html)
    assert re.search(r'<mark class="rt rt-for"[^>]*>[^<]*seven months', html), "Its source is marked by the verifier."
    assert "Marked for <b>RAG</b>" in html
    assert "<dd>set prices</dd>" in html
    assert "Computed live with a model that runs elsewhere" in html
    problems = [as_read(each.value) for each in at.warning]
    assert [each.split(" to have ")[1].split(".")[0] for each in problems] == ["Fine-tuned", "Hybrid", "Auto"]
    assert all("cannot be tuned over its address" in each and "Choose the embedded model" in each for each in problems)
    assert not any(":red[" in each.value for each in at.warning)


def test_the_choice_is_kept_over_pages_and_can_be_taken_back(server: ChatServer):
    at = choose(open_page("pages/Compare.py"), "endpoint")
    for page in ("pages/Experiments.py", "app.py", "pages/Evaluate.py", "pages/Compare.py"):
        at.switch_page(page)
        at = checked(at.run())
        assert at.sidebar.selectbox[0].value == "endpoint", page
        if page == "pages/Experiments.py":
            assert any("they ask the embedded model" in each.value for each in at.caption)
    at = ask(choose(at, "embedded"), "rag")
    assert "<bdi>pocket</bdi>" in " ".join(bodies(at))
    assert not server.asked


def test_a_model_that_fails_says_so_in_its_columns(server: ChatServer):
    server.status = 503
    at = ask(choose(open_page("pages/Compare.py"), "endpoint"), "base", "rag")
    assert [as_read(each.value).endswith("Check its name and its key.") for each in at.warning] == [True, True]
    assert all("status 503" in each.value for each in at.warning)


def test_an_evaluation_asks_the_chosen_model_and_its_run_is_named_by_it(server: ChatServer):
    at = choose(import_questions(open_page("pages/Evaluate.py")), "endpoint")
    (arms,) = (each for each in at.multiselect if each.label == "Arms")
    assert arms.value == ["base", "rag"]
    at = evaluate_to_the_end(at)
    (run,) = laboratory.runs(workspace())
    assert (run.settings["model"]["kind"], run.settings["model"]["name"]) == ("endpoint", HOSTILE)
    at = evaluate_to_the_end(choose(at, "embedded"))
    labels = next(each for each in at.selectbox if each.label == "Run").options
    assert [HOSTILE in label for label in labels] == [False, True]
    assert any("The two runs asked different models" in each.value for each in at.caption)


def test_the_names_of_several_models_stand_beside_the_embedded_one(server: ChatServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RETRIEVE_OR_TUNE_MODEL", "some/name")
    st.cache_resource.clear()
    at = open_page("pages/Decide.py")
    assert at.sidebar.selectbox[0].options == ["Embedded pocket model", "some/name", HOSTILE]
    assert "Its weights are fetched from the hub once" in " ".join(bodies(choose(at, "hugging-face")))
