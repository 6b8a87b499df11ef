"""A polling client changes to a websocket: with a question first, at once, too late, or twice."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as websocket

from voicenter_mock.mockserver.realtime import sockets

from .conftest import ServedOrganization

PATIENCE_SECONDS = 10


class Polling:
    """A polling session without a token, which is in / and listens to nothing."""

    def __init__(self, served: ServedOrganization) -> None:
        self.url = f"{served.url}/socket.io/"
        self.query: dict[str, Any] = {"EIO": 4, "transport": "polling"}
        opened = requests.get(self.url, params=self.query, timeout=PATIENCE_SECONDS)
        self.query["sid"] = json.loads(opened.text[1:])["sid"]
        self.post("40")

    def post(self, body: str) -> int:
        return requests.post(self.url, params=self.query, data=body, timeout=PATIENCE_SECONDS).status_code

    def get(self) -> requests.Response:
        return requests.get(self.url, params=self.query, timeout=PATIENCE_SECONDS)

    @contextmanager
    def websocket(self) -> Generator[ClientConnection]:
        address = f"{self.url.replace('http', 'ws', 1)}?EIO=4&transport=websocket&sid={self.query['sid']}"
        with websocket(address, ping_interval=None) as socket:
            yield socket


@pytest.fixture
def session(served: ServedOrganization) -> Polling:
    return Polling(served)


def is_closed(socket: ClientConnection) -> bool:
    try:
        while True:
            socket.recv(timeout=PATIENCE_SECONDS)
    except ConnectionClosed:
        return True


def receive_frame(socket: ClientConnection) -> str | bytes:
    return socket.recv(timeout=PATIENCE_SECONDS)


def test_after_a_probe_a_poll_ends_with_a_noop_and_the_socket_goes_on(session: Polling):
    with session.websocket() as socket:
        session.get()  # what waits for it
        socket.send("2probe")
        assert receive_frame(socket) == "3probe"
        assert session.get().text == "6"
        socket.send("5")
        socket.send('42["keepalive"]')
        assert str(receive_frame(socket)).startswith('42["keepaliveResponse"')


def test_a_client_may_change_without_a_probe_and_gets_what_waited(session: Polling):
    with session.websocket() as socket:
        socket.send("5")
        assert str(receive_frame(socket)).startswith("40{")
        assert session.get().status_code == 400


@pytest.mark.parametrize("first", ["2", "4", "2ping", "hello", "1", b"\x05"])
def test_whoever_says_something_else_first_stays_with_polling(first: str | bytes, session: Polling):
    with session.websocket() as socket:
        socket.send(first)
        assert is_closed(socket)
    assert session.get().text.startswith("40{")


def test_a_socket_that_changes_nothing_is_closed_after_a_while(session: Polling, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "UPGRADE_SECONDS", 0.05)
    with session.websocket() as socket:
        socket.send("2probe")
        assert is_closed(socket)
    assert session.get().text.startswith("40{")


def test_whoever_comes_with_the_id_of_a_session_that_has_changed_is_let_in_and_closed(session: Polling):
    with session.websocket() as socket:
        socket.send("2probe")
        assert receive_frame(socket) == "3probe"
        socket.send("5")
        assert str(receive_frame(socket)).startswith("40{")
        with session.websocket() as late:
            assert is_closed(late)
        socket.send('42["keepalive"]')
        assert str(receive_frame(socket)).startswith('42["keepaliveResponse"')


def test_of_two_sockets_that_want_the_session_the_first_to_say_so_has_it(session: Polling):
    with session.websocket() as first, session.websocket() as second:
        first.send("5")
        assert str(receive_frame(first)).startswith("40{")
        second.send("5")
        assert is_closed(second)
        first.send('42["keepalive"]')
        assert str(receive_frame(first)).startswith('42["keepaliveResponse"')


def test_an_unknown_session_is_refused_with_a_line_of_text(served: ServedOrganization):
    address = f"{served.url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket&sid=nobody"
    with pytest.raises(InvalidStatus) as raised, websocket(address):
        pass
    assert (raised.value.response.status_code, raised.value.response.body) == (400, b"Session ID unknown\n")
