"""What extensions show of calls: new, answered, held, gone. Each change is published as an event."""

from __future__ import annotations

from typing import Literal

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..model.calls import Call, ExtensionCall
from ..model.events import ExtensionEvent, ExtensionReason
from ..model.extension_state import ExtensionState
from . import availability

ShownStatus = DialStatusName | Literal[""]
"""A leg's status as a HANGUP shows it; the other events have none."""


def show(exchange: Exchange, sip: str, view: ExtensionCall) -> ExtensionCall:
    """A call appears at an extension, or its second leg does (a view of that call is replaced). Returns a copy as it
    is now, for whoever else is to be shown it.
    """
    exchange.extensions[sip].calls[view.call_id] = view
    return publish(exchange, sip, "NEWCALL", view) or view.snapshot()


def answer(exchange: Exchange, sip: str, view: ExtensionCall) -> ExtensionCall:
    """Returns a copy of the view as it is now."""
    view.answered = True
    view.in_use = True
    view.answered_at = exchange.now
    if view.status != "Hold":
        view.status = "Talking"
    exchange.extensions[sip].answered += 1
    return publish(exchange, sip, "ANSWER", view) or view.snapshot()


def hold(exchange: Exchange, sip: str, view: ExtensionCall, *, held: bool) -> None:
    view.status = "Hold" if held else "Talking"
    publish(exchange, sip, "HOLD" if held else "UNHOLD", view)


def remove(exchange: Exchange, sip: str, call: Call, *, cause: int, text: str, status: ShownStatus) -> None:
    """The call is gone from the extension; nothing happens when it was not there."""
    state = exchange.extensions[sip]
    view = state.calls.pop(call.id, None)
    if view is None:
        return
    publish(exchange, sip, "HANGUP", view, cause=cause, text=text, status=status)
    if not state.calls:
        state.free_since = exchange.now
        availability.changed(exchange, sip)


def publish(
    exchange: Exchange,
    sip: str,
    reason: ExtensionReason,
    view: ExtensionCall | None,
    *,
    cause: int = 0,
    text: str = "",
    status: ShownStatus = "",
) -> ExtensionCall | None:
    """Publishes an extension's event and keeps its epochs: last event, last ANSWER, last HANGUP. Returns the copy of
    the view that was published, if one was.
    """
    state = exchange.extensions[sip]
    now = exchange.now
    if view is not None:
        state.last_event = now
        if reason == "ANSWER":
            state.last_answer = now
        elif reason == "HANGUP":
            state.last_hangup = now
    if not exchange.subscribers:
        return None
    shown = None if view is None else view.snapshot()
    exchange.publish(
        ExtensionEvent(
            now,
            reason,
            sip,
            shown,
            _all_shown(state, view, shown),
            exchange.agent_at(sip),
            state.last_event,
            state.last_answer,
            state.last_hangup,
            text,
            cause,
            status,
        )
    )
    return shown


def _all_shown(
    state: ExtensionState, view: ExtensionCall | None, shown: ExtensionCall | None
) -> tuple[ExtensionCall, ...]:
    """Copies of all calls of an extension, with ``shown`` for the one that is copied already."""
    calls = state.calls
    if not calls:
        return ()
    if shown is not None and len(calls) == 1 and calls.get(shown.call_id) is view:
        return (shown,)
    return tuple([shown if call is view and shown is not None else call.snapshot() for call in calls.values()])
