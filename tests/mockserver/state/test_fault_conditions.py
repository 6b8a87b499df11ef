"""A fault's condition names what can be there, and strikes what it names."""

from __future__ import annotations

from typing import Any, cast

import pytest

from voicenter_mock.contracts.library import stored
from voicenter_mock.contracts.operations import CALLBACKS, OPERATIONS
from voicenter_mock.mockserver.state.fault_conditions import members_of_message
from voicenter_mock.mockserver.state.fault_words import FaultError, check, from_members, read
from voicenter_mock.mockserver.state.faults import Faults
from voicenter_mock.mockserver.telephony.model.directory import Fault


@pytest.mark.parametrize(
    ("on", "when", "field", "expected"),
    [
        ("cdr", {"staus": "ANSWER"}, "when.staus", "cdr has no such member; did you mean 'status'?"),
        ("cdr", {"status": "ANSWERD"}, "when.status", "cdr never has 'ANSWERD' there; did you mean 'ANSWER'?"),
        ("cdr", {"type": "queue"}, "when.type", "cdr never has 'queue' there; did you mean 'Queue'?"),
        ("popup", {"status": "ringing"}, "when.status", "did you mean 'Ringing'?"),
        ("popup", {"colour": "red"}, "when.colour", "popup has no such member; known: phone, callerName"),
        ("voicebot", {"CALERID": "05*"}, "when.CALERID", "did you mean 'CALLER_ID'?"),
        ("external_ivr", {"METHOD": "HANGUP"}, "when.METHOD", "did you mean 'HANGUP_CALL'?"),
        ("external_ivr", {"MENU": "-1", "CALL_STATUS": "*"}, "when", "has all of MENU, CALL_STATUS"),
        ("click2call", {"taget": "05*"}, "when.taget", "did you mean 'target'?"),
        ("dialer.*", {"Membr": "05*"}, "when.Membr", "dialer.* has no such member; did you mean 'Member'?"),
        ("dialer.add_calls_bulk", {"Targt": "05*"}, "when.Targt", "did you mean 'Target'?"),
    ],
)
def test_a_condition_that_nothing_can_meet_is_refused(on: str, when: dict[str, str], field: str, expected: str):
    with pytest.raises(FaultError) as refusal:
        read({"on": on, "status": 500, "when": when})

    assert refusal.value.field == field
    assert expected in refusal.value.message


@pytest.mark.parametrize(
    ("on", "when"),
    [
        ("cdr", {"var_customer": "2342"}),
        ("cdr", {"crm_ticket": "7"}),  # custom data of a call stand among a CDR's members
        ("cdr", {"STATUS": "ANS*"}),
        ("external_ivr", {"METHOD": "HANGUP_CALL", "call_status": "BUSY"}),
        ("click2call", {"my_request": "7"}),  # clients may send what they like
        ("login.set_status", {"sipid": "SIPSIP1"}),
        ("dialer.add_calls_bulk", {"Target": "05*"}),
        ("*", {"Member": "7"}),
    ],
)
def test_a_condition_that_something_can_meet_is_taken(on: str, when: dict[str, str]):
    assert read({"on": on, "status": 500, "when": when}).when == when


@pytest.mark.parametrize("contract", sorted([*CALLBACKS, *OPERATIONS]))
def test_whatever_a_documented_message_has_can_be_a_condition(contract: str):
    examples: list[Any] = stored(f"{contract}.request").get("examples", [])
    for example in examples:
        for message in cast("list[dict[str, Any]]", example) if isinstance(example, list) else [example]:
            when = {name: str(value) for name, value in members_of_message(message).items()}
            assert list(check(Fault(contract, status=500, when=when))) == []


@pytest.mark.parametrize(
    ("callback", "contract", "payload", "when"),
    [
        ("voicebot", "voicebot", {"CALL_INFO": {"DID": "0722776775"}, "CUSTOM_DATA": {}}, {"DID": "072*"}),
        ("external_ivr", "external_ivr.hangup_call", {"METHOD": "HANGUP_CALL", "DATA": {}}, {"method": "HANGUP_CALL"}),
    ],
)
def test_a_condition_names_what_stands_in_a_message_and_in_its_object(
    callback: Any, contract: str, payload: dict[str, Any], when: dict[str, str]
):
    faults = Faults("seed", [from_members({"on": callback, "status": 500, "when": when})])

    assert faults.for_callback(callback, contract, payload) is not None
