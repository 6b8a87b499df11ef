"""What a customer's External IVR is asked, everything it may answer, and the HANGUP_CALL at the end."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import violations
from voicenter_mock.contracts.causes import CAUSES
from voicenter_mock.contracts.dial_statuses import HANGUP_CALL_STATUSES
from voicenter_mock.mockserver.telephony.model.events import SteeredCallEnded

from .simulation import CALLER, IVR, START, Simulation, answers


def action_answer(action: str, **data: Any) -> dict[str, Any]:
    return {"STATUS": 0, "ACTION": action, "LANGUAGE": "he", "DATA": data}


def menu(name: str, **data: Any) -> dict[str, Any]:
    return action_answer("MENU", REC="record", LOOP=2, DELAY=3, SIZE=1, MENU=name, VALIDATION=0) | {"DATA": {
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
    return action_answer("CALL", **{**members, **data})


def call_ivr(simulation: Simulation, **script: Any) -> None:
    simulation.call(IVR, **script)
    simulation.run()


def ended(simulation: Simulation) -> SteeredCallEnded:
    [event] = [event for event in simulation.events if isinstance(event, SteeredCallEnded)]
    return event


def test_the_first_question_comes_at_once_and_knows_no_menu(simulation: Simulation):
    call_ivr(simulation, caller_name="Test Caller")

    payload = simulation.question.payload
    assert violations("external_ivr.get_ivr_action.request", payload) == []
    data = payload["DATA"]
    assert (data["CALLER_ID"], data["CALLER_NAME"], data["DID"]) == (CALLER, "Test Caller", IVR)
    assert (data["DTMF"], data["MENU"], data["PREVIOUS_MENU"]) == ("", "-1", "-1")
    assert simulation.exchange.now == START + 1


def test_a_menu_collects_keys_and_asks_again(simulation: Simulation):
    call_ivr(simulation, digits="5,6")
    simulation.reply(menu("main"))
    simulation.run()
    data = simulation.question.payload["DATA"]
    assert (data["DTMF"], data["MENU"], data["PREVIOUS_MENU"]) == ("5", "main", "-1")

    simulation.reply(menu("second"))
    simulation.run()
    data = simulation.question.payload["DATA"]
    assert (data["DTMF"], data["MENU"], data["PREVIOUS_MENU"]) == ("6", "second", "main")


def test_a_menu_without_keys_is_played_as_often_as_said(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(menu("main", LOOP="3", DELAY="2"))
    simulation.run()

    assert simulation.question.payload["DATA"]["DTMF"] == ""
    assert simulation.exchange.now == START + 1 + 3 * (3 + 2)


def test_a_menu_takes_no_more_keys_than_its_size(simulation: Simulation):
    call_ivr(simulation, digits="12345")
    simulation.reply(menu("main", SIZE=3))
    simulation.run()

    assert simulation.question.payload["DATA"]["DTMF"] == "123"


def test_say_digits_says_them_before_it_collects(simulation: Simulation):
    call_ivr(simulation, digits="1")
    simulation.reply(action_answer("SAYDIGITS", **menu("main")["DATA"], SAYDIGITSRECORD="blank", DIGITS="05-47"))
    simulation.run()

    assert simulation.exchange.now == START + 1 + (4 * 0.5 + 3) + 1


def test_a_validated_menu_repeats_the_keys(simulation: Simulation):
    call_ivr(simulation, digits="1234")
    simulation.reply(menu("main", SIZE=4, VALIDATION="1"))
    simulation.run()

    assert simulation.exchange.now == START + 1 + 3 + 1 + 3 * 0.5 + 4 * 0.5


def test_call_connects_the_caller(simulation: Simulation):
    call_ivr(simulation, parties={"target": answers(5, 30)})
    simulation.reply(call(REC_STATUS="1", CALLER_REC="record"))
    simulation.run()

    cdr = simulation.cdr
    assert (cdr.type, cdr.status, cdr.target, cdr.duration, cdr.dial_seconds) == (1, "ANSWER", "972521111111", 30, 5)
    assert cdr.recording
    assert cdr.ended == START + 1 + 3 + 5 + 30


def test_call_may_ring_an_extension(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(call(TARGET="SIPA", CALLERNAME="Theirs"))
    simulation.run(2)

    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert (view.caller_phone, view.caller_name) == ("0722776772", "Theirs")


def test_call_ends_at_its_maximum(simulation: Simulation):
    call_ivr(simulation, parties={"target": answers(5, None)})
    simulation.reply(call(CALL_MAX=45))
    simulation.run()

    assert simulation.cdr.duration == 45


def test_what_the_customer_asks_for_lasts_a_day_at_most(simulation: Simulation):
    call_ivr(simulation, parties={"target": answers(5, None)})
    simulation.reply(call(CALL_MAX=10**15))
    simulation.run()

    assert simulation.cdr.duration == 86_400


def test_call_rings_no_longer_than_said(simulation: Simulation):
    call_ivr(simulation, parties={"target": {"kind": "no_answer"}})
    simulation.reply(call(CALL_MAX_DIAL="12"))
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.dial_seconds) == ("NOANSWER", 12)


def test_dial_strings_are_tried_one_after_the_other(simulation: Simulation):
    call_ivr(simulation, parties={"972547000000": {"kind": "congestion"}, "972547000001": answers(2, 10)})
    simulation.reply(call(DIALSTRINGS=["SIP/972547000000@provider1", "SIP/972547000001@provider2"]))
    simulation.run()

    assert (simulation.cdr.target, simulation.cdr.status) == ("972547000001", "ANSWER")


def test_a_failed_call_goes_to_its_next_menu(simulation: Simulation):
    call_ivr(simulation, digits="42", parties={"target": {"kind": "busy"}})
    simulation.reply(
        call(NEXT_MENU="16", NEXT_MENU_RECORD="record", NEXT_MENU_LOOP=1, NEXT_MENU_SIZE=2, NEXT_MENU_WAIT=1)
    )
    simulation.run()

    data = simulation.question.payload["DATA"]
    assert (data["MENU"], data["DTMF"]) == ("16", "42")
    assert simulation.cdr.status == "BUSY"


def test_keys_pressed_after_a_record_was_written_are_not_in_it(simulation: Simulation):
    call_ivr(simulation, parties={"target": {"kind": "busy"}}, digits="7")
    simulation.reply(call(NEXT_MENU="again", NEXT_MENU_SIZE=1, NEXT_MENU_LOOP=1, NEXT_MENU_WAIT=3))
    simulation.run()
    simulation.reply(action_answer("HANGUP"))
    simulation.run()

    assert [visit.digits for visit in simulation.exchange.ended[simulation.cdrs[0].call_id].visits] == ["7"]
    assert [visit.digits for visit in simulation.cdrs[0].visits] == [""]


def test_a_failed_call_without_a_next_menu_is_over(simulation: Simulation):
    call_ivr(simulation, parties={"target": {"kind": "busy"}})
    simulation.reply(call(NEXT_MENU=""))
    simulation.run()

    assert simulation.exchange.calls == {}


def test_vo_goes_to_a_layer(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(action_answer("VO", LAYER="11", RECORD="record", LOOP=2, DELAY=1))
    simulation.run(3 + 1 + 3)

    assert simulation.rung == ["SIPA"]


def test_silent_record_records_until_its_maximum(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(action_answer("SILENTRECORD", REC="record", MAXDURATION=40))
    simulation.run()

    assert (simulation.cdr.type, simulation.cdr.status, simulation.cdr.duration, simulation.cdr.target) == (
        1,
        "ANSWER",
        40,
        "",
    )
    assert simulation.cdr.recording


def test_hang_up_ends_the_call_by_the_ivr(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(action_answer("HANGUP", HANGUP_REC="record", HANGUP_CAUSE=17))
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.cause, simulation.cdr.ended) == ("TE", 17, START + 1 + 3)


@pytest.mark.parametrize(
    "answer",
    [None, {"STATUS": 1}, action_answer("SING"), action_answer("VO", LAYER=99), action_answer("CALL")],
    ids=repr,
)
def test_an_answer_of_no_use_takes_the_layers_fallback(simulation: Simulation, answer: dict[str, Any] | None):
    call_ivr(simulation)
    [steered] = simulation.exchange.calls.values()
    simulation.reply(answer)

    assert [visit.layer_number for visit in steered.visits] == [8, 2]


def test_the_language_of_the_answer_is_the_calls(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(menu("main") | {"LANGUAGE": "EN"})

    [steered] = simulation.exchange.calls.values()
    assert steered.language == "en"


def test_a_customer_who_always_answers_the_same_comes_to_an_end(simulation: Simulation):
    steered = simulation.call(IVR)
    while not steered.ended:
        simulation.run()
        if simulation.exchange.questions:
            simulation.reply(menu("main", REC="blank", LOOP=1, DELAY=0))

    assert simulation.cdr.status == "TE"


# ---- HANGUP_CALL ---------------------------------------------------------------------------------------


def test_the_end_of_a_steered_call_is_told_with_its_times(simulation: Simulation):
    call_ivr(simulation, parties={"target": answers(5, 30)})
    simulation.reply(call())
    simulation.run()

    event = ended(simulation)
    assert (event.caller, event.did, event.target) == ("972501234567", IVR, "972521111111")
    assert (event.started, event.made) == (START, START + 1)
    assert (event.duration, event.dial_seconds, event.status) == (1 + 5 + 30, 5, "ANSWER")


def test_calls_that_no_external_ivr_steered_tell_nothing(simulation: Simulation):
    simulation.call()
    simulation.run()

    assert not [event for event in simulation.events if isinstance(event, SteeredCallEnded)]


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
def test_every_status_of_hangup_call_can_be_had(simulation: Simulation, status: str):
    call_ivr(simulation, parties={"target": OUTCOMES[status]})
    simulation.reply(call())
    simulation.run()

    assert ended(simulation).status == status


@pytest.mark.parametrize("row", CAUSES, ids=lambda row: f"{row.code} {row.definition}")
def test_every_isup_cause_is_one_with_status_and_event(simulation: Simulation, row: Any):
    simulation.call(parties={"SIPA": {"kind": "cause", "cause": row.code}})
    simulation.run()

    assert (simulation.cdr.cause, simulation.cdr.status) == (row.code, row.status)
    assert simulation.reasons("SIPA") == ["NEWCALL", f"HANGUP {row.event}"]


@pytest.mark.parametrize("row", CAUSES, ids=lambda row: f"{row.code} {row.definition}")
def test_every_isup_cause_has_a_magic_number(simulation: Simulation, row: Any):
    simulation.dial(f"0555550{row.code:03}")
    simulation.run()

    assert (simulation.cdr.cause, simulation.cdr.status) == (row.code, row.status)


def test_a_steered_call_in_which_nobody_was_dialled_tells_the_cause_it_ended_with(simulation: Simulation):
    call_ivr(simulation)
    simulation.reply(action_answer("HANGUP", HANGUP_CAUSE=17))
    simulation.run()

    assert (ended(simulation).status, ended(simulation).target) == ("BUSY", "")
