"""Whatever a customer asks for makes a difference that a tester can see."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import violations
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.core.refusals import Refused
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.outcomes import Expectation, Outcome

from .callback_answers import CALL, steer
from .simulation import IVR, LAYER, Simulation, answers
from .stories import explain

PHONE = "0521111111"
NO_ANSWER: dict[str, Any] = {"kind": "no_answer"}


def story(simulation: Simulation, call: Call) -> str:
    return "\n".join(explain(call, simulation.exchange.zone))


def steered(simulation: Simulation, decision: dict[str, Any], **script: Any) -> Call:
    """A call whose first question gets this answer, until the next one or its end."""
    call = simulation.call(IVR, **script)
    simulation.run()
    simulation.reply(decision)
    simulation.run()
    return call


def connect(**members: Any) -> dict[str, Any]:
    return steer("CALL", {**CALL, "TARGET": PHONE, **members})


def say_digits(*items: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "STATUS": 0,
        "ACTION": "SAY_DIGITS",
        "LANGUAGE": "he",
        "DATA": list(items),
        "NEXT_LAYER": 15,
        "NEXT_LAYER_IF_FAILED": 2,
        **members,
    }


def announced(simulation: Simulation, decision: dict[str, Any]) -> Call:
    call = simulation.call(LAYER, digits="7#")
    simulation.run()
    simulation.reply(decision)
    simulation.run()
    return call


# ---- External IVR --------------------------------------------------------------------------------------


def test_another_language_is_told(simulation: Simulation):
    assert "Announcements are in en from now on." in story(
        simulation, steered(simulation, {**connect(), "LANGUAGE": "EN"})
    )


def test_the_music_while_it_rings_is_told(simulation: Simulation):
    assert "hears the music californication while it rings" in story(
        simulation, steered(simulation, connect(MOH_CLASS="californication"))
    )


def test_tones_are_sent_once_the_target_has_answered(simulation: Simulation):
    assert f"The tones 12# were sent to {PHONE}." in story(simulation, steered(simulation, connect(DTMF_PLAY="12#")))


def test_tones_are_not_sent_to_whom_nobody_reached(simulation: Simulation):
    call = steered(simulation, connect(DTMF_PLAY="12#"), parties={"target": NO_ANSWER})

    assert "The tones" not in story(simulation, call)


def test_a_target_hears_its_announcement_before_it_is_connected(simulation: Simulation):
    steered(simulation, connect(TARGET_REC="record"), parties={"target": answers(2, 10)})
    [cdr] = simulation.cdrs
    assert (cdr.dial_seconds, cdr.duration) == (2, 13), "three seconds of announcement before ten of talk"

    without = Simulation()
    steered(without, connect(), parties={"target": answers(2, 10)})
    assert without.cdr.duration == 10


def test_a_caller_who_hangs_up_during_the_targets_announcement_ends_the_call(simulation: Simulation):
    call = steered(
        simulation,
        connect(TARGET_REC="record"),
        parties={"target": answers(2, None)},
        hang_up=[{"at": "ringing", "after": 3}],
    )

    assert call.ended
    assert simulation.cdr.status == "ANSWER"


def test_silentrecord_plays_its_recording_before_it_records(simulation: Simulation):
    steered(simulation, steer("SILENTRECORD", {"REC": "record", "MAXDURATION": 20}))

    assert (simulation.cdr.status, simulation.cdr.duration) == ("ANSWER", 20)
    assert simulation.cdr.ended - simulation.cdr.time == pytest.approx(1 + 3 + 20)


def test_who_hangs_up_before_the_silent_recording_starts_is_not_recorded(simulation: Simulation):
    call = simulation.call(IVR)
    simulation.run()
    simulation.reply(steer("SILENTRECORD", {"REC": "record"}))
    simulation.run(1)
    simulation.operator.hang_up(call.id, "caller")

    assert (simulation.cdr.status, simulation.cdr.recording) == ("VOEND", "")


def test_saydigits_is_taken_with_the_blanks_of_the_documents_sample():
    decision = steer(
        " SAYDIGITS ",
        {
            "REC": "rec",
            "LOOP": 1,
            "DELAY": 1,
            "SIZE": 1,
            "MENU": "m",
            "VALIDATION": 0,
            "SAYDIGITSRECORD": "blank",
            "DIGITS": "12",
        },
    )

    assert violations("external_ivr.get_ivr_action.response", decision) == []
    incomplete = steer(" SAYDIGITS ", {"REC": "rec"})
    assert violations("external_ivr.get_ivr_action.response", incomplete), "its members are still asked for"


# ---- External Layer ------------------------------------------------------------------------------------

MOMENTS = (
    "2022-06-12T10:12:59",
    "2022-06-12T10:12",
    "2022-06-12T10:12:59Z",
    "2022-06-12T10:12:59.125",
    "2022-06-12T10:12:59.125+03:00",
    "2022-06-12T10:12-05:30",
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_usual_form_of_iso_8601_is_announced(simulation: Simulation, moment: str):
    decision = say_digits({"RecordType": "DateTime", "Content": moment})

    assert violations("external_layer.response", decision) == []
    assert "An announcement of 5 seconds was made." in story(simulation, announced(simulation, decision))


@pytest.mark.parametrize("moment", ["2022-06-12", "yesterday", "2022-06-12T25:00:00", "2022-06-12T10:12:59+3"])
def test_what_is_no_moment_is_still_refused(moment: str):
    assert violations("external_layer.response", say_digits({"RecordType": "DateTime", "Content": moment}))


def test_a_recording_that_the_organization_does_not_have_cannot_be_announced(simulation: Simulation):
    call = announced(simulation, say_digits({"RecordType": "Recording", "Content": "nowhere"}))

    assert "the organization has no recording nowhere" in story(simulation, call)
    assert [visit.layer_number for visit in call.visits][:2] == [5, 2], "NEXT_LAYER_IF_FAILED"


def test_a_recording_that_it_has_is_announced(simulation: Simulation):
    call = announced(simulation, say_digits({"RecordType": "Recording", "Content": "record.mp3"}))

    assert [visit.layer_number for visit in call.visits] == [5, 15]


# ---- Click2Call ----------------------------------------------------------------------------------------


def order(simulation: Simulation, **members: Any) -> Call:
    given: dict[str, Any] = {"action": "call", "phone": "SIPA", "target": PHONE, **members}
    call = click2call.start(simulation.exchange, 1, Click2CallOrder(**given))
    simulation.run()
    return call


def test_the_language_of_a_click2call_is_told(simulation: Simulation):
    assert "with announcements in ru" in story(simulation, order(simulation, language="ru"))


def test_the_room_of_a_callference_is_told(simulation: Simulation):
    assert "The phone is in conference room 4321." in story(
        simulation, order(simulation, action="callference", target="", conference="4321")
    )


def test_the_voicemail_that_answered_for_the_phone_is_told(simulation: Simulation):
    simulation.exchange.expectations.append(Expectation("SIPA", Outcome("no_answer")))

    assert "Voicemail 701 answered for SIPA." in story(simulation, order(simulation, voicemail="701"))


@pytest.mark.parametrize("voicemail", ["702", "sales"])
def test_a_voicemail_that_there_is_not_is_refused(simulation: Simulation, voicemail: str):
    with pytest.raises(Refused, match="invalid"):
        order(simulation, voicemail=voicemail)
