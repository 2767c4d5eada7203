"""A language model behind an OpenAI-compatible address: a local Ollama, llama.cpp or vLLM server, or a provider.

The one place from which anything is sent to another program. The address comes from whoever runs this installation,
never from a visitor: a visitor's address could reach what only this machine may reach.
"""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.errors import ModelUnavailable
from core.models.generator import Fit, OnText, Reply
from core.models.prompt import LONGEST_ANSWER_TOKENS, read_reply, text_to_show, write_prompt
from core.records import Passage
from core.settings import Endpoint

LONGEST_REPLY_BYTES = 1_000_000
TIMEOUT_SECONDS = 60


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as the error that it is: following it would hand the key to whatever address it names."""

    def redirect_request(self, *_: object) -> None:
        return None


@cache
def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirects)  # reads the machine's certificates: once, and not at import


@dataclass(frozen=True)
class Completion:
    """What a server sent. The counts of tokens are 0 where it does not tell; `was_cut`: at the most it might write."""

    text: str
    tokens_read: int = 0
    tokens_written: int = 0
    was_cut: bool = False


@dataclass(frozen=True)
class ChatModel:
    """A model that continues a conversation. Safe to call from several threads."""

    endpoint: Endpoint

    @property
    def name(self) -> str:
        return self.endpoint.model

    def complete(self, instruction: str, text: str, most_tokens: int = 16, on_text: OnText | None = None) -> Completion:
        """What it says to a text under an instruction, as literally as it can (temperature 0).

        With `on_text` it is asked to stream. Raises `ModelUnavailable` where it cannot be reached, refuses, or sends
        something else.
        """
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": text}]
        asked = {"model": self.endpoint.model, "messages": messages, "temperature": 0, "max_tokens": most_tokens}
        if on_text:
            asked |= {"stream": True, "stream_options": {"include_usage": True}}
        try:
            with _opener().open(self._request(asked), timeout=TIMEOUT_SECONDS) as reply:
                if reply.headers.get_content_type() == "text/event-stream":
                    return _read_stream(reply, on_text)
                return _read_whole(json.loads(reply.read(LONGEST_REPLY_BYTES)))
        except urllib.error.HTTPError as error:
            raise ModelUnavailable(f"The model {self.name}{_refusal(error.code)}") from error
        except (OSError, http.client.HTTPException) as error:
            raise ModelUnavailable(
                f"The model {self.name} cannot be reached ({error}). Check that its server runs."
            ) from error
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise ModelUnavailable(
                f"What answers for {self.name} is no OpenAI-compatible chat. Check its address."
            ) from error

    def _request(self, asked: dict[str, object]) -> urllib.request.Request:
        headers = {"Content-Type": "application/json"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        address = f"{self.endpoint.url.rstrip('/')}/chat/completions"
        return urllib.request.Request(address, json.dumps(asked).encode(), headers, method="POST")


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"'s server redirects to another address (status {status}). Configure the address that answers itself."
    return f" refused with status {status}. Check its name and its key."


def _read_whole(content: dict[str, Any]) -> Completion:
    choice = content["choices"][0]
    return _completion(choice["message"]["content"] or "", choice.get("finish_reason"), content.get("usage"))


def _read_stream(lines: Iterable[bytes], on_text: OnText | None) -> Completion:
    """Server-sent events, each a piece of the text; the last may hold the counts alone."""
    text, end, usage = "", None, None
    for event in _events(lines):
        usage = event.get("usage") or usage
        for choice in event["choices"][:1]:
            end = choice.get("finish_reason") or end
            piece = choice["delta"].get("content") or ""
            text += piece
            if piece and on_text:
                on_text(text)
    return _completion(text, end, usage)


def _events(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Raises ValueError where there is no end to them."""
    left = LONGEST_REPLY_BYTES
    for line in lines:
        left -= len(line)
        if left < 0:
            raise ValueError("too long")
        name, _, content = line.partition(b":")
        if name == b"data" and content.strip() == b"[DONE]":
            return
        if name == b"data":
            yield json.loads(content)


def _completion(text: str, end: str | None, usage: dict[str, Any] | None) -> Completion:
    read, written = (int((usage or {}).get(f"{name}_tokens") or 0) for name in ("prompt", "completion"))
    return Completion(text, read, written, was_cut=end == "length")


@dataclass(frozen=True)
class EndpointGenerator:
    """Such a model as a `Generator`. It cannot tell how sure it is, or where its words come from."""

    chat: ChatModel

    @property
    def name(self) -> str:
        return self.chat.name

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        """Ask once. Raises `ModelUnavailable` also where all that it may write went into thoughts."""
        prompt = write_prompt(question, passages)
        told = _shown_to(on_text) if on_text else None
        said = self.chat.complete(prompt.instruction, prompt.text, LONGEST_ANSWER_TOKENS, told)
        text, refused = read_reply(said.text, len(passages))
        if said.was_cut and refused:
            raise ModelUnavailable(
                f"The model {self.name} wrote {LONGEST_ANSWER_TOKENS} tokens of thoughts and no answer. "
                "Choose one that answers at once, or switch its thinking off on its server."
            )
        tokens = said.tokens_read + said.tokens_written
        return Reply(text, refused, None, tokens=tokens, tokens_written=said.tokens_written)


def _shown_to(on_text: OnText) -> OnText:
    """Tells what can be shown of an unfinished reply, where there is something."""

    def tell(written: str) -> None:
        if text := text_to_show(written):
            on_text(text)

    return tell
