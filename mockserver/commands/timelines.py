"""A call's timeline in the terminal: a line for each entry, coloured where somebody should stop."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from ..wire.console import printable
from .calls import in_call
from .remote import Entry, Remote
from .tables import Screen, in_lines

_BEHIND_THE_TIME = len("12:00:00 ")
_COLOURS = {"good": "green", "warning": "yellow", "bad": "red"}


def timeline_of(remote: Remote, ivrid: str) -> Entry:
    """The control API's answer. Raises ``click.ClickException``."""
    answer: Entry = in_call(remote, "GET", ivrid, "timeline")
    return answer


def timeline_text(answer: Entry, where: Screen, *, events: bool = False) -> str:
    """Every entry with its local time; the realtime events only where they are wanted."""
    zone = ZoneInfo(answer["time_zone"])
    lines: list[str] = []
    for entry in answer["entries"]:
        if entry["kind"] != "event" or events:
            line = printable(f"{datetime.fromtimestamp(entry['time'], zone):%H:%M:%S} {entry['text']}")
            line = in_lines(line, where, _BEHIND_THE_TIME)
            colour = _COLOURS.get(entry["level"]) if where.colours else None
            lines.append(click.style(line, fg=colour) if colour else line)
    return "\n".join(lines)
