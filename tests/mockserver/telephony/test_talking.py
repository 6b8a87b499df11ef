"""Hold, transfer, spy, and a tester's hand in calls that are up."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone
from voicenter_mock.mockserver.telephony.model.calls import Call

from .houses import CALLER_E164, DIRECT, QUEUE, WITH_MAILBOX, House, answers

FOREVER = {"SIPA": answers(2, None), "SIPB": answers(2, None), "SIPC": answers(2, None)}


def talking(house: House, **script: Any) -> Call:
    """The caller talks to SIPA since seven seconds."""
    settings: dict[str, Any] = {"talk_seconds": 500, **script}
    call = house.call(parties=FOREVER, **settings)
    house.run(10)
    return call


# ---- hold ----------------------------------------------------------------------------------------------


def test_hold_and_unhold_are_told(house: House):
    call = talking(house)
    house.operator.hold(call.id)
    [view] = house.exchange.extensions["SIPA"].calls.values()
    assert view.status == "Hold"

    house.operator.unhold(call.id)
    assert view.status == "Talking"
    assert house.reasons("SIPA") == ["NEWCALL", "ANSWER", "HOLD", "UNHOLD"]


def test_the_time_on_hold_is_talk(house: House):
    call = talking(house)
    house.operator.hold(call.id)
    house.run(30)
    house.operator.hang_up(call.id, by="SIPA")

    assert house.cdr.duration == 7 + 30


def test_a_call_on_hold_can_be_ended_by_the_caller(house: House):
    call = talking(house)
    house.operator.hold(call.id)
    house.operator.hang_up(call.id, by="caller")

    assert house.reasons("SIPA")[-1] == "HANGUP Normal hangup"


def test_who_holds_can_call_somebody_else(house: House):
    call = talking(house)
    house.operator.hold(call.id)
    house.dial("SIPB", parties=FOREVER)
    house.run(5)

    with pytest.raises(CannotBeDone, match="SIPA is talking"):
        house.operator.unhold(call.id)


def test_what_does_not_talk_cannot_be_held(house: House):
    call = house.call(parties=FOREVER)
    house.run(2)

    with pytest.raises(CannotBeDone, match="no extension talks in this call now"):
        house.operator.hold(call.id)


def test_only_what_is_held_can_be_taken_back(house: House):
    call = talking(house)

    with pytest.raises(CannotBeDone, match="SIPA has not put this call on hold"):
        house.operator.unhold(call.id)


# ---- blind transfer ------------------------------------------------------------------------------------


def test_a_blind_transfer_ends_one_call_and_begins_another(house: House):
    first = talking(house, custom={"var_a": "1"})
    second = house.operator.transfer(first.id, "SIPB")
    house.run()

    until, after = house.cdrs
    assert (until.type, until.status, until.duration, until.call_id) == (1, "ANSWER", 7, first.id)
    assert (after.type, after.status, after.duration, after.call_id) == (13, "ANSWER", 500, second.id)
    assert (after.caller, after.caller_extension, after.target) == (CALLER_E164, "", "SIPB"), "those who talk"
    assert (after.direction, after.user_name) == ("incoming", "Ben")
    assert after.original_call == first.id
    assert after.custom == {"var_a": "1"}


def test_a_transferred_call_shows_at_both_extensions(house: House):
    house.operator.transfer(talking(house).id, "SIPB")
    house.run()

    assert house.reasons("SIPA") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]
    assert house.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_a_transferred_call_names_the_first_and_keeps_caller_and_did(house: House):
    first = talking(house)
    house.operator.transfer(first.id, "SIPB")
    [view] = house.exchange.extensions["SIPB"].calls.values()

    assert (view.related, view.caller_phone, view.did) == ((first.id,), "0501234567", DIRECT)


def test_a_transfer_to_a_phone_is_outgoing_and_paid_for(house: House):
    house.operator.transfer(talking(house, talk_seconds=30).id, "0521111111")
    house.run()

    cdr = house.cdrs[-1]
    assert (cdr.type, cdr.direction, cdr.target, cdr.price) == (13, "outgoing", "972521111111", 7)


@pytest.mark.parametrize(("outcome", "status"), [("busy", "BUSY"), ("no_answer", "NOANSWER")])
def test_a_transfer_to_nobody_ends_the_call(house: House, outcome: str, status: str):
    call = house.call(parties={"SIPA": answers(2, None), "SIPB": {"kind": outcome}}, talk_seconds=500)
    house.run(10)
    house.operator.transfer(call.id, "SIPB")
    house.run()

    assert (house.cdrs[-1].type, house.cdrs[-1].status) == (13, status)
    assert house.exchange.calls == {}


def test_the_other_side_of_an_outgoing_call_can_be_transferred(house: House):
    call = house.dial("0521111111", parties={"target": answers(2, None), "SIPB": answers(2, 20)})
    house.run(10)
    house.operator.transfer(call.id, "SIPB")
    house.run()

    assert [(cdr.type, cdr.caller, cdr.target) for cdr in house.cdrs] == [
        (4, "0720000001", "972521111111"),
        (13, "972521111111", "SIPB"),
    ]


def test_a_caller_from_the_queue_can_be_transferred(house: House):
    call = house.call(QUEUE, parties={"SIPA": answers(1, None), "SIPB": answers(9, None)}, talk_seconds=100)
    house.run(10)
    house.operator.transfer(call.id, "SIPC")
    house.run()

    assert [(cdr.type, cdr.status) for cdr in house.cdrs] == [(8, "ANSWER"), (13, "ANSWER")]


def test_a_transfer_may_end_in_a_mailbox(house: House):
    call = house.call(parties={"SIPA": answers(2, None), "SIPM": {"kind": "no_answer"}})
    house.run(10)
    house.operator.transfer(call.id, "SIPM")
    house.run()

    assert (house.cdrs[-1].type, house.cdrs[-1].status) == (11, "VOICEMAIL")


def test_a_call_that_only_rings_cannot_be_transferred(house: House):
    call = house.call(parties=FOREVER)
    house.run(2)

    with pytest.raises(CannotBeDone, match="no extension talks"):
        house.operator.transfer(call.id, "SIPB")


def test_a_transfer_to_nothing_is_refused(house: House):
    with pytest.raises(CannotBeDone, match="'12' is neither an extension nor a possible number"):
        house.operator.transfer(talking(house).id, "12")


# ---- attended transfer ---------------------------------------------------------------------------------


def test_an_attended_transfer_leaves_three_records(house: House):
    first = talking(house, custom={"var_a": "1"})
    asked = house.operator.consult(first.id, "SIPB")
    house.run(13)
    house.operator.complete_transfer(first.id)
    house.run()

    until, consultation, after = house.cdrs
    assert (until.type, until.duration) == (1, 7 + 13)
    assert (consultation.type, consultation.caller, consultation.target) == (21, "SIPA", "SIPB")
    assert (consultation.dial_seconds, consultation.duration) == (2, 10)
    assert (after.type, after.caller, after.target, after.direction) == (22, CALLER_E164, "SIPB", "incoming")
    assert (after.dial_seconds, after.duration) == (0, 500)
    assert consultation.original_call == after.original_call == first.id
    assert consultation.call_id == after.call_id == asked.id
    assert all(cdr.custom == {"var_a": "1"} for cdr in house.cdrs)
    assert (until.user_name, consultation.user_name, after.user_name) == ("Ann", "Ann", "Ben")


@pytest.mark.parametrize("by", ["the call on hold", "the consultation"])
def test_who_was_handed_a_caller_may_hand_him_on(house: House, by: str):
    first = house.call(DIRECT, parties={sip: answers(2, None) for sip in ("SIPA", "SIPB", "SIPC")})
    house.run(10)
    house.operator.consult(first.id, "SIPB")
    house.run(10)
    second = house.operator.complete_transfer(first.id)
    house.run(10)
    third = house.operator.consult(second.id, "SIPC")
    house.run(10)
    house.operator.complete_transfer(second.id if by == "the call on hold" else third.id)
    house.run(10)
    house.operator.hang_up(third.id)

    assert [(cdr.type, cdr.target, cdr.original_call) for cdr in house.cdrs] == [
        (1, "SIPA", ""), (21, "SIPB", first.id), (22, "SIPB", first.id), (21, "SIPC", second.id), (22, "SIPC", second.id),
    ]  # fmt: skip


def test_the_one_consulted_keeps_his_call(house: House):
    first = talking(house)
    house.operator.consult(first.id, "SIPB")
    house.run(13)
    house.operator.complete_transfer(first.id)
    [view] = house.exchange.extensions["SIPB"].calls.values()
    assert view.caller_phone == "0501234567"
    house.run()

    assert house.reasons("SIPA") == [
        "NEWCALL", "ANSWER", "HOLD", "NEWCALL", "ANSWER", "HANGUP Normal hangup", "HANGUP Normal hangup",
    ]  # fmt: skip
    assert house.reasons("SIPB") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_a_consultation_that_leads_to_nothing_is_an_ordinary_call(house: House):
    first = talking(house)
    asked = house.operator.consult(first.id, "SIPB")
    house.run(13)
    house.operator.hang_up(asked.id, by="SIPA")
    house.operator.unhold(first.id)

    assert (house.cdr.type, house.cdr.original_call) == (4, first.id)
    assert house.exchange.calls == {first.id: first}


def test_the_caller_may_hang_up_during_the_consultation(house: House):
    first = talking(house)
    asked = house.operator.consult(first.id, "SIPB")
    house.run(13)
    house.operator.hang_up(first.id, by="caller")

    assert list(house.exchange.calls) == [asked.id]
    with pytest.raises(CannotBeDone, match="has ended"):
        house.operator.complete_transfer(asked.id)


def test_nothing_is_handed_over_before_the_other_has_answered(house: House):
    first = talking(house)
    house.operator.consult(first.id, "SIPB")
    house.run(2)

    with pytest.raises(CannotBeDone, match="SIPA is not talking in this call"):
        house.operator.complete_transfer(first.id)


def test_one_can_consult_a_phone(house: House):
    first = talking(house)
    house.operator.consult(first.id, "0521111111")
    house.run(10)
    house.operator.complete_transfer(first.id)
    house.run(500)

    assert [(cdr.type, cdr.direction) for cdr in house.cdrs] == [(1, "incoming"), (21, "outgoing"), (22, "outgoing")]
    assert house.cdrs[1].price > 0


# ---- spy -----------------------------------------------------------------------------------------------


def test_a_supervisor_listens_until_the_call_is_over(house: House):
    call = talking(house, talk_seconds=50)
    spy = house.operator.spy(call.id, "SIPC")
    [listening] = house.exchange.extensions["SIPC"].calls.values()
    [heard] = house.exchange.extensions["SIPA"].calls.values()
    assert (listening.direction, listening.status, heard.spied) == ("Spy", "Talking", True)

    house.run()
    assert spy.ended
    assert house.reasons("SIPC") == ["NEWCALL", "ANSWER", "HANGUP Normal hangup"]


def test_listening_leaves_no_record(house: House):
    call = talking(house, talk_seconds=50)
    house.operator.spy(call.id, "SIPC")
    house.run()

    assert house.cdr.call_id == call.id


def test_a_supervisor_can_stop_listening(house: House):
    call = talking(house)
    spy = house.operator.spy(call.id, "SIPC")
    house.operator.hang_up(spy.id, by="SIPC")

    [heard] = house.exchange.extensions["SIPA"].calls.values()
    assert not heard.spied
    assert not call.ended


def test_one_cannot_listen_to_oneself(house: House):
    call = talking(house)

    with pytest.raises(CannotBeDone, match="SIPA is talking"):
        house.operator.spy(call.id, "SIPA")


# ---- a tester's hand -----------------------------------------------------------------------------------


def test_a_ringing_party_can_be_made_to_answer(house: House):
    call = house.call(parties={"SIPA": {"kind": "no_answer"}})
    house.run(5)
    house.operator.answer(call.id)

    assert house.reasons("SIPA") == ["NEWCALL", "ANSWER"]


def test_one_of_several_can_be_made_to_answer(house: House):
    call = house.call(QUEUE, parties={"agent": {"kind": "no_answer"}})
    house.run(5)
    house.operator.answer(call.id, "sipb")

    assert house.reasons("SIPB") == ["NEWCALL", "ANSWER"]


def test_a_ringing_party_can_be_made_to_reject(house: House):
    call = house.call(parties=FOREVER)
    house.run(2)
    house.operator.reject(call.id)

    assert (house.cdr.status, house.cdr.cause) == ("BUSY", 21)


@pytest.mark.parametrize("by", ["caller", "0501234567", "SIPA", "target", "party", "system"])
def test_every_side_can_hang_up(house: House, by: str):
    call = talking(house)
    house.operator.hang_up(call.id, by=by)

    assert call.ended
    assert (house.cdr.status, house.cdr.duration) == ("ANSWER", 7)


def test_who_is_not_in_the_call_cannot_hang_up(house: House):
    with pytest.raises(CannotBeDone, match=r"'SIPB' is not in this call; 972501234567 \(caller\), SIPA \(target\) is"):
        house.operator.hang_up(talking(house).id, by="SIPB")


def test_a_call_that_has_ended_is_left_alone(house: House):
    call = talking(house)
    house.operator.hang_up(call.id)

    with pytest.raises(CannotBeDone, match="has ended already"):
        house.operator.hang_up(call.id)


def test_a_call_that_there_never_was(house: House):
    with pytest.raises(CannotBeDone, match="there is no call 'x'"):
        house.operator.answer("x")


def test_muting_shows_at_the_extension_and_keeps_its_time(house: House):
    call = talking(house)
    house.operator.mute(call.id)
    house.run(5)
    house.operator.mute(call.id, muted=False)

    [(begin, end)] = call.mute_spans
    assert end - begin == 5
    [view] = house.exchange.extensions["SIPA"].calls.values()
    assert not view.muted


def test_a_mailbox_that_talks_is_hung_up_on(house: House):
    call = house.call(WITH_MAILBOX, parties={"SIPM": {"kind": "no_answer"}})
    house.run(1 + 20 + 4 + 3)
    house.operator.hang_up(call.id, by="caller")

    assert (house.cdr.type, house.cdr.duration) == (11, 3)


def test_a_second_call_waits_at_a_ringing_extension_and_is_busy_when_it_is_answered(house: House):
    first = house.call(parties=FOREVER)
    second = house.call(parties=FOREVER)
    house.run(2)
    house.operator.answer(first.id)
    house.run(5)

    assert (house.cdr.call_id, house.cdr.status) == (second.id, "BUSY")
