"""``voicenter-mock agents``: the agents of a running sandbox, where they are, and their statuses."""

from __future__ import annotations

from typing import Any

import click

from ..wire.console import printable
from .completion import agent_ids
from .remote import Entry, OperationRefused, Remote, of_organization, quote_segment
from .showing import show, watchable
from .tables import Column, Row, Screen, Table, moment

COLUMNS = (
    Column("user", right=True, whole=True),
    Column("name"),
    Column("extension", whole=True),
    Column("status", right=True, whole=True),
    Column("", colours={"Login": "green", "Logout": "red"}),
    Column("since", whole=True, leaves=1),
)


@click.group("agents", invoke_without_command=True, epilog="Example: voicenter-mock agents --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List the agents, or give one another status."""
    show(remote, lambda: remote.get("/agents"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["agents"]), nothing="no agents")


def _row(agent: Entry) -> Row:
    where = agent["extension"], agent["status"], agent["status_name"]
    return Row((agent["user"], agent["name"], *where, moment(agent["since"])))


@command.command("set", epilog="Example: voicenter-mock agents set walter@example.com 3")
@click.argument("user", shell_complete=agent_ids)
@click.argument("status")
@click.option("--extension", help="Where. Default: where the agent is, or the user's own extension.")
@of_organization
def set_status(remote: Remote, user: str, status: str, extension: str | None) -> None:
    """Give USER another STATUS: 1 logs in, 2 logs out, the others are the organization's, by number or name.

    USER is an id, code, e-mail address or name, or the extension where the agent is.
    """
    body = {"status": status, **({"extension": extension} if extension else {})}
    try:
        agent = remote.ask("PUT", f"/agents/{quote_segment(user)}", body)
    except OperationRefused as problem:
        raise (click.UsageError(problem.message) if problem.field == "status" else problem) from None
    where = agent["extension"] or "no extension"
    remote.report(agent, printable(f"{agent['name']} at {where}: {agent['status_name']}"))
