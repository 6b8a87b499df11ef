"""``voicenter-mock statistics``: calls, waits and campaigns of a running sandbox over simulated time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from .numbers import WholeNumber
from .remote import Entry, Remote, of_organization
from .showing import newest, show, watchable
from .tables import Column, Row, Screen, Table, moment, span

BAR_WIDTH = 20
COLUMNS = (
    Column("from", whole=True),
    Column("at once", right=True, whole=True),
    Column("", whole=True, least=BAR_WIDTH, leaves=3),
    Column("arrived", right=True, whole=True),
    Column("answered", right=True, whole=True),
    Column("abandoned", right=True, whole=True),
    Column("mean wait", right=True, whole=True),
    Column("longest", right=True, whole=True, leaves=1),
    Column("dialled", leaves=2),
)


@click.command("statistics", epilog="Example: voicenter-mock statistics --bucket 60 --watch")
@click.option("--bucket", type=WholeNumber(1), help="Seconds a row stands for. Default: what fits.")
@newest
@watchable
@of_organization
def command(remote: Remote, bucket: int | None, last: int, watch: bool) -> None:
    """Calls at once, queue waits and what campaigns dialled, a row for each stretch of simulated time."""

    def table(answer: Any, screen: Screen) -> str:
        rows: list[Entry] = answer["rows"][-last:] if last else []
        most = max((row["most_calls"] for row in rows), default=0)
        return Table(COLUMNS, screen).whole((_row(row, most) for row in rows), nothing="nothing has happened")

    show(remote, lambda: remote.get("/statistics", bucket=bucket), table, watch=watch)


def _row(row: Entry, most: int) -> Row:
    bar = "#" * round(BAR_WIDTH * row["most_calls"] / most) if most else ""
    queue = row["arrived"], row["answered"], row["abandoned"]
    waits = span(row["mean_wait_seconds"]), span(row["longest_wait_seconds"])
    return Row((moment(row["from"]), row["most_calls"], bar, *queue, *waits, _format_dialled(row["campaigns"].items())))


def _format_dialled(campaigns: Iterable[tuple[str, Entry]]) -> str:
    return ", ".join(f"{code} {one['answered']} of {one['dialled']} answered" for code, one in campaigns)
