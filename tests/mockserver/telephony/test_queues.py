"""Waiting queues: who is rung, who answers, who gives up, and what the events and the record say."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.presence import agents, availability
from voicenter_mock.mockserver.telephony.routing.story import WentInCircles

from .simulation import CALLER_E164, MENU, QUEUE, START, Simulation, answers

NOBODY_ANSWERS = {"agent": {"kind": "no_answer"}}


def with_queue(**changes: Any) -> Simulation:
    simulation = Simulation()
    simulation.edit("queues", 100, **changes)
    return simulation


def agent_status(simulation: Simulation, user: int, status: int) -> None:
    simulation.exchange.agents[user].status = status
    simulation.exchange.update_presence(simulation.exchange.agents[user].extension)
    availability.notify_listeners(simulation.exchange, simulation.exchange.agents[user].extension)


def busy(simulation: Simulation, *extensions: str) -> list[Call]:
    """The extensions talk until they are ended."""
    calls = [simulation.dial("0521111111", extension, parties={"target": answers(0, None)}) for extension in extensions]
    simulation.run(2)
    simulation.events.clear()
    return calls


def test_all_members_ring_and_one_answers(simulation: Simulation):
    simulation.call(QUEUE, parties={"SIPA": answers(6), "SIPB": answers(4)})
    simulation.run()

    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP Answered elsewhere"]
    assert simulation.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_the_record_of_an_answered_caller_counts_wait_ring_and_talk(simulation: Simulation):
    simulation.call(QUEUE, parties={"SIPA": answers(6), "SIPB": answers(4)})
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.status, cdr.target, cdr.user_name) == (8, "ANSWER", "SIPB", "Ben")
    assert (cdr.queue_id, cdr.queue_name) == (100, "Sales")
    assert (cdr.seconds_in_queue, cdr.dial_seconds, cdr.duration) == (4, 4, 60)


def test_an_answered_caller_joins_is_answered_and_leaves(simulation: Simulation):
    simulation.call(QUEUE)
    simulation.run()

    assert simulation.queue_events == [("JOIN", 1), ("ANSWER", 0), ("EXIT", 0)]


def test_a_caller_who_hangs_up_waiting_has_abandoned():
    simulation = Simulation()
    busy(simulation, "SIPA", "SIPB")
    simulation.call(QUEUE, patience_seconds=30)
    simulation.run(60)

    assert (simulation.cdr.type, simulation.cdr.status, simulation.cdr.seconds_in_queue, simulation.cdr.target) == (
        8,
        "ABANDONE",
        30,
        "",
    )
    assert simulation.queue_events == [("JOIN", 1), ("ABANDONED", 0)]


def test_a_caller_who_hangs_up_while_members_ring_has_abandoned_too(simulation: Simulation):
    simulation.call(QUEUE, patience_seconds=2)
    simulation.run()

    assert simulation.cdr.status == "ABANDONE"
    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP Normal hangup"]


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "TIMEOUT")])
def test_who_waits_too_long_is_let_go(setting: str, status: str):
    simulation = Simulation(queue_statuses=setting)
    simulation.call(QUEUE, parties=NOBODY_ANSWERS)
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.seconds_in_queue) == (status, 120)
    assert simulation.queue_events == [("JOIN", 1), ("EXIT", 0)]


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "EXIT")])
def test_the_exit_key_leads_to_its_layer(setting: str, status: str):
    simulation = Simulation(queue_statuses=setting)
    simulation.call(QUEUE, digits="0", parties=NOBODY_ANSWERS)
    simulation.run()

    assert [(cdr.type, cdr.status) for cdr in simulation.cdrs] == [(8, status), (11, "VOICEMAIL")]
    assert simulation.cdrs[0].seconds_in_queue == 5


def test_a_key_that_is_no_exit_changes_nothing(simulation: Simulation):
    simulation.call(QUEUE, digits="7", parties={"SIPA": answers(10), "SIPB": answers(10)})
    simulation.run()

    assert simulation.cdr.status == "ANSWER"


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "FULL")])
def test_a_full_queue_takes_nobody_and_tells_nothing(setting: str, status: str):
    simulation = Simulation(queue_statuses=setting)
    simulation.edit("queues", 100, maximum_callers=1)
    simulation.call(QUEUE, parties=NOBODY_ANSWERS)
    simulation.run(2)
    simulation.events.clear()
    simulation.call(QUEUE)
    simulation.run(2)

    assert (simulation.cdr.status, simulation.cdr.seconds_in_queue) == (status, 0)
    assert simulation.queue_events == []


@pytest.mark.parametrize(("setting", "status"), [("documented", "ABANDONE"), ("detailed", "JOINEMPTY")])
def test_a_queue_without_anybody_can_refuse_callers(setting: str, status: str):
    simulation = Simulation(queue_statuses=setting)
    simulation.edit("queues", 100, join_empty=False)
    simulation.operator.set_device("SIPA", "offline")
    agent_status(simulation, 12, 3)
    simulation.call(QUEUE)
    simulation.run(5)

    assert simulation.cdr.status == status


def test_busy_members_are_somebody(simulation: Simulation):
    simulation.edit("queues", 100, join_empty=False)
    busy(simulation, "SIPA", "SIPB")
    simulation.call(QUEUE)
    simulation.run(5)

    assert simulation.queue_events == [("JOIN", 1)]


def test_what_a_queue_does_not_take_overflows(simulation: Simulation):
    simulation.edit("queues", 100, maximum_wait_seconds=10, overflow={"voicemail": 701})
    simulation.call(QUEUE, parties=NOBODY_ANSWERS)
    simulation.run()

    assert [(cdr.type, cdr.status) for cdr in simulation.cdrs] == [(8, "ABANDONE"), (11, "VOICEMAIL")]


def test_without_overflow_the_layer_before_the_queue_has_a_fallback(simulation: Simulation):
    simulation.edit("queues", 100, maximum_wait_seconds=10)
    call = simulation.call(MENU, digits="1", parties=NOBODY_ANSWERS)
    simulation.run()

    assert [visit.layer_number for visit in call.visits] == [1, 10, 2, 1]


def test_members_are_rung_again_after_a_while(simulation: Simulation):
    simulation.edit("queues", 100, members=["SIPA"])
    simulation.call(QUEUE, parties=NOBODY_ANSWERS)
    simulation.run(1 + 20 + 2 + 1)

    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP User alerting, no answer", "NEWCALL"]


def test_a_member_that_rejects_leaves_the_others_ringing(simulation: Simulation):
    simulation.call(QUEUE, parties={"SIPA": {"kind": "reject", "ring_seconds": 2}, "SIPB": answers(10)})
    simulation.run()

    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP Call Rejected"]
    assert simulation.cdr.target == "SIPB"


def test_the_first_caller_is_served_first(simulation: Simulation):
    talks = busy(simulation, "SIPA", "SIPB")
    first, second = simulation.call(QUEUE), simulation.call(QUEUE)
    simulation.run(10)
    simulation.operator.hang_up(talks[0].id)
    simulation.run(5)

    assert first.queue_waited > 0
    assert second.id in simulation.exchange.queues[100].callers


def test_a_caller_for_whom_nobody_answered_is_before_those_who_came_later():
    simulation = with_queue(members=["SIPA"])
    first = simulation.call(QUEUE, parties=NOBODY_ANSWERS)
    simulation.run(5)
    second = simulation.call(QUEUE)
    availability.set_device(simulation.exchange, "SIPA", "offline")
    simulation.run(5)
    assert list(simulation.exchange.not_rung_for[100]) == [second.id]

    simulation.run(20)
    assert list(simulation.exchange.not_rung_for[100]) == [first.id, second.id]


@pytest.mark.parametrize("others", [(), ("SIPX", "SIPY", "SIPZ")])
def test_free_members_come_in_the_queues_order_whether_they_or_all_who_rest_are_fewer(others: tuple[str, ...]):
    simulation = with_queue(members=["SIPB", "SIPC", "SIPA"])
    simulation.exchange.at_rest.update(dict.fromkeys(others))
    busy(simulation, "SIPC")

    assert [member.extension for member in availability.free_members(simulation.exchange, 100)] == ["SIPB", "SIPA"]


@pytest.mark.usefixtures("functions_can_be_replaced")
def test_nobody_is_looked_for_when_members_ring_for_everybody(simulation: Simulation, monkeypatch: pytest.MonkeyPatch):
    simulation.call(QUEUE)
    simulation.run(2)
    looked = list[object]()

    def looks(*arguments: object) -> list[object]:
        looked.append(arguments)
        return []

    monkeypatch.setattr(availability, "free_members", looks)
    availability.notify_listeners(simulation.exchange, "SIPA")
    simulation.run(1)

    assert looked == []


def test_whom_nobody_rings_for_is_known_again_after_a_snapshot():
    simulation = with_queue(members=["SIPA"])
    simulation.call(QUEUE)
    second = simulation.call(QUEUE)
    simulation.run(2)
    simulation.exchange.index()

    assert list(simulation.exchange.not_rung_for[100]) == [second.id]


def test_two_callers_are_served_at_once_when_two_are_free():
    simulation = with_queue(strategy="longest_idle")
    simulation.call(QUEUE)
    simulation.call(QUEUE)
    simulation.run(10)

    assert sorted(simulation.rung) == ["SIPA", "SIPB"]


@pytest.mark.parametrize(
    ("strategy", "order"),
    [
        ("round_robin", ["SIPA", "SIPB", "SIPA", "SIPB"]),
        ("longest_idle", ["SIPA", "SIPB", "SIPA", "SIPB"]),
        ("fewest_calls", ["SIPA", "SIPB", "SIPA", "SIPB"]),
    ],
)
def test_members_take_turns(strategy: str, order: list[str]):
    simulation = with_queue(strategy=strategy)
    for _ in order:
        simulation.call(QUEUE)
        simulation.run(100)

    assert simulation.rung == order


def test_round_robin_goes_on_after_the_last_whether_he_answered_or_not():
    simulation = with_queue(strategy="round_robin", ring_seconds=5)
    simulation.call(QUEUE, parties=NOBODY_ANSWERS)
    simulation.run(20)

    assert simulation.rung == ["SIPA", "SIPB", "SIPA"]


def test_longest_idle_rings_who_has_been_free_for_longest():
    simulation = with_queue(strategy="longest_idle")
    for _ in range(2):
        simulation.dial("0521111111", "SIPA", talk_seconds=10)
        simulation.run(100)
    simulation.call(QUEUE)
    simulation.run(5)

    assert simulation.rung == ["SIPB"]


@pytest.mark.parametrize("members", [["SIPA", "SIPB", "SIPC"], ["SIPB", "SIPA"]], ids=["all who rest", "fewer"])
def test_who_comes_back_from_a_break_has_been_free_since_their_last_call(members: list[str]):
    simulation = with_queue(strategy="longest_idle", members=members)
    for sip in simulation.exchange.extensions.keys() - {"SIPA", "SIPB", "SIPC"}:
        availability.set_device(simulation.exchange, sip, "offline")
    for sip in ("SIPA", "SIPB", "SIPC"):
        simulation.dial("0521111111", sip, talk_seconds=10)
        simulation.run(100)
    agent_status(simulation, 11, 3)
    simulation.run(10)
    agent_status(simulation, 11, 1)
    simulation.run(10)
    simulation.call(QUEUE)
    simulation.run(5)

    assert simulation.rung == ["SIPA"]


def test_who_is_in_wrap_up_is_not_rung_as_the_longest_idle():
    simulation = with_queue(strategy="longest_idle", members=["SIPA", "SIPB"], wrap_up_seconds=50)
    simulation.call(QUEUE, parties={"SIPA": answers(1, 5)})
    simulation.run(20)
    busy(simulation, "SIPB")
    simulation.call(QUEUE)
    simulation.run(5)

    assert simulation.rung == []


def test_fewest_calls_counts_this_queues_calls():
    simulation = with_queue(strategy="fewest_calls")
    simulation.call(QUEUE, parties={"SIPA": answers(1, 5)})
    simulation.run(3)
    simulation.call(QUEUE, parties={"SIPB": answers(1, 5)})
    simulation.run(100)
    simulation.dial("0521111111", "SIPA")
    simulation.run(100)
    simulation.events.clear()
    simulation.call(QUEUE)
    simulation.run(3)

    assert simulation.rung == ["SIPA"], "one call each from the queue; the first in the list"


def test_the_weightier_members_are_rung_first():
    simulation = with_queue(members=[{"extension": "SIPA", "weight": 1}, {"extension": "SIPB", "weight": 5}])
    simulation.call(QUEUE)
    simulation.run(3)

    assert simulation.rung == ["SIPB"]


def test_the_lighter_members_are_rung_when_the_weightier_are_busy():
    simulation = with_queue(members=[{"extension": "SIPA", "weight": 1}, {"extension": "SIPB", "weight": 5}])
    busy(simulation, "SIPB")
    simulation.call(QUEUE)
    simulation.run(3)

    assert simulation.rung == ["SIPA"]


def test_the_weightier_queue_gets_a_member_first():
    first = {"id": 100, "name": "Sales", "members": ["SIPA"], "weight": 1}
    second = {"id": 200, "name": "Support", "members": ["SIPA"], "weight": 9}
    simulation = Simulation(queues=[first, second])
    [talk] = busy(simulation, "SIPA")
    simulation.call(QUEUE)
    simulation.run(2)
    simulation.edit("dids", QUEUE, route={"queue": 200})
    urgent = simulation.call(QUEUE)
    simulation.run(2)
    simulation.operator.hang_up(talk.id)
    simulation.run(1)

    assert [view.call_id for view in simulation.exchange.extensions["SIPA"].calls.values()] == [urgent.id]


@pytest.mark.parametrize("status", [2, 3, 13])
def test_agents_who_are_away_are_not_rung(simulation: Simulation, status: int):
    agent_status(simulation, 11, status)
    simulation.call(QUEUE)
    simulation.run(3)

    assert simulation.rung == ["SIPB"]


def test_an_agent_who_comes_back_is_rung_at_once(simulation: Simulation):
    for user in (11, 12):
        agent_status(simulation, user, 3)
    simulation.call(QUEUE)
    simulation.run(30)
    assert simulation.rung == []

    agent_status(simulation, 12, 1)
    simulation.run(0)
    assert simulation.rung == ["SIPB"]


def test_devices_that_are_off_are_not_rung_and_are_when_they_are_back(simulation: Simulation):
    simulation.edit("queues", 100, members=["SIPA"])
    simulation.operator.set_device("SIPA", "offline")
    simulation.call(QUEUE)
    simulation.run(10)
    assert simulation.rung == []

    simulation.operator.set_device("SIPA", "online")
    simulation.run(0)
    assert simulation.rung == ["SIPA"]


def test_members_that_ring_for_somebody_else_are_not_rung(simulation: Simulation):
    simulation.call(parties={"SIPA": answers(30)})
    simulation.run(2)
    simulation.events.clear()
    simulation.call(QUEUE)
    simulation.run(2)

    assert simulation.rung == ["SIPB"]


def test_after_a_call_an_agent_wraps_up():
    simulation = with_queue(members=["SIPA"], wrap_up_seconds=15)
    simulation.call(QUEUE, talk_seconds=10)
    simulation.run(1 + 3 + 10)
    simulation.events.clear()
    simulation.call(QUEUE)
    simulation.run(14)
    assert simulation.rung == []

    simulation.run(1)
    assert simulation.rung == ["SIPA"]


def test_wrap_up_keeps_only_queues_away():
    simulation = with_queue(members=["SIPA"], wrap_up_seconds=15)
    simulation.call(QUEUE, talk_seconds=10)
    simulation.run(1 + 3 + 10)
    simulation.events.clear()
    simulation.call()
    simulation.run(2)

    assert simulation.rung == ["SIPA"]


def test_the_wait_can_go_on_in_another_queue_without_new_patience():
    sales: dict[str, Any] = {
        "id": 100,
        "name": "Sales",
        "members": [],
        "maximum_wait_seconds": 20,
        "overflow": {"queue": 200},
    }
    simulation = Simulation(queues=[sales, {"id": 200, "name": "Support", "members": []}])
    simulation.call(QUEUE, patience_seconds=30)
    simulation.run()

    assert [(cdr.queue_id, cdr.seconds_in_queue) for cdr in simulation.cdrs] == [(100, 20), (200, 10)]
    assert simulation.cdrs[-1].ended == START + 1 + 30


def test_a_queue_event_names_those_who_wait(simulation: Simulation):
    busy(simulation, "SIPA", "SIPB")
    simulation.call(QUEUE, caller_name="Test Caller")
    simulation.run(2)

    [waiting] = simulation.exchange.queues[100].callers.values()
    assert (waiting.caller, waiting.caller_name, waiting.joined) == (CALLER_E164, "Test Caller", START + 2 + 1)


@pytest.mark.parametrize("leaves", ["device", "status", "call", "logout"])
def test_who_was_found_free_and_is_not_any_more_is_not_rung(simulation: Simulation, leaves: str):
    exchange = simulation.exchange
    assert availability.free(exchange, "SIPA")
    if leaves == "device":
        availability.set_device(exchange, "SIPA", "offline")
    elif leaves == "status":
        agents.set_status(exchange, exchange.agents[exchange.extensions["SIPA"].user], "SIPA", 3)
    elif leaves == "logout":
        agents.log_out(exchange, exchange.agents[exchange.extensions["SIPA"].user])
    else:
        simulation.dial("0521111111", "SIPA")

    assert not availability.free(exchange, "SIPA")


@pytest.mark.parametrize("overflow", [{"queue": 200}, {"layer": 20}], ids=["at once", "through a layer"])
def test_a_caller_whom_queues_send_round_in_circles_is_let_go(overflow: dict[str, Any]):
    empty: dict[str, Any] = {"members": [], "join_empty": False}
    sales = {"id": 100, "name": "Sales", "overflow": overflow, **empty}
    support = {"id": 200, "name": "Support", "overflow": {"queue": 100}, **empty}
    layers = [*Simulation().document["layers"], {"number": 20, "kind": "queue", "target": "200"}]
    simulation = Simulation(queues=[sales, support], layers=layers)
    call = simulation.call(QUEUE)
    simulation.run(1)

    assert call.ended
    assert [entry.steps for entry in call.story.of_kind(WentInCircles)] == [50]
    assert {(cdr.queue_id, cdr.status) for cdr in simulation.cdrs} == {(100, "ABANDONE"), (200, "ABANDONE")}


def test_a_queue_that_is_full_again_and_again_is_no_circle():
    sales: dict[str, Any] = {
        "id": 100,
        "name": "Sales",
        "members": [],
        "join_empty": False,
        "overflow": {"layer": 20},
    }
    wait = {"number": 20, "kind": "playback", "prompt_seconds": 30, "next": 21}
    again = {"number": 21, "kind": "queue", "target": "100"}
    simulation = Simulation(queues=[sales], layers=[*Simulation().document["layers"], wait, again])
    call = simulation.call(QUEUE)
    simulation.run(30 * 60)

    assert not call.ended
    assert len(simulation.cdrs) == 60


def test_rounds_that_take_no_time_are_a_tenth_of_a_second_apart():
    simulation = with_queue(members=["SIPA"], ring_seconds=0, retry_seconds=0)
    simulation.call(QUEUE, patience_seconds=9.95, parties=NOBODY_ANSWERS)
    simulation.exchange.run(START + 60, steps=2_000)

    assert len(simulation.rung) == 100
    assert simulation.queue_events == [("JOIN", 1), ("ABANDONED", 0)]
