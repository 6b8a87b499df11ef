"""Events as production sends them: more members, other words and nulls than any document shows pass; strictly they do
not."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.compilation import in_place
from voicenter_mock.contracts.json_values import is_array, is_object

EVENTS = [
    "realtime.extension_event",
    "realtime.queue_event",
    "realtime.dialer_event",
    "realtime.login_status",
    "realtime.all_extensions_status",
    "realtime.all_dialers_status",
    "realtime.all_users_status",
]
Rules = dict[str, Any]


def places(rules: Rules, value: Any) -> Iterator[tuple[Rules, Any, Any, Any]]:
    """Every member that is there: its rules, and the object or list that holds it by a key."""
    for part in (rules, *rules.get("allOf", ()), *rules.get("anyOf", ())):
        if is_object(value):
            for name, inner in part.get("properties", {}).items():
                if name in value:
                    yield inner, value, name, value[name]
                    yield from places(inner, value[name])
        elif is_array(value) and is_object(part.get("items")):
            for index, item in enumerate(value):
                yield part["items"], value, index, item
                yield from places(part["items"], item)


def varied(name: str, seed: int, vary: Callable[[Rules, Any, Any], bool]) -> tuple[Any, int]:
    """An event, and how many of its members were changed."""
    message = copy.deepcopy(strategies.example(name, seed))
    found = list(places(in_place(contracts.schema(name)), message))
    return message, sum(vary(rules, holder, key) for rules, holder, key, _ in reversed(found))


def another_member(rules: Rules, holder: Any, key: Any) -> bool:
    if is_object(holder[key]):
        holder[key]["somethingNew"] = {"a": [None, 1]}
        return True
    return False


def another_word(rules: Rules, holder: Any, key: Any) -> bool:
    if "x-known-values" in rules and isinstance(holder[key], str):
        holder[key] = "SOMETHING NEW"
        return True
    return False


def tolerated_null(rules: Rules, holder: Any, key: Any) -> bool:
    if "null" in rules.get("x-tolerated", ()):
        holder[key] = None
        return True
    return False


def assert_all_pass(name: str, vary: Callable[[Rules, Any, Any], bool], *, strictly: bool) -> None:
    changes = 0
    for seed in range(100):
        message, changed = varied(name, seed, vary)
        assert contracts.violations(name, message) == []
        if changed:
            assert contracts.accepts(name, message, strict=True) is strictly
        changes += changed
    assert changes


@pytest.mark.parametrize("name", EVENTS)
def test_members_that_no_document_knows_pass(name: str):
    assert_all_pass(name, another_member, strictly=True)
    assert contracts.accepts(name, {**strategies.example(name, 1), "somethingNew": []}, strict=True)


@pytest.mark.parametrize("name", EVENTS[:3])
def test_words_that_no_document_knows_pass_unless_strictly(name: str):
    assert_all_pass(name, another_word, strictly=False)


@pytest.mark.parametrize("name", ["realtime.extension_event", "realtime.queue_event", "realtime.all_extensions_status"])
def test_nulls_for_never_and_nobody_pass_unless_strictly(name: str):
    assert_all_pass(name, tolerated_null, strictly=False)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("currentCall", None),
        ("calls", None),
        ("representativeStatus", 99),
        ("lastAnsweredCallEventEpoch", None),
        ("representativeUpdated", None),
        ("peerStatus", "UNREACHABLE"),
        ("queueID", "123"),
        ("campaignID", "123"),
        ("callerID", 1201),
        ("cause", ""),
        ("ivruniqueid", None),
        ("currentCall.recording", []),
        ("currentCall.recording.IsMuted", True),
        ("currentCall.answered", False),
        ("currentCall.callAnswered", None),
        ("currentCall.callerphone", 1201),
        ("currentCall.c2cdirection", None),
        ("currentCall.customdata", "text"),
        ("currentCall.direction", None),
        ("currentCall.relatedIvrUniqueIDs", ""),
    ],
)
def test_an_extensions_oddities_pass(path: str, value: object):
    examples = contracts.schema("realtime.extension_event")["examples"]
    event: Any = next(example for example in examples if "currentCall" in example["data"])
    inner = event["data"]
    *outer, last = path.split(".")
    for key in outer:
        inner = inner[key]
    inner[last] = value

    assert contracts.violations("realtime.extension_event", event) == []


@pytest.mark.parametrize(
    "event",
    [
        {"data": {}},
        {"data": {"campaignID": "123", "typeID": "5", "calls": {}}, "reason": None},
        {"campaignID": 123, "reason": "STARTED"},
        {"data": {"campaignID": 123, "code": 5, "name": None, "calls": [{"anything": 1}]}, "servertimeoffset": None},
    ],
)
def test_a_dialer_event_comes_in_forms_that_only_clients_show(event: object):
    assert contracts.violations("realtime.dialer_event", event) == []


def test_a_dialer_event_that_says_nothing_of_a_campaign_is_none():
    assert contracts.violations("realtime.dialer_event", {"eventName": "dialer"})


@pytest.mark.parametrize(
    ("member", "value"), [("AnsweredAgent", ["SIPSIP1"]), ("IsDistributedQueue", "1"), ("Calls", None)]
)
def test_a_queues_oddities_pass(member: str, value: object):
    event = strategies.example("realtime.queue_event", 1)
    event["data"][member] = value
    assert contracts.violations("realtime.queue_event", event) == []
