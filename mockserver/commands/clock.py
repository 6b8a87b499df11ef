"""``voicenter-mock clock``: what time it is in an organization of a running server, and running it forward."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any
from urllib.parse import quote

import click

from .deliveries import control, of_server

POLL_SECONDS = 0.25
WIDTH = 1000
"""Steps of the progress bar."""


@click.group("clock", invoke_without_command=True)
@of_server
@click.pass_context
def command(context: click.Context, server: str, organization: str, as_json: bool) -> None:
    """Show the clock, or advance it."""
    if context.invoked_subcommand is not None:
        given = {"server": server, "organization": organization, "as_json": as_json}
        context.default_map = {context.invoked_subcommand: given}
        return
    _show(control(server, "GET", _path(organization)), as_json)


@command.command("advance")
@click.argument("how_far", metavar="SECONDS|UNTIL|idle")
@of_server
def advance(server: str, organization: str, as_json: bool, how_far: str) -> None:
    """Run simulated time forward: by SECONDS, UNTIL a moment (ISO 8601), or until nothing waits for anything.

    Ctrl-C stops it where it is.
    """
    start = control(server, "GET", _path(organization))
    work = _Advance(server, organization, _order(how_far))
    work.start()
    try:
        with click.progressbar(length=WIDTH, label="advancing", file=sys.stderr, show_pos=False) as bar:
            shown = 0
            while work.goes_on():
                done = int(WIDTH * work.done(start["now"]))
                bar.update(max(0, done - shown))
                shown = max(shown, done)
            bar.update(WIDTH - shown)
    except KeyboardInterrupt:
        control(server, "POST", _path(organization, "/cancel"))
        raise click.Abort from None
    if work.problem is not None:
        raise work.problem
    _show(control(server, "GET", _path(organization)), as_json)


class _Advance(threading.Thread):
    """The request that runs time forward, and how far it has got."""

    def __init__(self, server: str, organization: str, order: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._organization = organization
        self._order = order
        self._clock: dict[str, Any] = {}
        self.problem: click.ClickException | None = None

    def run(self) -> None:
        try:
            control(self._server, "POST", _path(self._organization, "/advance"), self._order)
        except click.ClickException as problem:
            self.problem = problem

    def goes_on(self) -> bool:
        """Waits a little. An advance may take longer than the request for it: then the clock says when it is over."""
        self.join(POLL_SECONDS)
        self._clock = control(self._server, "GET", _path(self._organization))
        if self.is_alive():
            return True
        if self.problem is not None and self._clock["advancing"] and "did not answer" in self.problem.message:
            self.problem = None
            return True
        return self.problem is None and bool(self._clock["advancing"])

    def done(self, start: float) -> float:
        """0 to 1: of the time, or of what the campaigns have to dial."""
        seconds = self._order.get("seconds")
        if seconds:
            return min(1.0, (self._clock["now"] - start) / seconds)
        until = self._order.get("until")
        if isinstance(until, float) and until > start:
            return min(1.0, (self._clock["now"] - start) / (until - start))
        path = f"/organizations/{quote(self._organization, safe='')}/campaigns"
        campaigns: list[dict[str, Any]] = control(self._server, "GET", path)["campaigns"]
        campaigns = [campaign for campaign in campaigns if campaign["status"] == "Enabled"]
        taken = sum(campaign["numbers"] for campaign in campaigns)
        return sum(sum(campaign["outcomes"].values()) for campaign in campaigns) / taken if taken else 0.0


def _order(how_far: str) -> dict[str, Any]:
    if how_far == "idle":
        return {"until": "idle"}
    try:
        return {"seconds": float(how_far)}
    except ValueError:
        from datetime import UTC, datetime

        try:
            moment = datetime.fromisoformat(how_far)
        except ValueError:
            message = f"{how_far!r} is neither a number of seconds, nor an ISO 8601 date and time, nor idle"
            raise click.UsageError(message) from None
        return {"until": (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()}


def _show(clock: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(clock, ensure_ascii=False))
        return
    mode = f"{clock['mode']}, {clock['speed']:g} times as fast" if clock["mode"] == "scaled" else clock["mode"]
    click.echo(f"{clock['local']}  ({mode}{', being advanced' if clock['advancing'] else ''})")


def _path(organization: str, action: str = "") -> str:
    return f"/organizations/{quote(organization, safe='')}/clock{action}"
