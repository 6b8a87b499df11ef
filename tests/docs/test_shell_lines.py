"""Shell lines of the README and of the terminal's page, word for word, by somebody who has activated the environment
and has a webhook.

Only the two ports are others, because other tests may have those of the README. What starts and tests is CI's to run.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from ..mockserver.commands.pseudo_terminal import COMMAND, in_terminal
from ..mockserver.verify.serving import served
from .test_readme import README, blocks

TERMINAL = (README.parent / "docs" / "how-to" / "terminal.md").read_text("utf-8")
LISTEN, STEP_BY_STEP, IN_CI = [block for block in blocks("sh") if "python3 -m venv" not in block]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="the lines are for a POSIX shell"),
]


class Webhook:
    """Takes every CDR, and keeps them."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.url = ""


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    made, app = Webhook(), Flask("crm")

    @app.post("/voicenter/cdr")
    def cdr() -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        message: Any = request.get_json(force=True, silent=True)
        if not isinstance(message, dict) or "ivruniqueid" not in message:
            return {"err": 1, "errdesc": "this is no record of a call"}
        made.got.append(message)  # pyright: ignore[reportUnknownArgumentType]
        return {"err": 0, "errdesc": "OK"}

    with served(app) as url:
        made.url = url
        yield made


class Shell:
    """A shell in which the environment is active, and whose sandbox has a port of its own."""

    def __init__(self, webhook: Webhook) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._webhook = webhook
        self.environment = {
            "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}",
            "VOICENTER_MOCK_SERVE_PORT": str(self.port),
            "VOICENTER_MOCK_SERVER": self.url,
        }

    def here(self, lines: str) -> str:
        """The lines with the ports of this test."""
        return lines.replace("http://127.0.0.1:8000/", self._webhook.url).replace(":8025", f":{self.port}")

    def run(self, lines: str) -> str:
        """What is printed. Every line has to end with exit code 0."""
        done = subprocess.run(
            ["sh", "-e", "-c", self.here(lines)],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self) -> None:
        self.run("voicenter-mock stop")


@contextmanager
def shell(webhook: Webhook) -> Generator[Shell]:
    made = Shell(webhook)
    try:
        yield made
    finally:
        made.stop()


def test_step_by_step_a_call_is_made_and_its_records_arrive(webhook: Webhook):
    with shell(webhook) as somebody:
        printed = somebody.run(STEP_BY_STEP)

    assert '"ERRORCODE":0' in printed
    assert [record["type"] for record in webhook.got[:2]] == ["Click2Call leg1", "Click2Call leg2"]
    assert len(re.findall(r"^ +\d+ .* acknowledged +cdr ", printed, re.MULTILINE)) == 2
    assert printed.splitlines()[-2:] == ["nothing is wrong", f"the sandbox at {somebody.url} has stopped"]


def test_in_ci_each_test_has_an_organization_of_its_own(webhook: Webhook):
    with shell(webhook) as somebody:
        printed = somebody.run(IN_CI)

    assert "t1: code t1-code, " in printed
    assert '"ERRORCODE":0' in printed
    assert re.findall(r"Click2Call (leg\d)", printed) == ["leg1", "leg2"]


def test_listen_shows_a_call_and_what_the_webhook_answered(webhook: Webhook):
    with shell(webhook) as somebody:
        somebody.run("voicenter-mock serve --background --clock 60")
        words = somebody.here(LISTEN).split()[1:]
        with in_terminal(*words, columns=120, environment=somebody.environment) as terminal:
            terminal.wait_for("c: a call comes in")
            terminal.press(b"c")
            terminal.wait_for('acknowledged (it answered {"err":0')
            assert "← cdr" in terminal.text
            terminal.press(b"q")
            assert terminal.ended() == 0

    assert len(webhook.got) == 1


def test_every_line_of_playing_a_part_does_what_it_says(
    webhook: Webhook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (lines,) = re.findall(r"## Play a part\n\n```sh\n(.*?)```", TERMINAL, re.DOTALL)
    (tmp_path / "numbers.txt").write_text("0501111111\n0502222222\n")
    monkeypatch.chdir(tmp_path)
    with shell(webhook) as somebody:
        somebody.run("voicenter-mock serve --background")
        printed = somebody.run(lines)

    steps = (
        "SIPSIP1 ringing",
        "SIPSIP1 talking",
        "SIPSIP1 held",
        "SIPSIP1 talking",
        "SIPSIP2 ringing",
        ": Lunch",
        "2 added",
    )
    places = [printed.index(steps[0])]
    for step in steps[1:]:
        places.append(printed.index(step, places[-1] + 1))
