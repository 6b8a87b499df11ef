"""What extensions show of calls: new, answered, held, gone. Each change is published as an event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..model.calls import Call, ExtensionCall
from ..model.events import ExtensionEvent, ExtensionReason
from ..model.extension_state import ExtensionState
from . import availability

ShownStatus = DialStatusName | Literal[""]
"""A leg's status as a HANGUP shows it; the other events have none."""


def in_use(exchange: Exchange, sip: str) -> bool:
    """The extension's line is taken: it talks, holds, or waits for somebody it is calling."""
    return bool(exchange.calls_in_use.get(sip))


def talks(exchange: Exchange, sip: str, *, beside: str = "") -> bool:
    """The extension has a call that is not on hold, other than the one ``beside`` which is asked for."""
    calls = exchange.calls_in_use.get(sip)
    if calls:
        for view in calls.values():
            if view.status != "Hold" and view.call_id != beside:
                return True
    return False


def _keep(exchange: Exchange, state: ExtensionState, view: ExtensionCall) -> None:
    """This is how the extension shows a call from now on."""
    state.calls[view.call_id] = view
    if view.in_use:
        exchange.calls_in_use.setdefault(state.sip, {})[view.call_id] = view
    elif (calls := exchange.calls_in_use.get(state.sip)) is not None:
        calls.pop(view.call_id, None)


def show(exchange: Exchange, sip: str, view: ExtensionCall) -> None:
    """A call appears at an extension, or its second leg does (a view of that call is replaced). The view belongs to
    those who are told of it, and is not changed any more.
    """
    state = exchange.extensions[sip]
    _keep(exchange, state, view)
    if sip in exchange.at_rest:
        del exchange.at_rest[sip]
        availability.mark_taken(exchange, sip)
    publish(exchange, state, "NEWCALL", view)


def change(exchange: Exchange, sip: str, call_id: str, **members: Any) -> None:
    """These members of a call's view are not as its extension has shown them, but no event says so. Nothing happens
    when the call is not there.
    """
    state = exchange.extensions[sip]
    if call_id in state.calls:
        _keep(exchange, state, replace(state.calls[call_id], **members))


def answer(exchange: Exchange, sip: str, view: ExtensionCall) -> ExtensionCall:
    """Returns the view as it is now."""
    view = view.copy()
    view.answered = view.in_use = True
    view.answered_at = exchange.now
    if view.status != "Hold":
        view.status = "Talking"
    state = exchange.extensions[sip]
    _keep(exchange, state, view)
    state.answered += 1
    state.last_answer = exchange.now
    publish(exchange, state, "ANSWER", view)
    return view


def hold(exchange: Exchange, sip: str, view: ExtensionCall, *, held: bool) -> ExtensionCall:
    """Returns the view as it is now."""
    view = view.copy()
    view.status = "Hold" if held else "Talking"
    state = exchange.extensions[sip]
    _keep(exchange, state, view)
    publish(exchange, state, "HOLD" if held else "UNHOLD", view)
    return view


def remove(exchange: Exchange, sip: str, call: Call, *, cause: int, text: str, status: ShownStatus) -> None:
    """The call is gone from the extension; nothing happens when it was not there."""
    state = exchange.extensions[sip]
    view = state.calls.pop(call.id, None)
    if view is None:
        return
    if view.in_use:
        del exchange.calls_in_use[sip][call.id]
    state.last_hangup = exchange.now
    publish(exchange, state, "HANGUP", view, cause=cause, text=text, status=status)
    if not state.calls:
        availability.end_call(exchange, state)


def publish(
    exchange: Exchange,
    state: ExtensionState,
    reason: ExtensionReason,
    view: ExtensionCall | None,
    *,
    cause: int = 0,
    text: str = "",
    status: ShownStatus = "",
) -> None:
    """Publishes an extension's event, and when the last one of a call was."""
    now = exchange.now
    if view is not None:
        state.last_event = now
    exchange.publish(
        ExtensionEvent, now, reason, state.sip, view, tuple(state.calls.values()), exchange.agent_at[state.sip],
        state.last_event, state.last_answer, state.last_hangup, text, cause, status,
    )  # fmt: skip
