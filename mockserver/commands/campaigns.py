"""``voicenter-mock campaigns``: the dialer campaigns of a running sandbox."""

from __future__ import annotations

from typing import Any, TextIO

import click

from ...contracts.sentences import counted
from ..wire.console import printable
from .completion import campaign_codes
from .pairs import pairs
from .remote import Entry, Remote, of_organization, quote_segment
from .showing import show, watchable
from .tables import Column, Row, Screen, Table, part

COLUMNS = (
    Column("campaign", whole=True),
    Column("kind", whole=True),
    Column("status", whole=True, colours={"Enabled": "green", "Disabled": "red"}),
    Column("done", whole=True),
    Column("pending", right=True, whole=True),
    Column("in calls", right=True, whole=True),
    Column("ended"),
    Column("waits because"),
)


@click.group("campaigns", invoke_without_command=True, epilog="Example: voicenter-mock campaigns --watch")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """List the campaigns, or start, stop, fill, clear and report on one."""
    show(remote, lambda: remote.get("/campaigns"), _table, watch=watch)


def _table(answer: Any, screen: Screen) -> str:
    return Table(COLUMNS, screen).whole(map(_row, answer["campaigns"]), nothing="no campaigns")


def _row(campaign: Entry) -> Row:
    done = part(sum(campaign["outcomes"].values()), campaign["numbers"])
    stands = campaign["kind"], campaign["status"], done, campaign["pending"], len(campaign["calls"])
    return Row((campaign["code"], *stands, _format_outcomes(campaign), _REASONS.get(campaign["reason"], "")))


def _format_outcomes(campaign: Entry) -> str:
    return ", ".join(f"{count} {name}" for name, count in campaign["outcomes"].items() if count)


def _summary(campaign: Entry) -> str:
    """A campaign in one line."""
    ended = f", {_format_outcomes(campaign)}" if _format_outcomes(campaign) else ""
    pending = f"{campaign['pending']} pending, {len(campaign['calls'])} in calls{ended}"
    return printable(f"{campaign['code']}  {campaign['status']}  {pending}")


_REASONS = {
    "hours": "the calling hours are over",
    "time": "the next number's time has not come",
    "agents": "no agent is free",
    "coefficient": "the coefficient allows no more calls in set-up",
    "calls": "as many calls are up as it may have",
    "waiting": "the monitored queue is full",
    "limit": "the organization's limit of calls is reached",
}


def _changes(action: str, text: str) -> None:
    @command.command(action, help=text, epilog=f"Example: voicenter-mock campaigns {action} demo-agents-campaign")
    @click.argument("code", shell_complete=campaign_codes)
    @of_organization
    def _(remote: Remote, code: str) -> None:  # pyright: ignore[reportUnusedFunction]
        campaign = remote.ask("POST", f"/campaigns/{quote_segment(code)}/{action}")
        remote.report(campaign, _summary(campaign))


_changes("start", "Let the campaign called CODE dial.")
_changes("stop", "Stop the campaign called CODE; calls that are up go on.")
_changes("clear", "Forget the pending calls of the campaign called CODE.")


@command.command("add", epilog="Example: voicenter-mock campaigns add demo-agents-campaign 0501234567 0507654321")
@click.argument("code", shell_complete=campaign_codes)
@click.argument("numbers", nargs=-1)
@click.option("--file", type=click.File(encoding="utf-8"), help="More numbers, one a line; - is standard input.")
@click.option("--custom", multiple=True, metavar="NAME=VALUE", help="Custom data of all these calls.")
@of_organization
def add(
    remote: Remote, code: str, numbers: tuple[str, ...], file: TextIO | None, custom: tuple[str, ...]
) -> int:  # fmt: skip
    """Put NUMBERS on the list of the campaign called CODE. The exit code is 1 if some were refused."""
    try:
        listed = [line.strip() for line in file or () if line.strip()]
    except ValueError as error:
        raise click.UsageError(f"--file: {error}") from None
    body = {"numbers": [*numbers, *listed], "custom": pairs("--custom", custom)}
    if not body["numbers"]:
        raise click.UsageError("say which numbers, or --file with one a line")
    answer = remote.ask("POST", f"/campaigns/{quote_segment(code)}/calls", body)
    remote.report(answer, "\n".join(_format_added(answer)))
    return 1 if answer["refused_count"] else 0


def _format_added(answer: Any) -> list[str]:
    lines = [f"{answer['added']} added, {answer['changed']} changed, {answer['refused_count']} refused"]
    return [*lines, *(printable(f"  {one['target']}: {one['message']}") for one in answer["refused"])]


@command.command("report", epilog="Example: voicenter-mock campaigns report demo-agents-campaign")
@click.argument("code", shell_complete=campaign_codes)
@of_organization
def report(remote: Remote, code: str) -> None:
    """What the campaign called CODE has done so far."""
    answer = remote.get(f"/campaigns/{quote_segment(code)}/report")
    remote.report(answer, "\n".join(_format_report(answer)))


def _format_report(answer: Any) -> list[str]:
    waiting = answer["waiting"]
    statuses = ", ".join(f"{count} {status}" for status, count in answer["statuses"].items())
    longest = f"{waiting['mean_seconds']:g} s in the mean, {waiting['longest_seconds']:g} s at most"
    lines = [
        f"attempts   {answer['attempts']}{': ' + statuses if statuses else ''}",
        f"numbers    {_format_outcomes(answer) or 'none has ended'}",
        f"at once    {counted(answer['most_calls_at_once'], 'call')}, {waiting['most_at_once']} waiting",
        f"waits      {waiting['count']}, {longest}",
        f"occupancy  {answer['occupancy']:.0%}",
    ]
    for agent in answer["agents"]:
        missed = f", {agent['missed']} missed" if agent["missed"] else ""
        lines.append(
            f"  {agent['extension']:<16} {agent['occupancy']:>4.0%}  {counted(agent['calls'], 'call')}{missed}"
        )
    return lines
