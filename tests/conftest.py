"""What all tests share: no network, and one real encoder for a whole run."""

import os
import socket
from typing import Any

import pytest

from core.retrieval.embedding import SentenceEmbedder, shared_embedder

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def block_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets connect to this machine only."""

    def guarded(connect: Any) -> Any:
        def connect_here_only(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in LOOPBACK:
                raise NetworkBlocked(f"Tests may not connect to {address[0]}.")
            return connect(self, address)

        return connect_here_only

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


@pytest.fixture(scope="session")
def embedder() -> SentenceEmbedder:
    """The real MiniLM encoder, loaded once."""
    return shared_embedder()
