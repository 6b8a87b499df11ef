"""Single keys at a terminal, without Enter, while lines go on being printed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

Pressed = Callable[[float], str]
"""Waits so many seconds for a key, and says which it was; empty when there was none."""


@contextmanager
def keys() -> Generator[Pressed]:
    """Keys of standard input; where that is no terminal nobody presses any. Ctrl-C stays what it is."""
    if not sys.stdin.isatty():
        yield _nobody
    elif sys.platform == "win32":
        yield _on_windows
    else:
        import termios
        import tty

        before = termios.tcgetattr(sys.stdin)
        try:
            tty.setcbreak(sys.stdin)
            yield _on_posix
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _nobody(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def _on_posix(seconds: float) -> str:
    import select

    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return sys.stdin.read(1) if ready else ""


def _on_windows(seconds: float) -> str:
    msvcrt: Any = import_module("msvcrt")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if msvcrt.kbhit():
            return str(msvcrt.getwch())
        time.sleep(0.05)
    return ""
