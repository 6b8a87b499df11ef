"""Two campaigns that want the same agents."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall

from .call_centre import QUEUE, CallCentre, phone


def sharing(kind: str, agents: int, numbers: int, **second: Any) -> CallCentre:
    """The campaigns ``c`` and ``d``, which differ in nothing but what is said of ``d``."""
    leads: dict[str, Any] = {"queue": QUEUE} if kind == "ivr" else {"members": [f"SIP{n}" for n in range(agents)]}
    first = {"id": 9, "code": "c", "name": "Spring", "kind": kind, "queue_maximum_callers": 1, **leads}
    centre = CallCentre(kind, agents, document={"campaigns": [first, {**first, "id": 10, "code": "d", **second}]})
    for number in range(numbers):
        for code in ("c", "d"):
            campaigns.add(centre.exchange, centre.exchange.campaigns[code], PendingCall(phone(number)))
    return centre


def begun(centre: CallCentre) -> Counter[str]:
    return Counter(event.campaign for event in centre.dialer_events if event.reason == "NEWCALL")


@pytest.mark.parametrize("kind", ["agents", "ivr"])
@pytest.mark.parametrize("agents", [1, 2, 3])
def test_campaigns_that_share_their_agents_take_turns(kind: str, agents: int):
    centre = sharing(kind, agents, numbers=100)
    centre.run(1500)
    calls = begun(centre)

    assert calls.total() > 20
    assert abs(calls["c"] - calls["d"]) <= agents, calls


def test_a_campaign_that_has_nothing_to_dial_costs_the_other_no_turn():
    centre = sharing("agents", 1, numbers=4, status="Disabled")
    centre.finish()

    assert begun(centre) == {"c": 4}


def test_all_numbers_of_both_are_dialled():
    centre = sharing("agents", 2, numbers=5)
    centre.finish()

    assert begun(centre) == {"c": 5, "d": 5}
