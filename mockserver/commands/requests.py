"""``voicenter-mock requests``: the journal of a running server, with what is wrong with each request."""

from __future__ import annotations

import json

import click

from ..wire.console import printable
from .remote import Entry, Remote, of_organization
from .showing import follow, followable
from .tables import Column, Row, moment

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
@click.option("--operation", help="Only requests of one operation, such as click2call.")
@followable
@of_organization
def command(
    remote: Remote, unresolved: bool, operation: str | None, since: int, last: int, goes_on: bool
) -> None:  # fmt: skip
    """List what was asked of a running server, with contract violations and hints below each request."""

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
@click.argument("number", type=click.IntRange(1))
@click.option("--unresolved", is_flag=True, help="Of those that found no organization.")
@of_organization
def show_one(remote: Remote, number: int, unresolved: bool) -> None:
    """Show request NUMBER: its parameters and the answer."""
    entries = remote.unresolved(number - 1) if unresolved else remote.entries("requests", number - 1)
    if not entries or entries[0]["number"] != number:
        raise click.ClickException(f"there is no request {number}; the journal may have dropped it")
    remote.report(entries[0], _summary(entries[0]))


def _summary(entry: Entry) -> str:
    lines = [
        f"{entry['number']}  {moment(entry['at'])}  {entry['method']} {entry['path']}  {entry['operation']}",
        *(f"  {line}" for line in json.dumps(entry["parameters"], ensure_ascii=False, indent=2).splitlines()),
        f"HTTP {entry['status']}  error {entry['error']}",
        *(f"  {line}" for line in str(entry["answer"]).splitlines()),
        *(f"call: {ivrid}" for ivrid in entry["calls"]),
        *(f"violation: {violation}" for violation in entry["violations"]),
        *(f"hint: {hint}" for hint in entry["hints"]),
    ]
    return "\n".join(map(printable, lines))
