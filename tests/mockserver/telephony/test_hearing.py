"""What is heard on a real telephone's line, as it follows from what happens in its call."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.core.telephones import LineAudio, Sound

from .office import Office
from .simulation import CALLER_E164, IVR, LAYER, MAILBOX, MENU, QUEUE, START


@pytest.fixture
def office() -> Office:
    return Office("SIPA", "SIPB")


def hearing(office: Office, line: str = "") -> LineAudio:
    return office.telephones.audio[line or office.line]


def sounds(office: Office, line: str = "") -> list[tuple[str, str]]:
    return [(sound.kind, sound.name) for sound in hearing(office, line).sounds]


def calls(office: Office, number: str, seconds: float) -> str:
    line = office.actions.place_call("SIPA", number)
    office.run(seconds)
    return line


def test_whoever_answers_hears_the_simulated_caller(office: Office):
    office.talking()
    assert sounds(office) == [("person", CALLER_E164)]


def test_a_recorded_talk_goes_into_the_calls_recording_and_is_silent_while_it_is_muted(office: Office):
    call = office.talking()
    assert (hearing(office).recording, hearing(office).muted) == (call.recording, False)
    office.operator.mute(call.id)
    office.run(0)
    assert hearing(office).muted


def test_what_was_not_to_be_recorded_is_not(office: Office):
    click2call.start(office.exchange, 1, Click2CallOrder("call", "SIPA", "0521111111", record=False))
    office.run(1)
    office.actions.answer(office.line)
    office.run(7)
    assert hearing(office) == LineAudio((Sound("person", "972521111111"),))


def test_two_telephones_hear_each_other(office: Office):
    line = calls(office, "SIPB", 2)
    office.actions.answer(office.line)
    office.run(0)
    assert (sounds(office, line), sounds(office)) == ([("line", office.line)], [("line", line)])


def test_while_the_other_side_rings_there_is_a_ringing_tone(office: Office):
    assert sounds(office, calls(office, "0521111111", 3)) == [("ringing", "")]


def test_a_held_party_hears_music_and_who_holds_hears_nothing(office: Office):
    line = calls(office, "SIPB", 2)
    office.actions.answer(office.line)
    office.actions.hold(office.line)
    office.run(0)
    assert (sounds(office, line), sounds(office)) == ([("music", "hold")], [])
    office.actions.unhold(office.line)
    office.run(0)
    assert sounds(office, line) == [("line", office.line)]


def test_a_layers_announcement_is_played_again_as_another(office: Office):
    line = calls(office, MENU, 2)
    first = hearing(office, line)
    assert [(sound.kind, sound.name, sound.seconds) for sound in first.sounds] == [("announcement", "Menu", 4)]
    office.run(9)
    assert sounds(office, line) == [("announcement", "Menu")]
    assert hearing(office, line) != first


def test_who_waits_in_a_queue_hears_its_music(office: Office):
    office.actions.unregister("SIPB")
    office.operator.set_device("SIPB", "offline")
    assert sounds(office, calls(office, QUEUE, 2)) == [("music", "Sales")]


def test_a_mailbox_greets_beeps_and_listens(office: Office):
    line = calls(office, MAILBOX, 2)
    assert (sounds(office, line), hearing(office, line).recording) == ([("announcement", "Box")], "")
    office.run(4)
    assert sounds(office, line) == [("beep", "")]
    assert hearing(office, line).recording


def test_the_recording_that_an_external_ivr_names_is_played(office: Office):
    line = calls(office, IVR, 2)
    answer = {"STATUS": 0, "ACTION": "MENU", "DATA": {"MENU": "1", "REC": "record", "SIZE": 1}}
    [question] = office.exchange.questions
    office.exchange.settle(question, answer)
    office.run(0)
    [sound] = hearing(office, line).sounds
    assert (sound.kind, sound.name, sound.seconds) == ("announcement", "record", 3)


def test_an_external_layer_says_its_prompt(office: Office):
    assert sounds(office, calls(office, LAYER, 2)) == [("announcement", "Ask")]


def test_who_joins_a_conference_hears_those_who_are_there(office: Office):
    line = calls(office, MENU, 3)
    office.actions.press_keys(line, "5")
    office.run(1)
    assert sounds(office, line) == []
    other = office.call(MENU, digits="5", talk_seconds=500)
    office.run(10)
    assert sounds(office, line) == [("person", CALLER_E164)]
    office.operator.hang_up(other.id)
    office.run(1)
    assert sounds(office, line) == []


def test_a_click2call_message_is_what_its_telephone_hears(office: Office):
    order: dict[str, Any] = {"phone": "SIPA", "action": "message", "announcements": ("record",)}
    click2call.start(office.exchange, 1, Click2CallOrder(**order))
    office.run(1)
    office.actions.answer(office.line)
    office.run(0)
    assert hearing(office).sounds == (Sound("announcement", "record", 3, START + 1),)


def test_without_a_telephone_nothing_is_worked_out():
    office = Office()
    office.call()
    office.run(4)
    assert "line.hear" not in str(office.exchange.scheduler.export())
