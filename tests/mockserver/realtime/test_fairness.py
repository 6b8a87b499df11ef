"""One client that sends without pause: it is heard, and nobody waits for it. Nothing here looks at a wall clock."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.realtime import fairness
from voicenter_mock.mockserver.realtime.fairness import EVENTS_A_SECOND, Allowance, TimeSlices
from voicenter_mock.mockserver.realtime.session import Session

from .conftest import Connect, ServedOrganization
from .raw_clients import RawClient

WORK_SECONDS = fairness.SLICE_SECONDS / 10


class Loop(asyncio.SelectorEventLoop):
    """Time passes only while somebody works."""

    now = 0.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


def worked_between_rounds(loop: Loop, clients: int, each: int) -> list[int]:
    """How many things all clients did in each round of the loop, while a bystander went through it again and again."""
    slices, worked, rounds = TimeSlices(loop), Counter[int](), list[int]()

    async def client(number: int) -> None:
        for _ in range(each):
            await slices.turn()
            loop.now += WORK_SECONDS
            worked[number] += 1

    async def bystander(clients: asyncio.Future[Any]) -> None:
        before = 0
        while not clients.done():
            await asyncio.sleep(0)
            rounds.append(worked.total() - before)
            before = worked.total()

    async def run() -> None:
        everybody = asyncio.gather(*(client(number) for number in range(clients)))
        await bystander(everybody)

    loop.run_until_complete(run())
    assert set(worked.values()) == {each}
    return rounds


@pytest.mark.parametrize("clients", [1, 2, 20])
def test_a_round_of_the_loop_has_one_slice_however_many_clients_want_more(clients: int, loop: Loop):
    rounds = worked_between_rounds(loop, clients, each=500)
    assert max(rounds) <= 12  # a slice is ten of these, and what was begun is ended


def test_whoever_has_waited_longest_is_next(loop: Loop):
    slices, order = TimeSlices(loop), list[int]()

    async def client(number: int) -> None:
        for _ in range(20):
            await slices.turn()
            loop.now += fairness.SLICE_SECONDS  # each thing is a whole slice
            order.append(number)

    async def run() -> None:
        await asyncio.gather(*(client(number) for number in range(5)))

    loop.run_until_complete(run())
    counts = [Counter(order[: 5 * done])[number] for done in range(1, 20) for number in range(5)]
    assert max(abs(count - (index // 5 + 1)) for index, count in enumerate(counts)) <= 1


def test_a_client_that_is_cancelled_while_it_waits_costs_the_others_nothing(loop: Loop):
    slices, done = TimeSlices(loop), list[str]()

    async def client(name: str) -> None:
        await slices.turn()
        loop.now += fairness.SLICE_SECONDS
        done.append(name)

    async def run() -> None:
        tasks = [asyncio.ensure_future(client(name)) for name in "abcd"]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    loop.run_until_complete(run())
    assert done == ["a", "c", "d"]


# ---- how much is too much ------------------------------------------------------------------------------


def seconds_for(events: int, *, size: int = 50) -> float:
    """How long a client is kept at it that sends so many at once."""
    allowance, now = Allowance(0.0), 0.0
    for _ in range(events):
        now += allowance.take(now, size)
    return now


def test_a_second_s_worth_at_once_is_not_slowed_down():
    assert seconds_for(int(EVENTS_A_SECOND)) == 0


def test_what_is_beyond_a_thousand_a_second_takes_as_long_as_it_would_at_that_rate():
    assert 3.9 < seconds_for(5 * int(EVENTS_A_SECOND)) < 4.2


def test_whoever_keeps_below_a_thousand_a_second_is_never_slowed_down():
    allowance = Allowance(0.0)
    assert {allowance.take(number / 900, 50) for number in range(10_000)} == {0.0}


def test_a_long_event_counts_for_several():
    assert seconds_for(100, size=1_000_000) > 20


# ---- over the wire -------------------------------------------------------------------------------------


def masked(frame: bytes) -> bytes:
    """A client's text frame, masked with zeros."""
    assert len(frame) < 126
    return bytes((0x81, 0x80 | len(frame))) + bytes(4) + frame


@pytest.fixture
def frames_taken(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many frames have been handled, by session."""
    count, receive = Counter[str](), Session.receive

    def counted(session: Session, frame: str | bytes, now: float) -> Any:
        count[session.sid] += 1
        return receive(session, frame, now)

    monkeypatch.setattr(Session, "receive", counted)
    return count


FLOOD = 40_000


def go_without_a_word(client: RawClient) -> None:
    """The connection is reset."""
    raw = client.socket.socket
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def test_others_are_answered_while_one_client_s_flood_waits(
    served: ServedOrganization, connect: Connect, frames_taken: Counter[str]
):
    flooding, listening = connect(), connect()
    listening.snapshots()
    flooding.socket.socket.sendall(masked(b'42["keepalive"]') * 2_000)
    for _ in range(FLOOD // 2_000):
        try:
            flooding.socket.socket.send(masked(b'42["keepalive"]') * 2_000, socket.MSG_DONTWAIT)
        except BlockingIOError:
            break  # it is not read as fast as that, which is the point
    assert requests.get(f"{served.url}/_sandbox/health", timeout=10).status_code == 200
    listening.emit("keepalive")
    assert listening.event()[0] == "keepaliveResponse"
    assert frames_taken[flooding.handshake["sid"]] < FLOOD / 2
    go_without_a_word(flooding)


def test_too_many_events_are_journalled_once(
    served: ServedOrganization, connect: Connect, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fairness, "EVENTS_A_SECOND", 100.0)
    client = connect()
    client.snapshots()
    client.socket.socket.sendall(masked(b'42["keepalive"]') * 250)  # at once, however slow this machine is
    assert [client.event()[0] for _ in range(250)] == ["keepaliveResponse"] * 250
    assert sum("events a second" in complaint for complaint in served.complaints) == 1


def test_a_client_that_has_gone_is_gone_with_what_it_sent(
    served: ServedOrganization, connect: Connect, frames_taken: Counter[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fairness, "EVENTS_A_SECOND", 200.0)
    client, other = connect(), connect()
    other.snapshots()
    client.socket.socket.sendall(masked(b'42["keepalive"]') * 5_000)
    go_without_a_word(client)
    while len(listeners(served)) > 1:
        assert requests.get(f"{served.url}/_sandbox/health", timeout=10).status_code == 200
    assert frames_taken[client.handshake["sid"]] < 5_000


def listeners(served: ServedOrganization) -> list[Any]:
    assert served.tenant.sockets is not None
    return served.tenant.sockets.listeners()
