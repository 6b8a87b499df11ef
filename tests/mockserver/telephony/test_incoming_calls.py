"""A scripted caller on his way to an extension, a phone, a mailbox, or nowhere."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone

from .houses import CALLER, CALLER_E164, DIRECT, FORWARDING, GONE, MAILBOX, MOBILE, START, WITH_MAILBOX, House, answers


def test_an_answered_call_is_rung_answered_and_hung_up(house: House):
    house.call()
    house.run()

    assert house.reasons("SIPA") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_the_record_of_an_answered_call_adds_up(house: House):
    house.call(caller_name="Test Caller", custom={"var_a": "1"})
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.status, cdr.direction) == (1, "ANSWER", "incoming")
    assert (cdr.caller, cdr.target, cdr.did) == (CALLER_E164, "SIPA", DIRECT)
    assert (cdr.time, cdr.dial_seconds, cdr.duration) == (START, 3, 60)
    assert cdr.ended == START + 1 + 3 + 60
    assert (cdr.caller_country, cdr.target_country, cdr.price) == ("Israel", "", 0)
    assert (cdr.account_name, cdr.top_account_name) == ("Sales", "House")
    assert cdr.target_extension_name == "A"
    assert cdr.user_name == "Ann", "who is logged in, not whom the number belongs to"
    assert cdr.recording.endswith(f"-aws-{CALLER}-{DIRECT}.mp3")
    assert cdr.custom == {"var_a": "1"}


def test_the_extension_shows_number_name_and_did_of_the_caller(house: House):
    house.call(caller_name="Test Caller")
    house.run(2)

    [view] = house.exchange.extensions["SIPA"].calls.values()
    assert (view.caller_phone, view.caller_name, view.did) == (CALLER, "Test Caller", DIRECT)
    assert (view.direction, view.status) == ("Incoming", "Ringing")


def test_a_caller_without_a_number_is_anonymous(house: House):
    house.operator.incoming_call("", DIRECT)
    house.run()

    assert (house.cdr.caller, house.cdr.caller_country) == ("anonymous", "")


def test_a_number_that_belongs_to_somebody_names_him_when_nobody_was_reached(house: House):
    house.call(MAILBOX)
    house.run()

    assert house.cdr.user_name == "Cid"


@pytest.mark.parametrize(
    ("outcome", "status", "cause", "text"),
    [
        ("busy", "BUSY", 17, "User busy"),
        ("reject", "BUSY", 21, "Call Rejected"),
        ("no_answer", "NOANSWER", 19, "User alerting, no answer"),
        ("congestion", "CONGESTION", 34, "Circuit/channel congestion"),
    ],
)
def test_a_call_that_is_not_answered_says_why(house: House, outcome: str, status: str, cause: int, text: str):
    house.call(parties={"SIPA": {"kind": outcome}})
    house.run()

    assert (house.cdr.status, house.cdr.cause, house.cdr.duration) == (status, cause, 0)
    assert house.reasons("SIPA") == ["NEWCALL", f"HANGUP {text}"]


def test_an_extension_that_is_off_shows_nothing_and_is_unavailable(house: House):
    house.operator.set_device("SIPA", "offline")
    house.call()
    house.run()

    assert house.reasons("SIPA") == []
    assert (house.cdr.status, house.cdr.cause) == ("CHANUNAVAIL", 20)


def test_a_telephone_that_goes_off_while_it_rings_cannot_answer(house: House):
    house.call(parties={"SIPA": answers(5, 20)})
    house.run(3)
    house.operator.set_device("SIPA", "offline")
    house.run()

    assert (house.cdr.status, house.cdr.dial_seconds) == ("CHANUNAVAIL", 5)
    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP Subscriber absent"]


def test_an_extension_that_talks_is_busy_and_shows_nothing_of_the_second_call(house: House):
    house.call(parties={"SIPA": answers(talk=None)}, talk_seconds=500)
    house.run(10)
    house.events.clear()
    house.call()
    house.run(10)

    assert house.cdr.status == "BUSY"
    assert house.reasons("SIPA") == []


def test_a_caller_who_loses_patience_while_it_rings_has_cancelled(house: House):
    house.call(patience_seconds=2)
    house.run()

    assert (house.cdr.status, house.cdr.dial_seconds) == ("CANCEL", 2)
    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP Normal hangup"]


def test_a_caller_who_is_gone_before_it_rang_was_not_put_through(house: House):
    house.call(hang_up=[{"at": "start", "after": 0.5}])
    house.run()

    assert house.cdr.status == "NOTDIALED"
    assert house.reasons("SIPA") == []


def test_the_caller_can_end_the_talk(house: House):
    house.call(talk_seconds=20)
    house.run()

    assert house.cdr.duration == 20


def test_a_call_can_be_led_to_a_phone_and_is_paid_for(house: House):
    house.call(MOBILE)
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.status, cdr.target, cdr.target_country) == (1, "ANSWER", "972528888888", "Israel")
    assert (cdr.duration, cdr.price) == (30, 7)


def test_a_number_that_leads_nowhere_ends_the_call_by_the_ivr(house: House):
    house.call(GONE)
    house.run()

    assert (house.cdr.status, house.cdr.target) == ("TE", "")


def test_a_mailbox_takes_a_message(house: House):
    house.call(MAILBOX, message_seconds=25)
    house.run()

    assert (house.cdr.type, house.cdr.status, house.cdr.duration) == (11, "VOICEMAIL", 25)
    assert house.cdr.ended == START + 1 + 4 + 25


def test_a_mailbox_that_is_full_ends_the_call(house: House):
    house.call(MAILBOX, message_seconds=1000)
    house.run()

    assert house.cdr.duration == 60


def test_who_hangs_up_in_the_greeting_leaves_an_empty_message(house: House):
    house.call(MAILBOX, hang_up=[{"at": "voicemail", "after": 2}])
    house.run()

    assert (house.cdr.status, house.cdr.duration) == ("VOICEMAIL", 0)


def test_the_mailbox_of_an_extension_answers_when_it_does_not(house: House):
    house.call(WITH_MAILBOX, parties={"SIPM": {"kind": "no_answer"}})
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.status, cdr.target_extension, cdr.dial_seconds) == (11, "VOICEMAIL", "SIPM", 20)
    assert house.reasons("SIPM") == ["NEWCALL", "HANGUP User alerting, no answer"]


def test_an_extension_forwards_what_it_does_not_answer(house: House):
    first = house.call(FORWARDING, parties={"SIPF": {"kind": "no_answer"}}, custom={"var_a": "1"})
    house.run()

    rung, forwarded = house.cdrs
    assert (rung.type, rung.status, rung.dial_seconds, rung.call_id) == (1, "NOANSWER", 10, first.id)
    assert (forwarded.type, forwarded.status, forwarded.target) == (23, "ANSWER", "972509999999")
    assert (forwarded.caller_extension, forwarded.original_call) == ("SIPF", first.id)
    assert forwarded.call_id != first.id
    assert forwarded.custom == {"var_a": "1"}


def test_telephones_that_forward_to_each_other_do_it_once(house: House):
    house.edit("extensions", "SIPA", forward_to="SIPF")
    house.call(parties={"SIPA": {"kind": "busy"}, "SIPF": {"kind": "busy"}})
    house.run()

    assert [(cdr.type, cdr.status) for cdr in house.cdrs] == [(1, "BUSY"), (23, "BUSY")]


def test_a_number_that_the_organization_does_not_have_is_refused_with_those_it_has(house: House):
    with pytest.raises(CannotBeDone, match=DIRECT):
        house.call("0799999999")


def test_an_impossible_caller_is_refused(house: House):
    with pytest.raises(CannotBeDone, match="'12' is no possible telephone number"):
        house.operator.incoming_call("12", DIRECT)


def test_more_calls_than_the_organization_may_have_are_refused():
    house = House(limits={"concurrent_calls": 1})
    house.call()

    with pytest.raises(CannotBeDone, match="limit of 1 calls"):
        house.call()


def test_every_call_ends_even_if_nobody_ever_hangs_up(house: House):
    house.call(parties={"SIPA": answers(talk=None)})
    house.run()

    assert house.cdr.duration == 4 * 3600
