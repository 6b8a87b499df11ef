"""Dialling extensions and phones for a caller: all at once or one after the other, and what follows."""

from __future__ import annotations

from typing import Final

from ....contracts.causes import cause
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import dialling, lines, parties, recordings, scripted_caller
from ..model import phones
from ..model.calls import By, Call, DialPlan, Leg, PartyKind
from ..presence import extension_calls
from . import places
from .places import place
from .story import MusicPlayed, TargetAnnouncementPlayed, TonesSent

RING_SECONDS: Final = 30.0
MAILBOX_AFTER_SECONDS: Final = 20.0
"""How long an extension with a mailbox rings before the mailbox takes the call."""
TALK_LIMIT_SECONDS: Final = 4 * 3600.0
ELSEWHERE: Final = 26
"""ISUP cause of a telephone that rang along while another one answered."""


@place("extension")
def _extension(exchange: Exchange, call: Call, target: str) -> None:
    ring(exchange, call, extension_plan(exchange, target))


@place("phone")
def _phone(exchange: Exchange, call: Call, target: str) -> None:
    number = phones.e164(target) or target
    ring(exchange, call, DialPlan([("phone", number)], dial_seconds=RING_SECONDS, call_seconds=TALK_LIMIT_SECONDS))


def extension_plan(exchange: Exchange, sip: str) -> DialPlan:
    """How an extension is rung: as long as its own forwarding or mailbox lets it."""
    entry = exchange.directory.extensions[sip]
    if entry.forward_to:
        seconds = entry.forward_after_seconds
    else:
        seconds = RING_SECONDS if entry.voicemail is None else MAILBOX_AFTER_SECONDS
    return DialPlan(
        [("extension", sip)], dial_seconds=seconds, call_seconds=TALK_LIMIT_SECONDS, mailbox=entry.voicemail
    )


def ring(exchange: Exchange, call: Call, plan: DialPlan) -> None:
    """Dials what the plan says."""
    call.plan = plan
    recordings.choose(exchange, call, plan.record)
    if call.position is not None:
        call.position.collecting = ""
    if plan.music:
        exchange.note(call, MusicPlayed, plan.music)
    scripted_caller.arrive(exchange, call, "ringing")
    scripted_caller.wait(exchange, call)
    parties = plan.parties if plan.together else plan.parties[:1]
    plan.dialled = len(parties)
    for leg in [_leg(exchange, call, plan, kind, number) for kind, number in parties]:
        if call.plan is plan:
            _dial(exchange, call, plan, leg)


def _leg(exchange: Exchange, call: Call, plan: DialPlan, kind: PartyKind, number: str) -> Leg:
    shown = plan.shown_number or call.caller
    return dialling.new_leg(
        call, "target", kind, number, shown_number=shown, shown_name=plan.shown_name or call.caller_name
    )


def _dial(exchange: Exchange, call: Call, plan: DialPlan, leg: Leg) -> None:
    if leg.kind == "extension":
        show_ringing(exchange, call, leg)
    elif leg.kind == "phone" and phones.e164(leg.number) is None:
        dialling.refuse(exchange, call, leg, "INVALIDARGS", 28)
        return
    scripted = call.caller_script is not None and call.caller_script.talk_seconds is not None
    lines.ringing(exchange, call.leg("caller"))
    dialling.dial(exchange, call, leg, maximum_seconds=plan.dial_seconds, last=not scripted)


def show_ringing(exchange: Exchange, call: Call, leg: Leg, *, queue: int = 0) -> None:
    """The call appears at an extension, unless its device is off or its line is taken."""
    state = exchange.extensions[leg.number]
    if state.device != "offline" and not extension_calls.in_use(exchange, leg.number) and call.id not in state.calls:
        show(exchange, call, leg, queue=queue)


def show(exchange: Exchange, call: Call, leg: Leg, *, queue: int = 0) -> None:
    """The call appears at an extension."""
    first = call.leg("caller")
    view = parties.view(
        call,
        leg,
        "Ringing",
        "Incoming",
        did=call.did,
        queue=queue,
        internal=first is not None and first.kind == "extension",
        original_caller=phones.local(call.caller),
    )
    extension_calls.show(exchange, leg.number, view)


def take_off(exchange: Exchange, call: Call, leg: Leg, text: str = "") -> None:
    """The call disappears from a leg's extension, unless that is at its other end too: it has called itself."""
    if leg.kind == "extension" and not call.connected_to(leg.number):
        extension_calls.remove(
            exchange, leg.number, call, cause=leg.cause, text=text or cause(leg.cause).event, status=leg.status
        )


def cancel_ringing(exchange: Exchange, call: Call, *, cause_code: int = 16, by: By = "other") -> None:
    """Whoever still rings for the caller stops ringing."""
    for leg in call.recent_legs:
        if leg.state == "RINGING" and leg.role != "caller":
            dialling.end(exchange, call, leg, status="CANCEL", cause_code=cause_code, by=by)
            take_off(exchange, call, leg)


def handle_answer(exchange: Exchange, call: Call, leg: Leg) -> None:
    """One of those who rang has answered: the others stop, and the two talk."""
    for other in call.recent_legs:
        if other.state == "RINGING" and other is not leg and other.role != "caller":
            dialling.end(exchange, call, other, status="CANCEL", cause_code=ELSEWHERE, by="other")
            take_off(exchange, call, other)
    scripted_caller.stop_waiting(exchange, call)
    places.pick_up(exchange, call)
    call.target = leg.number
    if leg.kind == "extension":
        view = exchange.extensions[leg.number].calls.get(call.id)
        if view is None:  # it had not rung, because its line was taken
            show(exchange, call, leg)
            view = exchange.extensions[leg.number].calls[call.id]
        extension_calls.answer(exchange, leg.number, view)
    plan = call.plan
    if plan is None or not plan.announcement_seconds:
        _connect(exchange, call, leg)
        return
    length = plan.announcement_seconds
    exchange.note(call, TargetAnnouncementPlayed, leg.number, plan.announcement, length)
    if leg.talk_seconds is not None:  # it talks once it has heard that
        exchange.scheduler.cancel(leg.timer)
        leg.timer = exchange.scheduler.after(length + leg.talk_seconds, "leg.hang_up", call.id, leg.index)
    call.timer = exchange.scheduler.after(length, "destinations.connect", call.id, leg.index)


def _connect(exchange: Exchange, call: Call, leg: Leg) -> None:
    """The two talk from now on."""
    plan = call.plan
    if plan is not None and plan.tones:
        exchange.note(call, TonesSent, leg.number, plan.tones)
    exchange.listen(call)
    scripted_caller.talk(exchange, call)
    limit, caller = plan.call_seconds if plan is not None else TALK_LIMIT_SECONDS, call.caller_script
    dialling.limit_talk(exchange, call, limit, leg.talk_seconds, caller.talk_seconds if caller is not None else None)


@step("destinations.connect")
def _connect_later(exchange: Exchange, call_id: str, index: int) -> None:
    call = exchange.calls[call_id]
    _connect(exchange, call, call.legs[index])


def handle_failure(exchange: Exchange, call: Call, leg: Leg) -> Leg | None:
    """A dialled party did not answer. Returns the leg when nobody is left who could."""
    take_off(exchange, call, leg)
    if any(other.state == "RINGING" and other.role == leg.role for other in call.recent_legs):
        return None
    plan = call.plan
    if plan is not None and not plan.together and plan.dialled < len(plan.parties):
        kind, number = plan.parties[plan.dialled]
        plan.dialled += 1
        _dial(exchange, call, plan, _leg(exchange, call, plan, kind, number))
        return None
    return leg


@step("destinations.ring")
def _ring_later(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    assert call.plan is not None
    ring(exchange, call, call.plan)
