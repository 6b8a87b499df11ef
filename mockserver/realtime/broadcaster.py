"""Everybody who listens to one organization: events go in on any thread, batches of frames come out on the loop.

The exchange publishes under the organization's lock, on whatever thread it runs. ``Broadcaster`` makes the message
there and then, puts it into one ordered row, and has the event loop woken once for all that has piled up. A new
listener's snapshots go through the same row, made under the same lock: what happened before is in them, what
happens after follows them.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from ...contracts.learned import event_as_sent, events_beside
from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.exchange import Exchange
from ..telephony.model.directory import Directory
from ..telephony.model.events import DialerEvent, DirectoryChanged, Event, ExtensionEvent, QueueEvent
from . import messages
from .frames import Batch, Frame
from .messages import Message
from .scope import Scope, View
from .socketio_packets import encode_event

if TYPE_CHECKING:
    from ...contracts.types import SandboxSocketsItem
    from ..tenancy.tenants import Tenant

FLUSH_SECONDS = 15.0
"""How long ``flush`` waits at most: clients that take nothing are dropped before."""
Key = TypeVar("Key", str, int)
PILED_UP = 500
"""So many events may wait for the loop before the clock of an advance waits for it too."""


class EventReceiver(Protocol):
    """A connection, as far as the broadcaster knows it. Used on the loop only."""

    def send(self, batch: Batch) -> None: ...

    def when_drained(self, then: Callable[[], None]) -> None:
        """Calls once when everything sent so far has been taken, or the connection is gone."""

    @property
    def remote(self) -> str:
        """The client's address."""
        ...

    def drop(self) -> None:
        """Closes the transport; the client may connect again."""


@dataclass(slots=True, eq=False)
class Subscription:
    """One client in one namespace: what it may see, and by which token it was let in."""

    receiver: EventReceiver
    namespace: str
    broadcaster: Broadcaster
    scope: Scope
    token: str = ""
    group: _Group | None = None
    left: bool = False


@dataclass(slots=True)
class _Broadcast:
    """A message, and to whom it is of interest."""

    name: str
    payload: Message
    directory: Directory
    extension: str = ""
    agent: int = 0
    queue: int = 0
    campaign: str = ""

    def is_visible_in(self, view: View) -> bool:
        if self.extension:
            return view.sees_extension(self.extension, self.agent)
        if self.queue:
            return self.queue in view.queues
        if self.campaign:
            return self.campaign in view.campaigns
        return True


@dataclass(slots=True)
class _DirectMessage:
    """Messages for one listener. With ``scope`` it is from then on told what that scope sees."""

    subscription: Subscription
    batch: list[tuple[str, Message]]
    scope: Scope | None = None
    before: Callable[[], None] | None = None


@dataclass(slots=True, eq=False)
class _Group:
    """Listeners in one namespace with one scope: all are told the same."""

    namespace: str
    scope: Scope
    members: set[Subscription] = field(default_factory=set[Subscription])
    view: View | None = None

    def can_see(self, broadcast: _Broadcast) -> bool:
        if self.view is None or self.view.directory is not broadcast.directory:
            self.view = self.scope.view(broadcast.directory)
        return broadcast.is_visible_in(self.view)


class Broadcaster:
    """Made when an organization's first client comes, let go when its last one has left."""

    def __init__(self, tenant: Tenant, loop: asyncio.AbstractEventLoop) -> None:
        """The organization's lock is held."""
        self.tenant = tenant
        self._loop = loop
        self._loop_thread = threading.get_ident()
        self._row: deque[_Broadcast | _DirectMessage] = deque()
        self._woken = False
        self._groups: dict[tuple[str, Scope], _Group] = {}
        self._before = self._directory = tenant.exchange.directory
        self.subscriptions: set[Subscription] = set()
        tenant.exchange.subscribers.append(self.enqueue_event)
        tenant.sockets = self

    # ---- any thread, the organization's lock is held ---------------------------------------------------

    def enqueue_event(self, event: Event) -> None:
        """The exchange has something to tell."""
        exchange = self.tenant.exchange
        directory = exchange.directory
        if isinstance(event, ExtensionEvent):
            payload = messages.extension_event(exchange, event)
            self._announce(_Broadcast("ExtensionEvent", payload, directory, event.extension, event.agent.user))
        elif isinstance(event, QueueEvent):
            payload = messages.queue_event(exchange, event)
            self._announce(_Broadcast("QueueEvent", payload, directory, queue=event.queue))
        elif isinstance(event, DialerEvent):
            payload = messages.dialer_event(exchange, event)
            self._announce(_Broadcast("DialerEvent", payload, directory, campaign=event.campaign))
        elif isinstance(event, DirectoryChanged):
            self._announce_edit(exchange, event)
        else:
            return
        self._wake()

    def _announce(self, broadcast: _Broadcast) -> None:
        """What happened, and right behind it what an addendum has there; both for the same listeners."""
        self._row.append(broadcast)
        self._row += [
            replace(broadcast, name=name, payload=payload)
            for name, payload in events_beside(broadcast.name, broadcast.payload)
        ]

    def _announce_edit(self, exchange: Exchange, event: DirectoryChanged) -> None:
        directory = exchange.directory
        if directory is not self._directory:  # one edit is told in several events, one for each kind of entry
            self._before, self._directory = self._directory, directory
        before = self._before
        name: str | None = None
        payload: Message = {}
        if event.what == "extensions":
            changed = _changed_keys(before.extensions, directory.extensions)
            name, payload = "ExtensionsUpdated", messages.update_event(exchange, "extensions", changed)
        elif event.what == "queues":
            name, payload = (
                "QueuesUpdated",
                messages.update_event(exchange, "queues", _changed_keys(before.queues, directory.queues)),
            )
        elif event.what == "campaigns":
            changed = _changed_keys(before.campaigns, directory.campaigns)
            name, payload = "DialersUpdated", messages.update_event(exchange, "dialers", changed)
        elif event.what == "users":
            name, payload = "AllUsersStatus", messages.all_users_status(exchange, directory.users)
        if name is not None:
            self._row.append(_Broadcast(name, payload, directory))

    def admit(
        self, subscription: Subscription, *, first: Iterable[tuple[str, Message]] = (),
        before: Callable[[], None] | None = None, snapshots: bool = True,
    ) -> None:  # fmt: skip
        """Lets a client listen: ``first`` and the snapshots, then all that happens. ``before`` is called on the loop
        right before they go out.
        """
        self.subscriptions.add(subscription)
        batch = [*first, *(self.snapshots(subscription.scope) if snapshots else ())]
        self._row.append(_DirectMessage(subscription, batch, subscription.scope, before))
        self._wake()

    def send_to(self, subscription: Subscription, batch: list[tuple[str, Message]], scope: Scope | None = None) -> None:
        """Something for one listener, in its place among the events; ``scope`` changes what it sees from then on."""
        self._row.append(_DirectMessage(subscription, batch, scope))
        self._wake()

    def snapshots(self, scope: Scope) -> list[tuple[str, Message]]:
        """How things stand, in the documented order."""
        exchange = self.tenant.exchange
        view = scope.view(exchange.directory)
        return [
            ("loginSuccess", messages.login_success(exchange)),
            ("loginStatus", messages.login_status(exchange, view.queues_of(exchange))),
            ("AllExtensionsStatus", messages.all_extensions_status(exchange, view.extensions_of(exchange))),
            ("AllDialersStatus", messages.all_dialers_status(exchange, view.campaigns_of(exchange))),
        ]

    def _wake(self) -> None:
        if not self._woken:
            self._woken = True
            try:
                self._loop.call_soon_threadsafe(self.hand_out)
            except RuntimeError:  # the server has stopped
                self._row.clear()

    # ---- any thread, no lock ---------------------------------------------------------------------------

    def flush(self, *, everything: bool) -> None:
        """Returns when all that was told has been written to each socket, or that client has been dropped.

        Without ``everything`` only when much has piled up: an advance goes on meanwhile.
        """
        if not everything and len(self._row) < PILED_UP:
            return
        if threading.get_ident() == self._loop_thread:
            return
        done = threading.Event()
        try:
            self._loop.call_soon_threadsafe(self._flush, done.set)
        except RuntimeError:
            return
        done.wait(FLUSH_SECONDS)

    def close(self) -> None:
        """The organization is no more (deleted, replaced, reset): its clients are dropped and may come again."""
        try:
            self._loop.call_soon_threadsafe(self.drop_all)
        except RuntimeError:
            return

    def listeners(self) -> list[SandboxSocketsItem]:
        """Who listens: plain data."""
        return [
            {
                "remote": one.receiver.remote,
                "namespace": one.namespace,
                "user": one.scope.user,
                "extension": one.scope.extension,
            }
            for one in tuple(self.subscriptions)
            if not one.left
        ]

    # ---- the loop --------------------------------------------------------------------------------------

    def hand_out(self) -> None:
        """Sends what has piled up, in its order."""
        self._woken = False
        row = self._row
        run: list[_Broadcast] = []
        while row:
            item = row.popleft()
            if isinstance(item, _Broadcast):
                run.append(item)
            else:
                self._send(run)
                run = []
                self._send_own(item)
        self._send(run)

    def _send(self, run: list[_Broadcast]) -> None:
        if not run:
            return
        frames: dict[tuple[str, int], Frame] = {}
        batches: dict[tuple[str, tuple[int, ...]], Batch] = {}
        for group in self._groups.values():
            chosen = tuple(index for index, broadcast in enumerate(run) if group.can_see(broadcast))
            if not chosen or not group.members:
                continue
            batch = batches.get((group.namespace, chosen))
            if batch is None:
                batch = Batch([_frame(frames, run, index, group.namespace) for index in chosen])
                batches[group.namespace, chosen] = batch
            for subscription in tuple(group.members):
                if not subscription.left:
                    subscription.receiver.send(batch)

    def _send_own(self, own: _DirectMessage) -> None:
        subscription = own.subscription
        if subscription.left:
            return
        if own.before is not None:
            own.before()
        if own.scope is not None:
            self._join_group(subscription, own.scope)
        texts = [
            encode_event(name, event_as_sent(name, payload), subscription.namespace) for name, payload in own.batch
        ]
        if texts:
            subscription.receiver.send(Batch.of(texts))

    def _join_group(self, subscription: Subscription, scope: Scope) -> None:
        self._leave_group(subscription)
        subscription.scope = scope
        key = (subscription.namespace, scope)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(*key)
        group.members.add(subscription)
        subscription.group = group

    def _leave_group(self, subscription: Subscription) -> None:
        group = subscription.group
        if group is not None:
            group.members.discard(subscription)
            subscription.group = None
            if not group.members:
                self._groups.pop((group.namespace, group.scope), None)

    def leave(self, subscription: Subscription) -> None:
        """The client has gone, or has left the namespace. The last one's leaving ends the broadcaster."""
        subscription.left = True
        self._leave_group(subscription)
        self.subscriptions.discard(subscription)
        if not self.subscriptions:
            self._disband()

    def _disband(self) -> None:
        """Stops listening to the exchange. When the organization is busy it stays until the next one leaves."""
        tenant = self.tenant
        if not tenant.lock.acquire(blocking=False):
            return
        try:
            if not self.subscriptions and tenant.sockets is self:
                tenant.exchange.subscribers.remove(self.enqueue_event)
                tenant.sockets = None
        finally:
            tenant.lock.release()

    def drop_all(self) -> int:
        """Drops every client's connection. Returns how many there were."""
        receivers = self._receivers()
        for receiver in receivers.values():
            receiver.drop()
        return len(receivers)

    def _receivers(self) -> dict[int, EventReceiver]:
        return {id(subscription.receiver): subscription.receiver for subscription in tuple(self.subscriptions)}

    def _flush(self, done: Callable[[], None]) -> None:
        self.hand_out()
        receivers = self._receivers()
        left = len(receivers)
        if not left:
            done()

        def finish_one() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                done()

        for receiver in receivers.values():
            receiver.when_drained(finish_one)


def _frame(frames: dict[tuple[str, int], Frame], run: list[_Broadcast], index: int, namespace: str) -> Frame:
    frame = frames.get((namespace, index))
    if frame is None:
        broadcast = run[index]
        frame = frames[namespace, index] = Frame(
            encode_event(broadcast.name, event_as_sent(broadcast.name, broadcast.payload), namespace)
        )
    return frame


def _changed_keys(before: Mapping[Key, object], after: Mapping[Key, object]) -> list[Key]:
    """Keys whose entry came, went or is another."""
    return [key for key in {**before, **after} if before.get(key) != after.get(key)]


def broadcaster_of(tenant: Tenant, loop: asyncio.AbstractEventLoop) -> Broadcaster:
    """The organization's broadcaster, made if there is none. The organization's lock is held."""
    port = tenant.sockets
    return port if isinstance(port, Broadcaster) else Broadcaster(tenant, loop)
