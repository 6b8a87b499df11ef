"""``voicenter-mock campaigns``: the dialer campaigns of a running server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import click

from .deliveries import control, of_server


@click.group("campaigns", invoke_without_command=True)
@of_server
@click.pass_context
def command(context: click.Context, server: str, organization: str, as_json: bool) -> None:
    """List the campaigns, or start, stop, clear and report on one."""
    if context.invoked_subcommand is not None:
        given = {"server": server, "organization": organization, "as_json": as_json}
        context.default_map = {context.invoked_subcommand: given}
        return
    answer = control(server, "GET", _path(organization))
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for campaign in answer["campaigns"]:
        click.echo(told(campaign))


def told(campaign: dict[str, Any]) -> str:
    """A campaign in one line."""
    ended = ", ".join(f"{count} {name}" for name, count in campaign["outcomes"].items() if count)
    reason = _REASONS.get(campaign["reason"], "")
    line = f"{campaign['code']:<24}  {campaign['status']:<8}  {campaign['kind']:<6}  {campaign['pending']} pending"
    line += f", {len(campaign['calls'])} in calls{', ' + ended if ended else ''}"
    return f"{line}; {reason}" if reason else line


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
    @command.command(action, help=text)
    @click.argument("code")
    @of_server
    def _(server: str, organization: str, as_json: bool, code: str) -> None:  # pyright: ignore[reportUnusedFunction]
        answer = control(server, "POST", _path(organization, code, action))
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else told(answer))


_changes("start", "Let a campaign dial.")
_changes("stop", "Stop a campaign; calls that are up go on.")
_changes("clear", "Forget a campaign's pending calls.")


@command.command("report")
@click.argument("code")
@of_server
def report(server: str, organization: str, as_json: bool, code: str) -> None:
    """What a campaign has done so far."""
    answer = control(server, "GET", _path(organization, code, "report"))
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    waiting = answer["waiting"]
    statuses = ", ".join(f"{count} {status}" for status, count in answer["statuses"].items())
    ended = ", ".join(f"{count} {name}" for name, count in answer["outcomes"].items() if count)
    click.echo(f"attempts   {answer['attempts']}{': ' + statuses if statuses else ''}")
    click.echo(f"numbers    {ended or 'none has ended'}")
    click.echo(f"at once    {answer['most_calls_at_once']} calls, {waiting['most_at_once']} waiting")
    click.echo(
        f"waits      {waiting['count']}, {waiting['mean_seconds']:g} s in the mean, "
        f"{waiting['longest_seconds']:g} s at most"
    )
    click.echo(f"occupancy  {answer['occupancy']:.0%}")
    for agent in answer["agents"]:
        missed = f", {agent['missed']} missed" if agent["missed"] else ""
        click.echo(f"  {agent['extension']:<16} {agent['occupancy']:>4.0%}  {agent['calls']} calls{missed}")


def _path(organization: str, code: str = "", action: str = "") -> str:
    path = f"/organizations/{quote(organization, safe='')}/campaigns"
    return f"{path}/{quote(code, safe='')}/{action}" if code else path
