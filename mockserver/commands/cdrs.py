"""``voicenter-mock cdrs``: the call log of a running server."""

from __future__ import annotations

import click

from .remote import Entry, Remote, of_organization
from .showing import follow, followable
from .tables import Column, Row, moment, span

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


@click.command("cdrs", epilog="Example: voicenter-mock cdrs --follow")
@followable
@of_organization
def command(remote: Remote, since: int, last: int, goes_on: bool) -> None:
    """List the call log, as the CDR push writes records, oldest first."""
    since = max(since, remote.highest("cdrs") - last)  # a call log may have millions
    follow(
        remote, "cdrs", lambda number: remote.entries("cdrs", number), _row, COLUMNS,
        since=since, last=last, goes_on=goes_on, nothing="no records",
    )  # fmt: skip


def _row(record: Entry) -> Row:
    """``time`` counts on the organization's own wall clock, as the document has it."""
    started = moment(record["time"]).removesuffix("Z")
    return Row(
        (
            record["number"], started, record["type"], record["status"], record["caller"],
            record["target"], record.get("representative_name", ""), span(record["duration"]), record["ivruniqueid"],
        )
    )  # fmt: skip
