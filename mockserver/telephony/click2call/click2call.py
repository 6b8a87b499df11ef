"""Click2Call (3.2 §1, c2c): two legs under one call id, or one leg with a message or a conference.

States and endings are drawn in ``docs/exchange.md``.
"""

from __future__ import annotations

from typing import Literal

from ....contracts.causes import cause
from ..core import reasons
from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..core.scheduler import step
from ..legs import dialling, parties, recordings, records
from ..legs.dialling import FLOWS
from ..legs.records import Particulars
from ..legs.two_legs import CALL_REJECTED, CONNECT_SECONDS, TwoLegFlow
from ..model.calls import Call, CallStatus, ExtensionCall, Leg
from ..model.events import CallEnded
from ..model.flow_states import Click2CallState
from ..presence import extension_calls
from . import orders
from .orders import Click2CallOrder
from .story import Click2CallOrdered, MessagePlayed, RoomJoined, VoicemailAnswered

LEG1, LEG2, CALLFERENCE = 9, 10, 12
UNKNOWN_RECORDING_SECONDS = 3.0
DIGIT_SECONDS = 0.5


def start(exchange: Exchange, account: int, order: Click2CallOrder) -> Call:
    """Accepts an order and rings leg 1. Raises ``Refused`` with a name of Click2Call's error table."""
    phone, target = orders.parties(exchange, account, order)
    call = _open(exchange, account, order, phone, target)
    wanted = parties.number_as_shown(order.phone_caller_id)
    shown = wanted or call.target or parties.organization_number(exchange, "", phone.number)
    leg = dialling.new_leg(
        call, "phone", phone.kind, phone.number, shown_number=shown, shown_name=order.phone_caller_name
    )
    if phone.kind == "phone" and phone.number in exchange.blacklist and 1 not in order.ignore_blacklist:
        dialling.end(exchange, call, leg, status="NOTCALLED", cause_code=21, by="system")
        FLOW.handle_failure(exchange, call, leg)
        return call
    view = _view(call, leg, 1, "Dialing")
    if view is not None:
        extension_calls.show(exchange, leg.number, view)
    dialling.dial(
        exchange,
        call,
        leg,
        maximum_seconds=order.phone_dial_seconds,
        last=target is None,
        auto_answer=order.phone_auto_answer,
    )
    return call


def terminate(exchange: Exchange, phone: str) -> list[Call]:
    """Ends every call the extension is in. Raises ``Refused`` when it is no extension or has no call."""
    state = exchange.extension_named(phone)
    if state is None:
        raise Refused("invalid", reasons.no_extension(exchange, phone), name="Phone")
    calls = [exchange.calls[call_id] for call_id in state.calls]
    if not calls:
        raise Refused("no_call", reasons.in_no_call(state.sip))
    for call in calls:
        FLOWS[call.flow].terminate(exchange, call, "system")
    return calls


def _open(exchange: Exchange, account: int, order: Click2CallOrder, phone: Party, target: Party | None) -> Call:
    state = Click2CallState(
        action=order.action,
        target_kind=target.kind if target is not None else "",
        target_caller_id=order.target_caller_id,
        target_caller_name=order.target_caller_name,
        target_dial_seconds=order.target_dial_seconds,
        target_auto_answer=order.target_auto_answer,
        maximum_seconds=order.maximum_seconds,
        voicemail=order.voicemail if phone.kind == "extension" else "",
        dial_blacklisted_target=2 in order.ignore_blacklist,
        play_seconds=_play_seconds(exchange, order) if order.action == "message" else 0,
        conference=order.conference,
        announcement=next(iter(order.announcements), ""),
    )
    call = exchange.open_call("click2call", account, "Click2Call", state)
    call.caller = phone.number
    call.target = target.number if target is not None else ""
    call.custom = dict(order.custom)
    call.language = order.language or "he"
    if phone.kind == "extension":
        call.user = exchange.user_at[phone.number]
    if order.record:
        recordings.begin(exchange, call, phone.number, call.target or phone.number)
    exchange.note(call, Click2CallOrdered, order.action, phone.number, call.target, order.language)
    return call


def _play_seconds(exchange: Exchange, order: Click2CallOrder) -> float:
    known = exchange.directory.recordings
    lengths = (known[name].seconds if name in known else UNKNOWN_RECORDING_SECONDS for name in order.announcements)
    return max(1.0, sum(lengths) + DIGIT_SECONDS * len(order.digits))


def _view(call: Call, leg: Leg, number: Literal[1, 2], status: CallStatus) -> ExtensionCall | None:
    """What the leg's extension shows; ``None`` for other parties."""
    if leg.kind != "extension":
        return None
    internal = Click2CallState.of(call).target_kind == "extension"
    call_type = LEG1 if number == 1 else LEG2
    return parties.view(call, leg, status, "Click2Call", click2call_leg=number, call_type=call_type, internal=internal)


class Click2CallFlow(TwoLegFlow):
    """``message`` and ``callference`` have only the near leg, ``phone``."""

    def far_leg(self, exchange: Exchange, call: Call) -> Leg | None:
        state = Click2CallState.of(call)
        if not state.target_kind:
            return None
        party, phone = Party(state.target_kind, call.target), call.legs[0]
        caller = Party(phone.kind, phone.number)
        shown = parties.caller_id_for(exchange, party, caller, wanted=state.target_caller_id)
        return dialling.new_leg(
            call, "target", party.kind, party.number, shown_number=shown, shown_name=state.target_caller_name
        )

    def handle_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        _show_answer(exchange, call, leg)
        state = Click2CallState.of(call)
        if leg.role == "target":
            self._talk(exchange, call, state)
        elif state.action == "call":
            call.timer = exchange.scheduler.after(CONNECT_SECONDS, "click2call.dial_target", call.id)
        elif state.action == "message":
            self._talk(exchange, call, state, state.play_seconds)
        else:
            if state.conference:
                exchange.note(call, RoomJoined, state.conference)
            self._talk(exchange, call, state)

    def _talk(self, exchange: Exchange, call: Call, state: Click2CallState, seconds: float | None = None) -> None:
        limit = state.maximum_seconds
        if seconds is not None and seconds < limit:
            call.timer = exchange.scheduler.after(seconds, "click2call.played", call.id)
        else:
            call.timer = exchange.scheduler.after(limit, "call.time_limit", call.id)

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        voicemail = Click2CallState.of(call).voicemail
        if leg.role == "phone" and voicemail and leg.status == "NOANSWER":
            leg.status = "VOICEMAIL"
            exchange.note(call, VoicemailAnswered, leg.number, voicemail)
        super().handle_failure(exchange, call, leg)

    def finish(self, exchange: Exchange, call: Call, cause_code: int) -> None:
        """One HANGUP for each extension, then the records, leg 1 first."""
        exchange.scheduler.cancel(call.timer)
        phone, target = call.legs[0], call.leg("target")
        text = cause(cause_code).event if phone.answered_at else CALL_REJECTED
        for leg in call.legs:
            if leg.kind == "extension":
                status = target.status if target is not None else leg.status
                extension_calls.remove(exchange, leg.number, call, cause=cause_code, text=text, status=status)
        _write_records(exchange, call, phone, target)
        exchange.close_call(call)
        exchange.publish(CallEnded, exchange.now, call.id)


FLOW = Click2CallFlow()


@step("click2call.dial_target")
def _dial_target(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    state = Click2CallState.of(call)
    if call.target in exchange.blacklist and not state.dial_blacklisted_target:
        FLOW.refuse_blacklisted(exchange, call)
        return
    leg = FLOW.far_leg(exchange, call)
    assert leg is not None
    own = _view(call, call.legs[0], 2, "Hold" if call.legs[0].state == "HELD" else "Talking")
    if own is not None:
        own.in_use = True
        extension_calls.show(exchange, call.legs[0].number, own)
    other = _view(call, leg, 2, "Ringing")
    if other is not None and leg.number != call.legs[0].number:
        extension_calls.show(exchange, leg.number, other)
    dialling.dial(
        exchange, call, leg,
        maximum_seconds=state.target_dial_seconds, last=True, auto_answer=state.target_auto_answer,
    )  # fmt: skip


@step("click2call.played")
def _end_message(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    exchange.note(call, MessagePlayed)
    dialling.hang_up(exchange, call, call.legs[0], "other")


def _show_answer(exchange: Exchange, call: Call, leg: Leg) -> None:
    """The answer shows at both extensions: leg 2's view stands at the phone's extension too."""
    for shown in call.legs if leg.role == "target" else (leg,):
        if shown.kind == "extension":
            view = exchange.extensions[shown.number].calls.get(call.id)
            if view is not None:
                extension_calls.answer(exchange, shown.number, view)


def _write_records(exchange: Exchange, call: Call, phone: Leg, target: Leg | None) -> None:
    if target is None:
        kind = CALLFERENCE if Click2CallState.of(call).action == "callference" else LEG1
        records.write(exchange, call, phone, Particulars(kind, recorded=True))
        return
    records.write(exchange, call, phone, Particulars(LEG1, leg1_status=phone.status))
    own = phone.number if phone.kind == "extension" else ""
    leg2 = Particulars(LEG2, caller_extension=own, leg1_status=phone.status, recorded=True)
    records.write(exchange, call, target, leg2)
