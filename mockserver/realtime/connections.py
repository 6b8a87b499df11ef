"""One client's connection: its Engine.IO session, the pipe its frames go into, and the namespaces it listens in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...contracts.learned import event_as_sent
from ...contracts.quick_dataclasses import dataclass
from .broadcaster import Subscription
from .fairness import Allowance
from .frames import Batch
from .pipes import Pipe
from .session import Incoming, Session
from .socketio_packets import encode_event

if TYPE_CHECKING:
    from ..tenancy.tenants import Tenant

STALLED_SECONDS = 10.0
"""A client that takes no byte for so long, in real time, is dropped."""
MOST_WAITING = 32 * 1024 * 1024
"""A client that lets more bytes than this pile up is dropped."""


@dataclass(slots=True)
class Phone:
    """A web phone that is registered as ``extension``; ``device`` is what the extension's was before."""

    tenant: Tenant
    subscription: Subscription
    extension: str
    device: str


class Connection:
    """``query`` are the URL's parameters, ``base`` is the organization in its path, ``prefix`` what a proxy
    has before every path. Used on the loop only."""

    def __init__(
        self, session: Session, pipe: Pipe, query: Mapping[str, str], loop: asyncio.AbstractEventLoop, *,
        base: str = "", remote: str = "", prefix: str = "",
    ) -> None:  # fmt: skip
        self.session = session
        self.pipe = pipe
        self.query = query
        self.loop = loop
        self.base = base
        self.remote = remote
        self.prefix = prefix
        self.subscriptions: dict[str, Subscription] = {}
        self.phones: dict[str, Phone] = {}
        self.on_closed: Callable[[Connection], None] = _nothing
        self.gone = False
        self.allowance = Allowance(loop.time())
        self.slowed_down = False
        """Whether it ever sent more than is read at once; its journal says so."""
        self._stalled_since: float | None = None
        self._last_bytes_taken = 0

    def path_in(self, namespace: str) -> str:
        """What a namespace says besides the prefix, which clients make a part of it."""
        return namespace.removeprefix(self.prefix) or "/"

    # ---- what the broadcaster asks for --------------------------------------------------------------------

    def send(self, batch: Batch) -> None:
        if self.gone:
            return
        self.pipe.write(batch)
        if self.pipe.waiting > MOST_WAITING:
            self.drop()

    def when_drained(self, then: Callable[[], None]) -> None:
        if self.gone:
            then()
        else:
            self.pipe.when_drained(then)

    def drop(self) -> None:
        """Closes the transport at once. A socket.io client takes it for a network failure and comes again."""
        self.end()
        self.pipe.abort()

    # ---- what the session says -------------------------------------------------------------------------

    def accept(self, namespace: str) -> None:
        """Lets the client into a namespace; it is told before anything else goes out there."""
        self.session.accept(namespace)
        self.flush()

    def emit(self, name: str, payload: object, namespace: str) -> None:
        """An event for this client alone, now."""
        self.send(Batch.of([encode_event(name, event_as_sent(name, payload), namespace)]))

    def flush(self) -> None:
        """Writes what the session has to say."""
        texts = self.session.to_send()
        if texts:
            self.send(Batch.of(texts))

    def finish(self) -> None:
        """The session is over: its last words go out, then the transport closes."""
        self.flush()
        closed = self.session.closed
        self.end()
        self.pipe.close(by_client=closed is not None and closed.reason == "client close")

    def end(self) -> None:
        """Nothing more is received or told. Leaves every namespace."""
        if self.gone:
            return
        self.gone = True
        for subscription in self.subscriptions.values():
            subscription.broadcaster.leave(subscription)
        self.subscriptions.clear()
        self.on_closed(self)

    def leave(self, namespace: str) -> None:
        subscription = self.subscriptions.pop(namespace, None)
        if subscription is not None:
            subscription.broadcaster.leave(subscription)

    def tick(self, now: float) -> list[Incoming]:
        """Pings, time-outs, and the end of a client that takes nothing. Called about once a second."""
        if self._stalled(now):
            self.drop()
            return []
        incoming = self.session.tick(now)
        self.flush()
        return incoming

    def _stalled(self, now: float) -> bool:
        bytes_taken = self.pipe.bytes_taken
        if not self.pipe.waiting:
            self._stalled_since = None
        elif self._stalled_since is None or bytes_taken != self._last_bytes_taken:
            self._stalled_since = now
        elif now - self._stalled_since >= STALLED_SECONDS:
            return True
        self._last_bytes_taken = bytes_taken
        return False


def _nothing(_: Connection) -> None:
    return None
