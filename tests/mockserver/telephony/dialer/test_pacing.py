"""How many calls a campaign begins, for whom, and in which order."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core import blacklist
from voicenter_mock.mockserver.telephony.core.refusals import Refused
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome
from voicenter_mock.mockserver.telephony.presence import availability

from .floors import ANSWER, BUSY, QUEUE, START, Floor, phone


def begun(floor: Floor, numbers: int = 20, seconds: float = 0) -> int:
    """How many calls are begun at once for so many numbers."""
    for number in range(numbers):
        floor.add(number)
    floor.run(seconds)
    return len(floor.calls)


@pytest.mark.parametrize(
    ("coefficient", "agents", "expected"), [(0, 4, 0), (0.5, 4, 2), (0.5, 1, 0), (1, 4, 4), (2, 4, 4), (0.9, 4, 3)]
)
def test_an_agents_campaign_rings_the_coefficients_share_of_free_agents(coefficient: float, agents: int, expected: int):
    assert begun(Floor(agents=agents, coefficient=coefficient, max_calls=99)) == expected


@pytest.mark.parametrize(
    ("coefficient", "agents", "expected"), [(0, 4, 0), (0.5, 4, 2), (1, 4, 4), (2.5, 4, 10), (1, 0, 0)]
)
def test_an_ivr_campaign_dials_the_coefficient_for_each_free_agent(coefficient: float, agents: int, expected: int):
    assert begun(Floor("ivr", agents=agents, coefficient=coefficient, max_calls=99)) == expected


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_there_are_never_more_calls_than_the_most(kind: str):
    floor = Floor(kind, agents=6, coefficient=3, max_calls=4)
    assert begun(floor) == 4
    assert floor.dialer.reason == "calls"


def test_a_campaign_that_leads_to_nobody_is_limited_by_its_most_calls_alone():
    assert begun(Floor("ivr", agents=0, layer=7, max_calls=11)) == 11


def test_the_organizations_limit_counts_every_call():
    floor = Floor(agents=4, document={"limits": {"concurrent_calls": 3}})
    floor.operator.incoming_call("0521111111", patience_seconds=2, hang_up=[{"at": "start", "after": 0.5}])
    assert begun(floor, seconds=0.1) == 2
    assert floor.dialer.reason == "limit"
    floor.run(1)
    assert len(floor.calls) == 3, "the incoming call has ended"


def test_an_agent_who_is_no_more_in_set_up_makes_room_for_the_next_call():
    floor = Floor("ivr", agents=2, coefficient=1, max_calls=9)
    assert begun(floor) == 2
    floor.run(5 + 3)
    assert len(floor.calls) == 2, "both agents talk now"
    assert floor.dialer.reason == "agents"


def test_higher_priority_goes_first_and_then_who_came_first():
    floor = Floor(agents=1)
    floor.stop()
    for number, priority in ((1, 0), (2, 5), (3, 0), (4, 5), (5, -1)):
        floor.add(number, BUSY, priority=priority)
    floor.start()
    floor.finish()

    assert floor.dialled == ["0500000002", "0500000004", "0500000001", "0500000003", "0500000005"]


def test_nobody_is_called_before_his_time():
    floor = Floor(agents=1)
    floor.add(1, BUSY, not_before=START + 500)
    floor.add(2, BUSY)
    floor.finish()

    assert [event.time - START for event in floor.dialer_events if event.reason == "NEWCALL"] == [0, 500]


def test_a_number_on_the_blacklist_is_passed_over():
    floor = Floor(agents=1)
    blacklist.add(floor.exchange, phone(1))
    floor.add(1)
    floor.add(2, BUSY)
    floor.finish()

    assert floor.outcomes == {"blacklisted": 1, "busy": 1}
    assert floor.dialled == ["0500000002"]


def test_a_number_on_the_blacklist_is_called_when_it_is_to_be_ignored():
    floor = Floor(agents=1)
    blacklist.add(floor.exchange, phone(1))
    floor.add(1, ANSWER, ignore_blacklist=True)
    floor.finish()

    assert floor.outcomes == {"answered": 1}


def test_a_number_that_is_blacklisted_while_the_agent_rings_is_not_dialled():
    floor = Floor(agents=1)
    floor.add(1)
    floor.run(2)
    blacklist.add(floor.exchange, phone(1))
    floor.finish()

    assert floor.records == [(14, "ANSWER"), (15, "NOTCALLED")]
    assert floor.outcomes == {"blacklisted": 1}
    assert floor.reasons("SIP0") == ["NEWCALL", "ANSWER", "HANGUP Call Rejected"]


# ---- agents --------------------------------------------------------------------------------------------


def test_the_agent_who_has_been_free_longest_is_rung():
    floor = Floor(agents=3)
    for number in range(1, 4):
        floor.add(number, Outcome("answer", 5, 100 - 30 * number))
    floor.run(200)
    floor.add(4)
    floor.run(0)

    assert floor.calls[0].caller == "SIP2", "whose call was the shortest"


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_an_agent_who_comes_is_given_calls_at_once(kind: str):
    floor = Floor(kind, agents=1)
    floor.set_agent(0, 3)
    floor.add(1)
    floor.run(1000)
    assert (floor.calls, floor.dialer.reason) == ([], "agents")
    assert floor.exchange.scheduler.idle, "nothing is scheduled while nobody is there"

    floor.set_agent(0, 1)
    floor.run(0)
    assert len(floor.calls) == 1


def test_a_telephone_that_registers_again_brings_its_agent_back():
    floor = Floor(agents=1)
    availability.set_device(floor.exchange, "SIP0", "offline")
    floor.add(1)
    floor.run(10)
    assert floor.calls == []
    availability.set_device(floor.exchange, "SIP0", "online")
    floor.run(0)

    assert len(floor.calls) == 1


def test_an_agent_in_wrap_up_is_left_alone():
    floor = Floor(agents=1, wrap_up_seconds=15)
    floor.add(1, ANSWER)
    floor.add(2, ANSWER)
    floor.finish()

    assert [event.time - START for event in floor.dialer_events if event.reason == "NEWCALL"] == [0, 39 + 15]


def test_a_number_whose_agent_does_not_answer_goes_back_to_its_place():
    floor = Floor(agents=2, behaviour={"agents": {"answer": 0}})
    floor.add(1)
    floor.run(20)

    assert floor.records == [(14, "NOANSWER"), (15, "NOTCALLED")]
    assert floor.dialer.report.attempts == 0
    assert [call.caller for call in floor.calls] == ["SIP1"], "the other one is tried"


def test_an_agent_who_never_answers_is_left_alone_after_three_calls():
    floor = Floor(agents=1, behaviour={"agents": {"answer": 0}})
    floor.add(1)
    floor.finish()

    assert floor.reasons("SIP0") == ["NEWCALL", "HANGUP Call Rejected"] * 3
    assert (len(floor.state.pending), floor.dialer.reason) == (1, "agents")
    floor.set_agent(0, 1)
    floor.run(0)
    assert len(floor.calls) == 1, "he says that he is there again"


def test_members_who_are_added_and_removed_count_at_once():
    floor = Floor(agents=2, members=["SIP0"])
    assert begun(floor) == 1
    campaigns.add_members(floor.exchange, floor.state, ["SIP1"])
    floor.run(0)
    assert len(floor.calls) == 2
    campaigns.remove_members(floor.exchange, floor.state, ["SIP1"])
    floor.run(300)
    assert {call.caller for call in floor.calls} == {"SIP0"}


# ---- lists that change ---------------------------------------------------------------------------------


def test_stopping_lets_calls_end_and_starting_goes_on():
    floor = Floor(agents=1)
    floor.add(1, ANSWER)
    floor.add(2, ANSWER)
    floor.run(6)
    floor.stop()
    floor.finish()
    assert floor.outcomes == {"answered": 1}
    assert len(floor.state.pending) == 1
    assert floor.dialer.reason == "stopped"

    floor.start()
    floor.finish()
    assert floor.outcomes == {"answered": 2}


def test_clearing_ends_what_is_pending_and_the_attempt_that_is_made_is_the_last():
    floor = Floor(agents=1, retries=[{"status": "BUSY", "delay_seconds": 5, "maximum": 9}], maximum_attempts=9)
    floor.add(1, BUSY)
    floor.add(2)
    floor.run(4.5)
    assert campaigns.clear(floor.exchange, floor.state) == 1
    floor.finish()

    assert floor.outcomes == {"cleared": 1, "busy": 1}


@pytest.mark.parametrize("gone", ["cleared", "removed"])
def test_a_campaign_waits_for_no_number_that_is_gone(gone: str):
    floor = Floor(agents=1)
    floor.add(1, not_before=START + 500)
    floor.run(1)
    if gone == "cleared":
        campaigns.clear(floor.exchange, floor.state)
    else:
        campaigns.remove(floor.exchange, floor.state, phone(1))
    floor.finish()

    assert floor.exchange.now == START + 1


def test_a_number_that_is_removed_while_it_is_dialled_is_not_tried_again():
    floor = Floor(agents=1, retries=[{"status": "BUSY", "delay_seconds": 5, "maximum": 9}], maximum_attempts=9)
    floor.add(1, BUSY)
    floor.run(4.5)
    campaigns.remove(floor.exchange, floor.state, phone(1))
    floor.finish()

    assert floor.outcomes == {"busy": 1}
    with pytest.raises(Refused):
        campaigns.remove(floor.exchange, floor.state, phone(1))


def test_a_campaign_without_duplicates_does_not_call_twice_whom_it_is_calling():
    floor = Floor(agents=2, allow_duplicates=False)
    floor.add(1, ANSWER)
    floor.run(4.5)
    floor.add(1)
    floor.run(0)

    assert (len(floor.calls), len(floor.state.pending)) == (1, 0)


def test_a_campaign_with_duplicates_calls_each():
    floor = Floor(agents=2)
    floor.add(1, BUSY)
    floor.add(1, BUSY)
    floor.finish()

    assert floor.outcomes == {"busy": 2}


def test_an_edit_while_the_number_is_dialled_counts_for_the_next_time():
    floor = Floor(agents=1, retries=[{"status": "BUSY", "delay_seconds": 5, "maximum": 9}], maximum_attempts=9)
    floor.add(1, BUSY, ANSWER, customer_name="Before")
    floor.run(4.5)
    campaigns.update(floor.exchange, floor.state, floor_call("After", START + 900))
    floor.finish()

    shown = [
        (event.time, event.call.caller_name)
        for event in floor.dialer_events
        if event.reason == "NEWCALL" and event.call
    ]
    assert shown == [(START, "Before"), (START + 900, "After")]


def floor_call(name: str, time: float) -> campaigns.PendingCall:
    return campaigns.PendingCall(phone(1), not_before=time, customer_name=name)


def test_a_campaign_that_is_taken_out_of_the_document_leaves_its_calls_up():
    floor = Floor(agents=1)
    floor.add(1, ANSWER)
    floor.run(6)
    [call] = floor.calls
    floor.edit(code="other")
    floor.exchange.run(START + 100)

    assert call.ended
    assert floor.records == [(14, "ANSWER"), (15, "ANSWER")]


# ---- who sees what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "call", "shown"),
    [
        ({}, {"caller_id": "0721111111"}, "972721111111"),
        ({}, {"caller_id": "ANONYMOUS"}, "anonymous"),
        ({"caller_ids": {"IL": "0733333333", "default": "0744444444"}}, {}, "0733333333"),
        ({"extensions": [{"sip": "SIP0", "caller_id": "0755555555"}]}, {}, "0755555555"),
        ({}, {}, "0766666666"),
    ],
)
def test_the_customer_sees_the_number_of_the_first_who_has_one(
    settings: dict[str, object], call: dict[str, str], shown: str
):
    floor = Floor(agents=1, document=settings, caller_id="0766666666")
    floor.add(1, ANSWER, **call)
    floor.finish()

    assert floor.cdrs[1].caller == shown


def test_without_any_number_of_its_own_the_usual_one_is_shown():
    floor = Floor(agents=1)
    floor.add(1, ANSWER)
    floor.finish()

    assert floor.cdrs[1].caller == "0722776772"


# ---- the queue -----------------------------------------------------------------------------------------


def test_other_callers_take_agents_and_the_campaign_dials_for_fewer():
    floor = Floor("ivr", agents=2, max_calls=9)
    floor.operator.incoming_call("0521111111")
    floor.run(2)
    assert begun(floor) == 1


def test_other_callers_are_never_turned_away_for_a_campaign():
    floor = Floor("ivr", agents=1)
    floor.add(1, ANSWER)
    floor.run(10)
    call = floor.operator.incoming_call("0521111111", patience_seconds=100)
    floor.run(60)

    assert [leg.role for leg in call.legs if leg.answered_at] == ["caller", "agent"]


def test_the_monitored_queue_may_be_set_while_it_runs():
    floor = Floor("ivr", agents=3, max_calls=9)
    assert begun(floor) == 3
    campaigns.set_strategy(floor.exchange, floor.state, queue=QUEUE, maximum_callers=0, coefficient=3)
    floor.run(0)

    assert len(floor.calls) == 9
