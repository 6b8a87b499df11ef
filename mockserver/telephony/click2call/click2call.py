"""Click2Call (3.2 §1, c2c): two legs under one call id, or one leg with a message or a conference.

States and endings are drawn in ``docs/exchange.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ....contracts.causes import cause
from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..core.scheduler import step
from ..legs import dialling, records
from ..legs.dialling import FLOWS
from ..legs.two_legs import CALL_REJECTED, CONNECT_SECONDS, TwoLegFlow
from ..model import phones
from ..model.calls import Call, ExtensionCall, Leg
from ..model.events import CallEnded
from ..presence import extension_calls
from ..routing import outgoing

LEG1, LEG2, CALLFERENCE = 9, 10, 12
UNKNOWN_RECORDING_SECONDS = 3.0
DIGIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Click2CallOrder:
    """One order. ``phone`` is as requested: a number, an extension, ``SIPTRUNK`` or ``logincode``. Seconds.

    ``ignore_blacklist`` holds the legs (1, 2) that are dialled although their number is on the blacklist.
    """

    action: Literal["call", "message", "callference"]
    phone: str
    target: str = ""
    login_code: str = ""
    record: bool = False
    phone_caller_id: str = ""
    phone_caller_name: str = ""
    target_caller_id: str = ""
    target_caller_name: str = ""
    phone_dial_seconds: float = 60
    target_dial_seconds: float = 60
    maximum_seconds: float = 7200
    phone_auto_answer: bool = False
    target_auto_answer: bool = False
    check_phone_device: bool = False
    check_target_device: bool = False
    language: str = ""
    voicemail: str = ""
    ignore_blacklist: frozenset[int] = frozenset()
    announcements: tuple[str, ...] = ()
    digits: str = ""
    conference: str = ""
    custom: dict[str, Any] = field(default_factory=dict[str, Any])


def start(exchange: Exchange, account: int, order: Click2CallOrder) -> Call:
    """Accepts an order and rings leg 1. Raises ``Refused`` with a name of Click2Call's error table."""
    limit = exchange.directory.limits.concurrent_calls
    if limit and len(exchange.calls) >= limit:
        raise Refused("application_error")
    phone = _phone(exchange, order)
    target = _target(exchange, order) if order.action == "call" else None
    if order.conference and order.conference not in exchange.directory.conferences:
        raise Refused("invalid", name="Bbbcode")
    _check_extension(exchange, phone, device=order.check_phone_device, blocked=True)
    if target is not None:
        _check_extension(exchange, target, device=order.check_target_device, blocked=False)
    call = _open(exchange, account, order, phone, target)
    leg = dialling.new_leg(
        call, "phone", phone, shown_number=order.phone_caller_id or call.target, shown_name=order.phone_caller_name
    )
    if phone.kind == "phone" and phone.number in exchange.blacklist and 1 not in order.ignore_blacklist:
        dialling.end(exchange, call, leg, status="NOTCALLED", cause_code=21, by="system")
        FLOW.failed(exchange, call, leg)
        return call
    view = _view(exchange, call, leg, number=1, status="Dialing")
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
        raise Refused("invalid", name="Phone")
    calls = [exchange.calls[call_id] for call_id in state.calls]
    if not calls:
        raise Refused("no_call")
    for call in calls:
        FLOWS[call.flow].terminate(exchange, call, "system")
    return calls


def _phone(exchange: Exchange, order: Click2CallOrder) -> Party:
    word = order.phone.casefold()
    if word == "logincode":
        user = exchange.directory.user_of_login_code(order.login_code)
        if user is None:
            raise Refused("invalid", name="Phonelogincode")
        agent = exchange.agents[user.id]
        if not agent.extension:
            raise Refused("offline")
        return Party("extension", agent.extension)
    for trunk in exchange.directory.trunks.values():
        if trunk.name.casefold() == word:
            return Party("trunk", trunk.name)
    party = exchange.party(order.phone)
    if party is None:
        raise Refused("invalid", name="Phone")
    return party


def _target(exchange: Exchange, order: Click2CallOrder) -> Party:
    party = exchange.party(order.target)
    if party is None:
        raise Refused("invalid", name="Target")
    return party


def _check_extension(exchange: Exchange, party: Party, *, device: bool, blocked: bool) -> None:
    if party.kind != "extension":
        return
    if blocked and exchange.directory.extensions[party.number].click2call_blocked:
        raise Refused("blocked")
    if device and exchange.extensions[party.number].device == "offline":
        raise Refused("offline")


def _open(exchange: Exchange, account: int, order: Click2CallOrder, phone: Party, target: Party | None) -> Call:
    call = exchange.open_call("click2call", account, "Click2Call")
    call.caller = phone.number
    call.target = target.number if target is not None else ""
    call.custom = dict(order.custom)
    call.language = order.language or "he"
    if phone.kind == "extension":
        call.user = exchange.user_for(phone.number)
    if order.record:
        call.recording = exchange.ids.recording(exchange.now, phone.number, call.target or phone.number)
    call.data = {
        "action": order.action,
        "target_kind": target.kind if target is not None else "",
        "target_caller_id": order.target_caller_id,
        "target_caller_name": order.target_caller_name,
        "target_dial_seconds": order.target_dial_seconds,
        "target_auto_answer": order.target_auto_answer,
        "maximum_seconds": order.maximum_seconds,
        "voicemail": order.voicemail if phone.kind == "extension" else "",
        "dial_blacklisted_target": 2 in order.ignore_blacklist,
        "play_seconds": _play_seconds(exchange, order) if order.action == "message" else 0,
    }
    exchange.tell(call, "click2call", action=order.action, phone=phone.number, target=call.target)
    return call


def _play_seconds(exchange: Exchange, order: Click2CallOrder) -> float:
    known = exchange.directory.recordings
    lengths = (known[name].seconds if name in known else UNKNOWN_RECORDING_SECONDS for name in order.announcements)
    return max(1.0, sum(lengths) + DIGIT_SECONDS * len(order.digits))


def _view(exchange: Exchange, call: Call, leg: Leg, *, number: int, status: str) -> ExtensionCall | None:
    """What the leg's extension shows; ``None`` for other parties."""
    if leg.kind != "extension":
        return None
    other = call.target if leg.role == "phone" else call.caller
    other = phones.local(other)
    return ExtensionCall(
        call_id=call.id,
        started=call.started,
        caller_name=leg.shown_name or other,
        caller_phone=other or leg.number,
        status=status,
        direction="Click2Call",
        custom=call.custom,
        recording=call.recording,
        muted=call.muted,
        click2call_leg=number,
        call_type=LEG1 if number == 1 else LEG2,
        internal=call.data["target_kind"] == "extension",
    )


class Click2CallFlow(TwoLegFlow):
    """``message`` and ``callference`` have only the near leg, ``phone``."""

    def far_leg(self, exchange: Exchange, call: Call) -> Leg | None:
        if call.data["action"] != "call":
            return None
        shown = call.data["target_caller_id"] or caller_id(exchange, call.legs[0], call.target)
        party = Party(call.data["target_kind"], call.target)
        return dialling.new_leg(call, "target", party, shown_number=shown, shown_name=call.data["target_caller_name"])

    def answered(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        _show_answer(exchange, call, leg)
        if leg.role == "target":
            self._talk(exchange, call)
        elif call.data["action"] == "call":
            call.timer = exchange.scheduler.after(CONNECT_SECONDS, "click2call.dial_target", call.id)
        elif call.data["action"] == "message":
            self._talk(exchange, call, call.data["play_seconds"])
        else:
            self._talk(exchange, call)

    def _talk(self, exchange: Exchange, call: Call, seconds: float | None = None) -> None:
        limit: float = call.data["maximum_seconds"]
        if seconds is not None and seconds < limit:
            call.timer = exchange.scheduler.after(seconds, "click2call.session_recording", call.id)
        else:
            call.timer = exchange.scheduler.after(limit, "call.time_limit", call.id)

    def failed(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "phone" and call.data["voicemail"] and leg.status == "NOANSWER":
            leg.status = "VOICEMAIL"
        super().failed(exchange, call, leg)

    def finish(self, exchange: Exchange, call: Call, cause_code: int) -> None:
        """One HANGUP for each extension, then the records, leg 1 first."""
        exchange.scheduler.cancel(call.timer)
        phone, target = call.legs[0], call.leg("target")
        decisive = target if target is not None and phone.answered_at else phone
        text = CALL_REJECTED if not phone.answered_at or decisive.status == "NOTCALLED" else cause(cause_code).event
        for leg in call.legs:
            if leg.kind == "extension":
                status = target.status if target is not None else leg.status
                extension_calls.remove(exchange, leg.number, call, cause=cause_code, text=text, status=status)
        _write_records(exchange, call, phone, target)
        exchange.close_call(call)
        exchange.publish(CallEnded(exchange.now, call.id))


FLOW = Click2CallFlow()


@step("click2call.dial_target")
def _dial_target(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    if call.target in exchange.blacklist and not call.data["dial_blacklisted_target"]:
        FLOW.blacklisted(exchange, call)
        return
    leg = FLOW.far_leg(exchange, call)
    assert leg is not None
    own = _view(exchange, call, call.legs[0], number=2, status="Hold" if call.legs[0].state == "HELD" else "Talking")
    if own is not None:
        own.in_use = True
        extension_calls.show(exchange, call.legs[0].number, own)
    other = _view(exchange, call, leg, number=2, status="Ringing")
    if other is not None and leg.number != call.legs[0].number:
        extension_calls.show(exchange, leg.number, other)
    dialling.dial(
        exchange, call, leg,
        maximum_seconds=call.data["target_dial_seconds"], last=True, auto_answer=call.data["target_auto_answer"],
    )  # fmt: skip


@step("click2call.session_recording")
def _played(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    exchange.tell(call, "played")
    dialling.hang_up(exchange, call, call.legs[0], "other")


def caller_id(exchange: Exchange, leg: Leg, target: str) -> str:
    """The number the target sees: a trunk's own, else as if the phone had dialled."""
    if leg.kind == "trunk":
        return exchange.directory.trunks[leg.number].number
    return outgoing.caller_id(exchange, leg.number if leg.kind == "extension" else "", target)


def _show_answer(exchange: Exchange, call: Call, leg: Leg) -> None:
    """The answer shows at both extensions: leg 2's view stands at the phone's extension too."""
    for shown in call.legs if leg.role == "target" else (leg,):
        if shown.kind == "extension":
            view = exchange.extensions[shown.number].calls.get(call.id)
            if view is not None:
                extension_calls.answer(exchange, shown.number, view)


def _write_records(exchange: Exchange, call: Call, phone: Leg, target: Leg | None) -> None:
    if target is None:
        type_id = CALLFERENCE if call.data["action"] == "callference" else LEG1
        records.write(exchange, call, phone, type_id, caller=phone.shown_number, with_recording=True)
        return
    records.write(exchange, call, phone, LEG1, caller=phone.shown_number, leg1_status=phone.status)
    own = phone.number if phone.kind == "extension" else ""
    records.write(
        exchange, call, target, LEG2,
        caller=target.shown_number, caller_extension=own, leg1_status=phone.status, with_recording=True,
    )  # fmt: skip
