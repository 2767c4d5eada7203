"""An OpenAI-compatible server on this machine, made by a test: it says what it is told to, whole or streamed."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 90, "completion_tokens": 6}


@dataclass
class ChatServer:
    """`says`: the pieces of its reply to a question with passages; without them it refuses. `end`: why it stopped.

    `body`: what it sends instead. `streams`: whether it can. `sends_on_to`: an address to redirect to. `keys`: what
    came with each request of any kind.
    """

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    says: tuple[str, ...] = ("seven", " months")
    end: str = "stop"
    status: int = 200
    body: bytes | None = None
    streams: bool = True
    counts: bool = True
    sends_on_to: str = ""
    keys: list[str | None] = field(default_factory=list)

    def pieces(self, content: dict[str, Any]) -> tuple[str, ...]:
        return self.says if "Passage 1" in content["messages"][1]["content"] else ("not ", "stated")

    def whole(self, content: dict[str, Any]) -> bytes:
        choice = {"message": {"content": "".join(self.pieces(content))}, "finish_reason": self.end}
        return json.dumps({"choices": [choice], **self.usage()}).encode()

    def streamed(self, content: dict[str, Any]) -> bytes:
        events: list[dict[str, Any]] = [{"choices": [{"delta": {"role": "assistant"}}], "usage": None}]
        events += [{"choices": [{"delta": {"content": piece}}]} for piece in self.pieces(content)]
        events += [{"choices": [{"delta": {}, "finish_reason": self.end}]}, {"choices": [], **self.usage()}]
        lines = [": waiting", *(f"data: {json.dumps(event)}" for event in events), "data: [DONE]"]
        return "\n\n".join([*lines, ""]).encode()

    def usage(self) -> dict[str, Any]:
        return {"usage": USAGE} if self.counts else {}


@contextmanager
def serving() -> Iterator[ChatServer]:
    """A server that listens until it is no longer wanted."""
    state = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.keys.append(self.headers["Authorization"])
            self.send_error(404)

        def do_POST(self) -> None:
            state.keys.append(self.headers["Authorization"])
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append(content)
            streams = state.streams and content.get("stream")
            body = state.body if state.body is not None else (state.streamed if streams else state.whole)(content)
            self.send_response(state.status)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8" if streams else "application/json")
            if state.sends_on_to:
                self.send_header("Location", state.sends_on_to)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{listening.server_port}/v1"
    try:
        yield state
    finally:
        listening.shutdown()
        listening.server_close()
