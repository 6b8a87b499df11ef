"""``voicenter-mock cdrs``: the call log of a running sandbox."""

from __future__ import annotations

import json
from functools import partial

import click

from ..telephony.model import phones
from ..wire.console import printable
from .numbers import WholeNumber
from .remote import Entry, Remote, of_organization
from .showing import follow, followable
from .tables import Column, Row, Screen, in_lines, moment, span

COLUMNS = (
    Column("no.", right=True, whole=True, least=4),
    Column("started (local)", whole=True, least=19, leaves=1),
    Column("type", least=16),
    Column("status", least=10, colours={"ANSWER": "green"}),
    Column("caller", least=12),
    Column("target", least=12),
    Column("representative", least=14, leaves=3),
    Column("talked", right=True, whole=True, leaves=2),
    Column("call", least=32, id=True),
)


@click.group("cdrs", invoke_without_command=True, epilog="Example: voicenter-mock cdrs --follow")
@followable
@of_organization
def command(remote: Remote, since: int, last: int, goes_on: bool) -> None:
    """List the call log, as the CDR push writes records, oldest first."""
    since = max(since, remote.highest("cdrs") - last)  # a call log may have millions
    follow(
        remote, "cdrs", lambda number: remote.entries("cdrs", number), _row, COLUMNS,
        since=since, last=last, goes_on=goes_on, nothing="no records",
    )  # fmt: skip


@command.command("show", epilog="Example: voicenter-mock cdrs show 17")
@click.argument("number", type=WholeNumber(1))
@of_organization
def show_one(remote: Remote, number: int) -> None:
    """Show record NUMBER: all its members, its call, and the requests, callbacks and events that belong to it."""
    found = remote.get(f"/cdrs/{number}")
    remote.show(found, partial(_summary, found))


def _summary(found: Entry, where: Screen) -> str:
    """What can be looked at stands as the command that shows it."""
    known = "" if found["call_known"] else "  (not known any more)"
    lines = [
        f"record {found['number']}",
        f"  call      {found['ivrid']}{known}",
        *(f"  request   voicenter-mock requests show {number}" for number in found["requests"]),
        *(f"  callback  voicenter-mock deliveries show {number}" for number in found["deliveries"]),
        *([f"  events    {', '.join(map(str, found['events']))}"] if found["events"] else []),
    ]
    width = max(map(len, found["cdr"]))
    for name, value in found["cdr"].items():
        text = value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{name:<{width}}  {text}".rstrip())
    return "\n".join(in_lines(printable(line), where, width + 2) for line in lines)


def _row(record: Entry) -> Row:
    """``time`` counts on the organization's own wall clock, as the document has it."""
    started = moment(record["time"]).removesuffix("Z")
    return Row(
        (
            record["number"], started, record["type"], record["status"], record["caller"],
            phones.local(record["target"]), record.get("representative_name", ""), span(record["duration"]),
            record["ivruniqueid"],
        )
    )  # fmt: skip
