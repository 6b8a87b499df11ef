"""What was seen goes into the file behind the traffic's back: bounded, counted, redacted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voicenter_mock.mockserver.recorder.recording import RecordingWriter
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage
from voicenter_mock.mockserver.traffic.redactor import Redactor


def _exchange(body: bytes = b"") -> RecordedExchange:
    return RecordedExchange(
        "", "GET", "http://x/?code=very-secret-1", RecordedMessage((), body, "text/plain"), 200, RecordedMessage()
    )


def _recording(file: Path, waiting_bytes: int = 1 << 20) -> RecordingWriter:
    return RecordingWriter(
        lambda: HarWriter(file, rotate_bytes=1 << 20, kept=1), Redactor(b"key"), waiting_bytes=waiting_bytes
    )


def test_what_was_added_is_written_redacted(tmp_path: Path) -> None:
    file = tmp_path / "a.har"
    recording = _recording(file)
    for _ in range(500):
        recording.add(_exchange())
    recording.close()
    assert len(json.loads(file.read_text())["log"]["entries"]) == recording.written == 500
    assert "very-secret-1" not in file.read_text()


def test_more_than_may_wait_is_not_written_and_said(tmp_path: Path) -> None:
    file = tmp_path / "a.har"
    recording = _recording(file, waiting_bytes=10_000)
    for _ in range(100):
        recording.add(_exchange(b"x" * 4_000))
    recording.add(_exchange())
    recording.close()
    assert recording.dropped + recording.written == 101
    assert recording.dropped > 90


def test_a_full_disk_is_said_once_for_each_batch_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    recording = _recording(tmp_path / "a.har")
    monkeypatch.setattr(HarWriter, "write", full)
    recording.add(_exchange())
    recording.close()
    assert recording.dropped == 1
    assert "the recording cannot be written: no space left on device" in caplog.text
