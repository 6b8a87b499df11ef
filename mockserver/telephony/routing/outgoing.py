"""Calls that an extension dials by hand: to a phone, or to another extension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..legs import dialling, scripted_caller
from ..model import phones
from ..model.calls import Call, Caller, DialPlan, HangUp
from ..model.extension_state import ExtensionState
from . import destinations, forwarding, routed_call

DIALLING_SECONDS = 1.0
"""Between the last key and the dial: who hangs up within is NOTDIALED."""
DIAL_SECONDS = 60.0


Service = Literal["extension", "calling_card", "number_check", "fax"]
SERVICES: Mapping[str, int] = {"extension": routed_call.OUTGOING, "calling_card": 2, "number_check": 16, "fax": 20}
"""The record type of calls by what they were made through. Voicenter's calling card (access number), number
checking (scrubber) and fax services are told from an ordinary call by nothing else.
"""


@dataclass(frozen=True, slots=True)
class OutgoingOrder:
    """``target`` as the keys are pressed: a number or an extension. ``patience_seconds``: how long the caller
    lets it ring (``None``: until the exchange gives up, after ``dial_seconds``). ``parties`` as in
    ``IncomingOrder``, with the role ``target``. ``original_call`` names a call this one is about, ``service`` what
    it was made through.
    """

    extension: str
    target: str
    caller_id: str = ""
    hang_ups: tuple[HangUp, ...] = ()
    patience_seconds: float | None = None
    talk_seconds: float | None = None
    dial_seconds: float = DIAL_SECONDS
    record: bool = True
    parties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])
    original_call: str = ""
    service: Service = "extension"


def place(exchange: Exchange, order: OutgoingOrder) -> Call:
    """The extension dials. Raises ``Refused``: ``unknown_extension``, ``offline``, ``busy``, ``limit``."""
    state = caller(exchange, order.extension)
    directory = exchange.directory
    limit = directory.limits.concurrent_calls
    if limit and len(exchange.calls) >= limit:
        raise Refused("limit", name=str(limit))
    entry = directory.extensions[state.sip]
    party = exchange.party(order.target) or Party("phone", order.target.strip())
    call = exchange.open_call("outgoing", entry.account, "Outgoing")
    call.caller, call.target = state.sip, party.number
    call.user = exchange.user_for(state.sip)
    call.custom = dict(order.custom)
    call.original_call = order.original_call
    call.script = {name: dict(outcome) for name, outcome in order.parties.items()}
    internal = party.kind == "extension"
    shown = state.sip if internal else order.caller_id or caller_id(exchange, state.sip, party.number)
    call.data = {
        "type": SERVICES[order.service],
        "caller_extension": state.sip,
        "direction": "internal" if internal else "outgoing",
        "shown": shown,
    }
    if order.record:
        call.recording = exchange.ids.recording(exchange.now, state.sip, phones.local(party.number))
    call.caller_script = Caller(
        hang_ups=[HangUp(planned.place, planned.after) for planned in order.hang_ups],
        patience_seconds=order.patience_seconds,
        talk_seconds=order.talk_seconds,
    )
    call.plan = _plan(exchange, party, order, shown, entry.name if internal else "")
    leg = dialling.new_leg(call, "caller", Party("extension", state.sip), shown_number=party.number)
    leg.state, leg.status, leg.dialed_at, leg.answered_at = "TALKING", "ANSWER", exchange.now, exchange.now
    exchange.tell(call, "outgoing", extension=state.sip, target=party.number)
    forwarding.show_calling(exchange, call, state.sip, party)
    call.timer = exchange.scheduler.after(DIALLING_SECONDS, "led.start", call.id)
    scripted_caller.arrive(exchange, call, "start")
    return call


def _plan(exchange: Exchange, party: Party, order: OutgoingOrder, shown: str, name: str) -> DialPlan:
    if party.kind == "extension":
        plan = destinations.extension_plan(exchange, party.number)
    else:
        plan = DialPlan(
            [(party.kind, party.number)], dial_seconds=order.dial_seconds, call_seconds=destinations.TALK_LIMIT_SECONDS
        )
    plan.shown_number, plan.shown_name = shown, name
    return plan


def caller(exchange: Exchange, name: str) -> ExtensionState:
    """The extension that is to call. Raises ``Refused`` when it cannot now."""
    state = exchange.extension_named(name)
    if state is None:
        raise Refused("unknown_extension", name=name, known=", ".join(exchange.extensions))
    if state.device == "offline":
        raise Refused("offline", name=state.sip)
    if state.talking:
        raise Refused("busy", name=state.sip)
    return state


def caller_id(exchange: Exchange, sip: str, target: str) -> str:
    """The number the called party sees: the extension's own (if one calls), else the target country's, else the
    first DID.
    """
    directory = exchange.directory
    own = directory.extensions[sip].caller_id if sip else ""
    pool = directory.caller_ids.get(phones.region_of(target)) or directory.caller_ids.get("default")
    return own or pool or next(iter(directory.dids), "")
