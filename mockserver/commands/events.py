"""``voicenter-mock events``: what happened at the extensions, queues and campaigns of a running sandbox."""

from __future__ import annotations

import click

from ..telephony.model import phones
from .remote import Entry, Remote, of_organization
from .showing import follow, followable
from .tables import Column, Row, moment

COLUMNS = (
    Column("no.", right=True, whole=True, least=4),
    Column("at", whole=True, least=20, leaves=1),
    Column("type", least=10, leaves=2),
    Column("reason", least=16),
    Column("where", least=10),
    Column("call", least=32, id=True),
    Column("details"),
)


@click.command("events", epilog="Example: voicenter-mock events --follow")
@followable
@of_organization
def command(remote: Remote, since: int, last: int, goes_on: bool) -> None:
    """List what happened at extensions, queues and campaigns, oldest first."""
    follow(
        remote, "events", lambda number: remote.entries("events", number), _row, COLUMNS,
        since=since, last=last, goes_on=goes_on, nothing="no events",
    )  # fmt: skip


def _row(event: Entry) -> Row:
    call: Entry = event.get("call") or {}
    record: Entry = event.get("cdr") or {}
    where = event.get("extension") or event.get("queue") or event.get("campaign") or event.get("did") or ""
    ivrid = call.get("call_id") or event.get("call_id") or record.get("call_id") or ""
    return Row(
        (
            event["number"], moment(event["time"]), event["type"], event.get("reason") or event.get("kind", ""), where,
            ivrid, _details(event, call, record),
        )
    )  # fmt: skip


def _details(event: Entry, call: Entry, record: Entry) -> str:
    if record:
        return f"{record['status']}, {record['duration']} s"
    if event["type"] == "queue":
        return f"{len(event['callers'])} waiting"
    if event.get("reason") == "userStatusUpdate":
        return f"user {event['agent']['user']}, status {event['agent']['status']}"
    ended = event.get("dial_status") or event.get("cause") or ""
    return ", ".join(
        word for word in (call.get("status", ""), phones.local(call.get("caller_phone", "")), ended) if word
    )
