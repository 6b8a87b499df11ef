"""Clients that take nothing are dropped and hold nobody up; whoever takes gets everything, in its order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.realtime import connections, sockets
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent

from .conftest import Connect, ServedOrganization

pytestmark = pytest.mark.slow

EVENTS = 12_000
"""Some 12 MB: more than the kernel holds for a client that does not read."""


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "STALLED_SECONDS", 2.0)
    monkeypatch.setattr(sockets, "TICK_SECONDS", 0.1)


def publish(served: ServedOrganization, count: int) -> None:
    """So many events at SIPSIP1, numbered in ``lastCallEventEpoch``."""
    with served.tenant.use() as exchange:
        agent = exchange.agent_at["SIPSIP1"]
        for number in range(1, count + 1):
            exchange.publish(ExtensionEvent, exchange.now, "userStatusUpdate", "SIPSIP1", None, (), agent, number, 0, 0)


class Reading:
    """Reads a client's events on a thread, so that what it is sent does not pile up."""

    def __init__(self, read: Callable[[], tuple[str, Any]], count: int) -> None:
        self.numbers: list[int] = []
        self._thread = threading.Thread(target=self._run, args=(read, count), daemon=True)
        self._thread.start()

    def _run(self, read: Callable[[], tuple[str, Any]], count: int) -> None:
        while len(self.numbers) < count:
            self.numbers.append(read()[1]["data"]["lastCallEventEpoch"] - 7200)

    def join(self) -> list[int]:
        self._thread.join(timeout=20)
        return self.numbers


@pytest.mark.usefixtures("_impatient")
def test_a_client_that_takes_nothing_is_dropped_and_the_others_get_all(served: ServedOrganization, connect: Connect):
    stalled, healthy = connect(), connect()
    healthy.snapshots()
    reading = Reading(healthy.event, EVENTS)
    publish(served, EVENTS)
    served.tenant.advance(seconds=1)
    assert served.tenant.sockets is not None
    assert len(served.tenant.sockets.listeners()) == 1
    assert reading.join() == list(range(1, EVENTS + 1))
    assert stalled.closed()


def test_a_client_that_lets_too_much_pile_up_is_dropped(
    served: ServedOrganization, connect: Connect, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connections, "MOST_WAITING", 5_000)  # however fast the loop is, a few events wait
    client = connect()
    client.snapshots()
    publish(served, EVENTS)
    assert client.closed()


def test_events_of_one_moment_reach_many_clients_in_their_order(served: ServedOrganization, connect: Connect):
    clients = [connect(revision=3 + number % 2) for number in range(10)]
    for client in clients:
        client.snapshots()
    publish(served, 50)
    for client in clients:
        assert [payload["data"]["lastCallEventEpoch"] - 7200 for _, payload in client.events(50)] == list(range(1, 51))


def test_a_client_that_comes_amid_events_misses_none_and_gets_none_twice(served: ServedOrganization, connect: Connect):
    early = connect()
    early.snapshots()
    publishing = threading.Thread(target=lambda: [publish(served, 1) or served.call("SIPSIP2") for _ in range(50)])
    publishing.start()
    late = connect()
    up = {call["ivrid"] for call in late.snapshots()["AllExtensionsStatus"]["extensions"][1]["calls"]}
    publishing.join()
    started = [payload["data"]["currentCall"]["ivrid"] for payload in events_of(early)]
    ids = [payload["data"]["currentCall"]["ivrid"] for payload in events_of(late)]
    assert (len(started), [*sorted(up), *ids]) == (50, [*sorted(started[: len(up)]), *started[len(up) :]])


def events_of(client: Any) -> list[Any]:
    """The call events up to now."""
    client.emit("keepalive")
    found: list[Any] = []
    while True:
        name, payload = client.event()
        if name == "keepaliveResponse":
            return found
        if payload["reason"] == "NEWCALL":
            found.append(payload)
