"""A model behind an OpenAI-compatible address answers as any other model does; here a server that the test makes."""

from collections.abc import Iterator

import pytest

from core.errors import ModelUnavailable
from core.models import endpoint
from core.models.endpoint import ChatModel, EndpointGenerator
from core.models.prompt import FROM_MEMORY, FROM_PASSAGES
from core.records import Passage
from core.settings import Endpoint, HuggingFaceModel, read_settings
from tests.chat_server import USAGE, ChatServer, serving

QUESTION = "How long is probation?"
TEXT = "A new employee is on probation for seven months."
PASSAGE = Passage("1", "handbook.md", "v1", 0, len(TEXT), TEXT)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as state:
        yield state


def generator(server: ChatServer) -> EndpointGenerator:
    return EndpointGenerator(ChatModel(Endpoint(server.url, "large", "secret")))


def test_it_answers_from_quoted_passages_and_claims_no_confidence(server: ChatServer):
    reply = generator(server).reply(QUESTION, [PASSAGE])
    assert (reply.text, reply.refused, reply.spans) == ("seven months", False, ())
    assert (reply.confidence, reply.memory, reply.written) == (None, None, ())
    assert (reply.tokens, reply.tokens_written) == (96, USAGE["completion_tokens"])
    (asked,) = server.asked
    system, user = asked["messages"]
    assert (system["role"], system["content"]) == ("system", FROM_PASSAGES)
    assert f"> {TEXT}" in user["content"]
    assert (asked["model"], asked["temperature"], asked.get("stream")) == ("large", 0, None)


def test_from_memory_it_may_refuse(server: ChatServer):
    told: list[str] = []
    reply = generator(server).reply(QUESTION, (), told.append)
    assert (reply.text, reply.refused, told) == ("not stated", True, [])
    assert server.asked[0]["messages"][0]["content"] == FROM_MEMORY


@pytest.mark.parametrize("streams", [True, False])
def test_it_streams_where_the_server_does(server: ChatServer, streams: bool):
    server.streams = streams
    told: list[str] = []
    reply = generator(server).reply(QUESTION, [PASSAGE], told.append)
    assert (reply.text, reply.tokens) == ("seven months", 96)
    assert told == (["seven", "seven months"] if streams else [])


@pytest.mark.parametrize("stream", [True, False])
def test_tokens_that_are_not_counted_are_not_made_up(server: ChatServer, stream: bool):
    server.counts = False
    assert generator(server).reply(QUESTION, [PASSAGE], (lambda _: None) if stream else None).tokens == 0


@pytest.mark.parametrize("says", [("<think>", "so"), ("",)])
def test_thoughts_without_an_answer_are_no_refusal(server: ChatServer, says: tuple[str, ...]):
    server.says, server.end = says, "length"
    with pytest.raises(ModelUnavailable, match="large wrote 128 tokens of thoughts and no answer. Choose one"):
        generator(server).reply(QUESTION, [PASSAGE])


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (401, b"", "refused with status 401. Check its name and its key"),
        (200, b"<html>", "no OpenAI-compatible chat. Check its address"),
        (200, b"[]", "no OpenAI-compatible chat"),
        (200, b'data: {"error": {"message": "overloaded"}}\n\n', "no OpenAI-compatible chat"),
        (200, b"data: 7\n\n", "no OpenAI-compatible chat"),
    ],
)
def test_what_goes_wrong_is_told(server: ChatServer, status: int, body: bytes, says: str, stream: bool):
    if stream and body == b"<html>" or stream and body == b"[]":
        server.streams = False
    server.status, server.body = status, body
    with pytest.raises(ModelUnavailable, match=says):
        generator(server).reply(QUESTION, [PASSAGE], (lambda _: None) if stream else None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_key_goes_to_no_other_address(server: ChatServer, status: int):
    with serving() as other:
        server.status, server.sends_on_to = status, f"{other.url}/chat/completions"
        with pytest.raises(ModelUnavailable, match="large's server redirects to another address"):
            generator(server).reply(QUESTION, [PASSAGE])
        assert (server.keys, other.keys) == (["Bearer secret"], [])


def test_a_stream_without_end_is_left(server: ChatServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(endpoint, "LONGEST_REPLY_BYTES", 300)
    server.says = tuple("many words " for _ in range(50))
    with pytest.raises(ModelUnavailable, match="large"):
        generator(server).reply(QUESTION, [PASSAGE], lambda _: None)


def test_models_are_configured_by_the_environment_alone():
    names = {"RETRIEVE_OR_TUNE_ENDPOINT_URL": "http://127.0.0.1/v1", "RETRIEVE_OR_TUNE_ENDPOINT_MODEL": "large"}
    found = read_settings(names | {"RETRIEVE_OR_TUNE_MODEL": " some/name ", "RETRIEVE_OR_TUNE_ENDPOINT_KEY": "secret"})
    assert found.models == (HuggingFaceModel("some/name"), Endpoint("http://127.0.0.1/v1", "large", "secret"))
    assert "secret" not in repr(found)
    assert [found.model(kind) for kind in ("hugging-face", "endpoint", "embedded")] == [*found.models, None]
    assert read_settings({}).models == ()
    assert read_settings(names | {"RETRIEVE_OR_TUNE_ENDPOINT_URL": "file:///etc/passwd"}).models == ()
