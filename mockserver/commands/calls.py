"""``voicenter-mock calls``: the calls of a running sandbox."""

from __future__ import annotations

from typing import Any

import click

from ..telephony.model import phones
from .remote import Entry, OperationRefused, Remote, of_organization, quote_segment
from .showing import show, watchable
from .tables import Column, Row, Screen, Table, time_of_day

COLUMNS = (
    Column("call", id=True),
    Column("started", whole=True, leaves=2),
    Column("flow", whole=True, leaves=3),
    Column("caller"),
    Column("name", leaves=4),
    Column("called"),
    Column("legs"),
)


@click.command("calls", epilog="Example: voicenter-mock calls --watch")
@click.option("--all", "every", is_flag=True, help="Also those that have ended.")
@watchable
@of_organization
def command(remote: Remote, every: bool, watch: bool) -> None:
    """List the calls that are up."""
    show(remote, lambda: remote.get("/calls", active="" if every else "1"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(row, answer["calls"]), nothing="no calls")


def row(call: Entry) -> Row:
    """A call as a line of the table."""
    who = call["caller"], call["caller_name"], called_number(call)
    return Row((call["ivrid"], time_of_day(call["started"]), call["flow"], *who, legs(call)))


def called_number(call: Entry) -> str:
    """The number that was dialled, wherever the call has got to since."""
    return str((call["direction"] == "Incoming" and call["did"]) or call["target"])


def legs(call: Entry) -> str:
    """Who takes part, and what each does: ``SIPSIP1 talking, 0501234567 ringing``."""
    return ", ".join(f"{phones.local(leg['number'])} {state(leg)}" for leg in call["legs"])


def state(leg: Entry) -> str:
    """What a leg does, or how it ended."""
    return str(leg["status"]) if leg["state"] == "ENDED" else str(leg["state"]).lower()


_ID_LENGTH = 32


def whole_id(remote: Remote, ivrid: str) -> str:
    """A call's id of as much of it as only one call has. Whole ids may be of calls that are not known any more."""
    return ivrid if len(ivrid) == _ID_LENGTH else str(in_call(remote, "GET", ivrid)["ivrid"])


def in_call(remote: Remote, method: str, ivrid: str, action: str = "", body: Any = None) -> Any:
    """A request about one call. Raises ``click.ClickException``; for an unknown one with where to find the others."""
    try:
        return remote.ask(method, f"/calls/{quote_segment(ivrid)}{'/' + action if action else ''}", body)
    except OperationRefused as problem:
        if problem.code == "unknown" and " no call " in problem.message:
            message = f"{problem.message}; list them with: voicenter-mock calls --all"
            raise OperationRefused(message, problem.code) from None
        raise
