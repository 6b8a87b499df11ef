"""Hold, transfer, spy, and a tester's hand in calls that are up."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone
from voicenter_mock.mockserver.telephony.legs import recordings
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent

from .simulation import CALLER_E164, DIRECT, QUEUE, WITH_MAILBOX, Simulation, answers

FOREVER = {"SIPA": answers(2, None), "SIPB": answers(2, None), "SIPC": answers(2, None)}


def talking(simulation: Simulation, **script: Any) -> Call:
    """The caller talks to SIPA since seven seconds."""
    settings: dict[str, Any] = {"talk_seconds": 500, **script}
    call = simulation.call(parties=FOREVER, **settings)
    simulation.run(10)
    return call


# ---- hold ----------------------------------------------------------------------------------------------


def test_hold_and_unhold_are_told(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.hold(call.id)
    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert view.status == "Hold"

    simulation.operator.unhold(call.id)
    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert view.status == "Talking"
    assert simulation.reasons("SIPA") == ["NEWCALL", "ANSWER", "HOLD", "UNHOLD"]


def test_the_time_on_hold_is_talk(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.hold(call.id)
    simulation.run(30)
    simulation.operator.hang_up(call.id, by="SIPA")

    assert simulation.cdr.duration == 7 + 30


def test_a_call_on_hold_can_be_ended_by_the_caller(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.hold(call.id)
    simulation.operator.hang_up(call.id, by="caller")

    assert simulation.reasons("SIPA")[-1] == "HANGUP Normal hangup"


def test_who_holds_can_call_somebody_else(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.hold(call.id)
    simulation.dial("SIPB", parties=FOREVER)
    simulation.run(5)

    with pytest.raises(CannotBeDone, match="SIPA is talking"):
        simulation.operator.unhold(call.id)


def test_what_does_not_talk_cannot_be_held(simulation: Simulation):
    call = simulation.call(parties=FOREVER)
    simulation.run(2)

    with pytest.raises(CannotBeDone, match="no extension talks in this call now"):
        simulation.operator.hold(call.id)


def test_only_what_is_held_can_be_taken_back(simulation: Simulation):
    call = talking(simulation)

    with pytest.raises(CannotBeDone, match="SIPA has not put this call on hold"):
        simulation.operator.unhold(call.id)


# ---- blind transfer ------------------------------------------------------------------------------------


def test_a_blind_transfer_ends_one_call_and_begins_another(simulation: Simulation):
    first = talking(simulation, custom={"var_a": "1"})
    second = simulation.operator.transfer(first.id, "SIPB")
    simulation.run()

    until, after = simulation.cdrs
    assert (until.type, until.status, until.duration, until.call_id) == (1, "ANSWER", 7, first.id)
    assert (after.type, after.status, after.duration, after.call_id) == (13, "ANSWER", 500, second.id)
    assert (after.caller, after.caller_extension, after.target) == (CALLER_E164, "", "SIPB"), "those who talk"
    assert (after.direction, after.user_name) == ("incoming", "Ben")
    assert after.original_call == first.id
    assert after.custom == {"var_a": "1"}


def test_a_transferred_call_shows_at_both_extensions(simulation: Simulation):
    simulation.operator.transfer(talking(simulation).id, "SIPB")
    simulation.run()

    assert simulation.reasons("SIPA") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]
    assert simulation.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_a_transferred_call_names_the_first_and_keeps_caller_and_did(simulation: Simulation):
    first = talking(simulation)
    simulation.operator.transfer(first.id, "SIPB")
    [view] = simulation.exchange.extensions["SIPB"].calls.values()

    assert (view.related, view.caller_phone, view.did) == ((first.id,), "0501234567", DIRECT)


def test_a_transfer_to_a_phone_is_outgoing_and_paid_for(simulation: Simulation):
    simulation.operator.transfer(talking(simulation, talk_seconds=30).id, "0521111111")
    simulation.run()

    cdr = simulation.cdrs[-1]
    assert (cdr.type, cdr.direction, cdr.target, cdr.price) == (13, "outgoing", "972521111111", 7)


@pytest.mark.parametrize(("outcome", "status"), [("busy", "BUSY"), ("no_answer", "NOANSWER")])
def test_a_transfer_to_nobody_ends_the_call(simulation: Simulation, outcome: str, status: str):
    call = simulation.call(parties={"SIPA": answers(2, None), "SIPB": {"kind": outcome}}, talk_seconds=500)
    simulation.run(10)
    simulation.operator.transfer(call.id, "SIPB")
    simulation.run()

    assert (simulation.cdrs[-1].type, simulation.cdrs[-1].status) == (13, status)
    assert simulation.exchange.calls == {}


def test_the_other_side_of_an_outgoing_call_can_be_transferred(simulation: Simulation):
    call = simulation.dial("0521111111", parties={"target": answers(2, None), "SIPB": answers(2, 20)})
    simulation.run(10)
    simulation.operator.transfer(call.id, "SIPB")
    simulation.run()

    assert [(cdr.type, cdr.caller, cdr.target) for cdr in simulation.cdrs] == [
        (4, "0720000001", "972521111111"),
        (13, "972521111111", "SIPB"),
    ]


def test_a_caller_from_the_queue_can_be_transferred(simulation: Simulation):
    call = simulation.call(QUEUE, parties={"SIPA": answers(1, None), "SIPB": answers(9, None)}, talk_seconds=100)
    simulation.run(10)
    simulation.operator.transfer(call.id, "SIPC")
    simulation.run()

    assert [(cdr.type, cdr.status) for cdr in simulation.cdrs] == [(8, "ANSWER"), (13, "ANSWER")]


def test_a_transfer_may_end_in_a_mailbox(simulation: Simulation):
    call = simulation.call(parties={"SIPA": answers(2, None), "SIPM": {"kind": "no_answer"}})
    simulation.run(10)
    simulation.operator.transfer(call.id, "SIPM")
    simulation.run()

    assert (simulation.cdrs[-1].type, simulation.cdrs[-1].status) == (11, "VOICEMAIL")


def test_a_call_that_only_rings_cannot_be_transferred(simulation: Simulation):
    call = simulation.call(parties=FOREVER)
    simulation.run(2)

    with pytest.raises(CannotBeDone, match="no extension talks"):
        simulation.operator.transfer(call.id, "SIPB")


def test_a_transfer_to_nothing_is_refused(simulation: Simulation):
    with pytest.raises(CannotBeDone, match="'12' is neither an extension nor a possible number"):
        simulation.operator.transfer(talking(simulation).id, "12")


# ---- attended transfer ---------------------------------------------------------------------------------


def test_an_attended_transfer_leaves_three_records(simulation: Simulation):
    first = talking(simulation, custom={"var_a": "1"})
    asked = simulation.operator.consult(first.id, "SIPB")
    simulation.run(13)
    simulation.operator.complete_transfer(first.id)
    simulation.run()

    until, consultation, after = simulation.cdrs
    assert (until.type, until.duration) == (1, 7 + 13)
    assert (consultation.type, consultation.caller, consultation.target) == (21, "SIPA", "SIPB")
    assert (consultation.dial_seconds, consultation.duration) == (2, 10)
    assert (after.type, after.caller, after.target, after.direction) == (22, CALLER_E164, "SIPB", "incoming")
    assert (after.dial_seconds, after.duration) == (0, 500)
    assert consultation.original_call == after.original_call == first.id
    assert consultation.call_id == after.call_id == asked.id
    assert all(cdr.custom == {"var_a": "1"} for cdr in simulation.cdrs)
    assert (until.user_name, consultation.user_name, after.user_name) == ("Ann", "Ann", "Ben")


@pytest.mark.parametrize("by", ["the call on hold", "the consultation"])
def test_who_was_handed_a_caller_may_hand_him_on(simulation: Simulation, by: str):
    first = simulation.call(DIRECT, parties={sip: answers(2, None) for sip in ("SIPA", "SIPB", "SIPC")})
    simulation.run(10)
    simulation.operator.consult(first.id, "SIPB")
    simulation.run(10)
    second = simulation.operator.complete_transfer(first.id)
    simulation.run(10)
    third = simulation.operator.consult(second.id, "SIPC")
    simulation.run(10)
    simulation.operator.complete_transfer(second.id if by == "the call on hold" else third.id)
    simulation.run(10)
    simulation.operator.hang_up(third.id)

    assert [(cdr.type, cdr.target, cdr.original_call) for cdr in simulation.cdrs] == [
        (1, "SIPA", ""), (21, "SIPB", first.id), (22, "SIPB", first.id), (21, "SIPC", second.id), (22, "SIPC", second.id),
    ]  # fmt: skip


def test_the_one_consulted_keeps_his_call(simulation: Simulation):
    first = talking(simulation)
    simulation.operator.consult(first.id, "SIPB")
    simulation.run(13)
    simulation.operator.complete_transfer(first.id)
    [view] = simulation.exchange.extensions["SIPB"].calls.values()
    assert view.caller_phone == "0501234567"
    simulation.run()

    assert simulation.reasons("SIPA") == [
        "NEWCALL", "ANSWER", "HOLD", "NEWCALL", "ANSWER", "HANGUP Normal hangup", "HANGUP Normal hangup",
    ]  # fmt: skip
    assert simulation.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_a_consultation_that_leads_to_nothing_is_an_ordinary_call(simulation: Simulation):
    first = talking(simulation)
    asked = simulation.operator.consult(first.id, "SIPB")
    simulation.run(13)
    simulation.operator.hang_up(asked.id, by="SIPA")
    simulation.operator.unhold(first.id)

    assert (simulation.cdr.type, simulation.cdr.original_call) == (4, first.id)
    assert simulation.exchange.calls == {first.id: first}


def test_the_caller_may_hang_up_during_the_consultation(simulation: Simulation):
    first = talking(simulation)
    asked = simulation.operator.consult(first.id, "SIPB")
    simulation.run(13)
    simulation.operator.hang_up(first.id, by="caller")

    assert list(simulation.exchange.calls) == [asked.id]
    with pytest.raises(CannotBeDone, match="has ended"):
        simulation.operator.complete_transfer(asked.id)


def test_nothing_is_handed_over_before_the_other_has_answered(simulation: Simulation):
    first = talking(simulation)
    simulation.operator.consult(first.id, "SIPB")
    simulation.run(2)

    with pytest.raises(CannotBeDone, match="SIPA is not talking in this call"):
        simulation.operator.complete_transfer(first.id)


def test_one_can_consult_a_phone(simulation: Simulation):
    first = talking(simulation)
    simulation.operator.consult(first.id, "0521111111")
    simulation.run(10)
    simulation.operator.complete_transfer(first.id)
    simulation.run(500)

    assert [(cdr.type, cdr.direction) for cdr in simulation.cdrs] == [
        (1, "incoming"),
        (21, "outgoing"),
        (22, "outgoing"),
    ]
    assert simulation.cdrs[1].price > 0


# ---- spy -----------------------------------------------------------------------------------------------


def test_a_supervisor_listens_until_the_call_is_over(simulation: Simulation):
    call = talking(simulation, talk_seconds=50)
    spy = simulation.operator.spy(call.id, "SIPC")
    [listening] = simulation.exchange.extensions["SIPC"].calls.values()
    [talk] = simulation.exchange.extensions["SIPA"].calls.values()
    assert (listening.direction, listening.status, talk.spied) == ("Spy", "Talking", True)

    simulation.run()
    assert spy.ended
    assert simulation.reasons("SIPC") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_listening_leaves_no_record(simulation: Simulation):
    call = talking(simulation, talk_seconds=50)
    simulation.operator.spy(call.id, "SIPC")
    simulation.run()

    assert simulation.cdr.call_id == call.id


def test_a_supervisor_can_stop_listening(simulation: Simulation):
    call = talking(simulation)
    spy = simulation.operator.spy(call.id, "SIPC")
    simulation.operator.hang_up(spy.id, by="SIPC")

    [talk] = simulation.exchange.extensions["SIPA"].calls.values()
    assert not talk.spied
    assert not call.ended


def test_one_cannot_listen_to_oneself(simulation: Simulation):
    call = talking(simulation)

    with pytest.raises(CannotBeDone, match="SIPA is talking"):
        simulation.operator.spy(call.id, "SIPA")


# ---- a tester's hand -----------------------------------------------------------------------------------


def test_a_ringing_party_can_be_made_to_answer(simulation: Simulation):
    call = simulation.call(parties={"SIPA": {"kind": "no_answer"}})
    simulation.run(5)
    simulation.operator.answer(call.id)

    assert simulation.reasons("SIPA") == ["NEWCALL", "ANSWER"]


def test_one_of_several_can_be_made_to_answer(simulation: Simulation):
    call = simulation.call(QUEUE, parties={"agent": {"kind": "no_answer"}})
    simulation.run(5)
    simulation.operator.answer(call.id, "sipb")

    assert simulation.reasons("SIPB") == ["NEWCALL", "ANSWER"]


def test_a_ringing_party_can_be_made_to_reject(simulation: Simulation):
    call = simulation.call(parties=FOREVER)
    simulation.run(2)
    simulation.operator.reject(call.id)

    assert (simulation.cdr.status, simulation.cdr.cause) == ("BUSY", 21)


@pytest.mark.parametrize("by", ["caller", "0501234567", "SIPA", "target", "party", "system"])
def test_every_side_can_hang_up(simulation: Simulation, by: str):
    call = talking(simulation)
    simulation.operator.hang_up(call.id, by=by)

    assert call.ended
    assert (simulation.cdr.status, simulation.cdr.duration) == ("ANSWER", 7)


def test_who_is_not_in_the_call_cannot_hang_up(simulation: Simulation):
    with pytest.raises(CannotBeDone, match=r"'SIPB' is not in this call; 972501234567 \(caller\), SIPA \(target\) is"):
        simulation.operator.hang_up(talking(simulation).id, by="SIPB")


def test_a_call_that_has_ended_is_left_alone(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.hang_up(call.id)

    with pytest.raises(CannotBeDone, match="has ended already"):
        simulation.operator.hang_up(call.id)


def test_a_call_that_there_never_was(simulation: Simulation):
    with pytest.raises(CannotBeDone, match="there is no call 'x'"):
        simulation.operator.answer("x")


def test_muting_shows_at_the_extension_and_keeps_its_time(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.mute(call.id)
    simulation.run(5)
    simulation.operator.mute(call.id, muted=False)

    [(begin, end)] = call.mute_spans
    assert end - begin == 5
    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert not view.muted


def test_a_mailbox_that_talks_is_hung_up_on(simulation: Simulation):
    call = simulation.call(WITH_MAILBOX, parties={"SIPM": {"kind": "no_answer"}})
    simulation.run(1 + 20 + 4 + 3)
    simulation.operator.hang_up(call.id, by="caller")

    assert (simulation.cdr.type, simulation.cdr.duration) == (11, 3)


def test_a_second_call_waits_at_a_ringing_extension_and_is_busy_when_it_is_answered(simulation: Simulation):
    first = simulation.call(parties=FOREVER)
    second = simulation.call(parties=FOREVER)
    simulation.run(2)
    simulation.operator.answer(first.id)
    simulation.run(5)

    assert (simulation.cdr.call_id, simulation.cdr.status) == (second.id, "BUSY")


def test_an_event_shows_what_was_so_when_it_happened_whatever_happens_afterwards(simulation: Simulation):
    call = talking(simulation)
    simulation.operator.hold(call.id)
    simulation.operator.unhold(call.id)
    recordings.set_muted(simulation.exchange, call, muted=True)

    events = [event for event in simulation.events if isinstance(event, ExtensionEvent) and event.extension == "SIPA"]
    states = [(event.call.status, event.call.in_use, event.call.muted) for event in events if event.call is not None]
    assert states == [
        ("Ringing", False, False),
        ("Talking", True, False),
        ("Hold", True, False),
        ("Talking", True, False),
    ]
    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert view.muted
