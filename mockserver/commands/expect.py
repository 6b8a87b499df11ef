"""``voicenter-mock expect``: how the next dials of a number go on a running sandbox."""

from __future__ import annotations

from typing import Any

import click

from ...contracts.sentences import counted
from .analysis_options import analysis_options, analysis_request
from .numbers import Number, WholeNumber
from .remote import Entry, Remote, of_organization
from .showing import show, watchable
from .tables import Column, Row, Screen, Table
from .words import OUTCOME

COLUMNS = (
    Column("number", whole=True),
    Column("what happens", whole=True),
    Column("rings", right=True),
    Column("talks", right=True),
    Column("cause", right=True),
    Column("times", right=True, whole=True),
)


@click.group("expect", invoke_without_command=True, epilog="Example: voicenter-mock expect")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List how the next dials go, or decide it."""
    show(remote, lambda: remote.get("/expectations"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["expectations"]), nothing="nothing is expected")


def _row(expected: Entry) -> Row:
    rings, talks = (
        f"{seconds:g} s" if seconds else "" for seconds in (expected["ring_seconds"], expected["talk_seconds"])
    )
    number = expected["number"] or "any"
    return Row((number, expected["kind"], rings, talks, expected["cause"] or "", expected["times"]))


@command.command("add", epilog="Example: voicenter-mock expect add busy --number 0501234567 --times 2")
@click.argument("kind", type=OUTCOME)
@click.option("--number", help="A phone number or an extension. Default: any.")
@click.option("--times", type=WholeNumber(1), help="So many dials. Default: 1.")
@click.option("--ring", "ring_seconds", type=Number(0), help="Seconds until it answers or rejects.")
@click.option("--talk", "talk_seconds", type=Number(0), help="Seconds until it hangs up after answering.")
@click.option("--cause", type=WholeNumber(1, 127), help="The ISUP cause, for KIND cause.")
@analysis_options
@of_organization
def add(remote: Remote, kind: str | int, **given: Any) -> None:
    """Let the next dials of a number end as KIND says.

    KIND is answer, voicemail, busy, reject, no_answer, unavailable, congestion, unallocated, invalid, cancel,
    dont_call, torture or cause; the status that the leg gets by it (NOANSWER); or the number of an ISUP cause (17).
    """
    wanted = analysis_request(given.pop("ai"), given.pop("mood"))
    members = given | {"ai": wanted}
    body = {"kind": kind, **{name: value for name, value in members.items() if value is not None}}
    answer = remote.ask("POST", "/expectations", body)
    added = answer["expectations"][-1]
    remote.report(answer, f"{added['number'] or 'any number'}: {added['kind']}, {counted(added['times'], 'time')}")


@command.command("clear", epilog="Example: voicenter-mock expect clear")
@of_organization
def clear(remote: Remote) -> None:
    """Forget all that was expected."""
    remote.ask("DELETE", "/expectations")
    remote.report({"expectations": []}, "nothing is expected")
