"""``voicenter-mock``, as the installed command finds it: imports nothing before an interrupt is looked after."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Runs a command (``command_line.main``). An interrupt while that is being imported ends it without a word, too."""
    try:
        from .telephony.core.seldom_collected import WHAT_STAYS

        with WHAT_STAYS:
            from .command_line import main as run_command
        run_command(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
