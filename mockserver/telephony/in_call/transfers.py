"""Transfers by a person: blind (the caller is sent on at once) and attended (after a talk with the new party)."""

from __future__ import annotations

from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..legs import dialling, lines, parties, scripted_caller
from ..model import phones
from ..model.calls import Call, Leg
from ..model.flow_states import RoutedState
from ..presence import extension_calls
from ..routing import forwarding, outgoing, places
from . import talking
from .story import HandedOver, Joined, Transferred

TRANSFER, CONSULTATION, ATTENDED = 13, 21, 22


def blind(exchange: Exchange, call: Call, leg: Leg, to: Party) -> Call:
    """The extension leaves, and the other party is led to ``to``: a call of its own with a record 13."""
    other = _release_extension(exchange, call, leg, to)
    return forwarding.pass_on(exchange, call, other, to, extension=leg.number, type_id=TRANSFER)


def _release_extension(exchange: Exchange, call: Call, leg: Leg, to: Party | None = None) -> Leg:
    """Ends a call as if the extension had hung up, its records written. Returns the party that is left."""
    if leg.kind != "extension" or not leg.connected:
        raise Refused("not_talking", name=leg.number)
    other = talking.other_party(call, leg)
    if other.state == "HELD":
        raise Refused("held", name=other.number)
    if call.plan is not None:
        call.plan.then_answered = None
    if to is None:
        exchange.note(call, HandedOver, leg.number)
    else:
        exchange.note(call, Transferred, leg.number, to.number)
    dialling.hang_up(exchange, call, leg, "party")
    return other


def consult(exchange: Exchange, call: Call, leg: Leg, to: str) -> Call:
    """The extension puts its party on hold and calls somebody else about it."""
    talking.other_party(call, leg)
    if leg.state == "TALKING":
        talking.hold(exchange, call, leg)
    script = call.flow_state.parties
    order = outgoing.OutgoingOrder(
        leg.number, to, original_call=call.id, custom=call.custom, parties=script, analysis=call.analysis
    )
    return outgoing.place(exchange, order)


def is_consultation(call: Call) -> bool:
    """An extension asks somebody about another call, which it has put on hold."""
    return call.flow == "outgoing" and bool(call.original_call) and RoutedState.of(call).record_type != ATTENDED


def complete(exchange: Exchange, held: Call, consultation: Call) -> Call:
    """Connects the party on hold with the one consulted: records 21 for the consultation, 22 for their talk.

    Raises ``Refused`` (``not_talking``) while the consulted party has not answered.
    """
    own = consultation.leg("caller")
    asked = consultation.leg("target")
    if own is None or asked is None or not own.connected or not asked.connected:
        raise Refused("not_talking", name=own.number if own is not None else "")
    left = next((leg for leg in held.recent_legs if leg.number == own.number and leg.connected), None)
    if left is None:
        raise Refused("not_held", name=own.number)
    other = _release_extension(exchange, held, left)
    scripted_caller.leave(exchange, consultation)
    RoutedState.of(consultation).record_type = CONSULTATION
    consultation.original_call = held.id
    dialling.end(exchange, consultation, own, status="ANSWER", cause_code=16, by="party")
    places.flow(consultation).record(exchange, consultation, asked, kind="call", cause=16)
    _join(exchange, held, consultation, other, asked, own)
    return consultation


def _join(exchange: Exchange, held: Call, call: Call, party: Leg, asked: Leg, own: Leg) -> None:
    """From now on the call is between the party that was on hold and the one consulted; ``own`` has handed it over."""
    now = exchange.now
    caller = dialling.new_leg(call, "caller", party.kind, party.number, shown_number=asked.number)
    caller.state, caller.status, caller.dialed_at, caller.answered_at = "TALKING", "ANSWER", now, now
    lines.move(exchange, party, call, caller)
    inside = (party.kind == "extension", asked.kind == "extension")
    call.caller, call.caller_name, call.did = party.number, held.caller_name if party.role == "caller" else "", held.did
    call.custom = {**held.custom, **call.custom}
    call.flow_state = RoutedState(
        parties=call.flow_state.parties,
        record_type=ATTENDED,
        direction=parties.direction_between(party, asked),
        caller_extension=parties.calling_extension(party, asked, own.number),
        shown=party.number,
        started=now,
        talk_since=now,
    )
    goes_on = party.role == "caller"
    call.caller_script = (
        scripted_caller.continue_after_transfer(held.caller_script) if goes_on else scripted_caller.Caller()
    )
    asked.shown_number, asked.shown_name = party.number, call.caller_name
    exchange.note(call, Joined, party.number, asked.number, held.id)
    if inside[1]:
        view = exchange.extensions[asked.number].calls.get(call.id)
        if view is not None:
            local = phones.local(party.number)
            extension_calls.change(
                exchange,
                asked.number,
                call.id,
                caller_phone=local,
                caller_name=call.caller_name or local,
                did=call.did,
                custom=call.custom,
                internal=inside[0],
                related=(*view.related, held.id),
            )
    if inside[0]:
        forwarding.show_calling(exchange, call, party.number, Party(asked.kind, asked.number))
        extension_calls.answer(exchange, party.number, exchange.extensions[party.number].calls[call.id])
    scripted_caller.talk(exchange, call)
