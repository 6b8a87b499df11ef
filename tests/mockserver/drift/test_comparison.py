"""Recorded requests played to the fake: what it does otherwise is grouped by kinds of values."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.drift.comparison import compare, value_class
from voicenter_mock.mockserver.drift.playing import RecordingPlayer
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .fake_traffic import FakeTraffic
from .recordings import write

ADD = "https://api.voicenter.co.il/ForwardDialer/Dialer/AddCall"
C2C = "https://api.voicenter.co.il/ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&format=json&code="


def _exchange_of(url: str, answer: Any, body: Any = None, at: float = 100, status: int = 200) -> RecordedExchange:
    sent = b"" if body is None else json.dumps(body).encode()
    request = RecordedMessage((), sent, "application/json" if sent else "")
    return RecordedExchange("1", "POST" if sent else "GET", url, request, status, RecordedMessage((), json.dumps(answer).encode(), "application/json"), at)  # fmt: skip


def _differences(*exchanges: RecordedExchange) -> list[str]:
    return [f"{one.kind}: {one}" for one in compare(exchanges, RecordingPlayer(demo())).differences]


def test_a_number_that_is_text_is_a_difference_in_value() -> None:
    call = {"Campaign": "demo-agents-campaign", "Target": "0501234567"}
    assert _differences(_exchange_of(ADD, {"ErrorCode": "0", "Description": "OK"}, call)) == [
        "value: dialer.add_call.response $.ErrorCode: real: text of digits, fake: number (1)"
    ]


def test_a_refusal_on_one_side_is_a_difference_in_outcome_and_nothing_more() -> None:
    call = {"Campaign": "demo-agents-campaign", "Target": "nobody"}
    assert _differences(_exchange_of(ADD, {"ErrorCode": 0, "Description": "OK"}, call)) == [
        "outcome: dialer.add_call.response $.ErrorCode: real: 0, fake: -2 (1)"
    ]


def test_members_of_one_side_are_told() -> None:
    answer = {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALL_ID": "x"}
    assert _differences(_exchange_of(f"{C2C}demo-code", answer)) == [
        "only real: click2call.response $.CALL_ID: real: text, fake: absent (1)",
        "only fake: click2call.response $.CALLID: real: absent, fake: text (1)",
    ]


def test_another_http_status_is_told() -> None:
    answer = {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "x"}
    assert _differences(_exchange_of(f"{C2C}demo-code", answer, status=202)) == [
        "status: click2call.response : real: 202, fake: 200 (1)"
    ]


def test_codes_campaigns_and_extensions_of_the_real_account_have_stand_ins() -> None:
    fine = {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "x"}
    added = {"ErrorCode": 0, "Description": "OK"}
    assert (
        _differences(
            _exchange_of(C2C.replace("SIPSIP1", "qwerty77") + "production", fine),
            _exchange_of(ADD, added, {"Campaign": "their-campaign", "Target": "0501234567"}),
        )
        == []
    )


def test_a_code_that_the_real_service_refused_is_refused() -> None:
    refused = {"ERRORCODE": 1, "ERRORMESSAGE": "Invalid code", "CALLID": ""}
    assert _differences(_exchange_of(f"{C2C}wrong", refused)) == []


def test_a_call_of_the_recording_is_the_fakes_own_afterwards() -> None:
    fine = {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "real-call-1"}
    history = "https://api-manager.voicenter.co/api-manager-v1/Call/History/real-call-1"
    found = {"Data": {"cdr_data": {"iVR_unique_id": "x", "sec_total": 0, "dialstatus_name": "ANSWER"}, "ai_data": None}}
    asked = _exchange_of(history, found, at=1000)
    asked = replace(asked, request=RecordedMessage((("Authorization", "Bearer theirs"),)))
    differences = _differences(_exchange_of(f"{C2C}demo-code", fine), asked)
    assert not any(one.startswith(("status", "outcome")) for one in differences), differences


def test_callbacks_are_compared_and_counted() -> None:
    cdr = {"caller": "1", "duration": "7", "status": "ANSWER"}
    pushed = RecordedExchange("2", "POST", "https://crm/cdr", RecordedMessage((), json.dumps(cdr).encode(), "application/json"), 200, callback="cdr_notification")  # fmt: skip
    fine = {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "x"}
    differences = _differences(_exchange_of(f"{C2C}demo-code", fine), pushed)
    assert "value: cdr_notification.request $.duration: real: text of digits, fake: number (1)" in differences
    assert "count: cdr_notification.request : real: 1, fake: 2 (1)" in differences


def test_the_fake_compared_with_itself_has_no_differences_of_outcome_or_value() -> None:
    traffic = FakeTraffic()
    traffic.busy(6)
    redactor = Redactor(b"key")
    comparison = compare(map(redactor.exchange, traffic.recording()), RecordingPlayer(demo()))
    assert comparison.played > 20
    assert [str(one) for one in comparison.differences if one.kind in ("value", "status", "only real")] == []


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("", "empty text"), ("0501", "text of digits"), ("2026-01-01T00:00:00Z", "date and time"), (True, "boolean"),
        ("01/02/2026 10:00", "date in another form"), ("https://x", "URL"), ("a", "text"), (1.5, "number"), (None, "null"),
        ([], "list"), ({}, "object"),
    ],
)  # fmt: skip
def test_values_have_classes(value: Any, name: str) -> None:
    assert value_class(value) == name


def test_the_command_groups_by_kind_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = {"Campaign": "demo-agents-campaign", "Target": "0501234567"}
    file = write(tmp_path / "a.har", [_exchange_of(ADD, {"ErrorCode": "0", "Description": "OK"}, call)])
    with pytest.raises(SystemExit) as ended:
        main(["drift", str(file), "--against", "demo"])
    output = capsys.readouterr().out
    assert ended.value.code == 1
    assert output == (
        "value: a member has another kind of value\n"
        "  dialer.add_call.response $.ErrorCode: real: text of digits, fake: number (1)\n\n"
        "1 request played, 1 difference\n"
    )
