"""Events that only an addendum has, over the socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from voicenter_mock.contracts import addenda
from voicenter_mock.contracts.addendum import read

from .conftest import Connect, ServedOrganization


@pytest.fixture(autouse=True)
def _in_use() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    events = [
        {"event": "AgentEvent", "samples": [{"agent": 12, "status": "LUNCH"}]},
        {"event": "wave", "sender": "client", "samples": [{"hand": "left"}]},
    ]
    addenda.use(read({"addendum": 1, "events": events}))
    yield
    addenda.forget()


def test_an_event_of_an_addendum_follows_those_that_say_what_happens(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    served.whole_call()
    assert client.here() == ["ExtensionEvent", "AgentEvent"] * 5


def test_it_is_for_the_same_listeners_as_what_it_follows(served: ServedOrganization, connect: Connect):
    token = served.login("User", email="walter@example.com", pin="1234").json()["Data"]["Socket"]["Token"]
    client = connect(token=token)
    client.snapshots()
    served.whole_call("SIPSIP2")
    assert client.here() == []


@pytest.mark.parametrize(("payload", "violations"), [({"hand": "left"}, 0), ({"hand": 7}, 1)])
def test_a_clients_event_of_an_addendum_is_known_and_judged(
    served: ServedOrganization, connect: Connect, payload: dict[str, object], violations: int
):
    client = connect()
    client.snapshots()
    client.emit("wave", payload)
    client.emit("keepalive", served.token)
    client.events(1)
    (entry,) = [one for one in served.tenant.requests.since(0) if one.operation == "realtime.wave"]
    assert (len(entry.violations), entry.hints) == (violations, [])
