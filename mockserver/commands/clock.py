"""``voicenter-mock clock``: what time it is in an organization of a running sandbox, and running it forward."""

from __future__ import annotations

import math
import sys
import threading
from typing import Any

import click

from ...contracts.sentences import counted
from .numbers import Number
from .output import print_sentences
from .remote import Remote, of_organization
from .showing import show, watchable
from .tables import Screen

POLL_SECONDS = 0.25
WIDTH = 1000
"""Steps of the progress bar."""


@click.group("clock", invoke_without_command=True, epilog="Example: voicenter-mock clock")
@watchable
@of_organization
def command(remote: Remote, watch: bool) -> None:
    """Show the clock; pause it, change its speed, or run it forward."""

    def text(clock: Any, _: Screen) -> str:
        return summary(clock)

    show(remote, lambda: remote.get("/clock"), text, watch=watch)


@command.command("pause", epilog="Example: voicenter-mock clock pause")
@of_organization
def pause(remote: Remote) -> None:
    """Let simulated time stand still, until it is advanced or runs again."""
    _set(remote, {"mode": "manual"})


@command.command("run", epilog="Example: voicenter-mock clock run")
@of_organization
def run(remote: Remote) -> None:
    """Let simulated time go on as fast as real time."""
    _set(remote, {"mode": "realtime"})


@command.command("speed", epilog="Example: voicenter-mock clock speed 60")
@click.argument("times", type=Number(0, 1_000_000, min_open=True))
@of_organization
def speed(remote: Remote, times: float) -> None:
    """Let simulated time go on so many TIMES as fast as real time."""
    _set(remote, {"mode": "scaled", "speed": times})


@command.command("cancel", epilog="Example: voicenter-mock clock cancel")
@of_organization
def cancel(remote: Remote) -> None:
    """Stop an advance that was started elsewhere, where it is."""
    clock = remote.ask("POST", "/clock/cancel")
    remote.report(clock, summary(clock) if clock["cancelled"] else "nothing was being advanced")


def _set(remote: Remote, body: dict[str, Any]) -> None:
    clock = remote.ask("PUT", "/clock", body)
    remote.report(clock, summary(clock))


@command.command("advance", epilog="Example: voicenter-mock clock advance idle")
@click.argument("how_far", metavar="SECONDS|UNTIL|idle")
@of_organization
def advance(remote: Remote, how_far: str) -> None:
    """Run simulated time forward: by SECONDS, UNTIL a moment (ISO 8601), or until nothing waits for anything.

    Ctrl-C stops it where it is.
    """
    start = remote.get("/clock")
    before = _not_accepted(remote)
    work = _Advance(remote, _order(how_far))
    work.start()
    try:
        with click.progressbar(
            length=WIDTH, label="advancing", file=sys.stderr, show_pos=False, hidden=not sys.stderr.isatty()
        ) as bar:
            done_before = 0
            while work.goes_on():
                done = int(WIDTH * work.done(start["now"]))
                bar.update(max(0, done - done_before))
                done_before = max(done_before, done)
            bar.update(WIDTH - done_before)
    except KeyboardInterrupt:
        clock = remote.ask("POST", "/clock/cancel")
        remote.report(clock, f"stopped at {summary(clock)}")
        raise click.Abort from None
    if work.problem is not None:
        raise work.problem
    clock = remote.get("/clock")
    remote.report(clock, summary(clock))
    more = _not_accepted(remote) - before
    if more > 0 and not remote.as_json:
        was = "was" if more == 1 else "were"
        print_sentences(
            f"{counted(more, 'callback')} {was} not accepted: voicenter-mock deliveries shows why", err=True
        )


def _not_accepted(remote: Remote) -> int:
    """How many callbacks the customer's server has not acknowledged at their last attempt."""
    return sum(callback["not_accepted"] for callback in remote.get("/status")["callbacks"])


class _Advance(threading.Thread):
    """The request that runs time forward, and how far it has got."""

    def __init__(self, remote: Remote, order: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self._remote = remote
        self._order = order
        self._clock: dict[str, Any] = {}
        self.problem: click.ClickException | None = None

    def run(self) -> None:
        try:
            self._remote.ask("POST", "/clock/advance", self._order)
        except click.ClickException as problem:
            self.problem = problem

    def goes_on(self) -> bool:
        """Waits a little. An advance may take longer than the request for it: then the clock says when it is over."""
        self.join(POLL_SECONDS)
        self._clock = self._remote.get("/clock")
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
        until = self._clock.get("advance", {}).get("until")
        if until is not None and until > start:
            return min(1.0, (self._clock["now"] - start) / (until - start))
        campaigns: list[dict[str, Any]] = self._remote.get("/campaigns")["campaigns"]
        campaigns = [campaign for campaign in campaigns if campaign["status"] == "Enabled"]
        finished = sum(campaign["numbers"] for campaign in campaigns)
        return sum(sum(campaign["outcomes"].values()) for campaign in campaigns) / finished if finished else 0.0


def _order(how_far: str) -> dict[str, Any]:
    if how_far == "idle":
        return {"until": "idle"}
    try:
        seconds = float(how_far)
    except ValueError:
        from datetime import datetime

        try:
            datetime.fromisoformat(how_far)  # only whether it is one: the server knows the organization's zone
        except ValueError:
            message = f"{how_far!r} is neither a number of seconds, nor an ISO 8601 date and time, nor idle"
            raise click.UsageError(message) from None
        return {"until": how_far}
    if not math.isfinite(seconds):
        raise click.UsageError(f"{how_far!r} is no number of seconds")
    return {"seconds": seconds}


def summary(clock: dict[str, Any]) -> str:
    """Time and speed in one line."""
    return f"{clock['local']}  ({pace(clock)})"


def pace(clock: dict[str, Any]) -> str:
    """How its time goes on."""
    mode = f"{clock['mode']}, {clock['speed']:g} times as fast" if clock["mode"] == "scaled" else clock["mode"]
    return f"{mode}{', being advanced' if clock['advancing'] else ''}"
