"""Real telephones at an exchange, without SIP: what they are told, and what becomes of a call by what they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.control.telephone_actions import TelephoneActions
from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.campaign_list import PendingCall

from .office import Office
from .simulation import CAMPAIGNS, DIRECT, FORWARDING, MENU, QUEUE, WITH_MAILBOX, Simulation, answers, directory

FOREVER = {"SIPA": answers(2, None), "SIPB": answers(2, None), "SIPC": answers(2, None)}


@pytest.fixture
def office() -> Office:
    return Office("SIPA")


# ---- being rung ----------------------------------------------------------------------------------------


def test_a_registered_telephone_is_rung_with_what_its_party_is_shown(office: Office):
    call = office.call(caller_name="Dana", custom={"order": "7"})
    office.run(2)

    [ring] = office.telephones.rung
    assert (ring.extension, ring.number, ring.name, ring.call_id) == ("SIPA", "0501234567", "Dana", call.id)
    assert (ring.did, ring.custom, ring.auto_answer) == (DIRECT, {"order": "7"}, False)


def test_nobody_answers_for_a_registered_telephone(office: Office):
    office.call()
    office.run(25)
    assert office.reasons("SIPA") == ["NEWCALL"]


def test_its_answer_is_the_legs(office: Office):
    office.talking()
    assert office.reasons("SIPA") == ["NEWCALL", "ANSWER"]


def test_a_scene_with_a_telephone_leaves_what_a_simulated_agent_leaves(office: Office):
    """Answered after three seconds, hung up after another sixty."""
    office.call()
    office.run(1 + 3)
    office.actions.answer(office.line)
    office.run(60)
    office.actions.hang_up(office.line)
    simulated = Simulation()
    simulated.call(parties={"SIPA": answers(3, 60)})
    simulated.run(100)

    assert office.events == simulated.events


Scene = tuple[Callable[[Office], object], Callable[[Simulation], object]]


def _telephone(*does: Callable[[Office], object], did: str = DIRECT) -> Callable[[Office], object]:
    """It rings at the telephone; then each of these, four seconds apart."""

    def play(office: Office) -> None:
        office.call(did, talk_seconds=500)
        office.run(3)
        for do in does:
            do(office)
            office.run(4)
        office.run(1000)

    return play


def _simulated(*does: Callable[[Simulation, str], object], did: str = DIRECT) -> Callable[[Simulation], object]:
    """The same at an extension where a tester acts."""

    def play(simulation: Simulation) -> None:
        call = simulation.call(did, talk_seconds=500, parties={"SIPA": {"kind": "no_answer"}})
        simulation.run(3)
        for do in does:
            do(simulation, call.id)
            simulation.run(4)
        simulation.run(1000)

    return play


SCENES: dict[str, Scene] = {
    "answered and hung up": (
        _telephone(lambda o: o.actions.answer(o.line), lambda o: o.actions.hang_up(o.line)),
        _simulated(lambda s, call: s.operator.answer(call), lambda s, call: s.operator.hang_up(call, by="SIPA")),
    ),
    "held and taken back": (
        _telephone(
            lambda o: o.actions.answer(o.line), lambda o: o.actions.hold(o.line), lambda o: o.actions.unhold(o.line)
        ),
        _simulated(
            lambda s, call: s.operator.answer(call), lambda s, call: s.operator.hold(call),
            lambda s, call: s.operator.unhold(call),
        ),
    ),
    "refused": (
        _telephone(lambda o: o.actions.refuse(o.line, "BUSY", 21)),
        _simulated(lambda s, call: s.operator.reject(call)),
    ),
    "not answered": (_telephone(), _simulated()),
    "transferred": (
        _telephone(lambda o: o.actions.answer(o.line), lambda o: o.actions.transfer(o.line, "SIPC")),
        _simulated(lambda s, call: s.operator.answer(call), lambda s, call: s.operator.transfer(call, "SIPC")),
    ),
    "answered in a queue": (
        _telephone(lambda o: o.actions.answer(o.line), lambda o: o.actions.hang_up(o.line), did=QUEUE),
        _simulated(
            lambda s, call: s.operator.answer(call, "SIPA"), lambda s, call: s.operator.hang_up(call, by="SIPA"), did=QUEUE
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_scene_leaves_what_it_leaves_with_a_simulated_agent(name: str):
    """Events with what they show, CDRs, and their order and times."""
    with_telephone, without = SCENES[name]
    office, simulation = Office("SIPA"), Simulation()
    with_telephone(office)
    without(simulation)
    assert len(office.cdrs) >= 1
    assert office.events == simulation.events


@pytest.mark.parametrize(
    ("status", "cause"), [("BUSY", 17), ("BUSY", 21), ("CHANUNAVAIL", 20), ("CONGESTION", 34), ("NOANSWER", 19)]
)
def test_its_refusal_is_the_legs_outcome(office: Office, status: Any, cause: int):
    office.call()
    office.run(2)
    office.actions.refuse(office.line, status, cause)
    assert (office.cdr.status, office.cdr.cause) == (status, cause)


@pytest.mark.parametrize(("answer", "expected"), [("486 Busy Here", "486 Busy Here"), ("", "nothing")])
def test_what_it_answers_stands_in_the_explanation(office: Office, answer: str, expected: str):
    call = office.call()
    office.run(2)
    office.actions.refuse(office.line, "BUSY", 17, answer)
    assert f"The telephone of SIPA answers {expected}." in office.story(call)


def test_a_telephone_that_nobody_answers_stops_ringing(office: Office):
    office.call()
    office.run(60)
    assert office.cdr.status == "NOANSWER"
    assert office.telephones.orders == [("ring", "SIPA"), ("release", 19)]


def test_a_caller_who_gives_up_stops_it_ringing(office: Office):
    call = office.call()
    office.run(2)
    office.operator.hang_up(call.id, by="caller")
    office.run(1)
    assert office.released == [16]


def test_the_telephone_that_was_not_the_first_learns_that_another_answered():
    office = Office("SIPA", "SIPB")
    office.call(QUEUE)
    office.run(2)
    first, second = (ring.line for ring in office.telephones.rung)
    office.actions.answer(first)
    office.run(1)
    office.actions.answer(second)

    assert office.released == [26]
    assert office.reasons("SIPB") == ["NEWCALL", "HANGUP Answered elsewhere"]


def test_a_queue_rings_a_telephone_again_after_it_was_busy(office: Office):
    office.call(QUEUE, parties={"SIPB": {"kind": "no_answer"}})
    office.run(2)
    office.actions.refuse(office.line, "BUSY", 17)
    office.run(40)
    assert office.telephones.orders[:3] == [("ring", "SIPA"), ("release", 17), ("ring", "SIPA")]


def test_a_telephone_in_a_call_is_busy_without_being_rung(office: Office):
    office.talking()
    office.call()
    office.run(3)
    assert len(office.telephones.rung) == 1
    assert office.cdr.status == "BUSY"


def test_click2call_rings_a_telephone_and_asks_it_to_answer_by_itself(office: Office):
    order = Click2CallOrder(phone="SIPA", target="0521111111", action="call", phone_auto_answer=True)
    click2call.start(office.exchange, 1, order)
    office.run(1)
    assert office.telephones.rung[0].auto_answer
    office.actions.answer(office.line)
    office.run(200)

    assert [cdr.type for cdr in office.cdrs] == [9, 10]
    assert office.released == [16]


def test_a_campaign_rings_a_telephone_for_its_next_number():
    office = Office("SIPA", "SIPB", campaigns=CAMPAIGNS)
    campaigns.add(office.exchange, office.exchange.campaigns["a"], PendingCall("972521111111"))
    office.run(30)
    assert [ring.extension for ring in office.telephones.rung][:1] == ["SIPA"]


def test_what_it_says_of_itself_stands_in_the_explanation(office: Office):
    call = office.call()
    office.run(2)
    office.actions.note_ringing(office.line)
    assert "The telephone of SIPA says that it rings." in office.story(call)


# ---- in a call -----------------------------------------------------------------------------------------


def test_its_hang_up_ends_the_call(office: Office):
    office.talking()
    office.actions.hang_up(office.line)
    assert (office.cdr.status, office.cdr.duration) == ("ANSWER", 5)


def test_a_callers_hang_up_releases_it(office: Office):
    call = office.talking()
    office.operator.hang_up(call.id, by="caller")
    office.run(1)
    assert office.released == [16]


def test_it_holds_and_takes_back(office: Office):
    office.talking()
    office.actions.hold(office.line)
    office.actions.unhold(office.line)
    assert office.reasons("SIPA") == ["NEWCALL", "ANSWER", "HOLD", "UNHOLD"]


def test_its_blind_transfer_leads_the_caller_on(office: Office):
    office.talking()
    office.actions.transfer(office.line, "SIPC")
    office.run(1)
    assert office.rung[-1] == "SIPC"
    assert office.released == [16]


def test_a_transfer_to_nowhere_is_refused_and_the_talk_goes_on(office: Office):
    call = office.talking()
    with pytest.raises(CannotBeDone, match="neither an extension nor"):
        office.actions.transfer(office.line, "nobody")
    assert not call.ended


def test_the_line_of_the_party_that_is_transferred_goes_on_in_the_new_call():
    office = Office("SIPA", "SIPB")
    caller = office.actions.place_call("SIPB", "SIPA")
    office.run(2)
    callee = office.line
    office.actions.answer(callee)
    office.actions.transfer(callee, "SIPC")
    office.run(1)

    assert office.released == [16]
    assert callee not in office.exchange.lines
    call, leg = office.exchange.lines[caller]
    assert (call.flow, leg.number, leg.line) == ("transfer", "SIPB", caller)


def test_an_attended_transfer_connects_the_ends_of_two_lines(office: Office):
    office.talking()
    held = office.line
    office.actions.hold(held)
    consultation = office.actions.place_call("SIPA", "SIPC")
    office.run(6)
    office.actions.complete_transfer(held, consultation)
    office.run(1)

    assert [cdr.type for cdr in office.cdrs] == [1, 21]
    assert office.released == [16, 16]
    assert [(leg.role, leg.number) for leg in next(iter(office.exchange.calls.values())).legs if leg.open] == [
        ("target", "SIPC"),
        ("caller", "972501234567"),
    ]


def test_a_redirection_leads_the_caller_on_as_forwarding_does(office: Office):
    call = office.call()
    office.run(2)
    office.actions.redirect(office.line, "SIPC")
    office.run(2)

    assert (office.cdr.status, office.cdr.cause) == ("NOANSWER", 23)
    [following] = office.exchange.calls.values()
    assert (following.original_call, following.target) == (call.id, "SIPC")


def test_who_was_forwarded_already_is_not_redirected(office: Office):
    office.edit("extensions", "SIPF", forward_to="SIPA")
    office.call(FORWARDING, parties={"SIPF": {"kind": "no_answer"}})
    office.run(15)
    office.actions.redirect(office.line, "SIPC")
    assert office.cdrs[-1].status == "BUSY"


# ---- calling -------------------------------------------------------------------------------------------


def test_a_telephone_that_calls_hears_it_ring_and_is_connected(office: Office):
    office.actions.place_call("SIPA", "0521111111")
    office.run(7)
    assert office.telephones.orders == [("ringing",), ("connect",)]


def test_its_call_leaves_what_a_simulated_one_leaves(office: Office):
    office.actions.place_call("SIPA", "0521111111")
    office.run(100)
    simulated = Simulation()
    simulated.dial("0521111111")
    simulated.run(100)
    assert office.events == simulated.events


@pytest.mark.parametrize(("number", "cause"), [("0555550017", 17), ("0555550019", 19), ("12", 28)])
def test_it_learns_why_its_call_failed(office: Office, number: str, cause: int):
    office.actions.place_call("SIPA", number)
    office.run(100)
    assert office.released == [cause]


def test_it_is_connected_to_a_mailbox_too(office: Office):
    office.actions.place_call("SIPA", "SIPM")
    office.exchange.expectations.clear()
    office.run(2)
    office.operator.reject(next(iter(office.exchange.calls)))
    office.run(1)
    assert office.telephones.orders[-1] == ("connect",)


def test_keys_of_a_telephone_that_calls_an_own_number_walk_the_menu(office: Office):
    line = office.actions.place_call("SIPA", MENU)
    office.run(3)
    assert office.actions.press_keys(line, "2")
    call, _ = office.exchange.lines[line]
    assert [visit.layer_number for visit in call.visits] == [1, 11]
    assert office.telephones.orders[0] == ("connect",)


def test_keys_that_nothing_takes_do_nothing(office: Office):
    office.talking()
    assert not office.actions.press_keys(office.line, "2")


def test_it_may_give_up_while_it_rings(office: Office):
    line = office.actions.place_call("SIPA", "0521111111")
    office.run(2)
    office.actions.hang_up(line)
    assert office.cdr.status == "CANCEL"


def test_a_second_call_while_it_talks_is_refused(office: Office):
    office.talking()
    with pytest.raises(CannotBeDone, match="SIPA is talking"):
        office.actions.place_call("SIPA", "0521111111")


# ---- coming and going ----------------------------------------------------------------------------------


def test_where_nobody_is_registered_any_more_the_simulated_agent_answers(office: Office):
    office.actions.unregister("SIPA")
    office.call()
    office.run(5)
    assert office.reasons("SIPA") == ["NEWCALL", "ANSWER"]


def test_registering_switches_a_device_on_and_leaving_puts_it_back():
    office = Office("SIPOFF")
    assert office.exchange.extensions["SIPOFF"].device == "online"
    office.actions.unregister("SIPOFF")
    assert office.exchange.extensions["SIPOFF"].device == "offline"


def test_a_registration_that_ends_while_it_rings_is_told(office: Office):
    call = office.call()
    office.run(2)
    office.actions.unregister("SIPA")

    assert (office.cdr.status, office.cdr.cause) == ("CHANUNAVAIL", 20)
    assert office.reasons("SIPA") == ["NEWCALL", "HANGUP Subscriber absent"]
    assert "The telephone of SIPA has gone: its registration ended." in office.story(call)


def test_a_telephone_that_dies_in_a_talk_has_hung_up_and_is_explained(office: Office):
    call = office.talking()
    office.actions.drop_line(office.line, "its connection broke")

    assert office.cdr.status == "ANSWER"
    assert office.reasons("SIPA")[-1] == "HANGUP Normal hangup"
    assert "The telephone of SIPA has gone: its connection broke." in office.story(call)


def test_what_crosses_on_the_way_does_nothing(office: Office):
    call = office.call()
    office.run(2)
    line = office.line
    office.operator.hang_up(call.id, by="caller")
    before = list(office.events)
    office.actions.note_ringing(line)
    office.actions.answer(line)
    office.actions.refuse(line, "BUSY", 17)
    office.actions.redirect(line, "SIPC")
    office.actions.hold(line)
    office.actions.hang_up(line)
    office.actions.drop_line(line, "its connection broke")
    assert office.events == before


# ---- testers -------------------------------------------------------------------------------------------


def test_nobody_else_can_use_a_real_telephone(office: Office):
    with pytest.raises(CannotBeDone, match="calls from there itself"):
        office.dial("0521111111")
    call = office.call()
    office.run(2)
    with pytest.raises(CannotBeDone, match="answer there"):
        office.operator.answer(call.id)
    office.actions.answer(office.line)
    with pytest.raises(CannotBeDone, match="hold the call, or take it back, there"):
        office.operator.hold(call.id)
    with pytest.raises(CannotBeDone, match="consults from there itself"):
        office.operator.consult(call.id, "SIPC")


def test_a_tester_can_still_reject_for_it_and_hang_up(office: Office):
    call = office.call(WITH_MAILBOX)
    office.actions.register("SIPM")
    office.run(2)
    office.operator.reject(call.id)
    office.run(1)
    assert office.released == [21]


# ---- snapshots -----------------------------------------------------------------------------------------


def restored(office: Office) -> Office:
    text = json.dumps(snapshot.export(office.exchange))
    again = Office()
    again.exchange = snapshot.restore(json.loads(text), directory(again.document))
    again.operator, again.events = Operator(again.exchange), []
    again.exchange.subscribers.append(again.events.append)
    return again


def test_a_snapshot_says_which_extensions_and_legs_are_real_telephones(office: Office):
    office.talking()
    text = json.dumps(snapshot.export(office.exchange))
    assert text.count('"external": true') == 1
    assert text.count(f'"line": "{office.line}"') == 1


def test_a_restored_exchange_without_telephones_has_simulated_agents(office: Office):
    again = restored(office)
    again.call()
    again.run(10)
    assert again.reasons("SIPA") == ["NEWCALL", "ANSWER"]


def test_telephones_that_come_to_a_restored_exchange_have_to_register(office: Office):
    call = office.talking()
    again = restored(office)
    TelephoneActions(again.exchange).attach(again.telephones)

    assert not again.exchange.extensions["SIPA"].external
    assert "restored without it" in again.story(again.exchange.ended[call.id])


def test_lines_are_found_again_after_a_restore(office: Office):
    office.talking()
    assert restored(office).exchange.lines.keys() == office.exchange.lines.keys()


def test_no_line_is_left_when_every_call_is_over(office: Office):
    office.talking()
    office.actions.transfer(office.line, "SIPB")
    office.run(100)
    assert not office.exchange.lines
