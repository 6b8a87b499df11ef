"""Legs that a real telephone carries: ringing it, telling it how its own call goes, letting it go.

Nothing here does anything where no telephone is registered.
"""

from __future__ import annotations

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..core.telephones import Ring
from ..model import phones
from ..model.calls import Call, Leg


def is_registered(exchange: Exchange, sip: str) -> bool:
    """Whether an extension is a real telephone now."""
    return exchange.telephones is not None and exchange.extensions[sip].external


def assign_line(exchange: Exchange, call: Call, leg: Leg) -> str:
    """From now on a telephone carries the leg. Returns the line's name."""
    leg.line = f"{call.id}-{leg.index}"
    exchange.lines[leg.line] = (call, leg)
    return leg.line


def ring(exchange: Exchange, call: Call, leg: Leg, *, auto_answer: bool) -> None:
    """Rings the telephones of a leg's extension."""
    assert exchange.telephones is not None
    number = phones.local(leg.shown_number)
    exchange.telephones.ring(
        Ring(
            assign_line(exchange, call, leg), leg.number, number, leg.shown_name or number, call.id, call.did,
            dict(call.custom), auto_answer,
        )
    )  # fmt: skip


def ringing(exchange: Exchange, leg: Leg | None) -> None:
    """Whom this leg's party has called is rung."""
    if leg is not None and leg.line and exchange.telephones is not None:
        exchange.telephones.ringing(leg.line)


def connect(exchange: Exchange, leg: Leg | None) -> None:
    """This leg's party is answered, by somebody or something."""
    if leg is not None and leg.line and exchange.telephones is not None:
        exchange.telephones.connect(leg.line)


def move(exchange: Exchange, before: Leg, call: Call, leg: Leg) -> None:
    """The same party goes on in another call (or as another leg): so does its telephone, without a break."""
    if before.line:
        leg.line, before.line = before.line, ""
        exchange.lines[leg.line] = (call, leg)


def release(exchange: Exchange, leg: Leg) -> None:
    """The leg has ended. Its telephone learns that when the present step is over, if nothing has led it on by then."""
    exchange.scheduler.at(exchange.now, "line.release", leg.line, leg.cause)


@step("line.release")
def _release(exchange: Exchange, line: str, cause: int) -> None:
    carried = exchange.lines.get(line)
    if carried is not None and carried[1].open:
        return  # by another leg now
    exchange.lines.pop(line, None)
    exchange.line_audio.pop(line, None)
    if exchange.telephones is not None:
        exchange.telephones.release(line, cause)
