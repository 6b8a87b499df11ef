"""The strategies with names of their own: what they make keeps its contract and hangs together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.cdr_types import CDR_TYPE_IDS, cdr_type
from voicenter_mock.contracts.dial_statuses import CDR_STATUSES, is_answered
from voicenter_mock.contracts.strategies import Dialogue, Event

HOW = settings(max_examples=40, phases=[Phase.generate], database=None, deadline=None)


@HOW
@given(strategies.cdrs())
def test_cdrs_keep_the_strict_contract(cdr: dict[str, Any]):
    contracts.validate("cdr_notification.request", cdr, strict=True)


@HOW
@given(strategies.cdrs())
def test_cdrs_have_talk_only_when_answered(cdr: dict[str, Any]):
    assert cdr["duration"] == 0 or is_answered(cdr["status"])


@HOW
@given(strategies.cdrs())
def test_cdrs_have_a_queue_only_when_one_had_the_call(cdr: dict[str, Any]):
    assert bool(cdr["queueid"]) == ("seconds_waiting_in_queue" in cdr) == bool(cdr["queuename"])


@pytest.mark.parametrize("number", CDR_TYPE_IDS)
def test_cdrs_of_one_type(number: int):
    @settings(HOW, max_examples=5)
    @given(strategies.cdrs(type=number))
    def of_that_type(cdr: dict[str, Any]) -> None:
        assert cdr["type"] == cdr_type(number).name

    of_that_type()


@pytest.mark.parametrize("status", CDR_STATUSES)
def test_cdrs_of_one_status(status: str):
    @settings(HOW, max_examples=5)
    @given(strategies.cdrs(type="Queue", status=status))
    def of_that_status(cdr: dict[str, Any]) -> None:
        assert (cdr["type"], cdr["status"]) == ("Queue", status)
        contracts.validate("cdr_notification.request", cdr)

    of_that_status()


@HOW
@given(strategies.cdrs(type="Click2Call leg2", status="NOTCALLED"))
def test_a_leg_2_that_was_not_called_has_a_leg_1_that_failed(cdr: dict[str, Any]):
    assert not is_answered(cdr["leg1DialStatusName"])


@pytest.mark.parametrize("action", ["call", "message", "callference", "terminate"])
def test_click2call_requests_of_one_action(action: str):
    @settings(HOW, max_examples=20)
    @given(strategies.click2call_requests(action=action))
    def of_that_action(request: dict[str, Any]) -> None:
        assert request["action"] == action
        assert ("target" in request) == (action == "call")
        contracts.validate("click2call.request", request, strict=True)

    of_that_action()


@HOW
@given(strategies.campaign_calls())
def test_campaign_calls_keep_their_contract(call: dict[str, Any]):
    contracts.validate("dialer.add_call.request", call, strict=True)
    contracts.validate("dialer.add_calls_bulk.request", [call])


@HOW
@given(strategies.phones())
def test_phones_can_be_targets(phone: str):
    contracts.validate("dialer.add_call.request", {"Campaign": "demo-agents-campaign", "Target": phone})


@HOW
@given(strategies.call_ids())
def test_call_ids_are_as_long_as_the_documents_samples(call_id: str):
    assert 19 <= len(call_id) <= 34
    assert call_id[:14].isdigit()


@HOW
@given(strategies.ivr_dialogues())
def test_ivr_dialogues_keep_their_contracts(dialogue: Dialogue):
    for turn in dialogue.turns:
        contracts.validate(turn.contract, turn.request, strict=True)
        contracts.validate(turn.answer_contract, turn.answer, strict=True)


@HOW
@given(strategies.ivr_dialogues())
def test_an_ivr_dialogue_is_about_one_call_and_ends_with_its_hang_up(dialogue: Dialogue):
    *asked, last = dialogue.turns

    assert {turn.request["DATA"]["IVR_UNIQUE_ID"] for turn in dialogue.turns} == {dialogue.ivr_unique_id}
    assert {turn.request["METHOD"] for turn in asked} == {"GET_IVR_ACTION"}
    assert last.request["METHOD"] == "HANGUP_CALL"


@HOW
@given(strategies.ivr_dialogues())
def test_each_menu_of_an_ivr_dialogue_is_the_one_that_was_answered_before(dialogue: Dialogue):
    menu = "-1"
    for turn in dialogue.turns[:-1]:
        assert turn.request["DATA"]["MENU"] == menu
        menu = turn.answer["DATA"].get("MENU", menu)


@HOW
@given(strategies.event_sequences())
def test_event_sequences_keep_their_contracts(events: list[Event]):
    for event in events:
        contracts.validate(event.contract, event.payload, strict=True)


@HOW
@given(strategies.event_sequences())
def test_the_times_of_an_event_sequence_never_run_back(events: list[Event]):
    times = [event.payload["servertime"] for event in events]

    assert times == sorted(times)


@HOW
@given(strategies.event_sequences())
def test_an_event_sequence_ends_with_the_call_gone(events: list[Event]):
    last = events[-1].payload

    assert last["reason"] in ("HANGUP", "ABANDONED")
    assert last["data"].get("calls", last["data"].get("Calls")) == []
