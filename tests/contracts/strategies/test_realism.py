"""What is made looks like what Voicenter and its customers send, and all that can be there is there sometimes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.cdr_types import CDR_TYPE_NAMES
from voicenter_mock.contracts.dial_statuses import CDR_STATUSES


def many(name: str, count: int = 400) -> list[Any]:
    return [strategies.example(name, seed) for seed in range(count)]


@pytest.mark.parametrize(
    "name", ["click2call.request", "cdr_notification.request", "popup.request", "dialer.add_call.request"]
)
def test_every_optional_member_is_there_sometimes_and_sometimes_not(name: str):
    schema = contracts.schema(name)
    optional = schema["properties"].keys() - set(schema["required"])
    messages = many(name)

    assert optional
    assert all(0 < sum(member in message for message in messages) < len(messages) for member in optional)


@pytest.mark.parametrize(
    ("name", "member", "values"),
    [
        ("cdr_notification.request", "type", CDR_TYPE_NAMES),
        ("cdr_notification.request", "status", CDR_STATUSES),
        (
            "external_ivr.get_ivr_action.response",
            "ACTION",
            ("MENU", "CALL", "HANGUP", "SAYDIGITS", "VO", "SILENTRECORD"),
        ),
        ("external_layer.response", "ACTION", ("GO_TO_LAYER", "SAY_DIGITS", "SAY", "DIAL")),
        ("realtime.extension_event", "reason", ("NEWCALL", "ANSWER", "HANGUP", "userStatusUpdate", "HOLD", "UNHOLD")),
    ],
)
def test_every_value_of_a_closed_or_known_list_occurs(name: str, member: str, values: tuple[str, ...]):
    assert set(values) <= {message.get(member) for message in many(name, 600)}


@pytest.mark.parametrize("members", [("err",), ("Err",), ("err", "Err")])
def test_every_alternative_of_a_contract_occurs(members: tuple[str, ...]):
    answers = many("cdr_notification.response")

    assert any(set(members) == answer.keys() & {"err", "Err"} for answer in answers)


def test_an_action_is_written_in_every_case_and_left_out():
    actions = {request.get("action") for request in many("click2call.request")}

    assert {"call", "CALL", "terminate", "TERMINATE", None} <= actions


def test_names_are_english_hebrew_arabic_and_russian():
    names = "".join(message.get("callerName", "") for message in many("popup.request"))
    scripts = {unicodedata.name(letter).partition(" ")[0] for letter in names if letter.isalpha()}

    assert {"LATIN", "HEBREW", "ARABIC", "CYRILLIC"} <= scripts


def test_numbers_are_israeli_and_foreign_in_every_notation():
    phones = [request["Target"] for request in many("dialer.add_call.request")]
    texts = [phone for phone in phones if isinstance(phone, str)]

    assert any(phone.startswith("05") for phone in texts)
    assert any(phone.startswith("972") for phone in texts)
    assert any(phone.startswith("+") and not phone.startswith("+972") for phone in texts)
    assert any(isinstance(phone, int) for phone in phones)


def test_some_calls_are_within_an_hour_of_a_clock_change():
    spring = 1_774_569_600  # 2026-03-27T00:00:00Z
    times = [message["time"] for message in many("cdr_notification.request")]

    assert any(abs(time - spring) <= 3600 for time in times)


def test_a_call_that_nobody_answered_has_no_talk_no_recording_and_no_price():
    unanswered = [
        cdr
        for cdr in many("cdr_notification.request")
        if cdr["status"] not in ("ANSWER", "VOICEMAIL") and cdr["type"] != "Queue"
    ]

    assert {(cdr.get("record", ""), cdr.get("price", 0)) for cdr in unanswered} == {("", 0)}


def test_the_call_log_counts_the_records_it_has():
    pages = [answer for answer in many("cdr_hub.query.response") if answer.keys() >= {"CDR_LIST", "RETURN_HITS"}]

    assert pages
    assert [page["RETURN_HITS"] for page in pages] == [len(page["CDR_LIST"]) for page in pages]


def test_a_call_is_answered_after_it_started():
    calls = [call for event in many("realtime.extension_event", 200) for call in event["data"].get("calls", ())]

    assert {bool(call["answered"]) for call in calls} == {True, False}
    for call in calls:
        assert call["callAnswered"] >= call["callStarted"] if call["answered"] else call["callAnswered"] == 0


def test_texts_that_break_careless_code_occur():
    texts = " ".join(map(str, many("click2call.request")))

    assert re.search(r"[&<>'%]", texts)
