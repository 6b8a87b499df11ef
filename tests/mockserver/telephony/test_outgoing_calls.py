"""Calls that an extension dials: to phones and to other extensions."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone

from .houses import MENU, START, House, answers

PHONE = "0521111111"
E164 = "972521111111"


def test_an_outgoing_call_shows_at_the_extension(house: House):
    house.dial(PHONE)
    house.run()

    assert house.reasons("SIPA") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_its_record_adds_up(house: House):
    house.dial(PHONE, custom={"var_a": "1"}, parties={"target": answers(5, 70)})
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.status, cdr.direction) == (4, "ANSWER", "outgoing")
    assert (cdr.target, cdr.caller_extension, cdr.caller_extension_name) == (E164, "SIPA", "A")
    assert cdr.caller == MENU, "the first number of the organization"
    assert (cdr.duration, cdr.dial_seconds, cdr.ended) == (70, 5, START + 1 + 5 + 70)
    assert (cdr.price, cdr.target_country, cdr.caller_country) == (2 * 7, "Israel", "")
    assert (cdr.user_name, cdr.account_name, cdr.did) == ("Ann", "Sales", "")
    assert cdr.custom == {"var_a": "1"}
    assert cdr.recording.endswith("-aws-SIPA-0521111111.mp3")


@pytest.mark.parametrize(("number", "price"), [("0721234567", 3), ("0521111111", 7), ("442079460000", 40)])
def test_the_price_depends_on_the_kind_of_number(house: House, number: str, price: int):
    house.dial(number, parties={"target": answers(1, 60)})
    house.run()

    assert house.cdr.price == price


def test_a_begun_minute_counts_whole(house: House):
    house.dial(PHONE, parties={"target": answers(1, 61)})
    house.run()

    assert house.cdr.price == 14


@pytest.mark.parametrize(
    ("outcome", "status", "cause"),
    [
        ("busy", "BUSY", 17),
        ("no_answer", "NOANSWER", 19),
        ("unavailable", "CHANUNAVAIL", 20),
        ("unallocated", "CONGESTION", 1),
    ],
)
def test_an_outgoing_call_that_fails_says_why(house: House, outcome: str, status: str, cause: int):
    house.dial(PHONE, parties={"target": {"kind": outcome}})
    house.run()

    assert (house.cdr.status, house.cdr.cause, house.cdr.price) == (status, cause, 0)


def test_the_extension_learns_why_it_failed(house: House):
    house.dial(PHONE, parties={"target": {"kind": "busy"}})
    house.run()

    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP User busy"]


def test_a_caller_who_gives_up_has_cancelled(house: House):
    house.dial(PHONE, patience_seconds=2)
    house.run()

    assert house.cdr.status == "CANCEL"


def test_who_hangs_up_before_the_dial_has_not_dialled(house: House):
    house.dial(PHONE, hang_up=[{"at": "start", "after": 0.5}])
    house.run()

    assert (house.cdr.status, house.cdr.target) == ("NOTDIALED", E164)


def test_what_the_system_ends_before_the_dial_was_cancelled_by_it(house: House):
    call = house.dial(PHONE)
    house.operator.hang_up(call.id)

    assert house.cdr.status == "SSWPREAUTH"


def test_what_is_no_number_cannot_be_dialled(house: House):
    house.dial("12")
    house.run()

    assert (house.cdr.status, house.cdr.target, house.cdr.target_country) == ("INVALIDARGS", "12", "")


def test_an_internal_call_rings_at_the_other_extension(house: House):
    house.dial("SIPB")
    house.run()

    assert house.reasons("SIPA") == house.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_the_record_of_an_internal_call(house: House):
    house.dial("SIPB")
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.direction, cdr.caller, cdr.target) == (4, "internal", "SIPA", "SIPB")
    assert (cdr.caller_extension, cdr.target_extension, cdr.price) == ("SIPA", "SIPB", 0)


def test_the_extension_that_is_called_sees_who_calls(house: House):
    house.dial("SIPB")
    house.run(2)

    [view] = house.exchange.extensions["SIPB"].calls.values()
    assert (view.caller_phone, view.caller_name, view.direction, view.internal) == ("SIPA", "A", "Incoming", True)


def test_an_extension_that_is_calling_is_busy(house: House):
    house.dial(PHONE, parties={"target": answers(30)})
    house.run(3)
    house.dial("SIPA", "SIPB")
    house.run(3)

    assert house.cdr.status == "BUSY"


def test_an_internal_call_to_a_mailbox(house: House):
    house.dial("SIPM", parties={"SIPM": {"kind": "no_answer"}})
    house.run()

    assert (house.cdr.type, house.cdr.target_extension) == (11, "SIPM")


def test_an_internal_call_is_forwarded(house: House):
    house.dial("SIPF", parties={"SIPF": {"kind": "busy"}})
    house.run()

    assert [(cdr.type, cdr.status, cdr.direction) for cdr in house.cdrs] == [
        (4, "BUSY", "internal"),
        (23, "ANSWER", "outgoing"),
    ]
    assert house.reasons("SIPA") == ["NEWCALL", "HANGUP User busy", "NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_an_extension_that_talks_cannot_call(house: House):
    house.dial(PHONE)

    with pytest.raises(CannotBeDone, match="SIPA is talking; hold or end that call first"):
        house.dial(PHONE)


def test_an_extension_that_is_off_cannot_call(house: House):
    with pytest.raises(CannotBeDone, match="SIPOFF is offline"):
        house.dial(PHONE, "SIPOFF")


def test_an_extension_that_there_is_not_cannot_call(house: House):
    with pytest.raises(CannotBeDone, match="it has SIPA, SIPB"):
        house.dial(PHONE, "SIPZ")
