"""A caller who is passed on: to where an extension forwards by itself, or to whom somebody transfers them.

The first call is over then, with its records. The caller goes on in a call of its own, whose records name the
first in ``OriginalIvrUniqueID``.
"""

from __future__ import annotations

from ..core.exchange import Exchange, Party
from ..legs import dialling, lines, parties, recordings, scripted_caller
from ..model import phones
from ..model.calls import Call, Caller, DialPlan, Leg
from ..model.flow_states import RoutedState
from ..presence import extension_calls
from . import destinations, places
from .story import Forwarded, PassedOn

AUTO_FORWARD = 23
DIAL_SECONDS = 60.0


def forward(exchange: Exchange, call: Call, leg: Leg) -> bool:
    """An extension that was not reached forwards the call, if it is set up to. Returns whether it does."""
    entry = exchange.directory.extensions[leg.number]
    party = exchange.party(entry.forward_to) if entry.forward_to else None
    if party is None or not may_forward(call):
        return False
    send_on(exchange, call, leg, party)
    return True


def may_forward(call: Call) -> bool:
    """Forwarded once already, it may not be again: telephones that forward to each other would do it for ever."""
    return RoutedState.of(call).record_type != AUTO_FORWARD


def send_on(exchange: Exchange, call: Call, leg: Leg, party: Party) -> None:
    """The call is over, and its caller goes on to where an extension that was not reached has it sent."""
    caller = call.leg("caller")
    assert caller is not None
    exchange.note(call, Forwarded, leg.number, party.number)
    flow = places.flow(call)
    flow.record(exchange, call, leg, kind="call")
    call.plan = None
    flow.finish(exchange, call, leg.cause, "other")
    pass_on(exchange, call, caller, party, extension=leg.number, type_id=AUTO_FORWARD)


def pass_on(exchange: Exchange, first: Call, caller: Leg, to: Party, *, extension: str, type_id: int) -> Call:
    """Opens the call in which a party of ``first``, which is over, is led to ``to`` on behalf of ``extension``."""
    state = RoutedState(
        parties=first.flow_state.parties,
        record_type=type_id,
        direction=parties.direction_between(caller, to),
        caller_extension=parties.calling_extension(caller, to, extension),
        shown=caller.number,
    )
    call = exchange.open_call("transfer", first.account, "Incoming" if caller.kind == "phone" else "Outgoing", state)
    was_caller = caller.role == "caller"
    call.caller, call.target = caller.number, to.number
    call.caller_name = first.caller_name if was_caller else ""
    call.did, call.user, call.language = first.did, exchange.user_at.get(extension) or first.user, first.language
    call.analysis = first.analysis
    call.custom, call.original_call = first.custom, first.id
    call.caller_script = scripted_caller.continue_after_transfer(first.caller_script) if was_caller else Caller()
    if first.recording:
        recordings.begin(exchange, call, phones.local(caller.number), phones.local(to.number))
    leg = dialling.new_leg(call, "caller", caller.kind, caller.number, shown_number=to.number)
    leg.state, leg.status, leg.dialed_at, leg.answered_at = "TALKING", "ANSWER", exchange.now, exchange.now
    lines.move(exchange, caller, call, leg)
    exchange.note(call, PassedOn, caller.number, extension, to.number, first.id)
    if caller.kind == "extension":
        show_calling(exchange, call, caller.number, to)
    if to.kind == "extension":
        plan = destinations.extension_plan(exchange, to.number)
    else:
        plan = DialPlan([(to.kind, to.number)], dial_seconds=DIAL_SECONDS, call_seconds=destinations.TALK_LIMIT_SECONDS)
    plan.shown_number, plan.shown_name = caller.number, call.caller_name
    destinations.ring(exchange, call, plan)
    return call


def show_calling(exchange: Exchange, call: Call, sip: str, to: Party) -> None:
    """The call appears at the extension that calls."""
    leg = call.leg("caller")
    assert leg is not None
    view = parties.view(call, leg, "Dialing", "Outgoing", internal=to.kind == "extension", in_use=True)
    extension_calls.show(exchange, sip, view)
