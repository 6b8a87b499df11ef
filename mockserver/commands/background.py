"""`serve --background`: the server in a process of its own, and back at the prompt when it listens.

Both processes share a folder: the server prints into it, and leaves there what it greets with, once it listens. It
takes the folder away when it ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from ...contracts.quick_dataclasses import dataclass
from .greeting import Greeting
from .output import print_lines, print_sentences, write_at_once

SECONDS = 60.0
_LOOK_SECONDS = 0.05
_OPTION = "VOICENTER_MOCK_SERVE_BACKGROUND"
_FOLDER = "VOICENTER_MOCK_BACKGROUND_FOLDER"
"""Where the server finds the folder's path."""


@dataclass(frozen=True, slots=True)
class SharedFolder:
    path: Path

    @classmethod
    def of_this_process(cls) -> SharedFolder | None:
        """In a server that was started in the background."""
        path = os.environ.get(_FOLDER)
        return None if path is None else cls(Path(path))

    @property
    def output(self) -> Path:
        return self.path / "output.txt"

    @property
    def _greeting(self) -> Path:
        return self.path / "greeting.json"

    def leave(self, greeting: Greeting) -> None:
        """For the process that waits at the prompt: the server listens."""
        write_at_once(greeting.to_json(), self._greeting)

    def greeting(self) -> Greeting | None:
        """What has been left; nothing yet while the server does not listen."""
        return Greeting.from_json(self._greeting.read_text("utf-8")) if self._greeting.exists() else None

    def printed(self) -> str:
        return self.output.read_text("utf-8", errors="replace").strip()

    def remove(self) -> None:
        """On Windows what a process prints into stays as long as the process."""
        shutil.rmtree(self.path, ignore_errors=True)


def start_in_background(arguments: Sequence[str]) -> None:
    """Starts `serve` with these arguments (without ``--background``), and prints what it greets with once it listens.

    Raises ``click.ClickException`` with its last words when it ends before that.
    """
    folder = SharedFolder(Path(tempfile.mkdtemp(prefix="voicenter-mock-")))
    # -P: what stands in the current folder, which may be a checkout of this project, is no module for it
    own = [sys.executable, "-P", "-c", "from voicenter_mock.mockserver.cli import main; main()"]
    environment = {name: value for name, value in os.environ.items() if name != _OPTION}
    with folder.output.open("wb") as output:
        process = subprocess.Popen(
            [*own, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            env={**environment, _FOLDER: str(folder.path), "PYTHONIOENCODING": "utf-8"},
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
        )  # fmt: skip
    greeting = _wait_for_greeting(folder, process)
    if printed := folder.printed():
        print_lines(printed)
    greeting.print()
    print_sentences(
        f"it goes on in the background as process {process.pid}; stop it with: voicenter-mock stop --server "
        f"{greeting.base_url}  (its log: {folder.output})"
    )


def _wait_for_greeting(folder: SharedFolder, process: subprocess.Popen[bytes]) -> Greeting:
    end = time.monotonic() + SECONDS
    while (greeting := folder.greeting()) is None:
        if process.poll() is not None:
            reason = _last_words(folder.printed()) or f"it ended with exit code {process.returncode}"
            folder.remove()
            raise click.UsageError(reason)
        if time.monotonic() > end:
            process.kill()
            raise click.ClickException(f"it does not listen after {SECONDS:g} s; {folder.output} has what it printed")
        time.sleep(_LOOK_SECONDS)
    return greeting


def _last_words(printed: str) -> str:
    lines = printed.splitlines()
    return lines[-1].removeprefix("voicenter-mock serve: ") if lines else ""
