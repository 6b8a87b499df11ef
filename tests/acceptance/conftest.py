"""A sandbox as users run it: the installed command, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.cli import main

from ..exercise.answers import check_answer

START_SECONDS = 30


class Sandbox:
    """A running ``voicenter-mock serve`` and short ways to talk to it."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self.base_url = f"http://127.0.0.1:{port}"
        self.http = requests.Session()
        self.http.hooks["response"] = check_answer

    def get(self, path: str, **params: Any) -> requests.Response:
        return self.http.get(self.base_url + path, params=params, timeout=60)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        return self.http.post(self.base_url + path, json={} if body is None else body, timeout=60, **options)

    def organization(self, path: str = "", id: str = "demo") -> str:
        return f"/_sandbox/organizations/{id}{path}"

    def click2call(self, **params: Any) -> dict[str, Any]:
        defaults = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
        answer: dict[str, Any] = self.get("/ForwardDialer/click2call.aspx", **(defaults | params)).json()
        return answer

    def advance(self, id: str = "demo", **how: Any) -> dict[str, Any]:
        answer = self.post(self.organization("/clock/advance", id), how)
        assert answer.status_code == 200, answer.text
        clock: dict[str, Any] = answer.json()
        return clock

    def list(self, what: str, id: str = "demo", **params: Any) -> list[dict[str, Any]]:
        answer: list[dict[str, Any]] = self.get(self.organization(f"/{what}", id), **params).json()[what]
        return answer

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.http.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=10)
        if self.process.stderr is not None:
            self.process.stderr.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


Serve = Callable[..., Sandbox]


def started(port_file: Path, *options: str) -> Sandbox:
    """Returns when it answers. Whoever calls this stops it."""
    command = [str(Path(sys.executable).with_name("voicenter-mock")), "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--port-file", str(port_file), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + START_SECONDS
    while not port_file.exists():
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    return Sandbox(process, int(port_file.read_text()))


def refused(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What a command says that ends before it has begun, run in this process: one of its own costs ten times as much."""
    output, error = StringIO(), StringIO()
    with redirect_stdout(output), redirect_stderr(error), pytest.raises(SystemExit) as ended:
        main([*arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), error.getvalue())


@pytest.fixture(scope="session")
def manual_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One under the manual clock for all tests that need nothing else of their own."""
    sandbox = started(tmp_path_factory.mktemp("server") / "port", "--clock", "manual")
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(manual_server: Sandbox) -> Iterator[Sandbox]:
    """``manual_server`` with a new organization ``demo``, and connections of the test's own."""
    own = Sandbox(manual_server.process, manual_server.port)
    new = own.post("/_sandbox/organizations", {"template": "demo", "id": "demo", "replace": True})
    assert new.status_code in (200, 201), new.text
    yield own
    own.http.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts sandboxes with the given options; they are stopped after the test."""
    running: list[Sandbox] = []

    def start(*options: str) -> Sandbox:
        running.append(started(tmp_path / f"port{len(running)}", *options))
        return running[-1]

    yield start
    for one in running:
        one.stop()
