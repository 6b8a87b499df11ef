"""What a console may be shown of texts that anybody can have chosen: names, paths, answers, headers.

A line end forges a line of a log, an escape sequence moves the cursor or sets the clipboard, and a bidirectional
control turns what follows it. So everything that is
printed or logged goes through ``printable``.
"""

from __future__ import annotations

import logging
import re

from ...contracts.sentences import shorten_with_length

LOGGED_CHARACTERS = 1_000
"""A value in a log line is cut behind so many."""

_UNPRINTABLE = (
    "[\\x00-\\x1f\\x7f-\\x9f"  # C0, DEL, C1
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # bidirectional controls (UAX #9)
    "\\u2028\\u2029\\ud800-\\udfff]"  # line and paragraph separators; halves of pairs, which no encoding can write
)
"""Text, as the next: `re` compiles it when something is first printed."""
_BUT_LINE_ENDS = _UNPRINTABLE.replace(r"\x00-\x1f", r"\x00-\x09\x0b-\x1f")


def printable(text: str, most: int = 0) -> str:
    """One line that changes nothing around it: what would is written as JSON does, ``\\n`` and ``\\u001b``.

    ``most`` characters of the text at most are shown, 0: all.
    """
    return re.sub(_UNPRINTABLE, _escape, shorten_with_length(text, most) if most else text)


def printable_lines(text: str) -> str:
    """The same for a text of several lines, JSON too: its own line ends stay."""
    return re.sub(_BUT_LINE_ENDS, _escape, text)


class PrintableFormatter(logging.Formatter):
    """One line a record, and below it a traceback, indented, if there is one."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return printable(super().formatMessage(record))

    def formatException(self, ei: object) -> str:
        lines = super().formatException(ei).splitlines()  # pyright: ignore[reportArgumentType]
        return "\n".join(f"  {printable(line)}" for line in lines)


def _printable_values(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            printable(value, LOGGED_CHARACTERS) if isinstance(value, str) else value for value in record.args
        )
    return True


_SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"}


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


log = logging.getLogger("voicenter_mock")
"""The project's logger. What it is given is made printable before any handler of the program around sees it."""
log.addFilter(_printable_values)
