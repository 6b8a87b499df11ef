"""``voicenter-mock call``: place calls on a running sandbox, and interfere with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from ..telephony.model import phones
from ..wire.console import printable
from .analysis_options import analysis_options, analysis_request
from .calls import called_number, in_call, legs, state
from .completion import call_ids, extension_names
from .numbers import Number
from .pairs import pairs
from .remote import Entry, Remote, of_organization
from .tables import Column, Row, Screen, Table, in_lines, moment, span, time_of_day
from .timelines import timeline_of, timeline_text
from .words import read_kind


@click.group("call", epilog="Example: voicenter-mock call incoming 0501234567")
def command() -> None:
    """Place calls on a running sandbox, and interfere with them."""


def _given_members(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != () and value != ""}


def _parties(texts: tuple[str, ...]) -> dict[str, dict[str, Any]] | None:
    """``SIPSIP1=busy`` or ``agent=answer:3:60`` (kind, ring seconds, talk seconds)."""
    parties: dict[str, dict[str, Any]] = {}
    for name, text in pairs("--party", texts).items():
        kind, *times = text.split(":")
        try:
            numbers = [float(part) for part in times if part]
        except ValueError:
            raise click.UsageError(f"--party: {text!r} is not KIND:RING:TALK, such as answer:3:60") from None
        try:
            members: dict[str, Any] = {"kind": read_kind(kind)}
        except LookupError as error:
            raise click.UsageError(f"--party {name}: {error}") from None
        parties[name] = {**members, **dict(zip(("ring_seconds", "talk_seconds"), numbers, strict=False))}
    return parties or None


def _hang_ups(texts: tuple[str, ...]) -> list[dict[str, Any]] | None:
    """``queue`` or ``talking:30``: the place, and seconds after coming there."""
    planned: list[dict[str, Any]] = []
    for text in texts:
        place, _, after = text.partition(":")
        try:
            planned.append({"at": place, "after": float(after or 0)})
        except ValueError:
            raise click.UsageError(f"--hang-up: {text!r} is not PLACE:SECONDS, such as queue:30") from None
    return planned or None


def _scripted(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say what happens in the call; the command gets them as ``script``, members of its request."""

    @wraps(function)
    def with_script(
        *arguments: Any, hang_up: tuple[str, ...], parties: tuple[str, ...], custom: tuple[str, ...],
        talk_seconds: float | None, patience_seconds: float | None, ai: bool | None, mood: str | None, **others: Any,
    ) -> Any:  # fmt: skip
        script = {
            "parties": _parties(parties),
            "custom": pairs("--custom", custom) or None,
            "talk_seconds": talk_seconds,
            "patience_seconds": patience_seconds,
            "hang_up": _hang_ups(hang_up),
            "ai": analysis_request(ai, mood),
        }
        return function(*arguments, script=script, **others)

    scripted: Callable[..., Any] = with_script
    for option in (
        analysis_options,
        click.option(
            "--hang-up",
            multiple=True,
            metavar="PLACE[:SECONDS]",
            help="Where the caller hangs up: start, layer, a layer's number, queue, ringing, talking or voicemail.",
        ),
        click.option(
            "--party", "parties", multiple=True, metavar="WHO=KIND[:RING[:TALK]]", help="What a dialled party does."
        ),
        click.option("--custom", multiple=True, metavar="NAME=VALUE", help="Custom data."),
        click.option("--talk", "talk_seconds", type=Number(0), help="Seconds the caller talks."),
        click.option("--patience", "patience_seconds", type=Number(0), help="Seconds the caller waits."),
    ):
        scripted = option(scripted)
    return scripted


@command.command(
    "incoming", epilog="Example: voicenter-mock call incoming 0501234567 --digits 1 --party agent=answer:3:60"
)
@click.argument("caller", default="")
@click.option("--did", help="The number that is called. Default: the organization's first.")
@click.option("--name", "caller_name", help="The caller's name.")
@click.option("--digits", help="Keys pressed, as the places ask for them; a comma ends what goes to one place.")
@click.option("--message", "message_seconds", type=Number(0), help="Seconds the caller speaks to a mailbox.")
@_scripted
@of_organization
def incoming(
    remote: Remote,
    caller: str,
    did: str | None,
    caller_name: str | None,
    digits: str | None,
    message_seconds: float | None,
    script: dict[str, Any],
) -> None:
    """Somebody calls a number of the organization. Prints the call's id."""
    _place_and_report(
        remote,
        caller=caller,
        did=did,
        caller_name=caller_name,
        digits=digits,
        message_seconds=message_seconds,
        **script,
    )


@command.command("outgoing", epilog="Example: voicenter-mock call outgoing SIPSIP1 0501234567")
@click.argument("extension", shell_complete=extension_names)
@click.argument("target")
@click.option("--caller-id", help="The number that the target sees.")
@click.option("--dial", "dial_seconds", type=Number(0), help="Seconds it rings at most.")
@_scripted
@of_organization
def outgoing(
    remote: Remote,
    extension: str,
    target: str,
    caller_id: str | None,
    dial_seconds: float | None,
    script: dict[str, Any],
) -> None:
    """EXTENSION dials TARGET, a number or another extension. Prints the call's id."""
    _place_and_report(
        remote, extension=extension, target=target, caller_id=caller_id, dial_seconds=dial_seconds, **script
    )


def _place_and_report(remote: Remote, **members: Any) -> None:
    answer = remote.ask("POST", "/calls", _given_members(**members))
    remote.report(answer, answer["ivrid"])


def _acts(action: str, text: str) -> None:
    @command.command(action, help=text, epilog=f"Example: voicenter-mock call {action} 20231114221320a1b2c3d4e5f60718")
    @click.argument("ivrid", shell_complete=call_ids)
    @click.option("--extension", help="Which extension, where the call has several.")
    @of_organization
    def _(remote: Remote, ivrid: str, extension: str | None) -> None:  # pyright: ignore[reportUnusedFunction]
        _act(remote, ivrid, action, _given_members(extension=extension))


_acts("answer", "A party that rings answers now.")
_acts("reject", "A party that rings refuses the call.")
_acts("hold", "An extension puts the other party on hold.")
_acts("unhold", "An extension takes the call back.")


def _mutes(action: str, text: str) -> None:
    @command.command(action, help=text, epilog=f"Example: voicenter-mock call {action} 20231114221320a1b2c3d4e5f60718")
    @click.argument("ivrid", shell_complete=call_ids)
    @of_organization
    def _(remote: Remote, ivrid: str) -> None:  # pyright: ignore[reportUnusedFunction]
        _act(remote, ivrid, action, {})


_mutes("mute", "Mute the recording.")
_mutes("unmute", "Let the recording go on.")


@command.command("press", epilog="Example: voicenter-mock call press 20231114221320a1b2c3d4e5f60718 1")
@click.argument("ivrid", shell_complete=call_ids)
@click.argument("digits")
@of_organization
def press(remote: Remote, ivrid: str, digits: str) -> None:
    """The caller presses keys."""
    _act(remote, ivrid, "digits", {"digits": digits})


@command.command(
    "transfer", epilog="Example: voicenter-mock call transfer 20231114221320a1b2c3d4e5f60718 SIPSIP2 --consult"
)
@click.argument("ivrid", shell_complete=call_ids)
@click.argument("to", default="")
@click.option("--consult", "kind", flag_value="consult", help="Put the call on hold and call TO first.")
@click.option("--complete", "kind", flag_value="complete", help="Connect who is on hold with who was consulted.")
@click.option("--extension", help="Which extension, where the call has several.")
@of_organization
def transfer(
    remote: Remote, ivrid: str, to: str, kind: str | None, extension: str | None
) -> None:  # fmt: skip
    """Pass the other party on to TO, a number or an extension. Prints the call that comes of it."""
    _act(remote, ivrid, "transfer", _given_members(to=to, kind=kind, extension=extension))


@command.command("spy", epilog="Example: voicenter-mock call spy 20231114221320a1b2c3d4e5f60718 SIPSIP5")
@click.argument("ivrid", shell_complete=call_ids)
@click.argument("extension", shell_complete=extension_names)
@of_organization
def spy(remote: Remote, ivrid: str, extension: str) -> None:
    """EXTENSION listens to the call."""
    _act(remote, ivrid, "spy", {"extension": extension})


@command.command("hangup", epilog="Example: voicenter-mock call hangup 20231114221320a1b2c3d4e5f60718 --by caller")
@click.argument("ivrid", shell_complete=call_ids)
@click.option("--by", help="system, party (who called), or a leg by its role, SIP name or number.")
@of_organization
def hangup(remote: Remote, ivrid: str, by: str | None) -> None:
    """End a call."""
    _act(remote, ivrid, "hangup", _given_members(by=by))


def _act(remote: Remote, ivrid: str, action: str, body: dict[str, Any]) -> None:
    call = in_call(remote, "POST", ivrid, action, body)
    remote.report(call, printable(f"{call['ivrid']}  {call['flow']}  {legs(call)}"))


@command.command("show", epilog="Example: voicenter-mock call show 20231114221320a1b2c3d4e5f60718")
@click.argument("ivrid", shell_complete=call_ids)
@of_organization
def show_one(remote: Remote, ivrid: str) -> None:
    """Show a call: who takes part, the IVR layers it went through, and everything that `explain` tells of it."""
    call, timeline = in_call(remote, "GET", ivrid), timeline_of(remote, ivrid)

    def whole(where: Screen) -> str:
        table = Table(_LEGS, where).whole(map(_leg, call["legs"]), nothing="no legs")
        return f"{_summary(call, where)}\n{table}\n{timeline_text(timeline, where)}"

    remote.show({**call, "timeline": timeline["entries"]}, whole)


_LEGS = (
    Column("leg"), Column("number"), Column("shown name", leaves=1), Column("state", whole=True),
    Column("dialled", whole=True, leaves=2), Column("answered", whole=True), Column("ended", whole=True),
    Column("talked", right=True, whole=True),
)  # fmt: skip


def _summary(call: Entry, where: Screen) -> str:
    lines = [
        f"{call['ivrid']}  {call['flow']}  {call['direction']}",
        f"from     {call['caller']}  {call['caller_name']}",
        f"to       {called_number(call)}",
        f"started  {moment(call['started'])}",
        f"ended    {moment(call['ended']) or 'not yet'}",
        *(f"layer    {visit['layer_number']} {visit['layer_name']}  {visit['digits']}" for visit in call["layers"]),
    ]
    return "\n".join(in_lines(printable(line).rstrip(), where, len("started  ")) for line in lines)


def _leg(leg: Entry) -> Row:
    dialled, answered, ended = leg["dialed_at"], leg["answered_at"], leg["ended_at"]
    talked = span(int(ended) - int(answered)) if answered and ended else ""
    named = (leg["role"], phones.local(leg["number"]), leg["shown_name"], state(leg))
    return Row((*named, time_of_day(dialled), time_of_day(answered), time_of_day(ended), talked))
