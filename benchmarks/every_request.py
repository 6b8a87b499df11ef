"""Requests of every kind for a server that runs for long: each of Voicenter's operations, and the control API's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urlencode

from voicenter_mock.contracts.operations import OPERATIONS

DEMO = "/_sandbox/organizations/demo"
AGENTS, IVR = "demo-agents-campaign", "demo-ivr-campaign"
NUMBERS = 2_000
"""So many phones call and are called: lists of numbers do not grow for ever."""


class BenchRequest(NamedTuple):
    """A request; with a ``body`` it is a POST of that as JSON."""

    path: str
    body: object | None = None


def calls(number: str) -> Iterator[BenchRequest]:
    """What begins calls of every kind."""
    order = {"code": "demo-code", "phone": "SIPSIP1", "target": number, "action": "call", "format": "JSON"}
    yield BenchRequest(f"/ForwardDialer/click2call.aspx?{urlencode(order)}")
    for did in ("0722776772", "0722776773", "0722776774", "0722776775", "0722776776"):
        yield BenchRequest(f"{DEMO}/calls", {"caller": number, "did": did, "digits": "1", "patience_seconds": 30})
    for campaign in (AGENTS, IVR):
        yield BenchRequest(f"{DEMO}/campaigns/{campaign}/calls", {"numbers": [number]})
        yield BenchRequest(f"{DEMO}/campaigns/{campaign}/start", {})


def operations(number: str) -> Iterator[BenchRequest]:
    """A request of each operation of Voicenter's."""
    for name, operation in OPERATIONS.items():
        members = _members(name, number)
        path = operation.paths[0].format(file="none.mp3", CALLID="none", token="demo-token")
        if "json" in operation.encodings:
            yield BenchRequest(path, members)
        else:
            yield BenchRequest(f"{path}?{urlencode(members)}")


def _members(name: str, number: str) -> Any:
    api, _, method = name.partition(".")
    if api == "dialer":
        call = {"Code": "demo-code", "Campaign": AGENTS, "Target": number}
        return [call] if method == "add_calls_bulk" else call | _DIALER.get(method, {})
    if api == "blacklist":
        return {"Code": "demo-code", "Phones": [number]}
    return {"code": "demo-code"} | _MEMBERS.get(name, {})


_DIALER: dict[str, dict[str, Any]] = {
    "update_campaign_strategy": {"setQueueForMonitoring": 10036, "setQueueMaximumCallers": 7, "setCoefficient": 3},
    "configure_ivr_campaign": {"Campaign": IVR, "ConcurrentStrategy": {"setMaxCalls": 5}},
    "add_member": {"Member": "SIPSIP5"},
    "remove_member": {"Member": "SIPSIP5"},
}
_MEMBERS: dict[str, dict[str, Any]] = {
    "click2call": {"phone": "SIPSIP2", "target": "0501234567", "action": "call", "format": "JSON"},
    "cdr_hub.query": {
        "fields": ["CallID", "Date"], "limit": 10,
        "search": {"fromdate": "2000-01-01T00:00", "todate": "2100-01-01T00:00"},
    },
    "login.set_status": {"UserID": "45678", "ExtensionUser": "SIPSIP5", "Status": 1},
    "recording.mute_unmute": {"extension": "SIPSIP1", "state": "1"},
    "realtime_login.token": {"token": "demo-token"},
    "realtime_login.user": {"email": "walter@example.com", "pin": "1234"},
    "realtime_login.account": {"username": "demo", "password": "demo"},
    "realtime_login.monitor": {"identityType": "User", "username": "walter@example.com", "password": "1234"},
}  # fmt: skip


def views() -> Iterator[BenchRequest]:
    """What is looked at, and what finds nobody."""
    yield BenchRequest("/ForwardDialer/click2call.aspx?phone=SIPSIP1&code=nobody")
    for name in (
        "calls?active=true", "agents", "queues", "extensions", "campaigns", "changes", "sockets", "statistics",
        "events?limit=50", "requests?limit=50", "deliveries?limit=50", "cdrs?limit=50",
    ):  # fmt: skip
        yield BenchRequest(f"{DEMO}/{name}")


def for_ever() -> Iterator[BenchRequest]:
    """Mostly calls; every operation and view once in a while."""
    for turn in count():
        number = f"05{turn % NUMBERS:08}"
        yield from calls(number)
        if turn % 5 == 0:
            yield from operations(number)
        if turn % 5 == 2:
            yield from views()
