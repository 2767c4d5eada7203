"""The tests cannot reach the network, and can reach this machine."""

import socket
import urllib.request

import pytest


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as one, pytest.raises(RuntimeError, match="may not connect to 192.0.2.1"):
        one.connect(("192.0.2.1", 80))
    with socket.socket() as one, pytest.raises(RuntimeError, match="may not connect"):
        one.connect_ex(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="may not connect"):
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
