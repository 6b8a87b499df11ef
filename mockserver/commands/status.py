"""``voicenter-mock status``: how an integration is doing, as a running sandbox saw it."""

from __future__ import annotations

import click

from ...contracts.sentences import counted
from ..wire.console import printable
from .remote import Entry, Remote, of_organization
from .showing import show, watchable
from .tables import Column, Row, Screen, Table, in_lines

COLOURS = {"bad": "red", "warning": "yellow"}
COLUMNS = (
    Column("callback", whole=True),
    Column("sent", right=True, whole=True),
    Column("not accepted", right=True, whole=True),
    Column("given up", right=True, whole=True),
    Column("address"),
)


@click.command("status", epilog="Example: voicenter-mock status --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> int:
    """Tell how an integration is doing: what to mend, first things first, then each callback.

    A callback counts as not accepted when its last attempt was not acknowledged. The exit code is 1 if something does
    not work, else 0.
    """
    show(remote, lambda: remote.get("/status"), _text, watch=watch)
    return 1 if any(problem["severity"] == "bad" for problem in remote.get("/status")["problems"]) else 0


def _text(status: Entry, screen: Screen) -> str:
    lines = [problem_line(problem, screen) for problem in status["problems"]]
    asked = status["requests"]
    asked_for = counted(asked["total"], "request")
    lines.append(f"{asked_for}, {asked['refused']} refused, {asked['violating']} taken against their contract")
    return "\n".join([*lines, Table(COLUMNS, screen).whole(map(_row, status["callbacks"]), nothing="")])


def problem_line(problem: Entry, screen: Screen) -> str:
    """A problem's sentence, coloured by how bad it is."""
    colour = COLOURS.get(problem["severity"]) if screen.colours else None
    text = in_lines(printable(f"{problem['severity']}: {problem['text']}"), screen)
    return click.style(text, fg=colour) if colour else text


def _row(callback: Entry) -> Row:
    counts = callback["sent"], callback["not_accepted"], callback["given_up"]
    return Row((callback["callback"], *counts, callback["address"] or "no address is set"))
