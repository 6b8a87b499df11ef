"""Calls that an extension dials: to phones and to other extensions."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone

from .simulation import MENU, START, Simulation, answers

PHONE = "0521111111"
E164 = "972521111111"


def test_an_outgoing_call_shows_at_the_extension(simulation: Simulation):
    simulation.dial(PHONE)
    simulation.run()

    assert simulation.reasons("SIPA") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_its_record_adds_up(simulation: Simulation):
    simulation.dial(PHONE, custom={"var_a": "1"}, parties={"target": answers(5, 70)})
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.status, cdr.direction) == (4, "ANSWER", "outgoing")
    assert (cdr.target, cdr.caller_extension, cdr.caller_extension_name) == (E164, "SIPA", "A")
    assert cdr.caller == MENU, "the first number of the organization"
    assert (cdr.duration, cdr.dial_seconds, cdr.ended) == (70, 5, START + 1 + 5 + 70)
    assert (cdr.price, cdr.target_country, cdr.caller_country) == (2 * 7, "Israel", "")
    assert (cdr.user_name, cdr.account_name, cdr.did) == ("Ann", "Sales", "")
    assert cdr.custom == {"var_a": "1"}
    assert cdr.recording.endswith("-aws-SIPA-0521111111.mp3")


@pytest.mark.parametrize(("number", "price"), [("0721234567", 3), ("0521111111", 7), ("442079460000", 40)])
def test_the_price_depends_on_the_kind_of_number(simulation: Simulation, number: str, price: int):
    simulation.dial(number, parties={"target": answers(1, 60)})
    simulation.run()

    assert simulation.cdr.price == price


def test_a_begun_minute_counts_whole(simulation: Simulation):
    simulation.dial(PHONE, parties={"target": answers(1, 61)})
    simulation.run()

    assert simulation.cdr.price == 14


@pytest.mark.parametrize(
    ("outcome", "status", "cause"),
    [
        ("busy", "BUSY", 17),
        ("no_answer", "NOANSWER", 19),
        ("unavailable", "CHANUNAVAIL", 20),
        ("unallocated", "CONGESTION", 1),
    ],
)
def test_an_outgoing_call_that_fails_says_why(simulation: Simulation, outcome: str, status: str, cause: int):
    simulation.dial(PHONE, parties={"target": {"kind": outcome}})
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.cause, simulation.cdr.price) == (status, cause, 0)


def test_the_extension_learns_why_it_failed(simulation: Simulation):
    simulation.dial(PHONE, parties={"target": {"kind": "busy"}})
    simulation.run()

    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP User busy"]


def test_a_caller_who_gives_up_has_cancelled(simulation: Simulation):
    simulation.dial(PHONE, patience_seconds=2)
    simulation.run()

    assert simulation.cdr.status == "CANCEL"


def test_who_hangs_up_before_the_dial_has_not_dialled(simulation: Simulation):
    simulation.dial(PHONE, hang_up=[{"at": "start", "after": 0.5}])
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.target) == ("NOTDIALED", E164)


def test_what_the_system_ends_before_the_dial_was_cancelled_by_it(simulation: Simulation):
    call = simulation.dial(PHONE)
    simulation.operator.hang_up(call.id)

    assert simulation.cdr.status == "SSWPREAUTH"


def test_what_is_no_number_cannot_be_dialled(simulation: Simulation):
    simulation.dial("12")
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.target, simulation.cdr.target_country) == ("INVALIDARGS", "12", "")


def test_an_internal_call_rings_at_the_other_extension(simulation: Simulation):
    simulation.dial("SIPB")
    simulation.run()

    assert simulation.reasons("SIPA") == simulation.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_the_record_of_an_internal_call(simulation: Simulation):
    simulation.dial("SIPB")
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.direction, cdr.caller, cdr.target) == (4, "internal", "SIPA", "SIPB")
    assert (cdr.caller_extension, cdr.target_extension, cdr.price) == ("SIPA", "SIPB", 0)


def test_the_extension_that_is_called_sees_who_calls(simulation: Simulation):
    simulation.dial("SIPB")
    simulation.run(2)

    [view] = simulation.exchange.extensions["SIPB"].calls.values()
    assert (view.caller_phone, view.caller_name, view.direction, view.internal) == ("SIPA", "A", "Incoming", True)


def test_an_extension_that_is_calling_is_busy(simulation: Simulation):
    simulation.dial(PHONE, parties={"target": answers(30)})
    simulation.run(3)
    simulation.dial("SIPA", "SIPB")
    simulation.run(3)

    assert simulation.cdr.status == "BUSY"


def test_an_internal_call_to_a_mailbox(simulation: Simulation):
    simulation.dial("SIPM", parties={"SIPM": {"kind": "no_answer"}})
    simulation.run()

    assert (simulation.cdr.type, simulation.cdr.target_extension) == (11, "SIPM")


def test_an_internal_call_is_forwarded(simulation: Simulation):
    simulation.dial("SIPF", parties={"SIPF": {"kind": "busy"}})
    simulation.run()

    assert [(cdr.type, cdr.status, cdr.direction) for cdr in simulation.cdrs] == [
        (4, "BUSY", "internal"),
        (23, "ANSWER", "outgoing"),
    ]
    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP User busy", "NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_an_extension_that_talks_cannot_call(simulation: Simulation):
    simulation.dial(PHONE)

    with pytest.raises(CannotBeDone, match="SIPA is talking; hold or end that call first"):
        simulation.dial(PHONE)


def test_an_extension_that_is_off_cannot_call(simulation: Simulation):
    with pytest.raises(CannotBeDone, match="SIPOFF is offline"):
        simulation.dial(PHONE, "SIPOFF")


def test_an_extension_that_there_is_not_cannot_call(simulation: Simulation):
    with pytest.raises(CannotBeDone, match="it has SIPA, SIPB"):
        simulation.dial(PHONE, "SIPZ")
