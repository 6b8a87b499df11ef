"""Events as the control API and the page show them: plain JSON, times as epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..telephony.model.events import (
    CallEnded,
    CdrEvent,
    DialerEvent,
    DirectoryChanged,
    Event,
    ExtensionEvent,
    QueueEvent,
    SteeredCallEnded,
)
from ..wire.plain_members import plain_members

if TYPE_CHECKING:
    from ...contracts.types import SandboxEventsItem

_TYPES: dict[type, str] = {
    ExtensionEvent: "extension",
    QueueEvent: "queue",
    DialerEvent: "dialer",
    CdrEvent: "cdr",
    CallEnded: "call_ended",
    SteeredCallEnded: "steered_call_ended",
    DirectoryChanged: "organization",
}


def as_data(number: int, event: Event) -> SandboxEventsItem:
    """``type`` says which kind; the rest are the event's own members."""
    return cast("SandboxEventsItem", {"number": number, "type": _TYPES[type(event)], **_members(event)})


def _members(event: Event) -> dict[str, Any]:
    if isinstance(event, CdrEvent):
        return {"time": event.time, "cdr": plain_members(event.cdr)}
    if isinstance(event, DialerEvent):
        return {
            "time": event.time,
            "reason": event.reason,
            "campaign": event.campaign,
            "call": plain_members(event.call) if event.call is not None else None,
            "calls": [plain_members(view) for view in event.calls],
        }
    return plain_members(event)
