"""An organization is edited while it runs: what an edited directory changes in the exchange's state."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo

from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..dialer.campaigns import follow
from ..dialer.wake_ups import wake
from ..model import phones
from ..model.directory import Directory
from ..model.events import DirectoryChanged
from ..model.extension_state import LOGGED_OUT, ExtensionState
from ..model.queue_state import QueueState


def change_directory(exchange: Exchange, directory: Directory) -> None:
    """Puts an edited directory in place: new extensions, users and queues appear, removed ones go. Raises
    ``Refused`` (``busy``) for an extension that has a call, or a queue that callers wait in.
    """
    _require_idle(exchange, directory)
    changed: list[Literal["extensions", "queues", "campaigns", "users", "other"]] = [
        kind
        for kind in ("extensions", "queues", "campaigns", "users")
        if getattr(exchange.directory, kind) != getattr(directory, kind)
    ]
    before, exchange.directory = exchange.directory, directory
    exchange.zone = ZoneInfo(directory.time_zone)
    exchange.ids.move(exchange.zone)
    _follow_extensions(exchange, before)
    _follow_users(exchange)
    exchange.queues = {queue: exchange.queues.get(queue) or QueueState(queue) for queue in directory.queues}
    exchange.campaigns = follow(exchange.campaigns, before, directory)
    _follow_blacklist(exchange, before)
    exchange.index()
    for waiting in exchange.queues.values():
        if waiting.callers:
            exchange.scheduler.at(exchange.now, "queue.serve", waiting.id)
    for state in exchange.campaigns.values():
        wake(exchange, state, stale=True)
    for what in changed or ["other"]:
        exchange.publish(DirectoryChanged, exchange.now, what)


def _require_idle(exchange: Exchange, directory: Directory) -> None:
    """Raises ``Refused`` when what an edit removes is in use."""
    for sip, state in exchange.extensions.items():
        if sip not in directory.extensions and state.calls:
            raise Refused("busy", name=sip)
    for queue, waiting in exchange.queues.items():
        if queue not in directory.queues and waiting.callers:
            raise Refused("busy", name=f"queue {queue}")


def _follow_extensions(exchange: Exchange, before: Directory) -> None:
    """The document's state of a telephone is taken where the edit changed it."""
    for entry in exchange.directory.extensions.values():
        state = exchange.extensions.setdefault(
            entry.sip, ExtensionState(entry.sip, entry.device, free_since=exchange.now)
        )
        known = before.extensions.get(entry.sip)
        if known is not None and known.device != entry.device:
            state.device = entry.device
    for sip in [sip for sip in exchange.extensions if sip not in exchange.directory.extensions]:
        del exchange.extensions[sip]


def _follow_users(exchange: Exchange) -> None:
    """Who has no extension any more is logged out; who is no longer a user leaves theirs."""
    for agent in list(exchange.agents.values()):
        state = exchange.extensions.get(agent.extension)
        if agent.extension and state is None:
            agent.extension, agent.status, agent.since = "", LOGGED_OUT, exchange.now
        if agent.user not in exchange.directory.users:
            del exchange.agents[agent.user]
            if state is not None:
                state.user = 0
    for user in exchange.directory.users.values():
        if user.id not in exchange.agents:
            exchange.hire(user)


def _follow_blacklist(exchange: Exchange, before: Directory) -> None:
    """What an edit put on the document's list or took off it; what the API did otherwise stays."""
    old, new = ({phones.e164(number) or number for number in entry.blacklist} for entry in (before, exchange.directory))
    for number in old - new:
        exchange.blacklist.pop(number, None)
    for number in sorted(new - old):
        exchange.blacklist.setdefault(number, "")
