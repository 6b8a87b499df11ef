"""What a customer's External IVR is asked, everything it may answer, and the HANGUP_CALL at the end."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import violations
from voicenter_mock.contracts.causes import CAUSES
from voicenter_mock.contracts.dial_statuses import HANGUP_CALL_STATUSES
from voicenter_mock.mockserver.telephony.model.events import SteeredCallEnded

from .houses import CALLER, IVR, START, House, answers


def say(action: str, **data: Any) -> dict[str, Any]:
    return {"STATUS": 0, "ACTION": action, "LANGUAGE": "he", "DATA": data}


def menu(name: str, **data: Any) -> dict[str, Any]:
    return say("MENU", REC="record", LOOP=2, DELAY=3, SIZE=1, MENU=name, VALIDATION=0) | {"DATA": {
        "REC": "record", "LOOP": 2, "DELAY": 3, "SIZE": 1, "MENU": name, "VALIDATION": 0, **data}}  # fmt: skip


def call(**data: Any) -> dict[str, Any]:
    members = {
        "TARGET": "0521111111",
        "CALLERID": "0722776772",
        "CALLERNAME": "",
        "CALL_MAX_DIAL": 25,
        "CALL_MAX": 600,
        "REC_STATUS": 0,
    }
    return say("CALL", **{**members, **data})


def asked(house: House, **script: Any) -> None:
    house.call(IVR, **script)
    house.run()


def ended(house: House) -> SteeredCallEnded:
    [event] = [event for event in house.events if isinstance(event, SteeredCallEnded)]
    return event


def test_the_first_question_comes_at_once_and_knows_no_menu(house: House):
    asked(house, caller_name="Test Caller")

    payload = house.question.payload
    assert violations("external_ivr.get_ivr_action.request", payload) == []
    data = payload["DATA"]
    assert (data["CALLER_ID"], data["CALLER_NAME"], data["DID"]) == (CALLER, "Test Caller", IVR)
    assert (data["DTMF"], data["MENU"], data["PREVIOUS_MENU"]) == ("", "-1", "-1")
    assert house.exchange.now == START + 1


def test_a_menu_collects_keys_and_asks_again(house: House):
    asked(house, digits="5,6")
    house.reply(menu("main"))
    house.run()
    data = house.question.payload["DATA"]
    assert (data["DTMF"], data["MENU"], data["PREVIOUS_MENU"]) == ("5", "main", "-1")

    house.reply(menu("second"))
    house.run()
    data = house.question.payload["DATA"]
    assert (data["DTMF"], data["MENU"], data["PREVIOUS_MENU"]) == ("6", "second", "main")


def test_a_menu_without_keys_is_played_as_often_as_said(house: House):
    asked(house)
    house.reply(menu("main", LOOP="3", DELAY="2"))
    house.run()

    assert house.question.payload["DATA"]["DTMF"] == ""
    assert house.exchange.now == START + 1 + 3 * (3 + 2)


def test_a_menu_takes_no_more_keys_than_its_size(house: House):
    asked(house, digits="12345")
    house.reply(menu("main", SIZE=3))
    house.run()

    assert house.question.payload["DATA"]["DTMF"] == "123"


def test_say_digits_says_them_before_it_collects(house: House):
    asked(house, digits="1")
    house.reply(say("SAYDIGITS", **menu("main")["DATA"], SAYDIGITSRECORD="blank", DIGITS="05-47"))
    house.run()

    assert house.exchange.now == START + 1 + (4 * 0.5 + 3) + 1


def test_a_validated_menu_repeats_the_keys(house: House):
    asked(house, digits="1234")
    house.reply(menu("main", SIZE=4, VALIDATION="1"))
    house.run()

    assert house.exchange.now == START + 1 + 3 + 1 + 3 * 0.5 + 4 * 0.5


def test_call_connects_the_caller(house: House):
    asked(house, parties={"target": answers(5, 30)})
    house.reply(call(REC_STATUS="1", CALLER_REC="record"))
    house.run()

    cdr = house.cdr
    assert (cdr.type, cdr.status, cdr.target, cdr.duration, cdr.dial_seconds) == (1, "ANSWER", "972521111111", 30, 5)
    assert cdr.recording
    assert cdr.ended == START + 1 + 3 + 5 + 30


def test_call_may_ring_an_extension(house: House):
    asked(house)
    house.reply(call(TARGET="SIPA", CALLERNAME="Theirs"))
    house.run(2)

    [view] = house.exchange.extensions["SIPA"].calls.values()
    assert (view.caller_phone, view.caller_name) == ("0722776772", "Theirs")


def test_call_ends_at_its_maximum(house: House):
    asked(house, parties={"target": answers(5, None)})
    house.reply(call(CALL_MAX=45))
    house.run()

    assert house.cdr.duration == 45


def test_what_the_customer_asks_for_lasts_a_day_at_most(house: House):
    asked(house, parties={"target": answers(5, None)})
    house.reply(call(CALL_MAX=10**15))
    house.run()

    assert house.cdr.duration == 86_400


def test_call_rings_no_longer_than_said(house: House):
    asked(house, parties={"target": {"kind": "no_answer"}})
    house.reply(call(CALL_MAX_DIAL="12"))
    house.run()

    assert (house.cdr.status, house.cdr.dial_seconds) == ("NOANSWER", 12)


def test_dial_strings_are_tried_one_after_the_other(house: House):
    asked(house, parties={"972547000000": {"kind": "congestion"}, "972547000001": answers(2, 10)})
    house.reply(call(DIALSTRINGS=["SIP/972547000000@provider1", "SIP/972547000001@provider2"]))
    house.run()

    assert (house.cdr.target, house.cdr.status) == ("972547000001", "ANSWER")


def test_a_failed_call_goes_to_its_next_menu(house: House):
    asked(house, digits="42", parties={"target": {"kind": "busy"}})
    house.reply(call(NEXT_MENU="16", NEXT_MENU_RECORD="record", NEXT_MENU_LOOP=1, NEXT_MENU_SIZE=2, NEXT_MENU_WAIT=1))
    house.run()

    data = house.question.payload["DATA"]
    assert (data["MENU"], data["DTMF"]) == ("16", "42")
    assert house.cdr.status == "BUSY"


def test_keys_pressed_after_a_record_was_written_are_not_in_it(house: House):
    asked(house, parties={"target": {"kind": "busy"}}, digits="7")
    house.reply(call(NEXT_MENU="again", NEXT_MENU_SIZE=1, NEXT_MENU_LOOP=1, NEXT_MENU_WAIT=3))
    house.run()
    house.reply(say("HANGUP"))
    house.run()

    assert [visit.digits for visit in house.exchange.ended[house.cdrs[0].call_id].visits] == ["7"]
    assert [visit.digits for visit in house.cdrs[0].visits] == [""]


def test_a_failed_call_without_a_next_menu_is_over(house: House):
    asked(house, parties={"target": {"kind": "busy"}})
    house.reply(call(NEXT_MENU=""))
    house.run()

    assert house.exchange.calls == {}


def test_vo_goes_to_a_layer(house: House):
    asked(house)
    house.reply(say("VO", LAYER="11", RECORD="record", LOOP=2, DELAY=1))
    house.run(3 + 1 + 3)

    assert house.rung == ["SIPA"]


def test_silent_record_records_until_its_maximum(house: House):
    asked(house)
    house.reply(say("SILENTRECORD", REC="record", MAXDURATION=40))
    house.run()

    assert (house.cdr.type, house.cdr.status, house.cdr.duration, house.cdr.target) == (1, "ANSWER", 40, "")
    assert house.cdr.recording


def test_hang_up_ends_the_call_by_the_ivr(house: House):
    asked(house)
    house.reply(say("HANGUP", HANGUP_REC="record", HANGUP_CAUSE=17))
    house.run()

    assert (house.cdr.status, house.cdr.cause, house.cdr.ended) == ("TE", 17, START + 1 + 3)


@pytest.mark.parametrize("answer", [None, {"STATUS": 1}, say("SING"), say("VO", LAYER=99), say("CALL")], ids=repr)
def test_an_answer_of_no_use_takes_the_layers_fallback(house: House, answer: dict[str, Any] | None):
    asked(house)
    [steered] = house.exchange.calls.values()
    house.reply(answer)

    assert [visit.layer_number for visit in steered.visits] == [8, 2]


def test_the_language_of_the_answer_is_the_calls(house: House):
    asked(house)
    house.reply(menu("main") | {"LANGUAGE": "EN"})

    [steered] = house.exchange.calls.values()
    assert steered.language == "en"


def test_a_customer_who_always_answers_the_same_comes_to_an_end(house: House):
    steered = house.call(IVR)
    while not steered.ended:
        house.run()
        if house.exchange.questions:
            house.reply(menu("main", REC="blank", LOOP=1, DELAY=0))

    assert house.cdr.status == "TE"


# ---- HANGUP_CALL ---------------------------------------------------------------------------------------


def test_the_end_of_a_steered_call_is_told_with_its_times(house: House):
    asked(house, parties={"target": answers(5, 30)})
    house.reply(call())
    house.run()

    event = ended(house)
    assert (event.caller, event.did, event.target) == ("972501234567", IVR, "972521111111")
    assert (event.started, event.made) == (START, START + 1)
    assert (event.duration, event.dial_seconds, event.status) == (1 + 5 + 30, 5, "ANSWER")


def test_calls_that_no_external_ivr_steered_tell_nothing(house: House):
    house.call()
    house.run()

    assert not [event for event in house.events if isinstance(event, SteeredCallEnded)]


OUTCOMES = {
    "ANSWER": {"kind": "answer"},
    "BUSY": {"kind": "busy"},
    "NOANSWER": {"kind": "no_answer"},
    "CANCEL": {"kind": "cancel", "ring_seconds": 5},
    "CONGESTION": {"kind": "unallocated"},
    "CHANUNAVAIL": {"kind": "unavailable"},
    "DONTCALL": {"kind": "dont_call"},
    "TORTURE": {"kind": "torture"},
    "INVALIDARGS": {"kind": "invalid"},
}


@pytest.mark.parametrize("status", sorted(set(HANGUP_CALL_STATUSES) - {"ANSWERED"}))
def test_every_status_of_hangup_call_can_be_had(house: House, status: str):
    asked(house, parties={"target": OUTCOMES[status]})
    house.reply(call())
    house.run()

    assert ended(house).status == status


@pytest.mark.parametrize("row", CAUSES, ids=lambda row: f"{row.code} {row.definition}")
def test_every_isup_cause_is_one_with_status_and_event(house: House, row: Any):
    house.call(parties={"SIPA": {"kind": "cause", "cause": row.code}})
    house.run()

    assert (house.cdr.cause, house.cdr.status) == (row.code, row.status)
    assert house.reasons("SIPA") == ["NEWCALL", f"HANGUP {row.event}"]


@pytest.mark.parametrize("row", CAUSES, ids=lambda row: f"{row.code} {row.definition}")
def test_every_isup_cause_has_a_magic_number(house: House, row: Any):
    house.dial(f"0555550{row.code:03}")
    house.run()

    assert (house.cdr.cause, house.cdr.status) == (row.code, row.status)


def test_a_steered_call_in_which_nobody_was_dialled_tells_the_cause_it_ended_with(house: House):
    asked(house)
    house.reply(say("HANGUP", HANGUP_CAUSE=17))
    house.run()

    assert (ended(house).status, ended(house).target) == ("BUSY", "")
