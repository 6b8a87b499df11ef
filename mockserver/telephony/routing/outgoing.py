"""Calls that an extension dials by hand: to a phone, or to another extension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from ....contracts.quick_dataclasses import dataclass
from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..core.story import OutgoingCall
from ..legs import dialling, parties, recordings, scripted_caller
from ..model import phones
from ..model.analysis import AnalysisWish
from ..model.calls import Call, Caller, DialPlan, HangUp
from ..model.extension_state import ExtensionState
from ..model.flow_states import RoutedState
from ..model.outcomes import Outcome
from ..presence import extension_calls
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
    parties: Mapping[str, Outcome] = field(default_factory=dict[str, Outcome])
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])
    analysis: AnalysisWish | None = None
    original_call: str = ""
    service: Service = "extension"


def place(exchange: Exchange, order: OutgoingOrder) -> Call:
    """The extension dials. Raises ``Refused``: ``unknown_extension``, ``offline``, ``busy``, ``limit``."""
    state = caller(exchange, order.extension)
    directory = exchange.directory
    if len(exchange.calls) >= exchange.call_limit:
        raise Refused("limit", name=str(exchange.call_limit))
    entry = directory.extensions[state.sip]
    party = exchange.party_dialled(state.sip, order.target) or Party("phone", order.target.strip())
    internal = party.kind == "extension"
    wanted = "" if internal else order.caller_id
    shown = parties.caller_id_for(exchange, party, Party("extension", state.sip), wanted=wanted)
    routed = RoutedState(
        parties=dict(order.parties),
        record_type=SERVICES[order.service],
        direction="internal" if internal else "outgoing",
        caller_extension=state.sip,
        shown=shown,
    )
    call = exchange.open_call("outgoing", entry.account, "Outgoing", routed)
    call.caller, call.target = state.sip, party.number
    call.user = exchange.user_at[state.sip]
    call.custom = dict(order.custom)
    call.analysis = order.analysis
    call.original_call = order.original_call
    if order.record:
        recordings.begin(exchange, call, state.sip, phones.local(party.number))
    call.caller_script = Caller(
        hang_ups=[HangUp(planned.place, planned.after) for planned in order.hang_ups],
        patience_seconds=order.patience_seconds,
        talk_seconds=order.talk_seconds,
    )
    call.plan = _plan(exchange, party, order, shown, entry.name if internal else "")
    leg = dialling.new_leg(call, "caller", "extension", state.sip, shown_number=party.number)
    leg.state, leg.status, leg.dialed_at, leg.answered_at = "TALKING", "ANSWER", exchange.now, exchange.now
    exchange.note(call, OutgoingCall, state.sip, party.number)
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
    if extension_calls.talks(exchange, state.sip):
        raise Refused("busy", name=state.sip)
    return state
