"""``voicenter-mock sockets``: who listens to the realtime events of a running sandbox."""

from __future__ import annotations

from typing import Any

import click

from .remote import Entry, Remote, of_organization
from .showing import show, watchable
from .tables import Column, Row, Screen, Table

COLUMNS = (
    Column("client"),
    Column("namespace"),
    Column("user", right=True, whole=True),
    Column("extension", whole=True),
)


@click.group("sockets", invoke_without_command=True, epilog="Example: voicenter-mock sockets --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List the clients that listen to the realtime events, or break their connections."""
    show(remote, lambda: remote.get("/sockets"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["sockets"]), nothing="nobody listens")


def _row(socket: Entry) -> Row:
    return Row((socket["remote"], socket["namespace"], socket["user"] or "all", socket["extension"]))


@command.command("drop", epilog="Example: voicenter-mock sockets drop")
@of_organization
def drop(remote: Remote) -> None:
    """Break the connection of every client; they may connect again."""
    remote.ask("DELETE", "/sockets")
    remote.report({"sockets": []}, "every connection is broken")
