"""Incoming calls: somebody outside dials one of the organization's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from ....contracts.quick_dataclasses import dataclass
from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..core.story import IncomingCall
from ..legs import dialling, recordings, scripted_caller
from ..model import phones
from ..model.analysis import AnalysisWish
from ..model.calls import Call, Caller, HangUp, Press
from ..model.flow_states import RoutedState
from ..model.outcomes import Outcome, draw_seconds
from . import lead_tracker, routed_call
from .story import VisitorKnown

ROUTING_SECONDS = 1.0
"""Between the call's arrival and the first ring, layer or queue, as in the documented event sequence."""


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """A scripted caller. ``caller`` is their number as they show it; empty: withheld. ``did`` is dialled.

    ``patience_seconds``: how long they wait in a queue or while it rings; ``None``: drawn from the organization's
    behaviour. ``talk_seconds``: how long they talk; ``None``: as long as the other side. ``parties`` says how
    those who are dialled behave, by SIP name, E.164 number, or role (``agent`` in a
    queue, ``target`` elsewhere).
    """

    caller: str
    did: str
    caller_name: str = ""
    presses: tuple[Press, ...] = ()
    hang_ups: tuple[HangUp, ...] = ()
    patience_seconds: float | None = None
    talk_seconds: float | None = None
    message_seconds: float = 10
    parties: Mapping[str, Outcome] = field(default_factory=dict[str, Outcome])
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])
    analysis: AnalysisWish | None = None


def place(exchange: Exchange, order: IncomingOrder) -> Call:
    """The caller dials. Raises ``Refused``: ``unknown_did``, ``invalid`` (the caller), ``limit``."""
    did = exchange.did(order.did)
    if did is None:
        raise Refused("unknown_did", name=order.did, known=", ".join(exchange.directory.dids))
    number = phones.e164(order.caller) if order.caller else "anonymous"
    if number is None:
        raise Refused("invalid", name=order.caller)
    directory = exchange.directory
    if len(exchange.calls) >= exchange.call_limit:
        raise Refused("limit", name=str(exchange.call_limit))
    account = did.account if did.account is not None else next(iter(directory.accounts))
    state = RoutedState(parties=dict(order.parties), record_type=routed_call.INCOMING, direction="incoming")
    call = exchange.open_call("incoming", account, "Incoming", state)
    call.caller, call.caller_name, call.did = number, order.caller_name, did.number
    call.user = did.user or 0
    visitor = lead_tracker.visitor_at(exchange, did.number)
    call.custom = {**(visitor.info if visitor is not None else {}), **order.custom}
    call.analysis = order.analysis
    recordings.begin(exchange, call, phones.local(number), did.number)
    patience = order.patience_seconds
    if patience is None:
        patience = draw_seconds(directory.behaviour.patience_seconds, exchange.random)
    call.caller_script = Caller(
        [Press(press.keys, press.after, press.place) for press in order.presses],
        [HangUp(planned.place, planned.after) for planned in order.hang_ups],
        patience,
        order.talk_seconds,
        order.message_seconds,
    )
    leg = dialling.new_leg(call, "caller", "phone", number, shown_number=did.number)
    leg.state, leg.dialed_at = "RINGING", exchange.now
    exchange.note(call, IncomingCall, number, did.number)
    if visitor is not None:
        exchange.note(call, VisitorKnown, did.number)
    call.timer = exchange.scheduler.after(ROUTING_SECONDS, "led.start", call.id)
    scripted_caller.arrive(exchange, call, "start")
    return call
