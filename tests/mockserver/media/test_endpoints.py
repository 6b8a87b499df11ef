"""Whose packets are taken."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from voicenter_mock.mockserver.media.endpoints import PlainEndpoint
from voicenter_mock.mockserver.media.rtp import MAXIMUM_BYTES


@pytest.fixture
def sockets() -> Iterator[list[socket.socket]]:
    """Two of one host."""
    with ExitStack() as stack:
        made = [stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(2)]
        for one in made:
            one.bind(("127.0.0.1", 0))
        yield made


def take_from(
    packets: list[tuple[socket.socket, bytes]], expected: tuple[str, int] | None
) -> tuple[list[bytes], tuple[str, int] | None]:
    """What an endpoint takes of packets that are sent one after the other, and where it sends to then."""

    async def run() -> tuple[list[bytes], tuple[str, int] | None]:
        accepted: list[bytes] = []
        endpoint = PlainEndpoint("127.0.0.1", accepted.append)
        if expected is not None:
            endpoint.expect(*expected)
        seen = asyncio.Event()
        take = endpoint.datagram_received

        def count(data: bytes, addr: tuple[str, int]) -> None:
            take(data, addr)
            seen.set()

        endpoint.datagram_received = count  # type: ignore[method-assign]
        for sender, data in packets:
            seen.clear()
            sender.sendto(data, ("127.0.0.1", endpoint.port))
            await asyncio.wait_for(seen.wait(), 10)
        endpoint.close()
        return accepted, endpoint.remote

    return asyncio.run(run())


def test_before_it_is_known_where_the_telephone_is_nobody_is_listened_to(sockets: list[socket.socket]):
    assert take_from([(sockets[0], b"early")], None) == ([], None)


def test_behind_a_router_the_first_packet_from_its_host_decides(sockets: list[socket.socket]):
    telephone, other = sockets
    packets, remote = take_from([(telephone, b"one"), (other, b"stranger"), (telephone, b"two")], ("127.0.0.1", 9))
    assert (packets, remote) == ([b"one", b"two"], telephone.getsockname())


def test_where_the_telephone_says_that_it_is_goes_before_who_was_first(sockets: list[socket.socket]):
    telephone, stranger = sockets
    sent = [(stranger, b"stranger"), (telephone, b"one"), (stranger, b"again"), (telephone, b"two")]
    packets, remote = take_from(sent, telephone.getsockname())
    assert (packets, remote) == ([b"stranger", b"one", b"two"], telephone.getsockname())


def test_another_host_is_nobody(sockets: list[socket.socket]):
    assert take_from([(sockets[0], b"far away")], ("127.0.0.9", 4000)) == ([], ("127.0.0.9", 4000))


def test_what_is_longer_than_a_frame_is_no_packet(sockets: list[socket.socket]):
    sent = [(sockets[0], bytes(MAXIMUM_BYTES + 1)), (sockets[0], bytes(MAXIMUM_BYTES))]
    packets, _ = take_from(sent, sockets[0].getsockname())
    assert [len(one) for one in packets] == [MAXIMUM_BYTES]
