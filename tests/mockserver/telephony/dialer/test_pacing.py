"""How many calls a campaign begins, for whom, and in which order."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core import blacklist
from voicenter_mock.mockserver.telephony.core.refusals import Refused
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome
from voicenter_mock.mockserver.telephony.presence import availability

from .call_centre import ANSWER, BUSY, QUEUE, START, CallCentre, phone


def begun(centre: CallCentre, numbers: int = 20, seconds: float = 0) -> int:
    """How many calls are begun at once for so many numbers."""
    for number in range(numbers):
        centre.add(number)
    centre.run(seconds)
    return len(centre.calls)


@pytest.mark.parametrize(
    ("coefficient", "agents", "expected"), [(0, 4, 0), (0.5, 4, 2), (0.5, 1, 0), (1, 4, 4), (2, 4, 4), (0.9, 4, 3)]
)
def test_an_agents_campaign_rings_the_coefficients_share_of_free_agents(coefficient: float, agents: int, expected: int):
    assert begun(CallCentre(agents=agents, coefficient=coefficient, max_calls=99)) == expected


@pytest.mark.parametrize(
    ("coefficient", "agents", "expected"), [(0, 4, 0), (0.5, 4, 2), (1, 4, 4), (2.5, 4, 10), (1, 0, 0)]
)
def test_an_ivr_campaign_dials_the_coefficient_for_each_free_agent(coefficient: float, agents: int, expected: int):
    assert begun(CallCentre("ivr", agents=agents, coefficient=coefficient, max_calls=99)) == expected


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_there_are_never_more_calls_than_the_most(kind: str):
    centre = CallCentre(kind, agents=6, coefficient=3, max_calls=4)
    assert begun(centre) == 4
    assert centre.dialer.reason == "calls"


def test_a_campaign_that_leads_to_nobody_is_limited_by_its_most_calls_alone():
    assert begun(CallCentre("ivr", agents=0, layer=7, max_calls=11)) == 11


def test_the_organizations_limit_counts_every_call():
    centre = CallCentre(agents=4, document={"limits": {"concurrent_calls": 3}})
    centre.operator.incoming_call("0521111111", patience_seconds=2, hang_up=[{"at": "start", "after": 0.5}])
    assert begun(centre, seconds=0.1) == 2
    assert centre.dialer.reason == "limit"
    centre.run(1)
    assert len(centre.calls) == 3, "the incoming call has ended"


def test_an_agent_who_is_no_more_in_set_up_makes_room_for_the_next_call():
    centre = CallCentre("ivr", agents=2, coefficient=1, max_calls=9)
    assert begun(centre) == 2
    centre.run(5 + 3)
    assert len(centre.calls) == 2, "both agents talk now"
    assert centre.dialer.reason == "agents"


def test_higher_priority_goes_first_and_then_who_came_first():
    centre = CallCentre(agents=1)
    centre.stop()
    for number, priority in ((1, 0), (2, 5), (3, 0), (4, 5), (5, -1)):
        centre.add(number, BUSY, priority=priority)
    centre.start()
    centre.finish()

    assert centre.dialled == ["0500000002", "0500000004", "0500000001", "0500000003", "0500000005"]


def test_nobody_is_called_before_his_time():
    centre = CallCentre(agents=1)
    centre.add(1, BUSY, not_before=START + 500)
    centre.add(2, BUSY)
    centre.finish()

    assert [event.time - START for event in centre.dialer_events if event.reason == "NEWCALL"] == [0, 500]


def test_a_number_on_the_blacklist_is_passed_over():
    centre = CallCentre(agents=1)
    blacklist.add(centre.exchange, phone(1))
    centre.add(1)
    centre.add(2, BUSY)
    centre.finish()

    assert centre.outcomes == {"blacklisted": 1, "busy": 1}
    assert centre.dialled == ["0500000002"]


def test_a_number_on_the_blacklist_is_called_when_it_is_to_be_ignored():
    centre = CallCentre(agents=1)
    blacklist.add(centre.exchange, phone(1))
    centre.add(1, ANSWER, ignore_blacklist=True)
    centre.finish()

    assert centre.outcomes == {"answered": 1}


def test_a_number_that_is_blacklisted_while_the_agent_rings_is_not_dialled():
    centre = CallCentre(agents=1)
    centre.add(1)
    centre.run(2)
    blacklist.add(centre.exchange, phone(1))
    centre.finish()

    assert centre.records == [(14, "ANSWER"), (15, "NOTCALLED")]
    assert centre.outcomes == {"blacklisted": 1}
    assert centre.reasons("SIP0") == ["NEWCALL", "ANSWER", "HANGUP Call Rejected"]


# ---- agents --------------------------------------------------------------------------------------------


def test_the_agent_who_has_been_free_longest_is_rung():
    centre = CallCentre(agents=3)
    for number in range(1, 4):
        centre.add(number, Outcome("answer", 5, 100 - 30 * number))
    centre.run(200)
    centre.add(4)
    centre.run(0)

    assert centre.calls[0].caller == "SIP2", "whose call was the shortest"


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_an_agent_who_comes_is_given_calls_at_once(kind: str):
    centre = CallCentre(kind, agents=1)
    centre.set_agent(0, 3)
    centre.add(1)
    centre.run(1000)
    assert (centre.calls, centre.dialer.reason) == ([], "agents")
    assert centre.exchange.scheduler.idle, "nothing is scheduled while nobody is there"

    centre.set_agent(0, 1)
    centre.run(0)
    assert len(centre.calls) == 1


def test_a_telephone_that_registers_again_brings_its_agent_back():
    centre = CallCentre(agents=1)
    availability.set_device(centre.exchange, "SIP0", "offline")
    centre.add(1)
    centre.run(10)
    assert centre.calls == []
    availability.set_device(centre.exchange, "SIP0", "online")
    centre.run(0)

    assert len(centre.calls) == 1


def test_an_agent_in_wrap_up_is_left_alone():
    centre = CallCentre(agents=1, wrap_up_seconds=15)
    centre.add(1, ANSWER)
    centre.add(2, ANSWER)
    centre.finish()

    assert [event.time - START for event in centre.dialer_events if event.reason == "NEWCALL"] == [0, 39 + 15]


def test_a_number_whose_agent_does_not_answer_goes_back_to_its_place():
    centre = CallCentre(agents=2, behaviour={"agents": {"answer": 0}})
    centre.add(1)
    centre.run(20)

    assert centre.records == [(14, "NOANSWER"), (15, "NOTCALLED")]
    assert centre.dialer.report.attempts == 0
    assert [call.caller for call in centre.calls] == ["SIP1"], "the other one is tried"


def test_an_agent_who_never_answers_is_left_alone_after_three_calls():
    centre = CallCentre(agents=1, behaviour={"agents": {"answer": 0}})
    centre.add(1)
    centre.finish()

    assert centre.reasons("SIP0") == ["NEWCALL", "HANGUP Call Rejected"] * 3
    assert (len(centre.state.pending), centre.dialer.reason) == (1, "agents")
    centre.set_agent(0, 1)
    centre.run(0)
    assert len(centre.calls) == 1, "he says that he is there again"


def test_members_who_are_added_and_removed_count_at_once():
    centre = CallCentre(agents=2, members=["SIP0"])
    assert begun(centre) == 1
    campaigns.add_members(centre.exchange, centre.state, ["SIP1"])
    centre.run(0)
    assert len(centre.calls) == 2
    campaigns.remove_members(centre.exchange, centre.state, ["SIP1"])
    centre.run(300)
    assert {call.caller for call in centre.calls} == {"SIP0"}


# ---- lists that change ---------------------------------------------------------------------------------


def test_stopping_lets_calls_end_and_starting_goes_on():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.add(2, ANSWER)
    centre.run(6)
    centre.stop()
    centre.finish()
    assert centre.outcomes == {"answered": 1}
    assert len(centre.state.pending) == 1
    assert centre.dialer.reason == "stopped"

    centre.start()
    centre.finish()
    assert centre.outcomes == {"answered": 2}


def test_clearing_ends_what_is_pending_and_the_attempt_that_is_made_is_the_last():
    centre = CallCentre(agents=1, retries=[{"status": "BUSY", "delay_seconds": 5, "maximum": 9}], maximum_attempts=9)
    centre.add(1, BUSY)
    centre.add(2)
    centre.run(4.5)
    assert campaigns.clear(centre.exchange, centre.state) == 1
    centre.finish()

    assert centre.outcomes == {"cleared": 1, "busy": 1}


@pytest.mark.parametrize("gone", ["cleared", "removed"])
def test_a_campaign_waits_for_no_number_that_is_gone(gone: str):
    centre = CallCentre(agents=1)
    centre.add(1, not_before=START + 500)
    centre.run(1)
    if gone == "cleared":
        campaigns.clear(centre.exchange, centre.state)
    else:
        campaigns.remove(centre.exchange, centre.state, phone(1))
    centre.finish()

    assert centre.exchange.now == START + 1


def test_a_number_that_is_removed_while_it_is_dialled_is_not_tried_again():
    centre = CallCentre(agents=1, retries=[{"status": "BUSY", "delay_seconds": 5, "maximum": 9}], maximum_attempts=9)
    centre.add(1, BUSY)
    centre.run(4.5)
    campaigns.remove(centre.exchange, centre.state, phone(1))
    centre.finish()

    assert centre.outcomes == {"busy": 1}
    with pytest.raises(Refused):
        campaigns.remove(centre.exchange, centre.state, phone(1))


def test_a_campaign_without_duplicates_does_not_call_twice_whom_it_is_calling():
    centre = CallCentre(agents=2, allow_duplicates=False)
    centre.add(1, ANSWER)
    centre.run(4.5)
    centre.add(1)
    centre.run(0)

    assert (len(centre.calls), len(centre.state.pending)) == (1, 0)


def test_a_campaign_with_duplicates_calls_each():
    centre = CallCentre(agents=2)
    centre.add(1, BUSY)
    centre.add(1, BUSY)
    centre.finish()

    assert centre.outcomes == {"busy": 2}


def test_an_edit_while_the_number_is_dialled_counts_for_the_next_time():
    centre = CallCentre(agents=1, retries=[{"status": "BUSY", "delay_seconds": 5, "maximum": 9}], maximum_attempts=9)
    centre.add(1, BUSY, ANSWER, customer_name="Before")
    centre.run(4.5)
    campaigns.update(centre.exchange, centre.state, floor_call("After", START + 900))
    centre.finish()

    numbers = [
        (event.time, event.call.caller_name)
        for event in centre.dialer_events
        if event.reason == "NEWCALL" and event.call
    ]
    assert numbers == [(START, "Before"), (START + 900, "After")]


def floor_call(name: str, time: float) -> campaigns.PendingCall:
    return campaigns.PendingCall(phone(1), not_before=time, customer_name=name)


def test_a_campaign_that_is_taken_out_of_the_document_leaves_its_calls_up():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.run(6)
    [call] = centre.calls
    centre.edit(code="other")
    centre.exchange.run(START + 100)

    assert call.ended
    assert centre.records == [(14, "ANSWER"), (15, "ANSWER")]


# ---- who sees what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "call", "expected"),
    [
        ({}, {"caller_id": "0721111111"}, "972721111111"),
        ({}, {"caller_id": "ANONYMOUS"}, "anonymous"),
        ({"caller_ids": {"IL": "0733333333", "default": "0744444444"}}, {}, "0733333333"),
        ({"extensions": [{"sip": "SIP0", "caller_id": "0755555555"}]}, {}, "0755555555"),
        ({}, {}, "0766666666"),
    ],
)
def test_the_customer_sees_the_number_of_the_first_who_has_one(
    settings: dict[str, object], call: dict[str, str], expected: str
):
    centre = CallCentre(agents=1, document=settings, caller_id="0766666666")
    centre.add(1, ANSWER, **call)
    centre.finish()

    assert centre.cdrs[1].caller == expected


def test_without_any_number_of_its_own_the_usual_one_is_shown():
    centre = CallCentre(agents=1)
    centre.add(1, ANSWER)
    centre.finish()

    assert centre.cdrs[1].caller == "0722776772"


# ---- the queue -----------------------------------------------------------------------------------------


def test_other_callers_take_agents_and_the_campaign_dials_for_fewer():
    centre = CallCentre("ivr", agents=2, max_calls=9)
    centre.operator.incoming_call("0521111111")
    centre.run(2)
    assert begun(centre) == 1


def test_other_callers_are_never_turned_away_for_a_campaign():
    centre = CallCentre("ivr", agents=1)
    centre.add(1, ANSWER)
    centre.run(10)
    call = centre.operator.incoming_call("0521111111", patience_seconds=100)
    centre.run(60)

    assert [leg.role for leg in call.legs if leg.answered_at] == ["caller", "agent"]


def test_the_monitored_queue_may_be_set_while_it_runs():
    centre = CallCentre("ivr", agents=3, max_calls=9)
    assert begun(centre) == 3
    campaigns.set_strategy(centre.exchange, centre.state, queue=QUEUE, maximum_callers=0, coefficient=3)
    centre.run(0)

    assert len(centre.calls) == 9
