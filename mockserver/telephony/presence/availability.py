"""Who may be rung by a queue or a dialer: the device is on, the agent is logged in and willing, nothing else goes on.

Queues and campaigns want to know when somebody may have become free: they register a listener. ``notify_listeners`` is
called after every change; a listener only notes it or schedules a step, and never acts at once, because the
caller is in the middle of something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..model.directory import QueueMember
from ..model.extension_state import ExtensionState

Listener = Callable[[Exchange, str], None]
LISTENERS: list[Listener] = []


def present(exchange: Exchange, sip: str) -> bool:
    """The device is on and its agent takes calls, busy or not. An extension that is nobody's needs no agent."""
    state = exchange.extensions.get(sip)
    return state is not None and _takes_calls(exchange, state)


def _takes_calls(exchange: Exchange, state: ExtensionState) -> bool:
    if state.device == "offline":
        return False
    if not state.user:
        return exchange.directory.extensions[state.sip].user is None
    status = exchange.directory.statuses.get(exchange.agents[state.user].status)
    return status is not None and status.available


def free(exchange: Exchange, sip: str) -> bool:
    """Present, in no call (not even a ringing one) and not in wrap-up.

    Asked far oftener than the answer changes: who is found taken or absent is out of ``exchange.perhaps_free`` until
    ``notify_listeners`` is called, and who is found present and in no call is in ``exchange.at_rest`` until then, or
    until a call is shown to them.
    """
    if sip in exchange.at_rest:
        return exchange.extensions[sip].wrap_up_until <= exchange.now
    if sip not in exchange.perhaps_free:
        return False
    state = exchange.extensions.get(sip)
    if state is None or state.calls or not _takes_calls(exchange, state):
        exchange.perhaps_free.discard(sip)
        return False
    exchange.at_rest.add(sip)
    return state.wrap_up_until <= exchange.now


def free_among(exchange: Exchange, members: Iterable[QueueMember]) -> list[QueueMember]:
    """Those of a queue's members who are free."""
    perhaps = exchange.perhaps_free
    return [member for member in members if member.extension in perhaps and free(exchange, member.extension)]


def any_free(exchange: Exchange, members: Iterable[QueueMember]) -> bool:
    """Whether one of a queue's members is free."""
    perhaps = exchange.perhaps_free
    return any(member.extension in perhaps and free(exchange, member.extension) for member in members)


def notify_listeners(exchange: Exchange, sip: str) -> None:
    """Something about the extension or its agent is not what it was; whoever waits for somebody free looks again."""
    exchange.availability_changes += 1
    exchange.perhaps_free.add(sip)
    exchange.at_rest.discard(sip)
    for listener in LISTENERS:
        listener(exchange, sip)


def mark_taken(exchange: Exchange, sip: str) -> None:
    """The extension is shown a call, or is in wrap-up: no dialer counts on it until ``notify_listeners`` is called."""
    exchange.at_rest.discard(sip)
    for campaign in exchange.campaigns.values():
        campaign.dialer.ready.pop(sip, None)


def wrap_up(exchange: Exchange, sip: str, seconds: float) -> None:
    """Keeps queues and dialers away from the extension for a while."""
    if seconds <= 0:
        return
    mark_taken(exchange, sip)
    state = exchange.extensions[sip]
    state.wrap_up_until = max(state.wrap_up_until, exchange.now + seconds)
    exchange.scheduler.at(state.wrap_up_until, "agent.wrapped_up", sip)


def set_device(exchange: Exchange, sip: str, device: str) -> None:
    """A telephone loses its registration, or gets it back. Calls that are up go on."""
    exchange.extensions[sip].device = "offline" if device == "offline" else "online"
    notify_listeners(exchange, sip)


@step("agent.wrapped_up")
def _end_wrap_up(exchange: Exchange, sip: str) -> None:
    state = exchange.extensions.get(sip)
    if state is None:
        return
    if not state.calls and state.wrap_up_until <= exchange.now:
        state.free_since = exchange.now
    notify_listeners(exchange, sip)
