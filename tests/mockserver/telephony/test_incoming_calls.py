"""A scripted caller on his way to an extension, a phone, a mailbox, or nowhere."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone

from .simulation import (
    CALLER,
    CALLER_E164,
    DIRECT,
    FORWARDING,
    GONE,
    MAILBOX,
    MOBILE,
    START,
    WITH_MAILBOX,
    Simulation,
    answers,
)


def test_an_answered_call_is_rung_answered_and_hung_up(simulation: Simulation):
    simulation.call()
    simulation.run()

    assert simulation.reasons("SIPA") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_the_record_of_an_answered_call_adds_up(simulation: Simulation):
    simulation.call(caller_name="Test Caller", custom={"var_a": "1"})
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.status, cdr.direction) == (1, "ANSWER", "incoming")
    assert (cdr.caller, cdr.target, cdr.did) == (CALLER_E164, "SIPA", DIRECT)
    assert (cdr.time, cdr.dial_seconds, cdr.duration) == (START, 3, 60)
    assert cdr.ended == START + 1 + 3 + 60
    assert (cdr.caller_country, cdr.target_country, cdr.price) == ("Israel", "", 0)
    assert (cdr.account_name, cdr.top_account_name) == ("Sales", "Simulation")
    assert cdr.target_extension_name == "A"
    assert cdr.user_name == "Ann", "who is logged in, not whom the number belongs to"
    assert cdr.recording.endswith(f"-aws-{CALLER}-{DIRECT}.mp3")
    assert cdr.custom == {"var_a": "1"}


def test_the_extension_shows_number_name_and_did_of_the_caller(simulation: Simulation):
    simulation.call(caller_name="Test Caller")
    simulation.run(2)

    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert (view.caller_phone, view.caller_name, view.did) == (CALLER, "Test Caller", DIRECT)
    assert (view.direction, view.status) == ("Incoming", "Ringing")


def test_a_caller_without_a_number_is_anonymous(simulation: Simulation):
    simulation.operator.incoming_call("", DIRECT)
    simulation.run()

    assert (simulation.cdr.caller, simulation.cdr.caller_country) == ("anonymous", "")


def test_a_number_that_belongs_to_somebody_names_him_when_nobody_was_reached(simulation: Simulation):
    simulation.call(MAILBOX)
    simulation.run()

    assert simulation.cdr.user_name == "Cid"


@pytest.mark.parametrize(
    ("outcome", "status", "cause", "text"),
    [
        ("busy", "BUSY", 17, "User busy"),
        ("reject", "BUSY", 21, "Call Rejected"),
        ("no_answer", "NOANSWER", 19, "User alerting, no answer"),
        ("congestion", "CONGESTION", 34, "Circuit/channel congestion"),
    ],
)
def test_a_call_that_is_not_answered_says_why(simulation: Simulation, outcome: str, status: str, cause: int, text: str):
    simulation.call(parties={"SIPA": {"kind": outcome}})
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.cause, simulation.cdr.duration) == (status, cause, 0)
    assert simulation.reasons("SIPA") == ["NEWCALL", f"HANGUP {text}"]


def test_an_extension_that_is_off_shows_nothing_and_is_unavailable(simulation: Simulation):
    simulation.operator.set_device("SIPA", "offline")
    simulation.call()
    simulation.run()

    assert simulation.reasons("SIPA") == []
    assert (simulation.cdr.status, simulation.cdr.cause) == ("CHANUNAVAIL", 20)


def test_a_telephone_that_goes_off_while_it_rings_cannot_answer(simulation: Simulation):
    simulation.call(parties={"SIPA": answers(5, 20)})
    simulation.run(3)
    simulation.operator.set_device("SIPA", "offline")
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.dial_seconds) == ("CHANUNAVAIL", 5)
    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP Subscriber absent"]


def test_an_extension_that_talks_is_busy_and_shows_nothing_of_the_second_call(simulation: Simulation):
    simulation.call(parties={"SIPA": answers(talk=None)}, talk_seconds=500)
    simulation.run(10)
    simulation.events.clear()
    simulation.call()
    simulation.run(10)

    assert simulation.cdr.status == "BUSY"
    assert simulation.reasons("SIPA") == []


def test_a_caller_who_loses_patience_while_it_rings_has_cancelled(simulation: Simulation):
    simulation.call(patience_seconds=2)
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.dial_seconds) == ("CANCEL", 2)
    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP Normal hangup"]


def test_a_caller_who_is_gone_before_it_rang_was_not_put_through(simulation: Simulation):
    simulation.call(hang_up=[{"at": "start", "after": 0.5}])
    simulation.run()

    assert simulation.cdr.status == "NOTDIALED"
    assert simulation.reasons("SIPA") == []


def test_the_caller_can_end_the_talk(simulation: Simulation):
    simulation.call(talk_seconds=20)
    simulation.run()

    assert simulation.cdr.duration == 20


def test_a_call_can_be_led_to_a_phone_and_is_paid_for(simulation: Simulation):
    simulation.call(MOBILE)
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.status, cdr.target, cdr.target_country) == (1, "ANSWER", "972528888888", "Israel")
    assert (cdr.duration, cdr.price) == (30, 7)


def test_a_number_that_leads_nowhere_ends_the_call_by_the_ivr(simulation: Simulation):
    simulation.call(GONE)
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.target) == ("TE", "")


def test_a_mailbox_takes_a_message(simulation: Simulation):
    simulation.call(MAILBOX, message_seconds=25)
    simulation.run()

    assert (simulation.cdr.type, simulation.cdr.status, simulation.cdr.duration) == (11, "VOICEMAIL", 25)
    assert simulation.cdr.ended == START + 1 + 4 + 25


def test_a_mailbox_that_is_full_ends_the_call(simulation: Simulation):
    simulation.call(MAILBOX, message_seconds=1000)
    simulation.run()

    assert simulation.cdr.duration == 60


def test_who_hangs_up_in_the_greeting_leaves_an_empty_message(simulation: Simulation):
    simulation.call(MAILBOX, hang_up=[{"at": "voicemail", "after": 2}])
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.duration) == ("VOICEMAIL", 0)


def test_the_mailbox_of_an_extension_answers_when_it_does_not(simulation: Simulation):
    simulation.call(WITH_MAILBOX, parties={"SIPM": {"kind": "no_answer"}})
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.status, cdr.target_extension, cdr.dial_seconds) == (11, "VOICEMAIL", "SIPM", 20)
    assert simulation.reasons("SIPM") == ["NEWCALL", "HANGUP User alerting, no answer"]


def test_an_extension_forwards_what_it_does_not_answer(simulation: Simulation):
    first = simulation.call(FORWARDING, parties={"SIPF": {"kind": "no_answer"}}, custom={"var_a": "1"})
    simulation.run()

    rung, forwarded = simulation.cdrs
    assert (rung.type, rung.status, rung.dial_seconds, rung.call_id) == (1, "NOANSWER", 10, first.id)
    assert (forwarded.type, forwarded.status, forwarded.target) == (23, "ANSWER", "972509999999")
    assert (forwarded.caller_extension, forwarded.original_call) == ("SIPF", first.id)
    assert forwarded.call_id != first.id
    assert forwarded.custom == {"var_a": "1"}


def test_telephones_that_forward_to_each_other_do_it_once(simulation: Simulation):
    simulation.edit("extensions", "SIPA", forward_to="SIPF")
    simulation.call(parties={"SIPA": {"kind": "busy"}, "SIPF": {"kind": "busy"}})
    simulation.run()

    assert [(cdr.type, cdr.status) for cdr in simulation.cdrs] == [(1, "BUSY"), (23, "BUSY")]


def test_a_number_that_the_organization_does_not_have_is_refused_with_those_it_has(simulation: Simulation):
    with pytest.raises(CannotBeDone, match=DIRECT):
        simulation.call("0799999999")


def test_an_impossible_caller_is_refused(simulation: Simulation):
    with pytest.raises(CannotBeDone, match="'12' is no possible telephone number"):
        simulation.operator.incoming_call("12", DIRECT)


def test_more_calls_than_the_organization_may_have_are_refused():
    simulation = Simulation(limits={"concurrent_calls": 1})
    simulation.call()

    with pytest.raises(CannotBeDone, match="limit of 1 calls"):
        simulation.call()


def test_every_call_ends_even_if_nobody_ever_hangs_up(simulation: Simulation):
    simulation.call(parties={"SIPA": answers(talk=None)})
    simulation.run()

    assert simulation.cdr.duration == 4 * 3600
