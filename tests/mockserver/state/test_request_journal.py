"""An entry of the journal is made when somebody reads it, of what was sent; a long request's at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.requests import phone_hints
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.requests.unread_request import SHORT_REQUEST, UnreadRequest
from voicenter_mock.mockserver.state.journal import RequestEntry
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant
from voicenter_mock.mockserver.wire.http import HttpRequest

CALL: dict[str, Any] = {
    "Campaign": "demo-agents-campaign", "Target": "050-123-4567", "CustomData": {"var_LeadID": 1}, "Prioritty": 2,
}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    return registry


def add_call(registry: Registry, **members: Any) -> Tenant:
    body = json.dumps(CALL | members).encode()
    headers = {"content-type": "application/json"}
    Dispatcher(registry).handle(HttpRequest("POST", "/ForwardDialer/Dialer/AddCall", headers=headers, body=body))
    return registry.get("demo")


def kept(tenant: Tenant) -> Any:
    return tenant.requests._items[-1]  # pyright: ignore[reportPrivateUsage]


def test_nothing_is_made_of_a_request_before_somebody_reads_of_it(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def no_hints(contract: str, _: object) -> list[Sentence]:
        made.append(contract)
        return []

    monkeypatch.setattr(phone_hints, "phone_hints", no_hints)
    tenant = add_call(registry)
    assert isinstance(kept(tenant), UnreadRequest)
    assert not made
    tenant.requests.since(0)
    assert made == ["dialer.add_call.request"]


def test_the_entry_is_the_same_each_time(registry: Registry) -> None:
    tenant = add_call(registry)
    assert tenant.requests.since(0)[0] is tenant.requests.since(0)[0]


def test_it_shows_what_was_sent_whatever_has_become_of_it(registry: Registry) -> None:
    tenant = add_call(registry)
    state = tenant.exchange.campaigns["demo-agents-campaign"]
    call = next(iter(state.pending.newest_first()))
    assert call.custom is not None
    call.custom["var_LeadID"] = "changed since"
    tenant.advance(seconds=30)
    (entry,) = tenant.requests.since(0)
    assert entry.parameters == CALL
    assert (entry.number, entry.at, entry.organization) == (1, 1_700_000_000.0, "demo")


def test_remarks_on_phone_numbers_come_after_those_on_names(registry: Registry) -> None:
    (entry,) = add_call(registry, Target="00972501234567").requests.since(0)
    unknown, number = entry.hints
    assert "Prioritty" in unknown
    assert "00972501234567" in number


@pytest.mark.parametrize(("more", "waits"), [(0, True), (1, False)])
def test_a_long_request_s_entry_is_made_at_once(registry: Registry, more: int, waits: bool) -> None:
    others = len(json.dumps(CALL | {"CustomerName": ""}))
    tenant = add_call(registry, CustomerName="x" * (SHORT_REQUEST - others + more))
    assert isinstance(kept(tenant), UnreadRequest if waits else RequestEntry)
    (entry,) = tenant.requests.since(0)
    assert len(entry.parameters["CustomerName"]) < SHORT_REQUEST
