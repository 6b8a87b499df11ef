"""What a telephone is told of where the server is."""

from __future__ import annotations

from typing import Any

from voicenter_mock.mockserver.sip.sockets import Datagrams


class Receiver:
    def __init__(self) -> None:
        self.flows: list[Any] = []

    def receive(self, data: bytes, flow: Any) -> None:
        self.flows.append(flow)

    def flow_is_gone(self, flow: Any) -> None:
        raise AssertionError


def flow_of(local: str) -> Any:
    receiver = Receiver()
    datagrams = Datagrams(receiver, local)
    transport: Any = object()
    datagrams.connection_made(transport)
    datagrams.datagram_received(b"hello", ("127.0.0.1", 40_000))
    return receiver.flows[0]


def test_a_server_that_listens_everywhere_says_the_address_that_the_telephone_reaches():
    assert flow_of("0.0.0.0:5060").local == "127.0.0.1:5060"


def test_another_says_where_it_listens():
    assert flow_of("127.0.0.2:5060").local == "127.0.0.2:5060"
