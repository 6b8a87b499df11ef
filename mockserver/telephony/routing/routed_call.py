"""The flow of every call in which one party, the caller, is led to another: incoming, outgoing, internal,
transferred and forwarded ones.

What such a call keeps is a ``RoutedState``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, Literal

from ....contracts.causes import cause as cause_row
from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import dialling, parties, records, scripted_caller
from ..model.calls import By, Call, Leg, LegRole
from ..model.directory import Queue
from ..model.events import CallEnded, SteeredCallEnded
from ..model.flow_states import RoutedState
from ..presence import availability, extension_calls
from . import destinations, external_ivr, forwarding, ivr, places, queues, voicemail
from .places import Destination

INCOMING: Final = 1
OUTGOING: Final = 4
QUEUE: Final = 8
VOICEMAIL: Final = 11
CALLFERENCE: Final = 12
TRANSFER: Final = 13
CONSULTATION: Final = 21
ATTENDED: Final = 22
AUTO_FORWARD: Final = 23


class RoutedCallFlow:
    """Dialers that lead an answered customer to a layer or a queue derive from it and have record types of
    their own: ``types`` by kind of destination.
    """

    types: ClassVar[dict[Destination, int]] = {"queue": QUEUE, "voicemail": VOICEMAIL, "conference": CALLFERENCE}

    # ---- what legs tell --------------------------------------------------------------------------------

    def handle_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "agent":
            queues.handle_answer(exchange, call, leg)
        destinations.handle_answer(exchange, call, leg)
        caller = self.calling_extension(call)
        if caller is not None:
            view = exchange.extensions[caller.number].calls.get(call.id)
            if view is not None:
                extension_calls.answer(exchange, caller.number, view)

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "agent":
            queues.handle_failure(exchange, call, leg)
            return
        decisive = destinations.handle_failure(exchange, call, leg)
        if decisive is not None:
            self.handle_no_answer(exchange, call, decisive)

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        if leg.role == "caller":
            self._end_for_caller(exchange, call, by)
        else:
            self._talk_over(exchange, call, leg, by)

    def terminate(self, exchange: Exchange, call: Call, by: By) -> None:
        leg = call.leg("caller")
        if leg is not None and leg.open:
            dialling.hang_up(exchange, call, leg, by)

    def calling_extension(self, call: Call) -> Leg | None:
        """The caller, if that is an extension: it shows its call, too."""
        caller = call.leg("caller")
        return caller if caller is not None and caller.kind == "extension" else None

    # ---- how it goes on --------------------------------------------------------------------------------

    def handle_no_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        """Nobody who was dialled has answered: forwarding, mailbox, the next layer or menu, or the end."""
        plan = call.plan
        assert plan is not None
        scripted_caller.arrive(exchange, call)
        if leg.kind == "extension" and len(plan.parties) == 1 and forwarding.forward(exchange, call, leg):
            return
        call.plan = None
        if plan.mailbox is not None:
            voicemail.answer_with_mailbox(exchange, call, plan.mailbox, rung=leg)
            return
        self.record(exchange, call, leg, kind="call")
        if plan.next_menu:
            external_ivr.next_menu(exchange, call, plan.next_menu)
            return
        layer = (
            plan.then_unanswered if leg.status == "NOANSWER" and plan.then_unanswered is not None else plan.then_failed
        )
        position = ivr.layer_of(exchange, call)
        if layer is None and position is not None and position.kind in ("extension", "phone"):
            layer = position.fallback if position.fallback is not None else position.next
        places.go_to_layer(exchange, call, layer, status=leg.outcome, cause=leg.cause)

    def _talk_over(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        """The other party of a talk, or a service, is gone."""
        self._close_talk(exchange, call, leg)
        plan, call.plan = call.plan, None
        if by == "party" and plan is not None and plan.then_answered is not None:
            places.go_to_layer(exchange, call, plan.then_answered)
        else:
            places.end(exchange, call, by="other" if by == "party" else by)

    def _close_talk(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if call.timer:
            exchange.scheduler.cancel(call.timer)
            call.timer = 0
        scripted_caller.stop_talking(exchange, call)
        scripted_caller.arrive(exchange, call)
        if leg.role == "agent":
            availability.wrap_up(exchange, leg.number, self.wrap_up_seconds(exchange, call))
        destinations.take_off(exchange, call, leg)
        self.record(exchange, call, leg, kind=_KINDS.get(leg.role, "call"))
        if leg.role == "agent":
            call.queue = None

    def _end_for_caller(self, exchange: Exchange, call: Call, by: By) -> None:
        partner = ringing = None
        for leg in call.recent_legs:
            if leg.role != "caller":
                partner = partner or (leg if leg.connected else None)
                ringing = ringing or (leg if leg.state == "RINGING" else None)
        if partner is not None:
            dialling.end(exchange, call, partner, status="ANSWER", cause_code=16, by="other" if by == "party" else by)
            self._close_talk(exchange, call, partner)
        elif call.queue is not None:
            queues.handle_abandon(exchange, call)
        elif ringing is not None:
            destinations.cancel_ringing(exchange, call)
            self.record(exchange, call, ringing, kind="call")
        elif not call.cdrs:
            status = self._status_before_dialling(exchange, call, by)
            self.record(
                exchange, call, _undialled_leg(exchange, call, status, by), kind="call", status=status, cause=16
            )
        self.finish(exchange, call, 16, by)

    def _status_before_dialling(self, exchange: Exchange, call: Call, by: By) -> DialStatusName:
        """The caller is gone before anything was dialled for them."""
        if call.position is None:
            did = exchange.did(call.did) if call.did else None
            if did is None or did.route.kind in ("extension", "phone"):
                return "NOTDIALED" if by == "party" or did is not None else "SSWPREAUTH"
        return "VOEND" if by == "party" else "TE"

    # ---- records and the end ---------------------------------------------------------------------------

    def record(
        self,
        exchange: Exchange,
        call: Call,
        leg: Leg | None,
        *,
        kind: Destination,
        status: DialStatusName | None = None,
        cause: int | None = None,
    ) -> None:
        """The extension that called is let go first: its HANGUP comes before the record."""
        state = RoutedState.of(call)
        caller = self.calling_extension(call)
        if caller is not None:
            said = leg.cause if cause is None and leg is not None else cause or 16
            _remove_from_extension(exchange, call, caller, leg, said)
        service = leg is not None and leg.kind == "service"
        particulars = records.Particulars(self.types.get(kind, state.record_type))
        particulars.caller_extension, particulars.direction = state.caller_extension, state.direction
        particulars.status = "VOICEMAIL" if kind == "voicemail" else status or ""
        particulars.leg1_status = self.leg1_status(call)
        particulars.cause = cause
        particulars.started = state.started or call.started
        particulars.talk_since = _talk_since(state, leg) if service else state.talk_since
        particulars.dial_seconds = 0 if state.talk_since else None
        if kind == "queue":
            particulars.queue, particulars.waited = call.queue_id, int(call.queue_waited)
        particulars.recorded = True
        records.write(exchange, call, leg, particulars)

    def leg1_status(self, call: Call) -> DialStatusName | Literal[""]:
        """Two-leg calls say how their first leg went."""
        return ""

    def wrap_up_seconds(self, exchange: Exchange, call: Call) -> float:
        """How long a queue's member is left alone after this talk."""
        queue = exchange.directory.queues.get(call.queue.queue) if call.queue is not None else None
        return queue.wrap_up_seconds if queue is not None else 0

    def may_join(self, exchange: Exchange, call: Call, queue: Queue) -> bool:
        """Dialers may turn their own customers away."""
        return True

    def finish(self, exchange: Exchange, call: Call, cause: int, by: By) -> None:
        if call.timer:
            exchange.scheduler.cancel(call.timer)
        scripted_caller.leave(exchange, call)
        leg = call.leg("caller")
        if leg is not None and leg.open:
            dialling.end(exchange, call, leg, status="ANSWER" if leg.answered_at else "CANCEL", cause_code=cause, by=by)
        if leg is not None and leg.kind == "extension":
            _remove_from_extension(exchange, call, leg, None, cause)
        if call.steered:
            _publish_external_ivr_end(exchange, call, cause)
        exchange.close_call(call)
        exchange.publish(CallEnded, exchange.now, call.id)


_KINDS: Mapping[LegRole, Destination] = {"agent": "queue", "voicemail": "voicemail", "conference": "conference"}
"""What kind of destination a leg is, by its role; the others are plain calls."""


def _remove_from_extension(exchange: Exchange, call: Call, caller: Leg, reached: Leg | None, cause: int) -> None:
    """HANGUP at the extension that called, with what became of the party it called."""
    status = reached.status if reached is not None else caller.status
    extension_calls.remove(exchange, caller.number, call, cause=cause, text=cause_row(cause).event, status=status)


def _undialled_leg(exchange: Exchange, call: Call, status: DialStatusName, by: By) -> Leg | None:
    """The party that would have been dialled next, so that the record can name it."""
    plan = call.plan
    if plan is None or plan.dialled:
        return None
    leg = dialling.new_leg(call, "target", *plan.parties[0], shown_number=plan.shown_number)
    dialling.end(exchange, call, leg, status=status, cause_code=16, by=by)
    return leg


def _talk_since(state: RoutedState, leg: Leg | None) -> float:
    """A mailbox's talk begins with the beep."""
    if leg is None or leg.role != "voicemail":
        return 0
    return min(state.beep, leg.ended_at)


def _publish_external_ivr_end(exchange: Exchange, call: Call, cause: int) -> None:
    """HANGUP_CALL: by the leg that decided the call; where nobody was dialled, by the cause the call ended with."""
    leg = parties.decisive(call)
    now, started = exchange.now, call.started
    if leg is None:
        made, ring, target, status = started, 0, "", cause_row(cause).status
    else:
        made, target, status = leg.dialed_at or started, parties.target_of(call, leg), leg.refusal or leg.outcome
        ring = int(leg.answered_at or leg.ended_at) - int(made) if leg.dialed_at else 0
    exchange.publish(
        SteeredCallEnded, now, call.id, call.did, call.caller, target, made, started, int(now) - int(started), ring,
        status,
    )  # fmt: skip


@step("led.start")
def _start(exchange: Exchange, call_id: str) -> None:
    """The caller has been routed, or has finished dialling."""
    call = exchange.calls[call_id]
    if call.plan is not None:
        destinations.ring(exchange, call, call.plan)
        return
    did = exchange.did(call.did)
    if did is None:
        places.end(exchange, call)
    else:
        places.go(exchange, call, did.route)
