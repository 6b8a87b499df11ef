"""``voicenter-mock queues``: who waits in the queues of a running sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from .remote import Entry, Remote, of_organization
from .showing import show, watchable
from .tables import Column, Row, Screen, Table, span

COLUMNS = (
    Column("queue", right=True, whole=True),
    Column("name"),
    Column("members"),
    Column("waiting", right=True, whole=True),
    Column("caller"),
    Column("caller's name"),
    Column("waits", right=True, whole=True),
    Column("call"),
)


@click.command("queues", epilog="Example: voicenter-mock queues --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List the queues, and who waits in each, the longest first."""

    def table(answer: Any, screen: Screen) -> str:
        now = remote.now()
        rows = [row for queue in answer["queues"] for row in _rows(queue, now)]
        return Table(COLUMNS, screen).whole(rows, nothing="no queues")

    show(remote, lambda: remote.get("/queues"), table, watch=watch)


def _rows(queue: Entry, now: float) -> Iterator[Row]:
    """A line for the queue, with its first caller, and one for each further caller."""
    callers: list[Entry] = queue["callers"]
    head: tuple[object, ...] = (queue["id"], queue["name"], ", ".join(queue["members"]), len(callers))
    if not callers:
        yield Row((*head, "", "", "", ""))
    for caller in callers:
        yield Row((*head, caller["caller"], caller["caller_name"], span(now - caller["joined"]), caller["ivrid"]))
        head = ("",) * 4
