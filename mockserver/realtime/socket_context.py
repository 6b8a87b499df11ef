"""What everything that answers a client needs: the organization it is about, its lock, its journal, its broadcaster."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from typing import TypeVar, cast

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import NONE, NOTHING, Sentence
from ..state.journal import RequestEntry, bounded_copy
from ..telephony.core.exchange import Exchange
from ..tenancy.registry import Registry, RegistryError
from ..tenancy.tenants import Tenant, WouldBlock
from ..wire.console import log
from .broadcaster import Subscription, broadcaster_of
from .connections import Connection
from .scope import Scope
from .session import ClientEvent

Result = TypeVar("Result")

UNAUTHORIZED = "Unauthorized"
NAMESPACE = re.compile(r"/o/([^/]+)/?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """The organization that something is about, or none and why; ``several`` have what would name it."""

    tenant: Tenant | None
    hint: Sentence = NOTHING
    several: bool = False


@dataclass(frozen=True, slots=True)
class ClientRequest:
    """An event of a client. ``given`` is its payload if that keeps its contract, else nothing."""

    event: ClientEvent
    given: object
    wrong: bool

    def text(self, *names: str) -> str:
        """The first of these members that is there and not empty, as text."""
        if not isinstance(self.given, Mapping):
            return ""
        members = cast("Mapping[str, object]", self.given)
        return next((str(members[name]) for name in names if members.get(name) not in (None, "")), "")


class SocketContext:
    """``threads`` is where a busy organization is waited for."""

    def __init__(self, registry: Registry, threads: Executor) -> None:
        self.registry = registry
        self._threads = threads

    # ---- finding ---------------------------------------------------------------------------------------

    def find(self, connection: Connection, namespace: str, token: str) -> Found:
        """The organization in the path or the namespace, else the one that has the token."""
        named = self.resolve(connection, namespace)
        if named is not None:
            return named
        holders = self.registry.holders_of_code(token)
        if len(holders) == 1:
            return Found(holders[0])
        if holders:
            return Found(None, several(holders, Sentence.of("ThisToken", "this token")), several=True)
        known = ", ".join(
            repr(token) for tenant in self.registry.all()[:5] for token in tenant.exchange.directory.realtime_tokens
        )
        hint = Sentence.of(
            "NobodyHasToken", "no organization has realtime token {token!r}; known: {known}",
            token=token[:60], known=known or NONE,
        )  # fmt: skip
        return Found(None, hint)

    def resolve(self, connection: Connection, namespace: str) -> Found | None:
        """What the path or the namespace says; ``None`` when neither says anything."""
        match = NAMESPACE.match(connection.path_in(namespace))
        names = {name for name in (connection.base, match[1] if match else "") if name}
        if len(names) > 1:
            hint = Sentence.of(
                "PathAndNamespaceDiffer", "the path says organization {path!r}, the namespace {namespace!r}",
                path=connection.base, namespace=namespace,
            )  # fmt: skip
            return Found(None, hint)
        if not names:
            return None
        try:
            return Found(self.registry.get(names.pop()))
        except RegistryError as error:
            return Found(None, error.sentence)

    def tenant_of(self, connection: Connection, namespace: str) -> Tenant | None:
        """Whose client this is, as far as that is known."""
        subscription = connection.subscriptions.get(namespace) or next(iter(connection.subscriptions.values()), None)
        if subscription is not None:
            return subscription.broadcaster.tenant
        named = self.resolve(connection, namespace)
        return named.tenant if named is not None else None

    def ping_interval(self, base: str, token: str) -> float:
        """Seconds, as the organization wants it that the URL names by path or token; else the only organization."""
        holders = [tenant for tenant in self.registry.all() if tenant.id == base] if base else []
        holders = holders or (self.registry.holders_of_code(token) if token else self.registry.all())
        return holders[0].exchange.directory.realtime_ping_interval_seconds if len(holders) == 1 else 60

    # ---- listeners -------------------------------------------------------------------------------------

    def subscribe(
        self, connection: Connection, tenant: Tenant, namespace: str, scope: Scope, token: str = ""
    ) -> Subscription:
        """Takes the place of the listener that the client was in that namespace. The organization's lock is held."""
        self.unsubscribe(connection, namespace)
        subscription = Subscription(connection, namespace, broadcaster_of(tenant, connection.loop), scope, token)
        connection.subscriptions[namespace] = subscription
        return subscription

    def unsubscribe(self, connection: Connection, namespace: str) -> None:
        """The client is no listener there any more. On any thread."""
        old = connection.subscriptions.pop(namespace, None)
        if old is not None:
            old.left = True
            connection.loop.call_soon_threadsafe(old.broadcaster.leave, old)

    # ---- the organization and its journal --------------------------------------------------------------

    async def within(self, tenant: Tenant, do: Callable[[Exchange], Result]) -> Result:
        """Does something with the organization's exchange: here when it is free, else on a thread that waits."""
        try:
            with tenant.use(wait=False, written=False) as exchange:
                return do(exchange)
        except WouldBlock:
            return await asyncio.get_running_loop().run_in_executor(self._threads, _wait_and_do, tenant, do)

    def later(self, tenant: Tenant, do: Callable[[Exchange], object]) -> None:
        """Does it on a thread, soon; not at all when the server stops."""
        with suppress(RuntimeError):
            self._threads.submit(_wait_and_do, tenant, do)

    def note(
        self, connection: Connection, tenant: Tenant | None, name: str, payload: object, *,
        violations: list[Sentence] | None = None, hint: Sentence = NOTHING,
    ) -> None:  # fmt: skip
        """Writes into the journal what a client did wrongly; without an organization, into the server's."""
        found, hints = violations or [], [hint] if hint else []
        without_passwords = _without_passwords(payload)
        entry = RequestEntry(
            method="SOCKET",
            path=(f"/o/{connection.base}" if connection.base else "") + "/socket.io/",
            operation=f"realtime.{name}" if name else "realtime",
            encoding="socket.io",
            parameters=bounded_copy(without_passwords),
            error=1,
            violations=found,
            hints=hints,
            after_event=0 if tenant is None else tenant.events.count,
        )
        self.registry.write_down(tenant, entry)
        if tenant is None:
            log.warning("socket from %s, %s: %s", connection.remote, name or "frame", "; ".join(found + hints))


def several(holders: list[Tenant], what: Sentence) -> Sentence:
    """The hint for what more than one organization has."""
    return Sentence.of(
        "SeveralHaveIt", "several organizations have {what} ({holders}); connect to /o/<id> to say which",
        what=what, holders=", ".join(sorted(holder.id for holder in holders)[:5]),
    )  # fmt: skip


def _wait_and_do(tenant: Tenant, do: Callable[[Exchange], Result]) -> Result:
    with tenant.use(written=False) as exchange:
        return do(exchange)


def _without_passwords(payload: object) -> dict[str, object]:
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        return {"payload": payload}
    members = cast("dict[str, object]", payload)
    return {name: "…" if name in ("password", "pin") else value for name, value in members.items()}


Answerer = Callable[[SocketContext, Connection, ClientRequest], Awaitable[None]]
ANSWERERS: dict[str, Answerer] = {}


def answers(*names: str) -> Callable[[Answerer], Answerer]:
    """Registers a function as what answers these events of clients."""

    def register(function: Answerer) -> Answerer:
        ANSWERERS.update(dict.fromkeys(names, function))
        return function

    return register
