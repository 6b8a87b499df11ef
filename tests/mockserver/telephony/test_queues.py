"""Waiting queues: who is rung, who answers, who gives up, and what the events and the record say."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.presence import availability

from .houses import CALLER_E164, MENU, QUEUE, START, House, answers

NOBODY_ANSWERS = {"agent": {"kind": "no_answer"}}


def with_queue(**changes: Any) -> House:
    house = House()
    house.edit("queues", 100, **changes)
    return house


def agent_status(house: House, user: int, status: int) -> None:
    house.exchange.agents[user].status = status
    availability.changed(house.exchange, house.exchange.agents[user].extension)


def busy(house: House, *extensions: str) -> list[Call]:
    """The extensions talk until they are ended."""
    calls = [house.dial("0521111111", extension, parties={"target": answers(0, None)}) for extension in extensions]
    house.run(2)
    house.events.clear()
    return calls


def test_all_members_ring_and_one_answers(house: House):
    house.call(QUEUE, parties={"SIPA": answers(6), "SIPB": answers(4)})
    house.run()

    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP Answered elsewhere"]
    assert house.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_the_record_of_an_answered_caller_counts_wait_ring_and_talk(house: House):
    house.call(QUEUE, parties={"SIPA": answers(6), "SIPB": answers(4)})
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.status, cdr.target, cdr.user_name) == (8, "ANSWER", "SIPB", "Ben")
    assert (cdr.queue_id, cdr.queue_name) == (100, "Sales")
    assert (cdr.seconds_in_queue, cdr.dial_seconds, cdr.duration) == (4, 4, 60)


def test_an_answered_caller_joins_is_answered_and_leaves(house: House):
    house.call(QUEUE)
    house.run()

    assert house.queue_events == [("JOIN", 1), ("ANSWER", 0), ("EXIT", 0)]


def test_a_caller_who_hangs_up_waiting_has_abandoned():
    house = House()
    busy(house, "SIPA", "SIPB")
    house.call(QUEUE, patience_seconds=30)
    house.run(60)

    assert (house.cdr.type, house.cdr.status, house.cdr.seconds_in_queue, house.cdr.target) == (8, "ABANDONE", 30, "")
    assert house.queue_events == [("JOIN", 1), ("ABANDONED", 0)]


def test_a_caller_who_hangs_up_while_members_ring_has_abandoned_too(house: House):
    house.call(QUEUE, patience_seconds=2)
    house.run()

    assert house.cdr.status == "ABANDONE"
    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP Normal hangup"]


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "TIMEOUT")])
def test_who_waits_too_long_is_let_go(setting: str, status: str):
    house = House(queue_statuses=setting)
    house.call(QUEUE, parties=NOBODY_ANSWERS)
    house.run()

    assert (house.cdr.status, house.cdr.seconds_in_queue) == (status, 120)
    assert house.queue_events == [("JOIN", 1), ("EXIT", 0)]


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "EXIT")])
def test_the_exit_key_leads_to_its_layer(setting: str, status: str):
    house = House(queue_statuses=setting)
    house.call(QUEUE, digits="0", parties=NOBODY_ANSWERS)
    house.run()

    assert [(cdr.type, cdr.status) for cdr in house.cdrs] == [(8, status), (11, "VOICEMAIL")]
    assert house.cdrs[0].seconds_in_queue == 5


def test_a_key_that_is_no_exit_changes_nothing(house: House):
    house.call(QUEUE, digits="7", parties={"SIPA": answers(10), "SIPB": answers(10)})
    house.run()

    assert house.cdr.status == "ANSWER"


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "FULL")])
def test_a_full_queue_takes_nobody_and_tells_nothing(setting: str, status: str):
    house = House(queue_statuses=setting)
    house.edit("queues", 100, maximum_callers=1)
    house.call(QUEUE, parties=NOBODY_ANSWERS)
    house.run(2)
    house.events.clear()
    house.call(QUEUE)
    house.run(2)

    assert (house.cdr.status, house.cdr.seconds_in_queue) == (status, 0)
    assert house.queue_events == []


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "JOINEMPTY")])
def test_a_queue_without_anybody_can_refuse_callers(setting: str, status: str):
    house = House(queue_statuses=setting)
    house.edit("queues", 100, join_empty=False)
    house.operator.set_device("SIPA", "offline")
    agent_status(house, 12, 3)
    house.call(QUEUE)
    house.run(5)

    assert house.cdr.status == status


def test_busy_members_are_somebody(house: House):
    house.edit("queues", 100, join_empty=False)
    busy(house, "SIPA", "SIPB")
    house.call(QUEUE)
    house.run(5)

    assert house.queue_events == [("JOIN", 1)]


def test_what_a_queue_does_not_take_overflows(house: House):
    house.edit("queues", 100, maximum_wait_seconds=10, overflow={"voicemail": 701})
    house.call(QUEUE, parties=NOBODY_ANSWERS)
    house.run()

    assert [(cdr.type, cdr.status) for cdr in house.cdrs] == [(8, "ABANDONE"), (11, "VOICEMAIL")]


def test_without_overflow_the_layer_before_the_queue_has_a_fallback(house: House):
    house.edit("queues", 100, maximum_wait_seconds=10)
    call = house.call(MENU, digits="1", parties=NOBODY_ANSWERS)
    house.run()

    assert [visit.layer_number for visit in call.visits] == [1, 10, 2, 1]


def test_members_are_rung_again_after_a_while(house: House):
    house.edit("queues", 100, members=["SIPA"])
    house.call(QUEUE, parties=NOBODY_ANSWERS)
    house.run(1 + 20 + 2 + 1)

    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP User alerting, no answer", "NEWCALL"]


def test_a_member_that_rejects_leaves_the_others_ringing(house: House):
    house.call(QUEUE, parties={"SIPA": {"kind": "reject", "ring_seconds": 2}, "SIPB": answers(10)})
    house.run()

    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP Call Rejected"]
    assert house.cdr.target == "SIPB"


def test_the_first_caller_is_served_first(house: House):
    talks = busy(house, "SIPA", "SIPB")
    first, second = house.call(QUEUE), house.call(QUEUE)
    house.run(10)
    house.operator.hang_up(talks[0].id)
    house.run(5)

    assert first.queue_waited > 0
    assert second.id in house.exchange.queues[100].callers


def test_two_callers_are_served_at_once_when_two_are_free():
    house = with_queue(strategy="longest_idle")
    house.call(QUEUE)
    house.call(QUEUE)
    house.run(10)

    assert sorted(house.rung) == ["SIPA", "SIPB"]


@pytest.mark.parametrize(
    ("strategy", "order"),
    [
        ("round_robin", ["SIPA", "SIPB", "SIPA", "SIPB"]),
        ("longest_idle", ["SIPA", "SIPB", "SIPA", "SIPB"]),
        ("fewest_calls", ["SIPA", "SIPB", "SIPA", "SIPB"]),
    ],
)
def test_members_take_turns(strategy: str, order: list[str]):
    house = with_queue(strategy=strategy)
    for _ in order:
        house.call(QUEUE)
        house.run(100)

    assert house.rung == order


def test_round_robin_goes_on_after_the_last_whether_he_answered_or_not():
    house = with_queue(strategy="round_robin", ring_seconds=5)
    house.call(QUEUE, parties=NOBODY_ANSWERS)
    house.run(20)

    assert house.rung == ["SIPA", "SIPB", "SIPA"]


def test_longest_idle_rings_who_has_been_free_for_longest():
    house = with_queue(strategy="longest_idle")
    for _ in range(2):
        house.dial("0521111111", "SIPA", talk_seconds=10)
        house.run(100)
    house.call(QUEUE)
    house.run(5)

    assert house.rung == ["SIPB"]


def test_fewest_calls_counts_this_queues_calls():
    house = with_queue(strategy="fewest_calls")
    house.call(QUEUE, parties={"SIPA": answers(1, 5)})
    house.run(3)
    house.call(QUEUE, parties={"SIPB": answers(1, 5)})
    house.run(100)
    house.dial("0521111111", "SIPA")
    house.run(100)
    house.events.clear()
    house.call(QUEUE)
    house.run(3)

    assert house.rung == ["SIPA"], "one call each from the queue; the first in the list"


def test_the_weightier_members_are_rung_first():
    house = with_queue(members=[{"extension": "SIPA", "weight": 1}, {"extension": "SIPB", "weight": 5}])
    house.call(QUEUE)
    house.run(3)

    assert house.rung == ["SIPB"]


def test_the_lighter_members_are_rung_when_the_weightier_are_busy():
    house = with_queue(members=[{"extension": "SIPA", "weight": 1}, {"extension": "SIPB", "weight": 5}])
    busy(house, "SIPB")
    house.call(QUEUE)
    house.run(3)

    assert house.rung == ["SIPA"]


def test_the_weightier_queue_gets_a_member_first():
    first = {"id": 100, "name": "Sales", "members": ["SIPA"], "weight": 1}
    second = {"id": 200, "name": "Support", "members": ["SIPA"], "weight": 9}
    house = House(queues=[first, second])
    [talk] = busy(house, "SIPA")
    house.call(QUEUE)
    house.run(2)
    house.edit("dids", QUEUE, route={"queue": 200})
    urgent = house.call(QUEUE)
    house.run(2)
    house.operator.hang_up(talk.id)
    house.run(1)

    assert [view.call_id for view in house.exchange.extensions["SIPA"].calls.values()] == [urgent.id]


@pytest.mark.parametrize("status", [2, 3, 13])
def test_agents_who_are_away_are_not_rung(house: House, status: int):
    agent_status(house, 11, status)
    house.call(QUEUE)
    house.run(3)

    assert house.rung == ["SIPB"]


def test_an_agent_who_comes_back_is_rung_at_once(house: House):
    for user in (11, 12):
        agent_status(house, user, 3)
    house.call(QUEUE)
    house.run(30)
    assert house.rung == []

    agent_status(house, 12, 1)
    house.run(0)
    assert house.rung == ["SIPB"]


def test_devices_that_are_off_are_not_rung_and_are_when_they_are_back(house: House):
    house.edit("queues", 100, members=["SIPA"])
    house.operator.set_device("SIPA", "offline")
    house.call(QUEUE)
    house.run(10)
    assert house.rung == []

    house.operator.set_device("SIPA", "online")
    house.run(0)
    assert house.rung == ["SIPA"]


def test_members_that_ring_for_somebody_else_are_not_rung(house: House):
    house.call(parties={"SIPA": answers(30)})
    house.run(2)
    house.events.clear()
    house.call(QUEUE)
    house.run(2)

    assert house.rung == ["SIPB"]


def test_after_a_call_an_agent_wraps_up():
    house = with_queue(members=["SIPA"], wrap_up_seconds=15)
    house.call(QUEUE, talk_seconds=10)
    house.run(1 + 3 + 10)
    house.events.clear()
    house.call(QUEUE)
    house.run(14)
    assert house.rung == []

    house.run(1)
    assert house.rung == ["SIPA"]


def test_wrap_up_keeps_only_queues_away():
    house = with_queue(members=["SIPA"], wrap_up_seconds=15)
    house.call(QUEUE, talk_seconds=10)
    house.run(1 + 3 + 10)
    house.events.clear()
    house.call()
    house.run(2)

    assert house.rung == ["SIPA"]


def test_the_wait_can_go_on_in_another_queue_without_new_patience():
    sales: dict[str, Any] = {
        "id": 100,
        "name": "Sales",
        "members": [],
        "maximum_wait_seconds": 20,
        "overflow": {"queue": 200},
    }
    house = House(queues=[sales, {"id": 200, "name": "Support", "members": []}])
    house.call(QUEUE, patience_seconds=30)
    house.run()

    assert [(cdr.queue_id, cdr.seconds_in_queue) for cdr in house.cdrs] == [(100, 20), (200, 10)]
    assert house.cdrs[-1].ended == START + 1 + 30


def test_a_queue_event_names_those_who_wait(house: House):
    busy(house, "SIPA", "SIPB")
    house.call(QUEUE, caller_name="Test Caller")
    house.run(2)

    [waiting] = house.exchange.queues[100].callers.values()
    assert (waiting.caller, waiting.caller_name, waiting.joined) == (CALLER_E164, "Test Caller", START + 2 + 1)
