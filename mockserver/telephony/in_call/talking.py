"""What those who talk do with their call: hold it, and take it back."""

from __future__ import annotations

from ..core import campaign_views
from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..model.calls import Call, Leg
from ..presence import extension_calls
from .story import Held, TakenBack


def other_party(call: Call, leg: Leg) -> Leg:
    """Whom a leg talks to. Raises ``Refused`` (``nobody_there``) when it is nobody, or a service."""
    for other in call.recent_legs:
        if other is not leg and other.connected and other.kind != "service":
            return other
    raise Refused("nobody_there", name=leg.number)


def hold(exchange: Exchange, call: Call, leg: Leg) -> None:
    """An extension puts the other party on hold. Raises ``Refused``: ``not_talking``, ``nobody_there``."""
    if leg.state != "TALKING":
        raise Refused("not_talking", name=leg.number)
    other_party(call, leg)
    leg.state = "HELD"
    exchange.note(call, Held, leg.number)
    _show(exchange, call, leg, held=True)


def unhold(exchange: Exchange, call: Call, leg: Leg) -> None:
    """Takes the call back. Raises ``Refused``: ``not_held``, or ``busy`` while the extension talks to another."""
    if leg.state != "HELD":
        raise Refused("not_held", name=leg.number)
    if leg.kind == "extension" and extension_calls.talks(exchange, leg.number):
        raise Refused("busy", name=leg.number)
    leg.state = "TALKING"
    exchange.note(call, TakenBack, leg.number)
    _show(exchange, call, leg, held=False)


def _show(exchange: Exchange, call: Call, leg: Leg, *, held: bool) -> None:
    if leg.kind == "extension":
        view = exchange.extensions[leg.number].calls.get(call.id)
        if view is not None:
            view = extension_calls.hold(exchange, leg.number, view, held=held)
            campaign_views.show_change(exchange, call, "status", view.status)
