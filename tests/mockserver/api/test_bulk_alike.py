"""AddCallsBulk takes calls that are alike together; what comes of it is what comes of one call after the other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.api import dialer_bulk
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model import campaign_list
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest

ORGANIZATION: dict[str, Any] = {
    "id": "small",
    "extensions": [{"sip": "SIP1"}],
    "queues": [{"id": 100, "name": "Queue", "members": ["SIP1"]}],
    "campaigns": [
        {"code": "one", "kind": "agents", "members": ["SIP1"]},
        {"code": "two", "kind": "agents", "members": ["SIP1"]},
        {"code": "single", "kind": "agents", "members": ["SIP1"], "allow_duplicates": False},
    ],
}
PATH = "/ForwardDialer/Dialer/AddCallsBulk"

usual = st.fixed_dictionaries(
    {"Campaign": st.just("one"), "Target": st.sampled_from(["0501234567", "0501234568", "+14155552671"])},
    optional={
        "Priority": st.integers(-2, 2),
        "CustomData": st.sampled_from([{"var_a": "1"}, {}, None]),
        "CallerID": st.sampled_from(["", "0722776772", "Anonymous"]),
        "OriginateTime": st.sampled_from([0, 1_700_000_100]),
        "IsDateLocal": st.sampled_from([False, "true"]),
        "CustomerName": st.just("Dana"),
    },
)
odd = st.sampled_from(
    [
        {"Campaign": "one", "Target": "12"},
        {"Campaign": "one", "Target": "٠٥٠١٢٣٤٥٦٧"},
        {"Campaign": "one", "Target": 501234567},
        {"Campaign": "nobody", "Target": "0501234567"},
        {"Campaign": "two", "Target": "0501234567"},
        {"Campaign": "single", "Target": "0501234567", "Priority": 4},
        {"campaign": "one", "target": "0501234567"},
        {"Campaign": "one", "Target": "0501234567", "CallerID": "12"},
        {"Campaign": "one", "Target": "0501234567", "Priority": 10**18},
        {"Campaign": "one", "Target": "0501234567", "Priority": True},
        {"Campaign": "one", "Target": "0501234567", "IgnoreDncStatus": True},
        {"Campaign": "", "Target": "0501234567"},
        {"Campaign": "one"},
        {},
        None,
        "0501234567",
    ]
)


@st.composite
def bulks(draw: st.DrawFn) -> list[Any]:
    """Some calls several times, one after the other, and odd ones between them."""
    items: list[Any] = []
    for item, times in draw(st.lists(st.tuples(usual | odd, st.integers(1, 5)), min_size=1, max_size=6)):
        items += [item] * times
    return items


def none_is_alike(*_: object) -> bool:
    return False


def outcome(items: list[Any], *, together: bool) -> Any:
    """What is answered, what the journal has, and the lists."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialer_bulk, "MAX_DETAILED_RESULTS", 0)
        patch.setattr(dialer_bulk, "_ALIKE", 3)
        patch.setattr(campaigns, "MAXIMUM_PENDING", 12)
        patch.setattr(campaign_list, "UNPACKED", 4)
        if not together:
            patch.setattr(dialer_bulk._Bulk, "add_alike", none_is_alike)  # pyright: ignore[reportPrivateUsage]
        registry = Registry(clock="manual", now=1_700_000_000.0)
        tenant = registry.add(read(ORGANIZATION))
        request = HttpRequest("POST", PATH, "", {"content-type": "application/json"}, json.dumps(items).encode())
        answer = Dispatcher(registry).handle(request, only=tenant)
        lists = {code: state.pending.as_data() for code, state in tenant.exchange.campaigns.items()}
        [entry] = tenant.requests.since(0)
        return answer.status, answer.body, entry.violations, entry.hints, json.dumps(lists)


@pytest.mark.slow
@given(bulks())
def test_together_or_one_after_the_other(items: list[Any]) -> None:
    assert outcome(items, together=True) == outcome(items, together=False)


def test_calls_that_are_alike_never_become_objects_before_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialer_bulk, "MAX_DETAILED_RESULTS", 0)
    monkeypatch.setattr(campaign_list, "UNPACKED", 0)
    monkeypatch.setattr(dialer_bulk._Bulk, "add", None)  # pyright: ignore[reportPrivateUsage]
    registry = Registry(clock="manual", now=1_700_000_000.0)
    tenant = registry.add(read(ORGANIZATION))
    items = [{"Campaign": "one", "Target": f"05012345{number:02}", "Priority": number % 3} for number in range(90)]
    request = HttpRequest("POST", PATH, "", {"content-type": "application/json"}, json.dumps(items).encode())
    assert json.loads(Dispatcher(registry).handle(request).body)["ErrorCode"] == 0
    pending = tenant.exchange.campaigns["one"].pending
    assert (len(pending), pending.highest_priority, pending.lowest_priority) == (90, 2, 0)
    assert pending.inside().calls[90].target == "972501234589"
