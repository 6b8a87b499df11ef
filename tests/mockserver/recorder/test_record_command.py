"""``voicenter-mock record`` as a process: the real commands, a fake in Voicenter's place, and ``drift`` behind it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from websockets.sync.client import connect

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry


@pytest.fixture
def server() -> Iterator[Server]:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    server = Server(registry)
    server.start()
    yield server
    server.stop()


class Recording:
    """The command in a process. ``url`` is where it listens."""

    def __init__(self, file: Path, *arguments: str) -> None:
        code = f"from voicenter_mock.mockserver.cli import main; main({['record', '--to', str(file), '--listen', '127.0.0.1:0', *arguments]!r})"  # fmt: skip
        self._process = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        self.url = re.findall(r"http://127\.0\.0\.1:\d+", first)[0]

    def stop(self, number: int = signal.SIGINT) -> str:
        self._process.send_signal(number)
        output, _ = self._process.communicate(timeout=20)
        return output


@pytest.mark.slow
def test_a_session_with_the_fake_is_recorded_and_has_no_drift(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "session.har"
    recording = Recording(file, "--upstream", server.base_url)
    order = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
    answer = requests.get(f"{recording.url}/ForwardDialer/click2call.aspx", order, timeout=10)
    assert answer.json()["ERRORCODE"] == 0
    with connect(f"{recording.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket") as client:
        client.recv(10)
        client.send('40{"token":"demo-token"}')
        while not str(client.recv(10)).startswith('42["AllExtensionsStatus"'):
            pass
        client.send('42["keepalive","demo-token"]')
        while not str(client.recv(10)).startswith('42["keepaliveResponse"'):
            pass
    assert "exchanges written to" in recording.stop()

    text = file.read_text("utf-8")
    entries = json.loads(text)["log"]["entries"]
    assert any(entry.get("_webSocketMessages") for entry in entries)
    for secret in ("demo-code", "demo-token", "0501234567", "Walter"):
        assert secret not in text
    with pytest.raises(SystemExit) as ended:
        main(["drift", str(file)])
    output = capsys.readouterr().out
    assert ended.value.code == 0, output
    assert "no differences" in output


@pytest.mark.slow
def test_killed_it_leaves_a_file_that_opens(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "session.har"
    recording = Recording(file, "--upstream", server.base_url)
    for _ in range(20):
        requests.get(f"{recording.url}/ForwardDialer/click2call.aspx", {"code": "x"}, timeout=10)
    recording.stop(signal.SIGKILL)
    assert json.loads(file.read_text("utf-8"))["log"]["creator"]["name"] == "voicenter-mock"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--listen", "here"], "is no HOST:PORT"),
        (["--upstream", "ftp://x"], "does not begin with http"),
        (["--forward", "fax=http://x"], "there is no callback 'fax'"),
        (["--forward", "cdr"], "is not NAME=VALUE"),
        (["--to", "nowhere/a.har"], "cannot write nowhere"),
    ],
)
def test_wrong_use_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["record", "--to", str(tmp_path / "a.har"), *arguments])
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
