"""A damaged snapshot is refused with the place, or restored: never 500, not when it is put and not when it is read."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

import pytest

from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

START = 1_700_000_000.0
DEMO = "/_sandbox/organizations/demo"
WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 1, 7, 2**40, 2**80, 0.5, -5.0, 1e12, 1e300, "", "x", "SIPSIP1", "\u202e\n", [], [[]], {}, {"@": "Call"},
    {"@": "tuple", "items": [1]}, {"@": "dict", "items": [["a", 1]]},
)  # fmt: skip
READ = (
    "calls", "agents", "extensions", "queues", "campaigns", "cdrs", "deliveries", "statistics", "faults", "snapshot",
    "events", "requests", "expectations", "clock",
)  # fmt: skip
MONITOR = ("GetExtensions", "GetExtensionsCalls", "GetQueuesCallers")


def refused(message: dict[str, Any]) -> dict[str, Any]:
    return {"err": 2}


class Sandbox:
    def __init__(self) -> None:
        self.registry = Registry(clock="manual", now=START)
        self.registry.add(demo()).deliveries.bind("cdr", refused)
        self.client = create_app(self.registry, Dispatcher(self.registry)).test_client()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        return self.client.open(path, method=method, json=body)


@cache
def busy_snapshot() -> str:
    """Calls of every kind, a campaign, a queue, deliveries that are tried again, a fault, an expectation."""
    sandbox = Sandbox()
    for did in demo().dids:
        sandbox.ask("POST", f"{DEMO}/calls", {"did": did, "digits": "1"})
    sandbox.ask("GET", "/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0501234567&format=json")
    for campaign in ("demo-ivr-campaign", "demo-agents-campaign"):
        for number in range(3):
            order = {"Campaign": campaign, "Target": f"050123450{number}", "CustomData": {"var_n": number}}
            sandbox.ask("POST", "/ForwardDialer/Dialer/AddCall", order)
        sandbox.ask("POST", f"{DEMO}/campaigns/{campaign}/start")
    sandbox.ask("POST", f"{DEMO}/faults", {"on": "click2call", "status": 500, "first": 1})
    sandbox.ask("POST", f"{DEMO}/expectations", {"kind": "busy", "number": "0501234567", "times": 2})
    sandbox.ask("POST", f"{DEMO}/clock/advance", {"seconds": 12})
    return json.dumps(sandbox.ask("GET", f"{DEMO}/snapshot").json)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys or indexes."""
    found: list[tuple[Any, Any]] = []
    names: list[Any] = list(value) if is_object(value) else list(range(len(value))) if is_array(value) else []
    for name in names:
        found.append((value, name))
        if isinstance(value[name], dict | list):
            found += places(value[name])
    return found


def without_random_words(places: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Most of a snapshot are the 625 words of its random source, of which one is enough."""
    return [(where, name) for where, name in places if not (is_array(where) and len(where) == 625 and name > 1)]


def damage(snapshot: Any, random: Random) -> str:
    """Spoils one place; says how."""
    where, name = random.choice(without_random_words(places(snapshot)))
    kind = random.choice(("remove", "replace", "replace", "replace", "rename", "repeat"))
    if kind == "remove":
        del where[name]
    elif kind == "rename" and is_object(where):
        where[str(name) + "x"] = where.pop(name)
    elif kind == "repeat" and is_array(where):
        where.insert(name, deepcopy(where[name]))
    else:
        before, where[name] = where[name], random.choice(WRONG)
        return f"{name!r}: {str(before)[:60]} became {where[name]!r}"
    return f"{kind} {name!r}"


def try_damaged(seed: int) -> int:
    """The status of putting it."""
    random, sandbox, snapshot = Random(seed), Sandbox(), json.loads(busy_snapshot())
    how = damage(snapshot, random)
    before = sandbox.registry.get("demo")
    answer = sandbox.ask("PUT", f"{DEMO}/snapshot", snapshot)
    assert answer.status_code in (200, 400), (how, answer.text)
    if answer.status_code == 400:
        error = answer.json["error"]
        assert error["message"], how
        assert sandbox.registry.get("demo") is before, how
    for what in READ:
        read = sandbox.ask("GET", f"{DEMO}/{what}")
        assert read.status_code == 200, (how, what, read.text)
    for operation in MONITOR:
        assert sandbox.ask("GET", f"/Comet/api/{operation}?code=demo-code").status_code == 200, (how, operation)
    advanced = sandbox.ask("POST", f"{DEMO}/clock/advance", {"seconds": 30})
    assert advanced.status_code == 200, (how, advanced.text)
    return answer.status_code


def test_the_snapshot_that_is_damaged_is_one_that_is_restored():
    sandbox = Sandbox()
    answer = sandbox.ask("PUT", f"{DEMO}/snapshot", json.loads(busy_snapshot()))
    assert (answer.status_code, len(answer.json["ivrids"]) > 3) == (200, True)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.slow
def test_one_damaged_place_is_refused_or_restored_and_never_an_internal_error(seed: int):
    assert try_damaged(seed) in (200, 400)


@pytest.mark.thorough
@pytest.mark.parametrize("hundred", range(20))
def test_two_thousand_damaged_places_are_refused_or_restored(hundred: int):
    assert {try_damaged(1000 + hundred * 100 + number) for number in range(100)} <= {200, 400}


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("exchange", "state", "extensions", "SIPSIP1", "user"), 99, "exchange.state.extensions.SIPSIP1.user"),
        (("exchange", "scheduler", "entries", 0, 2), "no.such", "exchange.scheduler.entries[0]"),
        (("exchange", "state", "statistics", "open"), [], "exchange.state.statistics.open"),
        (("exchange", "ids"), "seven", "exchange.ids"),
        (("deliveries", "items", 0, "status"), "lost", "deliveries.items[0].status"),
        (("deliveries", "items", 0, "attempts", 0, "detail", "text"), 7, "deliveries.items[0].attempts[0].detail"),
        (("deliveries", "items", 0, "attempts", 0, "detail", "values"), [], "deliveries.items[0].attempts[0].detail"),
        (("faults", "standing", 0, "fault", "on"), "no.such", "faults.standing[0].fault.on"),
        (("played", "steps", 0, "kind"), "dream", "played.steps[0].kind"),
        (("exchange", "scheduler", "now"), START - 1, "exchange.scheduler.now"),
        (
            ("exchange", "state", "campaigns", "demo-ivr-campaign", "dialer", "report", "attempts"),
            -1,
            "exchange.state.campaigns.demo-ivr-campaign.dialer.report.attempts",
        ),
        (
            ("exchange", "state", "expectations", 0, "outcome", "cause"),
            128,
            "exchange.state.expectations[0].outcome.cause",
        ),
        (("deliveries", "items", 0, "record"), -1, "deliveries.items[0].record"),
        (("faults", "standing", 0, "number"), 2, "faults.standing[0].number"),
        (("faults", "standing", 0, "fault", "first"), 2**40, "faults.standing[0].fault.first"),
    ],
)
def test_the_place_that_is_damaged_is_named(path: tuple[Any, ...], value: object, place: str):
    sandbox, snapshot = Sandbox(), json.loads(busy_snapshot())
    where: Any = snapshot
    for name in path[:-1]:
        where = where[name]
        if is_object(where) and where.get("@") == "dict":
            where = dict(where["items"])
    where[path[-1]] = value
    answer = sandbox.ask("PUT", f"{DEMO}/snapshot", snapshot)
    assert (answer.status_code, answer.json["error"]["field"]) == (400, place)


def test_a_refused_snapshot_leaves_the_organization_as_it_was():
    sandbox, snapshot = Sandbox(), json.loads(busy_snapshot())
    before = sandbox.registry.get("demo")
    snapshot["deliveries"]["items"][-1]["callback"] = "pigeon"
    assert sandbox.ask("PUT", f"{DEMO}/snapshot", snapshot).status_code == 400
    assert sandbox.registry.get("demo") is before
