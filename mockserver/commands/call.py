"""``voicenter-mock call``: place calls on a running server, and interfere with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import click

from .deliveries import control, of_server


@click.group("call")
def command() -> None:
    """Place calls on a running server, and interfere with them."""


def _path(organization: str, rest: str = "") -> str:
    return f"/organizations/{quote(organization, safe='')}/calls{rest}"


def _given(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != () and value != ""}


def _pairs(texts: tuple[str, ...], option: str) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise click.UsageError(f"{option}: {text!r} is not NAME=VALUE")
        pairs[name] = value
    return pairs


def _parties(texts: tuple[str, ...]) -> dict[str, dict[str, Any]] | None:
    """``SIPSIP1=busy`` or ``agent=answer:3:60`` (kind, ring seconds, talk seconds)."""
    parties: dict[str, dict[str, Any]] = {}
    for name, text in _pairs(texts, "--party").items():
        kind, *times = text.split(":")
        try:
            numbers = [float(part) for part in times if part]
        except ValueError:
            raise click.UsageError(f"--party: {text!r} is not KIND:RING:TALK, such as answer:3:60") from None
        parties[name] = {"kind": kind, **dict(zip(("ring_seconds", "talk_seconds"), numbers, strict=False))}
    return parties or None


def _script(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--party", "parties", multiple=True, metavar="WHO=KIND[:RING[:TALK]]", help="What a dialled party does."
        ),
        click.option("--custom", multiple=True, metavar="NAME=VALUE", help="Custom data."),
        click.option("--talk", "talk_seconds", type=click.FloatRange(0), help="Seconds the caller talks."),
        click.option("--patience", "patience_seconds", type=click.FloatRange(0), help="Seconds the caller waits."),
    ):
        function = option(function)
    return function


@command.command("incoming")
@click.argument("caller", default="")
@click.option("--did", help="The number that is called. Default: the organization's first.")
@click.option("--name", "caller_name", help="The caller's name.")
@click.option("--digits", help="Keys pressed, as the places ask for them; a comma ends what goes to one place.")
@_script
@of_server
def incoming(
    server: str,
    organization: str,
    as_json: bool,
    caller: str,
    did: str | None,
    caller_name: str | None,
    digits: str | None,
    parties: tuple[str, ...],
    custom: tuple[str, ...],
    talk_seconds: float | None,
    patience_seconds: float | None,
) -> None:
    """Somebody calls a number of the organization. Prints the call's id."""
    body = _given(
        caller=caller, did=did, caller_name=caller_name, digits=digits, parties=_parties(parties),
        custom=_pairs(custom, "--custom") or None, talk_seconds=talk_seconds, patience_seconds=patience_seconds,
    )  # fmt: skip
    _placed(control(server, "POST", _path(organization), body), as_json)


@command.command("outgoing")
@click.argument("extension")
@click.argument("target")
@click.option("--caller-id", help="The number that the target sees.")
@_script
@of_server
def outgoing(
    server: str,
    organization: str,
    as_json: bool,
    extension: str,
    target: str,
    caller_id: str | None,
    parties: tuple[str, ...],
    custom: tuple[str, ...],
    talk_seconds: float | None,
    patience_seconds: float | None,
) -> None:
    """EXTENSION dials TARGET, a number or another extension. Prints the call's id."""
    body = _given(
        extension=extension, target=target, caller_id=caller_id, parties=_parties(parties),
        custom=_pairs(custom, "--custom") or None, talk_seconds=talk_seconds, patience_seconds=patience_seconds,
    )  # fmt: skip
    _placed(control(server, "POST", _path(organization), body), as_json)


def _placed(answer: dict[str, Any], as_json: bool) -> None:
    click.echo(json.dumps(answer) if as_json else answer["ivrid"])


@command.command("list")
@click.option("--all", "every", is_flag=True, help="Also those that have ended.")
@of_server
def listed(server: str, organization: str, as_json: bool, every: bool) -> None:
    """List the calls that are up."""
    answer = control(server, "GET", _path(organization, "" if every else "?active=1"))
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for call in answer["calls"]:
        click.echo(told(call))


def told(call: dict[str, Any]) -> str:
    """A call in one line."""
    started = datetime.fromtimestamp(call["started"], UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    legs = ", ".join(
        f"{leg['number']} {leg['status'] if leg['state'] == 'ENDED' else leg['state'].lower()}" for leg in call["legs"]
    )
    return f"{call['ivrid']}  {started}  {call['flow']:<10}  {legs}"


def _acts(action: str, text: str) -> None:
    @command.command(action, help=text)
    @click.argument("ivrid")
    @click.option("--extension", help="Which extension, where the call has several.")
    @of_server
    def _(server: str, organization: str, as_json: bool, ivrid: str, extension: str | None) -> None:  # pyright: ignore[reportUnusedFunction]
        _act(server, organization, as_json, ivrid, action, _given(extension=extension))


_acts("answer", "A party that rings answers now.")
_acts("reject", "A party that rings refuses the call.")
_acts("hold", "An extension puts the other party on hold.")
_acts("unhold", "An extension takes the call back.")


def _mutes(action: str, text: str) -> None:
    @command.command(action, help=text)
    @click.argument("ivrid")
    @of_server
    def _(server: str, organization: str, as_json: bool, ivrid: str) -> None:  # pyright: ignore[reportUnusedFunction]
        _act(server, organization, as_json, ivrid, action, {})


_mutes("mute", "Mute the recording.")
_mutes("unmute", "Let the recording go on.")


@command.command("press")
@click.argument("ivrid")
@click.argument("digits")
@of_server
def press(server: str, organization: str, as_json: bool, ivrid: str, digits: str) -> None:
    """The caller presses keys."""
    _act(server, organization, as_json, ivrid, "digits", {"digits": digits})


@command.command("transfer")
@click.argument("ivrid")
@click.argument("to", default="")
@click.option("--consult", "kind", flag_value="consult", help="Put the call on hold and call TO first.")
@click.option("--complete", "kind", flag_value="complete", help="Connect who is on hold with who was consulted.")
@click.option("--extension", help="Which extension, where the call has several.")
@of_server
def transfer(
    server: str, organization: str, as_json: bool, ivrid: str, to: str, kind: str | None, extension: str | None
) -> None:  # fmt: skip
    """Pass the other party on to TO, a number or an extension. Prints the call that comes of it."""
    _act(server, organization, as_json, ivrid, "transfer", _given(to=to, kind=kind, extension=extension))


@command.command("spy")
@click.argument("ivrid")
@click.argument("extension")
@of_server
def spy(server: str, organization: str, as_json: bool, ivrid: str, extension: str) -> None:
    """EXTENSION listens to the call."""
    _act(server, organization, as_json, ivrid, "spy", {"extension": extension})


@command.command("hangup")
@click.argument("ivrid")
@click.option("--by", help="system, party (who called), or a leg by its role, SIP name or number.")
@of_server
def hangup(server: str, organization: str, as_json: bool, ivrid: str, by: str | None) -> None:
    """End a call."""
    _act(server, organization, as_json, ivrid, "hangup", _given(by=by))


def _act(server: str, organization: str, as_json: bool, ivrid: str, action: str, body: dict[str, Any]) -> None:
    call = control(server, "POST", _path(organization, f"/{quote(ivrid, safe='')}/{action}"), body)
    click.echo(json.dumps(call, ensure_ascii=False) if as_json else told(call))
