"""Which events an organization looks at when they happen: edits, and what a callback tells of that goes anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import describe, read
from voicenter_mock.mockserver.telephony.control.editing import change_directory
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.model.events import (
    CallEnded,
    CdrEvent,
    DirectoryChanged,
    Event,
    ExtensionEvent,
)
from voicenter_mock.mockserver.tenancy.tenants import Tenant

DOCUMENT: dict[str, Any] = {
    "id": "small",
    "users": [{"id": 1, "name": "One", "code": "one", "extension": "SIP1"}],
    "extensions": [{"sip": "SIP1"}],
    "dids": [{"number": "0722776772", "route": {"extension": "SIP1"}}],
}


@pytest.fixture
def tenant() -> Tenant:
    tenant = Tenant(read(DOCUMENT), now=1_700_000_000.0)
    assert tenant.deliveries.changes == 0
    return tenant


def handled(tenant: Tenant) -> set[Callable[..., Event]]:
    return set(tenant.exchange.event_handlers) - {DirectoryChanged}


def planned(tenant: Tenant) -> int:
    """Deliveries that one more call brings."""
    before = tenant.deliveries.last_number
    with tenant.use() as exchange:
        Operator(exchange).incoming_call("0501234567", "0722776772")
    tenant.advance(until="idle")
    return tenant.deliveries.last_number - before


def edit(tenant: Tenant, **changes: Any) -> None:
    with tenant.use() as exchange:
        change_directory(exchange, read({**describe(exchange.directory), **changes}))


def test_an_event_is_made_when_somebody_looks_at_it(tenant: Tenant) -> None:
    made: list[float] = []

    def ended(time: float, call_id: str) -> CallEnded:
        made.append(time)
        return CallEnded(time, call_id)

    tenant.exchange.publish(ended, 1.0, "call")
    assert (tenant.events.count, made) == (1, [])
    assert tenant.events.since(0) == [(1, CallEnded(1.0, "call"))]
    tenant.exchange.subscribers.append(lambda _: None)
    tenant.exchange.publish(ended, 2.0, "call")
    assert made == [1.0, 2.0]


def test_none_of_a_call_while_no_callback_goes_anywhere(tenant: Tenant) -> None:
    assert handled(tenant) == set()
    assert planned(tenant) == 0


def test_what_is_bound_is_told_from_then_on_and_not_when_it_is_let_go(tenant: Tenant) -> None:
    got: list[Any] = []
    tenant.deliveries.bind("cdr", got.append)
    assert handled(tenant) == {CdrEvent}
    assert planned(tenant) == len(got) == 1
    tenant.deliveries.bind("cdr", None)
    assert handled(tenant) == set()
    assert planned(tenant) == 0


def test_an_edit_brings_and_takes_a_callbacks_target(tenant: Tenant) -> None:
    edit(tenant, callbacks={"popup": {"url": "http://127.0.0.1:9/popup"}})
    assert handled(tenant) == {ExtensionEvent}
    edit(tenant, callbacks={})
    assert handled(tenant) == set()


def test_what_was_bound_stays_bound_in_the_organization_made_anew(tenant: Tenant) -> None:
    got: list[Any] = []
    tenant.deliveries.bind("cdr", got.append)
    fresh = tenant.fresh()
    assert planned(fresh) == len(got) == 1
