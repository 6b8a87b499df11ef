"""The HAR file: whole at every moment, bounded, and valid for whoever reads HAR."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedFrame, RecordedMessage


def _entry(number: int, size: int = 10) -> dict[str, Any]:
    return entry(
        RecordedExchange(
            str(number),
            "GET",
            f"http://x/{number}",
            RecordedMessage(),
            200,
            RecordedMessage((), b"x" * size, "text/plain"),
        )
    )


def _urls(file: Path) -> list[str]:
    return [entry["request"]["url"] for entry in json.loads(file.read_text("utf-8"))["log"]["entries"]]


def test_the_file_is_whole_after_every_entry(tmp_path: Path) -> None:
    file = tmp_path / "a.har"
    writer = HarWriter(file, rotate_bytes=1 << 20, kept=2)
    assert _urls(file) == []
    for number in range(5):
        writer.write([_entry(number)])
        assert _urls(file) == [f"http://x/{seen}" for seen in range(number + 1)]
    writer.close()
    assert [place.name for place in tmp_path.iterdir()] == ["a.har"]


def test_on_a_file_system_without_links_it_is_whole_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    file = tmp_path / "a.har"
    writer = HarWriter(file, rotate_bytes=1 << 20, kept=2)
    for number in range(4):
        writer.write([_entry(number)])
        assert _urls(file) == [f"http://x/{seen}" for seen in range(number + 1)]
    writer.close()


def test_full_files_are_numbered_and_the_oldest_goes(tmp_path: Path) -> None:
    writer = HarWriter(tmp_path / "a.har", rotate_bytes=1500, kept=2)
    for number in range(12):
        writer.write([_entry(number, 600)])
    writer.close()
    assert sorted(place.name for place in tmp_path.iterdir()) == ["a.1.har", "a.2.har", "a.har"]
    assert [_urls(tmp_path / name) for name in ("a.2.har", "a.1.har", "a.har")] == [
        [f"http://x/{number}"] for number in (9, 10, 11)
    ]


def test_a_file_that_is_there_already_is_moved_aside(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_text("mine")
    HarWriter(tmp_path / "a.har", rotate_bytes=1000, kept=2).close()
    assert (tmp_path / "a.1.har").read_text() == "mine"


def test_a_comment_says_what_was_not_written(tmp_path: Path) -> None:
    writer = HarWriter(tmp_path / "a.har", rotate_bytes=1 << 20, kept=1)
    writer.write([_entry(1)], "3 exchanges before this one were not written")
    writer.close()
    entries = json.loads((tmp_path / "a.har").read_text())["log"]["entries"]
    assert entries[0]["comment"] == "3 exchanges before this one were not written"


def test_frames_of_a_socket_are_written_as_browsers_do() -> None:
    exchange = RecordedExchange("1", "GET", "http://x/", RecordedMessage(), 101, RecordedMessage(), frames=(RecordedFrame("client", 1.5, "2probe"), RecordedFrame("server", 2, b"\xff")))  # fmt: skip
    assert entry(exchange)["_webSocketMessages"] == [
        {"type": "send", "time": 1.5, "opcode": 1, "data": "2probe"},
        {"type": "receive", "time": 2, "opcode": 2, "data": "/w=="},
    ]


_ENDLESS = """
import sys
from pathlib import Path
from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import Exchange, Message
writer = HarWriter(Path(sys.argv[1]), rotate_bytes=20_000_000, kept=2)
while True:
    print("writing", flush=True)
    body = b"0123456789abcdef" * 40_000
    writer.write([entry(Exchange("1", "GET", "http://x/", Message(), 200, Message((), body, "text/plain")))])
"""


@pytest.mark.slow
@pytest.mark.parametrize("writes", [1, 2, 3, 5, 8, 13])
def test_killed_in_mid_write_the_file_opens(tmp_path: Path, writes: int) -> None:
    file = tmp_path / "a.har"
    with subprocess.Popen([sys.executable, "-c", _ENDLESS, str(file)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(writes):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    for place in tmp_path.glob("a*.har"):
        json.loads(place.read_text("utf-8"))
