"""Sockets of desk phones: what they are told of where the server is, and streams on which nobody can read on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from voicenter_mock.mockserver.sip import sockets
from voicenter_mock.mockserver.sip.sockets import Datagrams, StreamFlow


class Receiver:
    def __init__(self) -> None:
        self.flows: list[Any] = []

    def receive(self, data: bytes, flow: Any) -> None:
        self.flows.append(flow)

    def flow_is_gone(self, flow: Any) -> None:
        raise AssertionError


def flow_of(local: str, telephone: Any = ("127.0.0.1", 40_000)) -> Any:
    receiver = Receiver()
    datagrams = Datagrams(receiver, local)
    transport: Any = object()
    datagrams.connection_made(transport)
    datagrams.datagram_received(b"hello", telephone)
    return receiver.flows[0]


def test_a_server_that_listens_everywhere_says_the_address_that_the_telephone_reaches():
    assert flow_of("0.0.0.0:5060").local == "127.0.0.1:5060"


def test_another_says_where_it_listens():
    assert flow_of("127.0.0.2:5060").local == "127.0.0.2:5060"


class Connection(asyncio.Transport):
    """A TCP connection whose end is seen."""

    closed = False

    def __init__(self, ends: Any = ("127.0.0.1", 40_000)) -> None:
        super().__init__()
        self._ends = ends

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._ends

    def close(self) -> None:
        self.closed = True


class Reader(Receiver):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[bytes] = []

    def receive(self, data: bytes, flow: Any) -> None:
        self.messages.append(data)


def test_a_telephone_s_ipv6_address_is_told_from_its_port_by_brackets():
    ends = ("::1", 40_000, 0, 0)
    stream = StreamFlow(Reader(), "[::1]:5060", set())
    stream.connection_made(Connection(ends))
    assert [stream.remote, stream.local, flow_of("[::1]:5060", ends).remote] == ["[::1]:40000"] * 3


@pytest.mark.parametrize(("length", "goes_on"), [("3", True), ("many", False), ("99999999", False)])
def test_a_stream_ends_where_the_next_message_cannot_be_found(length: str, goes_on: bool):
    reader, connection = Reader(), Connection()
    flow = StreamFlow(reader, "127.0.0.1:5060", set())
    flow.connection_made(connection)
    message = f"OPTIONS sip:x SIP/2.0\r\nContent-Length: {length}\r\n\r\n".encode()
    flow.data_received(message + b"abc")
    assert reader.messages == [message + b"abc" * goes_on]
    assert connection.closed is not goes_on


def test_so_many_connections_there_are_and_no_more(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    monkeypatch.setattr(sockets, "MOST_CONNECTIONS", 1)
    monkeypatch.setattr(Connection, "abort", Connection.close)
    connections = [Connection(), Connection()]
    flows = set[StreamFlow]()
    for connection in connections:
        StreamFlow(Reader(), "127.0.0.1:5060", flows).connection_made(connection)
    assert [connection.closed for connection in connections] == [False, True]
    assert "1 are connected already" in caplog.text
