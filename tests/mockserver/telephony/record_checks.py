"""What the records of one ended call have to add up to, whatever happened in it: docs/exchange.md, "Which records a
call leaves".
"""

from __future__ import annotations

from collections import Counter

from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.flow_states import Click2CallState
from voicenter_mock.mockserver.telephony.routing.story import QueueJoined, TurnedAway

QUEUE_TYPES, PREDICTIVE_LEG1, ATTENDED = (8, 19), 17, 22


def check(call: Call, cdrs: list[Cdr], unseen: int) -> None:
    """``unseen``: records written before anybody looked."""
    assert len(cdrs) + unseen == len(call.cdrs)
    types = [cdr.type for cdr in cdrs]
    for cdr in cdrs:
        _adds_up(call, cdr)
    if call.flow == "spy":
        assert not cdrs, "who listens leaves a record"
    elif call.flow == "click2call":
        action = Click2CallState.of(call).action
        assert types == ([9, 10] if action == "call" else [12] if action == "callference" else [9])
    elif call.flow == "productive":
        assert types == [14, 15]
    else:
        _check_led_call(call, cdrs, unseen)


def _adds_up(call: Call, cdr: Cdr) -> None:
    answered = cdr.status in ("ANSWER", "VOICEMAIL")
    assert cdr.ended <= call.ended_at
    assert cdr.time >= call.started
    assert not cdr.duration or answered, f"{cdr.status} has talked"
    assert not cdr.price or (answered and cdr.target.isdigit()), "a call that costs nothing costs something"
    assert not cdr.recording or answered
    assert bool(cdr.original_call) == bool(call.original_call)
    assert (cdr.seconds_in_queue is not None) == (cdr.type in QUEUE_TYPES)
    assert bool(cdr.queue_id) == (cdr.type in QUEUE_TYPES)
    assert cdr.leg1_status == "" or cdr.type in (9, 10, 14, 15, 17, 18, 19)


def _check_led_call(call: Call, cdrs: list[Cdr], unseen: int) -> None:
    """A record for each queue that was visited and for each party that was reached, one of the call at least."""
    kinds = Counter(type(entry) for entry in call.story.entries())
    reached = [leg for leg in call.legs if leg.role != "caller" and leg.answered_at]
    if call.flow == "predictive":
        assert cdrs[-1].type == PREDICTIVE_LEG1, "leg 1 ends last"
        assert not any(cdr.type == PREDICTIVE_LEG1 for cdr in cdrs[:-1])
        cdrs = cdrs[:-1]
    if unseen:
        return
    types = Counter(cdr.type for cdr in cdrs)
    assert types[8] + types[19] == kinds[QueueJoined] + kinds[TurnedAway], "a queue without its record"
    answered = sum(cdr.status in ("ANSWER", "VOICEMAIL") for cdr in cdrs)
    assert answered == len(reached) + types[ATTENDED], "a party without its record"
