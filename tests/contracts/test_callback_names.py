"""Every spelling of a callback's name that people write is taken for the one that we write."""

from __future__ import annotations

import pytest

from voicenter_mock.contracts.callback_names import CALLBACK_NAMES, MESSAGE_NAMES, read_callback, read_message


@pytest.mark.parametrize("name", MESSAGE_NAMES)
def test_our_own_names_are_themselves_in_any_case(name: str):
    assert read_message(f" {name.upper()} ") == name


@pytest.mark.parametrize("name", CALLBACK_NAMES)
def test_callbacks_are_messages_too(name: str):
    assert read_callback(name) == name


@pytest.mark.parametrize(
    ("spelling", "message"),
    [
        ("ivr", "external_ivr"),
        ("external-ivr", "external_ivr"),
        ("external_ivr.get_ivr_action", "external_ivr"),
        ("GET_IVR_ACTION", "external_ivr"),
        ("hangup", "external_ivr_hangup"),
        ("hangup_call", "external_ivr_hangup"),
        ("external_ivr.hangup_call.request", "external_ivr_hangup"),
        ("layer", "external_layer"),
        ("external-layer", "external_layer"),
        ("cdr_notification", "cdr"),
        ("cdr_notification.request", "cdr"),
        ("pop-up", "popup"),
        ("popup.response", "popup"),
        ("voice_bot", "voicebot"),
    ],
)
def test_other_spellings_are_taken(spelling: str, message: str):
    assert read_message(spelling) == message


def test_an_external_ivr_gets_its_hangups():
    assert read_callback("hangup") == "external_ivr"


def test_what_is_no_callback_is_refused_with_what_could_be_meant():
    with pytest.raises(LookupError, match="there is no callback 'popups'; did you mean 'popup'"):
        read_message("popups")
