"""`serve --background`: the server in a process of its own, and back at the prompt when it listens."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from .greeting import say_greeting
from .output import print_sentences

SECONDS = 60.0
_LOOK_SECONDS = 0.05
_VARIABLE = "VOICENTER_MOCK_SERVE_BACKGROUND"


def start(arguments: Sequence[str], port_file: Path | None) -> None:
    """Starts `serve` with these arguments (without ``--background``), and prints what it prints once it listens.

    Raises ``click.ClickException`` with its last words when it ends before that.
    """
    folder = Path(tempfile.mkdtemp(prefix="voicenter-mock-"))
    listens, output = port_file or folder / "port", folder / "output.txt"
    listens.unlink(missing_ok=True)
    named = () if port_file is not None else ("--port-file", str(listens))
    # -P: what stands in the current folder, which may be a checkout of this project, is no module for it
    own = [sys.executable, "-P", "-c", "from voicenter_mock.mockserver.cli import main; main()"]
    with output.open("wb") as written:
        process = subprocess.Popen(
            [*own, *arguments, *named], stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT,
            env={name: value for name, value in os.environ.items() if name != _VARIABLE},
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
        )  # fmt: skip
    end = time.monotonic() + SECONDS
    while not listens.exists():
        if process.poll() is not None:
            raise click.UsageError(_last_words(output) or f"it ended with exit code {process.returncode}")
        if time.monotonic() > end:
            process.kill()
            raise click.ClickException(f"it does not listen after {SECONDS:g} s; {output} has what it said")
        time.sleep(_LOOK_SECONDS)
    say_greeting(output.read_text(errors="replace").rstrip())
    stop = f"taskkill /F /PID {process.pid}" if sys.platform == "win32" else f"kill {process.pid}"
    print_sentences(f"it goes on in the background; stop it with: {stop}  (what it says: {output})")


def _last_words(output: Path) -> str:
    lines = output.read_text(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("voicenter-mock serve: ") if lines else ""
