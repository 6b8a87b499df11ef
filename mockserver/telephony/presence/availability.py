"""Who may be rung by a queue or a dialer: the device is on, the agent is logged in and willing, nothing else goes on.

Queues and campaigns want to know when somebody may have become free: they register a listener. ``notify_listeners`` is
called after every change; a listener only notes it or schedules a step, and never acts at once, because the
caller is in the middle of something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..model.campaign_state import CampaignState
from ..model.directory import QueueMember
from ..model.extension_state import ExtensionState

Listener = Callable[[Exchange, str], None]
LISTENERS: Final[list[Listener]] = []
NO_CAMPAIGNS: Final[dict[str, CampaignState]] = {}


def free(exchange: Exchange, sip: str) -> bool:
    """Present, in no call (not even a ringing one) and not in wrap-up."""
    return sip in exchange.at_rest and exchange.extensions[sip].wrap_up_until <= exchange.now


def free_members(exchange: Exchange, queue: int) -> list[QueueMember]:
    """Those of a queue's members who are free, in their order."""
    members, at_rest = exchange.members[queue], exchange.at_rest
    few = at_rest if len(at_rest) < len(members) else members
    found = [members[sip] for sip in few if sip in members and free(exchange, sip)]
    return [member for _, member in sorted(found, key=_place)]


def _place(found: tuple[int, QueueMember]) -> int:
    return found[0]


def longest_free(exchange: Exchange, queue: int) -> QueueMember | None:
    """The member of a queue who has been free longest; of several the first in the queue's order."""
    members, now, extensions = exchange.members[queue], exchange.now, exchange.extensions
    resting: Iterable[str] = exchange.at_rest
    if len(members) < len(exchange.at_rest):
        resting = exchange.longest_free_first([sip for sip in members if sip in exchange.at_rest])
    found: tuple[int, QueueMember] | None = None
    since = 0.0
    for sip in resting:
        if sip in members:
            state = extensions[sip]
            if found is not None and state.free_since > since:
                break
            if state.wrap_up_until <= now and (found is None or members[sip] < found):
                since, found = state.free_since, members[sip]
    return found[1] if found is not None else None


def end_call(exchange: Exchange, state: ExtensionState) -> None:
    """The extension's last call is over. Who is in wrap-up is not free before its end, and that is told then."""
    state.free_since = exchange.now
    if state.wrap_up_until <= exchange.now:
        notify_listeners(exchange, state.sip)
    else:
        _update_at_rest(exchange, state.sip)


def notify_listeners(exchange: Exchange, sip: str) -> None:
    """Something about the extension or its agent is not what it was; whoever waits for somebody free looks again."""
    exchange.availability_changes += 1
    _update_at_rest(exchange, sip)
    for listener in LISTENERS:
        listener(exchange, sip)


def _update_at_rest(exchange: Exchange, sip: str) -> None:
    state, at_rest = exchange.extensions[sip], exchange.at_rest
    if state.calls or sip not in exchange.present:
        at_rest.pop(sip, None)
    elif state.free_since >= exchange.now:
        at_rest.pop(sip, None)
        at_rest[sip] = None
    elif sip not in at_rest:  # they have come back, and were free before others were
        exchange.at_rest = exchange.longest_free_with(sip)


def mark_taken(exchange: Exchange, sip: str) -> None:
    """The extension is shown a call, or is in wrap-up: no dialer counts on it until ``notify_listeners`` is called."""
    for campaign in exchange.campaigns_of.get(sip, NO_CAMPAIGNS).values():
        campaign.dialer.ready.pop(sip, None)


def wrap_up(exchange: Exchange, sip: str, seconds: float) -> None:
    """Keeps queues and dialers away from the extension for a while."""
    if seconds <= 0:
        return
    if sip in exchange.at_rest:
        mark_taken(exchange, sip)
    state = exchange.extensions[sip]
    state.wrap_up_until = max(state.wrap_up_until, exchange.now + seconds)
    exchange.scheduler.at(state.wrap_up_until, "agent.wrapped_up", sip)


def set_device(exchange: Exchange, sip: str, device: str) -> None:
    """A telephone loses its registration, or gets it back. Calls that are up go on."""
    exchange.extensions[sip].device = "offline" if device == "offline" else "online"
    exchange.update_presence(sip)
    notify_listeners(exchange, sip)


@step("agent.wrapped_up")
def _end_wrap_up(exchange: Exchange, sip: str) -> None:
    state = exchange.extensions.get(sip)
    if state is None:
        return
    if not state.calls and state.wrap_up_until <= exchange.now:
        state.free_since = exchange.now
    notify_listeners(exchange, sip)
