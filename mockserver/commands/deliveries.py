"""``voicenter-mock deliveries``: the callbacks of a running sandbox, with what became of them."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo
from functools import partial
from typing import Any

import click

from ...contracts.callback_names import MessageName, read_message
from ...contracts.sentences import counted
from ..callbacks.delivery import Attempt
from ..callbacks.summaries import judged, outcome, reason_beside
from ..wire.console import printable
from .calls import whole_id
from .completion import call_ids
from .numbers import WholeNumber
from .output import message_lines, print_sentences
from .remote import Entry, Remote, of_organization
from .showing import follow, followable
from .tables import Column, Row, Screen, in_lines, moment
from .words import CALLBACK, MESSAGE

STATUS_COLOURS = {"acknowledged": "green", "pending": "yellow", "failed": "red"}
COLUMNS = (
    Column("id", right=True, whole=True, least=4),
    Column("planned", whole=True, least=20, leaves=3),
    Column("status", whole=True, least=12, colours=STATUS_COLOURS),
    Column("message", least=8),
    Column("about", least=32, enough=28),
    Column("call", least=32, id=True, leaves=1),
    Column("attempts", right=True, whole=True, leaves=2),
)


@click.group("deliveries", invoke_without_command=True, epilog="Example: voicenter-mock deliveries --status failed")
@click.option("--status", type=click.Choice(["pending", "acknowledged", "failed"]), help="Only these.")
@click.option("--callback", type=CALLBACK, help="Only these.")
@click.option(
    "--ivrid", help="Only those of one call: its id, or as much of it as only it has.", shell_complete=call_ids
)
@followable
@of_organization
def command(
    remote: Remote, status: str | None, callback: str | None, ivrid: str | None, since: int, last: int, goes_on: bool
) -> None:
    """List the callbacks of a running sandbox, oldest first; with --follow each again when it has changed.

    Below one that is not acknowledged stands what its last attempt brought.
    """
    news = _News(remote, {"status": status, "callback": callback, "ivrid": ivrid and whole_id(remote, ivrid)})
    circuits = remote.get("/deliveries", limit=1)["circuits"]
    follow(
        remote, "deliveries", news.since, row, COLUMNS, since=since, last=last, goes_on=goes_on,
        nothing="no deliveries", number="id", beside={"circuits": circuits},
        is_there=lambda number: remote.get("/deliveries", since=number - 1, limit=1)["deliveries"],
    )  # fmt: skip
    for circuit in () if remote.as_json else circuits:
        times = counted(circuit["consecutive_failures"], "attempt")
        print_sentences(f"held back: {circuit['target']}, after {times} in a row that were not answered in time")


class _News:
    """Deliveries that are new, or stand otherwise than when they were last seen."""

    def __init__(self, remote: Remote, wanted: dict[str, Any]) -> None:
        self._remote = remote
        self._wanted = wanted
        self._pending: dict[int, int] = {}
        """Number -> how many attempts it had."""

    def since(self, number: int) -> list[Entry]:
        before = min([number + 1, *self._pending]) - 1
        found = self._remote.entries("deliveries", before, number="id", **self._wanted)
        news = [entry for entry in found if entry["id"] > number or self._has_changed(entry)]
        self._pending = {entry["id"]: len(entry["attempts"]) for entry in found if entry["status"] == "pending"}
        return news

    def _has_changed(self, entry: Entry) -> bool:
        attempts = self._pending.get(entry["id"])
        return attempts is not None and (entry["status"] != "pending" or attempts != len(entry["attempts"]))


def row(delivery: Entry) -> Row:
    """A delivery as a line of the table."""
    attempts: list[dict[str, Any]] = delivery["attempts"]
    cells = (
        delivery["id"], moment(delivery["planned_at"]), delivery["status"], message_name(delivery), delivery["about"],
        delivery["ivrid"], len(attempts),
    )  # fmt: skip
    if not attempts or delivery["status"] == "acknowledged":
        return Row(cells)
    return Row(cells, ((outcome(Attempt.from_data(attempts[-1])), "red"),))


def summary(delivery: Entry, where: Screen, zone: tzinfo = UTC) -> str:
    """A delivery with its message, and what each attempt brought; its moments in the time of ``zone``."""
    lines = [
        f"{delivery['id']}  {message_name(delivery)}  {delivery['status']}",
        f"call     {delivery['ivrid']}",
        *([f"record   {delivery['record']}"] if delivery["record"] else []),
        f"about    {delivery['about']}",
        f"planned  {moment(delivery['planned_at'], zone)}",
        f"target   {delivery['method']} {delivery['target']}  {delivery['content_type']}",
    ]
    lines = [in_lines(printable(line), where, len("planned  ")) for line in lines]
    lines += message_lines(json.dumps(delivery["request"], ensure_ascii=False, indent=2))
    for attempt in delivery["attempts"]:
        lines.append(in_lines(printable(_attempt(attempt, zone)), where))
        lines += message_lines(attempt["response"])
        lines += [in_lines(printable(f"violation: {violation}"), where) for violation in attempt["violations"]]
    if delivery["next_attempt_at"]:
        lines.append(f"next attempt at {moment(delivery['next_attempt_at'], zone)}")
    return "\n".join(lines)


def _attempt(attempt: dict[str, Any], zone: tzinfo) -> str:
    """When, the verdict, and what HTTP said of it."""
    status = f"HTTP {attempt['status']}" if attempt["status"] else "no answer"
    verdict = judged(attempt["verdict"], reason_beside(attempt["detail"], attempt["violations"]))
    http = "" if verdict.startswith(status) else f"{status}, "
    return f"{moment(attempt['at'], zone)}  {verdict}  ({http}{attempt['milliseconds']:.0f} ms)"


def message_name(delivery: Entry) -> MessageName:
    """What was sent, in the words of the command line: ``external_ivr_hangup``."""
    return read_message(delivery["contract"])


@command.command("send", epilog="Example: voicenter-mock deliveries send cdr")
@click.argument("callback", type=MESSAGE)
@click.option("--to", help="A URL. Default: the organization's target.")
@click.option("--encoding", type=click.Choice(["json", "xml-rpc", "form", "query"]), help="Default: the target's.")
@of_organization
def send(remote: Remote, callback: str, to: str | None, encoding: str | None) -> int:
    """Send one documented CALLBACK, now. The exit code is 0 if it was acknowledged, 1 if it was not.

    CALLBACK is cdr, popup, external_ivr, external_ivr_hangup, external_layer or voicebot.

    `voicenter-mock trigger` needs no server, and can change the message.
    """
    body = {name: value for name, value in (("to", to), ("encoding", encoding)) if value}
    return print_answer(remote, remote.ask("POST", f"/callbacks/{callback}", body))


def print_answer(remote: Remote, delivery: Entry) -> int:
    """Tells what came of an attempt that was made now. The exit code."""
    remote.show(delivery, partial(summary, delivery))
    return 0 if delivery["attempts"][-1]["verdict"] == "acknowledged" else 1


@command.command("show", epilog="Example: voicenter-mock deliveries show 17")
@click.argument("number", type=WholeNumber(1))
@of_organization
def show_one(remote: Remote, number: int) -> None:
    """Show delivery NUMBER: its message, each attempt, and what came back."""
    delivery = remote.get(f"/deliveries/{number}")
    remote.show(delivery, partial(summary, delivery))
