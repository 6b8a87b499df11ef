"""``voicenter-mock requests``: the journal of a running sandbox, with what is wrong with each request."""

from __future__ import annotations

import json
from functools import partial

import click

from ..wire.console import printable
from .numbers import WholeNumber
from .operation_option import operation_option
from .output import message_lines
from .remote import Entry, Remote, of_organization
from .showing import follow, followable
from .tables import Column, Row, Screen, in_lines, moment

COLUMNS = (
    Column("no.", right=True, whole=True, least=4),
    Column("at", whole=True, least=20, leaves=2),
    Column("method", least=6, leaves=3),
    Column("path", least=36, leaves=4),
    Column("operation", least=20),
    Column("HTTP", right=True, whole=True),
    Column("error", right=True),
)


@click.group("requests", invoke_without_command=True, epilog="Example: voicenter-mock requests --follow")
@click.option("--unresolved", is_flag=True, help="Requests that found no organization, of the whole server.")
@operation_option
@followable
@of_organization
def command(
    remote: Remote, unresolved: bool, operation: str | None, since: int, last: int, goes_on: bool
) -> None:  # fmt: skip
    """List what was asked of a running sandbox, with contract violations and hints below each request."""

    def fetch(number: int) -> list[Entry]:
        entries = remote.unresolved(number) if unresolved else remote.entries("requests", number)
        return [entry for entry in entries if operation in (None, entry["operation"])]

    nothing = "no requests" if not unresolved else "no request has missed its organization"
    follow(remote, "requests", fetch, _row, COLUMNS, since=since, last=last, goes_on=goes_on, nothing=nothing)


def _row(entry: Entry) -> Row:
    error = "" if entry["error"] in (0, "", "0") else entry["error"]
    notes = [(f"violation: {violation}", "red") for violation in entry["violations"]]
    notes += [(f"hint: {hint}", "yellow") for hint in entry["hints"]]
    cells = (
        entry["number"], moment(entry["at"]), entry["method"], entry["path"], entry["operation"], entry["status"], error
    )  # fmt: skip
    return Row(cells, notes)


@command.command("show", epilog="Example: voicenter-mock requests show 17")
@click.argument("number", type=WholeNumber(1))
@click.option("--unresolved", is_flag=True, help="Of those that found no organization.")
@of_organization
def show_one(remote: Remote, number: int, unresolved: bool) -> None:
    """Show request NUMBER: its parameters and the answer."""
    entries = remote.unresolved(number - 1) if unresolved else remote.entries("requests", number - 1)
    if not entries or entries[0]["number"] != number:
        raise click.ClickException(f"there is no request {number}; the journal may have dropped it")
    remote.show(entries[0], partial(_summary, entries[0]))


def _summary(entry: Entry, where: Screen) -> str:
    """What can be looked at stands as the command that shows it."""
    asked = f"{entry['number']}  {moment(entry['at'])}  {entry['method']} {entry['path']}  {entry['operation']}"
    sentences = [f"violation: {violation}" for violation in entry["violations"]]
    sentences += [f"hint: {hint}" for hint in entry["hints"]]
    lines = [
        in_lines(printable(asked), where),
        *message_lines(json.dumps(entry["parameters"], ensure_ascii=False, indent=2)),
        f"HTTP {entry['status']}  error {entry['error']}",
        *message_lines(str(entry["answer"])),
        *(f"call  voicenter-mock explain {ivrid}" for ivrid in entry["calls"]),
        *(in_lines(printable(line), where) for line in sentences),
    ]
    return "\n".join(lines)
