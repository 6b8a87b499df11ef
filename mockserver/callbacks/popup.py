"""The pop-up: who is in a call, told to the customer's server when it rings, is answered and ends (API §2)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from ...contracts.operations import WORDING
from ..telephony.core.exchange import Exchange
from ..telephony.model import phones
from ..telephony.model.calls import ExtensionCall
from ..telephony.model.events import ExtensionEvent

if TYPE_CHECKING:
    from ...contracts.types import PopupRequest

Stage = Literal["Ringing", "Talking", "Hangup"]
_NOT_SHOWN = ("Spy",)


def stage(event: ExtensionEvent, exchange: Exchange) -> Stage | None:
    """How far the call is for the pop-up; ``None`` when the event makes none.

    Of a two-leg call the extension's own answer is not yet a talk, and its second leg no new call. The 3.2
    revision looks a caller up once, before the extension rings.
    """
    view = event.call
    if view is None or view.direction in _NOT_SHOWN:
        return None
    found: Stage | None = None
    if event.reason == "NEWCALL":
        found = None if view.status == "Talking" else "Ringing"
    elif event.reason == "ANSWER":
        found = None if view.click2call_leg == 1 and _has_second_leg(view, exchange) else "Talking"
    elif event.reason == "HANGUP":
        found = "Hangup"
    return found if found == "Ringing" or exchange.directory.revision != "3.2" else None


def _has_second_leg(view: ExtensionCall, exchange: Exchange) -> bool:
    call = exchange.call(view.call_id)
    return call is not None and bool(call.target)


def payload(event: ExtensionEvent, stage: Stage, exchange: Exchange) -> PopupRequest:
    """Every member that was seen. 3.2's GET writes the number as a caller does (``0…``), today's messages E.164."""
    view = event.call
    if view is None:
        raise ValueError("the event is about no call")
    number = view.caller_phone
    flag = bool if WORDING[exchange.directory.revision].popup_flags == "booleans" else int
    older = exchange.directory.revision == "3.2"
    message: PopupRequest = {
        "phone": phones.local(number) if older else phones.e164(number) or number,
        "callerName": view.caller_name,
        "ivrid": view.call_id,
        "extenUser": event.extension,
        "did": view.did,
        "status": stage,
        "statusCall": stage,
        "direction": view.direction,
        "recordFile": view.recording,
        "isMuted": flag(view.muted),
        "callStarted": event_epoch(view.started, exchange),
        "isAnswered": flag(view.answered),
        "callAnswered": event_epoch(view.answered_at, exchange),
        "customdata": dict(view.custom),
        "currentCall": {
            "callStarted": event_epoch(view.started, exchange),
            "callAnswered": event_epoch(view.answered_at, exchange),
            "answered": int(view.answered),
            "callername": view.caller_name,
            "callerphone": view.caller_phone,
            "callstatus": view.status,
            "direction": view.direction,
            "ivrid": view.call_id,
            "did": view.did,
            "originalCallerID": view.original_caller or view.caller_phone,
            "isInternal": flag(view.internal),
            "customdata": dict(view.custom),
        },
    }
    if stage == "Hangup":
        message["cause"] = event.cause
    return message


def event_epoch(moment: float, exchange: Exchange) -> int:
    """An epoch as the realtime events count them: UTC and the ``servertimeoffset``; 0 stays 0 (API, Time)."""
    if not moment:
        return 0
    minutes = exchange.directory.server_time_offset_minutes
    if minutes is not None:
        return int(moment) + minutes * 60
    offset = datetime.fromtimestamp(moment, UTC).astimezone(exchange.zone).utcoffset()
    return int(moment) + (int(offset.total_seconds()) if offset is not None else 0)
