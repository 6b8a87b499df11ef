"""``voicenter-mock drift``: what it prints, writes and exits with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.drift.coverage import Coverage
from voicenter_mock.mockserver.drift.exercised import Exercised
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage

from .recordings import write
from .second_vendor import API, DIFFERENCES, session

Capture = pytest.CaptureFixture[str]
FINE = RecordedExchange(
    "1", "POST", f"{API}/ForwardDialer/Dialer/AddCall",
    RecordedMessage((), b'{"Campaign": "c1", "Target": "0501234567"}', "application/json"), 200,
    RecordedMessage((), b'{"ErrorCode": 0, "Description": "OK"}', "application/json"),
)  # fmt: skip


def _run(capture: Capture, *arguments: object, code: int) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["drift", *map(str, arguments)])
    captured = capture.readouterr()
    assert ended.value.code == code, captured.err
    return captured.out or captured.err


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write(tmp_path / "session.har", session())


def test_a_recording_that_keeps_the_documents_exits_with_0(tmp_path: Path, capsys: Capture) -> None:
    output = _run(capsys, write(tmp_path / "fine.har", [FINE]), code=0)
    assert output.strip() == "2 messages judged, no differences"


def test_drift_exits_with_1_and_names_place_rule_and_document(recording: Path, capsys: Capture) -> None:
    output = _run(capsys, recording, code=1)
    assert "word: a word that no document lists" in output
    assert "cdr_notification.request $.status" in output
    assert '[3.2 §3 and §4, cdr] (2 times, such as "TRANSFERRED"; session.har, entry 16, request)' in output
    assert f"{sum(map(len, DIFFERENCES.values()))} differences" in output


def test_examples_are_pseudonyms(tmp_path: Path, capsys: Capture) -> None:
    body = b'{"Campaign": "c1", "Target": "0501234567", "agentPhone": "0543217788", "CallerName": 7}'
    exchange = RecordedExchange(
        "1", "POST", f"{API}/ForwardDialer/Dialer/AddCall", RecordedMessage((), body, "application/json")
    )
    output = _run(capsys, write(tmp_path / "a.har", [exchange]), code=1)
    assert "agentPhone" in output
    assert "0543217788" not in output


def test_a_baseline_accepts_what_it_lists(recording: Path, tmp_path: Path, capsys: Capture) -> None:
    baseline = tmp_path / "accepted.txt"
    _run(capsys, recording, "--baseline", baseline, "--write-baseline", code=0)
    assert "word cdr_notification.request $.status TRANSFERRED" in baseline.read_text("utf-8").splitlines()
    output = _run(capsys, recording, "--baseline", baseline, code=0)
    assert "no differences" in output
    assert "accepted" in output


def test_what_the_baseline_has_and_nobody_sees_any_more_is_said(tmp_path: Path, capsys: Capture) -> None:
    baseline = tmp_path / "accepted.txt"
    baseline.write_text("# ours\nevent OldEvent  # since May\n", "utf-8")
    output = _run(capsys, write(tmp_path / "fine.har", [FINE]), "--baseline", baseline, code=0)
    assert "in the baseline, and no longer seen:\n  event OldEvent" in output


def test_as_json_everything_is_data(recording: Path, capsys: Capture) -> None:
    report: dict[str, Any] = json.loads(_run(capsys, recording, "--json", code=1))
    word = next(row for row in report["findings"] if row["key"] == "event AgentEvent")
    assert (word["kind"], word["sender"], word["times"]) == ("event", "voicenter", 1)
    assert "history.get_call" in report["never_seen"]["operations"]
    assert "BUSY" in report["never_seen"]["words"]["cdr_notification.request"]["$.status"]
    assert "$.aiData" in report["never_seen"]["members"]["cdr_notification.request"]
    assert report["used"]["cdr_notification"] == 6


def test_what_was_never_seen_is_listed_on_demand(recording: Path, capsys: Capture) -> None:
    assert "documented, and never seen:" not in _run(capsys, recording, code=1)
    assert "documented, and never seen:\n  operations: " in _run(capsys, recording, "--never-seen", code=1)


def test_junit_has_a_case_for_each_message_and_html_is_one_file(
    recording: Path, tmp_path: Path, capsys: Capture
) -> None:
    junit, html = tmp_path / "drift.xml", tmp_path / "drift.html"
    _run(capsys, recording, "--junit", junit, "--html", html, code=1)
    suite = fromstring(junit.read_bytes())
    failed = {case.get("name") for case in suite if case.find("failure") is not None}
    assert {"click2call", "cdr_notification", "ExtensionEvent", "AgentEvent"} <= failed
    page = html.read_text("utf-8")
    assert "TRANSFERRED" in page
    assert "src=" not in page
    assert "href=" not in page


def test_markup_of_a_recording_is_text_in_the_page(tmp_path: Path, capsys: Capture) -> None:
    body = b'{"Campaign": "c1", "Target": "0501234567", "<script>alert(1)</script>": 1}'
    exchange = RecordedExchange(
        "1", "POST", f"{API}/ForwardDialer/Dialer/AddCall", RecordedMessage((), body, "application/json")
    )
    html = tmp_path / "drift.html"
    _run(capsys, write(tmp_path / "a.har", [exchange]), "--html", html, code=1)
    assert "<script>" not in html.read_text("utf-8")


def test_parts_that_cannot_be_read_are_said_and_are_no_drift(tmp_path: Path, capsys: Capture) -> None:
    lost = RecordedExchange("1", "POST", FINE.url, RecordedMessage((), b"", "", "not kept: too long"), 200, FINE.answer)
    output = _run(capsys, write(tmp_path / "a.har", [lost]), code=0)
    assert "not read: once\n  a.har, entry 1, request: not kept: too long" in output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--write-baseline"], "--write-baseline goes with --baseline"),
        (["--baseline", "nowhere.txt"], "cannot read nowhere.txt"),
        (["--sandbox", "http://127.0.0.1:9"], "no sandbox answers"),
    ],
)
def test_wrong_use_exits_with_2(recording: Path, capsys: Capture, arguments: list[str], says: str) -> None:
    assert says in _run(capsys, recording, *arguments, code=2)


def test_a_file_without_a_message_of_voicenters_exits_with_2(tmp_path: Path, capsys: Capture) -> None:
    other = RecordedExchange(
        "1", "GET", "https://example.org/", RecordedMessage(), 200, RecordedMessage((), b"hello", "text/plain")
    )
    assert "no message of Voicenter's" in _run(capsys, write(tmp_path / "a.har", [other]), code=2)


def test_what_is_used_and_never_exercised_on_the_sandbox_is_said(recording: Path, capsys: Capture) -> None:
    import requests

    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    server = Server(registry)
    server.start()
    try:
        called = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
        requests.get(f"{server.base_url}/ForwardDialer/click2call.aspx", called, timeout=10)
        output = _run(capsys, recording, "--sandbox", server.base_url, code=1)
    finally:
        server.stop()
    lines = output.partition("used, and never exercised on the sandbox:\n")[2].partition("\n\n")[0].splitlines()
    assert "  dialer.add_call was called 2 times, and by no test" in lines
    assert "  click2call: error 9 was answered 1 times, and in no test" in lines
    assert "  the callback cdr_notification came 6 times, and in no test" in lines
    assert not any("click2call: phone" in line for line in lines)


def test_callbacks_that_the_sandbox_has_sent_count_as_exercised() -> None:
    coverage = Coverage()
    coverage.callbacks.update({"cdr_notification": 2, "popup": 1})
    journal = Exercised.from_journal([], [{"contract": "cdr_notification"}])
    assert journal.missing(coverage) == ["the callback popup came 1 times, and in no test"]
