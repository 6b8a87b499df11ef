"""Showing a list: once, again and again in place (``--watch``), or line by line as it grows (``--follow``).

All ways give one line of JSON for each answer with ``--json``. Ctrl-C ends the endless ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from .numbers import WholeNumber
from .remote import Command, Entry, Remote, as_line
from .tables import Column, Row, Screen, Table, screen

LOOK_SECONDS = 0.5
DEFAULT_LAST = 50
_HOME, _ERASE_LINE, _ERASE_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"

newest = click.option(
    "--last", type=WholeNumber(0), default=DEFAULT_LAST, show_default=True, help="At most so many, the newest."
)
watchable = click.option("--watch", is_flag=True, help="Keep showing it as it changes, until Ctrl-C.")


def followable(command: Command) -> Command:
    """The options of a list that grows."""
    for option in (
        click.option("--follow", "goes_on", is_flag=True, help="Go on with what is new, until Ctrl-C."),
        newest,
        click.option("--since", type=WholeNumber(0), default=0, help="Only those numbered above this."),
    ):  # fmt: skip
        command = option(command)
    return command


def show(remote: Remote, fetch: Callable[[], Any], text: Callable[[Any, Screen], str], *, watch: bool = False) -> None:
    """Prints what ``fetch`` brings; with ``watch`` whenever it has changed, on a terminal in the same place."""
    before = None
    while True:
        answer, where = fetch(), screen()
        output = as_line(answer) if remote.as_json else text(answer, where)
        if output != before:
            in_place = watch and where.is_terminal and not remote.as_json
            click.echo(_in_place(output, where) if in_place else output, nl=not in_place)
            before = output
        if not watch:
            return
        time.sleep(LOOK_SECONDS)


def _in_place(text: str, where: Screen) -> str:
    lines = text.splitlines()
    if len(lines) >= where.height:
        hidden = len(lines) - where.height + 2
        lines = [*lines[: where.height - 2], f"… {hidden} more"]
    return _HOME + "".join(f"{line}{_ERASE_LINE}\n" for line in lines) + _ERASE_BELOW


def follow(
    remote: Remote, what: str, fetch: Callable[[int], Sequence[Entry]], row: Callable[[Entry], Row],
    columns: Sequence[Column], *, since: int, last: int, goes_on: bool, nothing: str, number: str = "number",
    beside: Entry | None = None, is_there: Callable[[int], object] | None = None,
) -> None:  # fmt: skip
    """Prints the newest entries of a numbered list, and with ``follow`` each new one, until Ctrl-C.

    ``what`` and ``number`` are the control API's names of the list and of its numbers, ``fetch`` brings the entries
    above one. As JSON a list is one line, with what stands ``beside`` it; one that goes on has a line for each entry.
    ``is_there`` says whether the list still has a number, where ``fetch`` leaves some out that it had brought: one
    that has lost its newest began anew, because the organization was reset.
    """
    table = Table(columns, screen())
    entries = fetch(since)
    since = entries[-1][number] if entries else since
    entries = entries[-last:] if last else entries[:0]
    if remote.as_json and not goes_on:
        click.echo(as_line({what: entries, **(beside or {})}))
        return
    _print(remote, table, entries, row, nothing="" if goes_on else nothing, first=True)
    newest = entries[-1][number] if entries else 0
    while goes_on:
        time.sleep(LOOK_SECONDS)
        entries = fetch(since)
        if newest and not entries and not (is_there(newest) if is_there else fetch(newest - 1)):
            since, entries = 0, fetch(0)
        if entries:
            since = newest = max(since, entries[-1][number])
            _print(remote, table, entries, row)


def _print(
    remote: Remote, table: Table, entries: Iterable[Entry], row: Callable[[Entry], Row], *, nothing: str = "",
    first: bool = False,
) -> None:  # fmt: skip
    if remote.as_json:
        for entry in entries:
            click.echo(as_line(entry))
        return
    lines = table.lines(map(row, entries))
    if not lines and nothing:
        click.echo(nothing)
    elif first:
        click.echo("\n".join([table.headings(), *lines]))
    else:
        click.echo("\n".join(lines))
