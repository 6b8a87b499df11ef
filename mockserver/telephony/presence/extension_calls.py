"""What extensions show of calls: new, answered, held, gone. Each change is published as an event."""

from __future__ import annotations

from ..core.exchange import Exchange
from ..model.calls import Call, ExtensionCall
from ..model.events import ExtensionEvent, ExtensionReason
from . import availability


def show(exchange: Exchange, sip: str, view: ExtensionCall) -> None:
    """A call appears at an extension, or its second leg does (a view of that call is replaced)."""
    exchange.extensions[sip].calls[view.call_id] = view
    publish(exchange, sip, "NEWCALL", view)


def answer(exchange: Exchange, sip: str, view: ExtensionCall) -> None:
    view.answered = True
    view.in_use = True
    view.answered_at = exchange.now
    if view.status != "Hold":
        view.status = "Talking"
    exchange.extensions[sip].answered += 1
    publish(exchange, sip, "ANSWER", view)


def hold(exchange: Exchange, sip: str, view: ExtensionCall, *, held: bool) -> None:
    view.status = "Hold" if held else "Talking"
    publish(exchange, sip, "HOLD" if held else "UNHOLD", view)


def remove(exchange: Exchange, sip: str, call: Call, *, cause: int, text: str, status: str) -> None:
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
    exchange: Exchange, sip: str, reason: ExtensionReason, view: ExtensionCall | None, *,
    cause: int = 0, text: str = "", status: str = "",
) -> None:  # fmt: skip
    """Publishes an extension's event and keeps its epochs: last event, last ANSWER, last HANGUP."""
    state = exchange.extensions[sip]
    now = exchange.now
    if view is not None:
        state.last_event = now
        if reason == "ANSWER":
            state.last_answer = now
        elif reason == "HANGUP":
            state.last_hangup = now
    if not exchange.subscribers:
        return
    shown = None if view is None else view.snapshot()
    exchange.publish(
        ExtensionEvent(
            now,
            reason,
            sip,
            shown,
            tuple(shown if call is view and shown is not None else call.snapshot() for call in state.calls.values()),
            exchange.agent_at(sip),
            state.last_event,
            state.last_answer,
            state.last_hangup,
            text,
            cause,
            status,
        )
    )
