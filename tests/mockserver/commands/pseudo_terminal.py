"""The installed command in a terminal of its own, of a known size, with a keyboard."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

COMMAND = Path(sys.executable).with_name("voicenter-mock")
SECONDS = 60
INTERRUPT = b"\x03"

# A session's leader gets the first terminal that it opens as its own: only then Ctrl-C is a signal. What a shell runs
# in the background inherits that SIGINT is ignored; behind a person's terminal it is not.
_IN_TERMINAL = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.close(os.open(os.ttyname(0), os.O_RDWR))
os.execv(sys.argv[1], sys.argv[1:])
"""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class PseudoTerminal:
    """What a person sees and types. Everything that takes longer than ``SECONDS`` is an error."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self._master = master
        self._process = process
        self.seen = ""

    @property
    def text(self) -> str:
        """What was seen, without colours and movements."""
        return _ESCAPES.sub("", self.seen).replace("\r\n", "\n")

    def wait_for(self, words: str) -> None:
        """Reads until the words are seen, behind what was waited for before."""
        start, end = len(self.text), time.monotonic() + SECONDS
        while words not in self.text[start:]:
            assert time.monotonic() < end, f"waited in vain for {words!r}; seen: {self.text[-2000:]}"
            assert self._read(), f"it ended before {words!r}; seen: {self.text[-2000:]}"

    def press(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def ended(self) -> int:
        """Reads the rest. The exit code."""
        end = time.monotonic() + SECONDS
        while self._read():
            assert time.monotonic() < end, f"it does not end; seen: {self.text[-2000:]}"
        return self._process.wait(SECONDS)

    def _read(self) -> bool:
        """Reads what there is within a moment. Whether there may be more."""
        if not select.select([self._master], [], [], 0.1)[0]:
            return True
        try:
            read = os.read(self._master, 65536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.seen += read.decode("utf-8", "replace")
        return bool(read)


@contextmanager
def in_terminal(
    *arguments: str, columns: int = 80, rows: int = 24, environment: Mapping[str, str] | None = None
) -> Generator[PseudoTerminal, None, None]:
    """Runs ``voicenter-mock`` with arguments in a terminal; it is ended after the ``with``."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (rows, columns))
    surroundings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-c", _IN_TERMINAL, str(COMMAND), *arguments],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        env={**surroundings, "TERM": "xterm", **(environment or {})},
    )  # fmt: skip
    os.close(slave)
    try:
        yield PseudoTerminal(master, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(SECONDS)
        os.close(master)
