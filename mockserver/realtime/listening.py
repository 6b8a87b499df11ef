"""What a client asks for inside the socket: to be let in, to log in, the snapshots again, to be let go.

The names are those of deployed clients (API §9): ``keepalive``, ``resync``, ``closeme``,
``updateMonitoredExtensions``, ``login``, ``loginUser``, ``loginUserCode``, ``loginAccount``; the web phone's are in
``web_phone``. What a client does wrongly is answered as far as there is an answer, and goes into the journal.
"""

from __future__ import annotations

import asyncio
import difflib
import logging
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from ... import contracts
from ...contracts.operations.realtime import SOCKET_EVENTS
from ..journal import RequestEntry, shortened
from ..registry import Registry, RegistryError
from ..telephony.exchange import Exchange
from ..tenants import Tenant, WouldBlock
from . import identities, messages, web_phone
from .audience import Subscription, audience
from .connections import Connection
from .identities import Identity, TokenRefused
from .messages import Message
from .scope import Scope
from .session import ConnectRequest, Event, Incoming, Left, Refused
from .web_phone import Phone

log = logging.getLogger("voicenter_mock")

Result = TypeVar("Result")
Reader = Callable[[Exchange], Identity | None]

UNEXPECTED_TOKEN = "Unexpected token"
UNAUTHORIZED = "Unauthorized"
_NAMESPACE = re.compile(r"/o/([^/]+)/?\Z", re.IGNORECASE)
_TAKEN = {event.name: event.contract for event in SOCKET_EVENTS if event.sender == "client"}


@dataclass(frozen=True, slots=True)
class _Found:
    """The organization that something is about, or none and why."""

    tenant: Tenant | None
    hint: str = ""
    several: bool = False


class Listening:
    """Handles what sessions report. ``threads`` is where a busy organization is waited for."""

    def __init__(self, registry: Registry, threads: Executor) -> None:
        self._registry = registry
        self._threads = threads

    async def handle(self, connection: Connection, incoming: Incoming) -> None:
        """One thing that a client did. Called in the order in which it did them."""
        if isinstance(incoming, ConnectRequest):
            await self._connect(connection, incoming)
        elif isinstance(incoming, Event):
            await self._event(connection, incoming)
        elif isinstance(incoming, Left):
            connection.leave(incoming.namespace)
            self._unregister(connection.phones.pop(incoming.namespace, None))
        elif isinstance(incoming, Refused):
            self._journal(connection, self._tenant_of(connection, "/"), "", None, [incoming.reason])
        else:
            if incoming.reason in ("parse error", "frame too large", "wrong heartbeat"):
                tenant = self._tenant_of(connection, "/")
                self._journal(connection, tenant, "", None, [f"{incoming.reason}: {incoming.detail}"])
            connection.finish()
            return
        if connection.session.closed is not None:
            connection.finish()
        else:
            connection.flush()

    # ---- coming in -------------------------------------------------------------------------------------

    async def _connect(self, connection: Connection, request: ConnectRequest) -> None:
        """Clients without a token are let in and log in later; a token that opens nothing is kept out."""
        namespace = request.namespace
        if namespace != "/" and not _NAMESPACE.match(namespace):
            connection.session.reject(namespace, "Invalid namespace")
            hint = f"there is no namespace {namespace!r}; take / or /o/<organization>"
            self._journal(connection, None, "connect", request.query, [], [hint])
            return
        token = _token(connection, request)
        if not token:
            connection.session.accept(namespace)
            return
        found = self._find(connection, namespace, token)
        if found.tenant is None:
            if found.several and connection.session.version == 3 and namespace == "/":
                # Clients 2.x take an error in / for one of the namespace that they are about to name.
                connection.session.accept(namespace)
            else:
                connection.session.reject(namespace, UNEXPECTED_TOKEN)
            self._journal(connection, None, "connect", {"token": token}, [], [found.hint])
            return
        tenant = found.tenant

        def enter(exchange: Exchange) -> str:
            try:
                identity = identities.by_token(exchange, token)
            except TokenRefused as refused:
                return str(refused)
            subscription = self._subscription(connection, tenant, namespace, identity, token)
            self._leave_default(connection, namespace)
            subscription.audience.admit(subscription, before=lambda: connection.accept(namespace))
            return ""

        problem = await self._within(tenant, enter)
        if problem:
            connection.session.reject(namespace, problem)
            hint = f"{problem}: log in again for a new one; the organization's own: {_own_tokens(tenant)}"
            self._journal(connection, tenant, "connect", {"token": token}, [], [hint])

    def _subscription(
        self, connection: Connection, tenant: Tenant, namespace: str, identity: Identity, token: str
    ) -> Subscription:
        """Takes the place of the one the client had in that namespace. The organization's lock is held."""
        old = connection.subscriptions.pop(namespace, None)
        if old is not None:
            old.left = True
        everybody = audience(tenant, connection.loop)
        subscription = Subscription(connection, namespace, everybody, Scope(identity.user), token)
        connection.subscriptions[namespace] = subscription
        if old is not None:
            connection.loop.call_soon_threadsafe(old.audience.leave, old)
        return subscription

    def _leave_default(self, connection: Connection, namespace: str) -> None:
        """Clients 1.x and 2.x are always in ``/`` too; the namespace they asked for is the one they listen in."""
        if namespace != "/" and connection.session.version == 3:
            default = connection.subscriptions.pop("/", None)
            if default is not None:
                default.left = True
                connection.loop.call_soon_threadsafe(default.audience.leave, default)

    # ---- finding ---------------------------------------------------------------------------------------

    def _find(self, connection: Connection, namespace: str, token: str) -> _Found:
        """The organization in the path or the namespace, else the one that has the token."""
        named = self._named(connection, namespace)
        if named is not None:
            return named
        holders = self._registry.holders_of_code(token)
        if len(holders) == 1:
            return _Found(holders[0])
        if holders:
            names = ", ".join(sorted(holder.id for holder in holders)[:5])
            return _Found(
                None, f"several organizations have this token ({names}); connect to /o/<id> to say which", several=True
            )
        known = ", ".join(
            repr(token) for tenant in self._registry.all()[:5] for token in tenant.exchange.directory.realtime_tokens
        )
        return _Found(None, f"no organization has realtime token {token[:60]!r}; known: {known or 'none'}")

    def _named(self, connection: Connection, namespace: str) -> _Found | None:
        """What the path or the namespace says; ``None`` when neither says anything."""
        match = _NAMESPACE.match(namespace)
        names = {name for name in (connection.base, match[1] if match else "") if name}
        if len(names) > 1:
            return _Found(None, f"the path says organization {connection.base!r}, the namespace {namespace!r}")
        if not names:
            return None
        try:
            return _Found(self._registry.get(names.pop()))
        except RegistryError as error:
            return _Found(None, f"{error.message}; {error.hint}")

    def _tenant_of(self, connection: Connection, namespace: str) -> Tenant | None:
        subscription = connection.subscriptions.get(namespace) or next(iter(connection.subscriptions.values()), None)
        if subscription is not None:
            return subscription.audience.tenant
        named = self._named(connection, namespace)
        return named.tenant if named is not None else None

    # ---- events ----------------------------------------------------------------------------------------

    async def _event(self, connection: Connection, event: Event) -> None:
        contract = _TAKEN.get(event.name)
        if contract is None:
            near = difflib.get_close_matches(event.name, _TAKEN, n=1)
            hint = f"unknown event {event.name[:60]!r}" + (f"; did you mean {near[0]!r}?" if near else "")
            self._journal(
                connection, self._tenant_of(connection, event.namespace), event.name, event.payload, [], [hint]
            )
            return
        found = contracts.violations(contract, event.payload)
        if found:
            violations = [f"{violation.path}: {violation.message} (rule {violation.rule})" for violation in found]
            self._journal(
                connection, self._tenant_of(connection, event.namespace), event.name, event.payload, violations
            )
        await _HANDLERS[event.name](self, connection, event, bool(found))

    async def _keepalive(self, connection: Connection, event: Event, wrong: bool) -> None:
        """Whether the token still holds: the one sent along, which is then the connection's, or that one."""
        subscription = connection.subscriptions.get(event.namespace)
        token = event.payload if isinstance(event.payload, str) and event.payload else ""
        if subscription is None:
            tenant = self._find(connection, event.namespace, token).tenant if token else None
            if tenant is None:
                connection.emit(
                    "keepaliveResponse", {"errorCode": 1, "isOk": False, "errorDesc": UNAUTHORIZED}, event.namespace
                )
                return
        else:
            tenant = subscription.audience.tenant

        def check(exchange: Exchange) -> Message:
            try:
                if subscription is None or subscription.token or token:
                    identities.by_token(exchange, token or (subscription.token if subscription is not None else ""))
            except TokenRefused as refused:
                return messages.keepalive_response(exchange, 1, str(refused))
            if subscription is not None and token:
                subscription.token = token
            return messages.keepalive_response(exchange)

        connection.emit("keepaliveResponse", await self._within(tenant, check), event.namespace)

    async def _resync(self, connection: Connection, event: Event, wrong: bool) -> None:
        subscription = self._listener(connection, event)
        if subscription is not None:
            everybody = subscription.audience
            await self._within(
                everybody.tenant, lambda _: everybody.tell(subscription, everybody.snapshots(subscription.scope))
            )

    async def _closeme(self, connection: Connection, event: Event, wrong: bool) -> None:
        connection.session.close()

    async def _update_monitored(self, connection: Connection, event: Event, wrong: bool) -> None:
        """From its place among the events on, the listener is told of these extensions only."""
        subscription = self._listener(connection, event)
        if subscription is None or wrong:
            return
        names = cast("Mapping[str, str]", event.payload)["extensionsString"]
        everybody = subscription.audience

        def narrow(exchange: Exchange) -> list[str]:
            everybody.tell(subscription, [], subscription.scope.narrowed(names))
            known = {
                name
                for entry in exchange.directory.extensions.values()
                for name in (entry.sip.casefold(), str(entry.id))
            }
            return sorted(set(names.casefold().replace(",", " ").split()) - known)

        unknown = await self._within(everybody.tenant, narrow)
        if unknown:
            hint = f"there is no extension {', '.join(unknown[:5])}; known: {', '.join(everybody.tenant.exchange.directory.extensions)}"
            self._journal(connection, everybody.tenant, event.name, event.payload, [], [hint])

    def _listener(self, connection: Connection, event: Event) -> Subscription | None:
        subscription = connection.subscriptions.get(event.namespace)
        if subscription is None:
            hint = "the client is not logged in: connect with ?token=… or log in inside the socket first"
            self._journal(
                connection, self._tenant_of(connection, event.namespace), event.name, event.payload, [], [hint]
            )
        return subscription

    # ---- logins inside the socket ----------------------------------------------------------------------

    async def _login_token(self, connection: Connection, event: Event, wrong: bool) -> None:
        token = "" if wrong else str(cast("Mapping[str, object]", event.payload)["token"])

        def read(exchange: Exchange) -> Identity | None:
            try:
                return identities.by_token(exchange, token)
            except TokenRefused:
                return None

        await self._log_in(connection, event, [] if wrong else self._registry.holders_of_code(token), read, token)

    async def _login_user(self, connection: Connection, event: Event, wrong: bool) -> None:
        """Older clients log accounts in this way too."""
        given = {} if wrong else cast("Mapping[str, str]", event.payload)
        name = given.get("user") or given.get("email") or given.get("username") or ""
        password = given.get("password") or given.get("pin") or ""

        def read(exchange: Exchange) -> Identity | None:
            directory = exchange.directory
            return identities.by_user(directory, name, password) or identities.by_account(directory, name, password)

        await self._log_in(connection, event, self._registry.holders_of_login(name), read)

    async def _login_user_code(self, connection: Connection, event: Event, wrong: bool) -> None:
        given: Any = {} if wrong else event.payload
        code = given if isinstance(given, str) else str(given.get("code") or "")
        organization_code = "" if isinstance(given, str) else str(given.get("orgCode") or "")
        holders = self._registry.holders_of_code(organization_code or code)
        await self._log_in(connection, event, holders, lambda exchange: identities.by_code(exchange.directory, code))

    async def _login_account(self, connection: Connection, event: Event, wrong: bool) -> None:
        given = {} if wrong else cast("Mapping[str, str]", event.payload)
        name, password = given.get("username") or given.get("user") or "", given.get("password") or ""
        holders = self._registry.holders_of_login(name)
        await self._log_in(
            connection, event, holders, lambda exchange: identities.by_account(exchange.directory, name, password)
        )

    async def _log_in(
        self, connection: Connection, event: Event, holders: list[Tenant], read: Reader, token: str = ""
    ) -> None:
        """``loginResponse``, then the snapshots when the login is right."""
        namespace = event.namespace
        named = self._named(connection, namespace)
        tenant = named.tenant if named is not None else holders[0] if len(holders) == 1 else None
        if tenant is None:
            reason = "no organization has this login"
            if named is not None:
                reason = named.hint
            elif holders:
                names = ", ".join(sorted(holder.id for holder in holders)[:5])
                reason = f"several organizations have this login ({names}); connect to /o/<id> to say which"
            self._journal(connection, None, event.name, _hidden(event.payload), [], [reason])
            connection.emit("loginResponse", {"errorCode": 1, "errorDesc": UNAUTHORIZED}, namespace)
            return

        def enter(exchange: Exchange) -> Message | None:
            identity = read(exchange)
            if identity is None:
                return messages.login_response(exchange, 1, UNAUTHORIZED)
            subscription = self._subscription(connection, tenant, namespace, identity, token)
            subscription.audience.admit(subscription, first=[("loginResponse", messages.login_response(exchange))])
            return None

        refusal = await self._within(tenant, enter)
        if refusal is not None:
            hint = f"organization {tenant.id!r} has no such login"
            self._journal(connection, tenant, event.name, _hidden(event.payload), [], [hint])
            connection.emit("loginResponse", refusal, namespace)

    # ---- the web phone ---------------------------------------------------------------------------------

    async def _register_phone(self, connection: Connection, event: Event, wrong: bool) -> None:
        given = {} if wrong else cast("Mapping[str, str]", event.payload)
        user, password, namespace = given.get("user", ""), given.get("password", ""), event.namespace
        named = self._named(connection, namespace)
        holders = self._registry.holders_of_extension(user)
        tenant = named.tenant if named is not None else holders[0] if len(holders) == 1 else None

        def enter(exchange: Exchange) -> bool:
            assert tenant is not None
            everybody = audience(tenant, connection.loop)
            subscription = Subscription(connection, namespace, everybody, Scope())
            phone = web_phone.register(exchange, subscription, user, password, tenant)
            if phone is None:
                return False
            old = connection.subscriptions.get(namespace)
            connection.subscriptions[namespace] = subscription
            connection.phones[namespace] = phone
            everybody.admit(subscription, first=[("webPhoneRegistered", messages.NO_ERROR)], snapshots=False)
            if old is not None:
                old.left = True
                connection.loop.call_soon_threadsafe(old.audience.leave, old)
            return True

        self._unregister(connection.phones.pop(namespace, None))
        if tenant is None or not await self._within(tenant, enter):
            hint = (
                f"no extension {user[:60]!r} with this password"
                if len(holders) < 2 or tenant is not None
                else (f"several organizations have extension {user[:60]!r}; load the script from /o/<id>/ to say which")
            )
            self._journal(connection, tenant, event.name, _hidden(event.payload), [], [hint])
            connection.emit("webPhoneRegistered", {"errorCode": 1, "errorDesc": UNAUTHORIZED}, namespace)

    async def _act_on_phone(self, connection: Connection, event: Event, wrong: bool) -> None:
        phone = connection.phones.get(event.namespace)
        given = {} if wrong else cast("Mapping[str, object]", event.payload)
        if wrong:
            problem = "the message is not what its contract says"
        elif phone is None:
            problem = "the web phone is not registered"
        else:
            problem = await self._within(
                phone.tenant, lambda exchange: web_phone.act(exchange, phone, event.name, given)
            )
        if problem:
            tenant = self._tenant_of(connection, event.namespace)
            self._journal(connection, tenant, event.name, event.payload, [], [problem])
            failure = {"action": event.name, "ivrid": str(given.get("ivrid", "")), "errorCode": 1, "errorDesc": problem}
            connection.emit("webPhoneFailed", failure, event.namespace)

    def gone(self, connection: Connection) -> None:
        """The connection has ended: what it was registered as is no longer attended."""
        for phone in connection.phones.values():
            self._unregister(phone)
        connection.phones.clear()

    def _unregister(self, phone: Phone | None) -> None:
        if phone is not None:
            phone.subscription.left = True
            with suppress(RuntimeError):  # the server stops
                self._threads.submit(_wait_and_do, phone.tenant, lambda exchange: web_phone.unregister(exchange, phone))

    # ---- the organization and its journal --------------------------------------------------------------

    async def _within(self, tenant: Tenant, do: Callable[[Exchange], Result]) -> Result:
        """Does something with the organization's exchange: here when it is free, else on a thread that waits."""
        try:
            with tenant.use(wait=False) as exchange:
                return do(exchange)
        except WouldBlock:
            return await asyncio.get_running_loop().run_in_executor(self._threads, _wait_and_do, tenant, do)

    def _journal(
        self, connection: Connection, tenant: Tenant | None, name: str, payload: object, violations: list[str],
        hints: list[str] | None = None,
    ) -> None:  # fmt: skip
        entry = RequestEntry(
            number=0,
            at=time.time() if tenant is None else tenant.exchange.now,
            method="SOCKET",
            path=(f"/o/{connection.base}" if connection.base else "") + "/socket.io/",
            operation=f"realtime.{name}" if name else "realtime",
            organization="" if tenant is None else tenant.id,
            encoding="socket.io",
            parameters=shortened(
                payload if isinstance(payload, dict) else {} if payload is None else {"payload": payload}
            ),
            status=0,
            error=1,
            answer="",
            violations=violations,
            hints=hints or [],
        )
        (self._registry.unresolved if tenant is None else tenant.requests).add(entry)
        if tenant is None:
            log.warning(
                "socket from %s, %s: %s", connection.remote, name or "frame", "; ".join(violations + (hints or []))
            )


_HANDLERS: dict[str, Callable[[Listening, Connection, Event, bool], Any]] = {
    "keepalive": Listening._keepalive,
    "resync": Listening._resync,
    "closeme": Listening._closeme,
    "updateMonitoredExtensions": Listening._update_monitored,
    "login": Listening._login_token,
    "loginUser": Listening._login_user,
    "loginUserCode": Listening._login_user_code,
    "loginAccount": Listening._login_account,
    "webPhoneRegister": Listening._register_phone,
    "webPhoneCall": Listening._act_on_phone,
    "webPhoneAnswer": Listening._act_on_phone,
    "webPhoneHangUp": Listening._act_on_phone,
    "webPhoneMute": Listening._act_on_phone,
}


def _wait_and_do(tenant: Tenant, do: Callable[[Exchange], Result]) -> Result:
    with tenant.use() as exchange:
        return do(exchange)


def _token(connection: Connection, request: ConnectRequest) -> str:
    """From the connect packet (``auth``, or behind the namespace), else from the URL: 1.3.7 sends it only there."""
    auth = request.auth
    if isinstance(auth, dict):
        token = cast("dict[str, object]", auth).get("token")
        if isinstance(token, str) and token:
            return token
    return request.query.get("token") or connection.query.get("token", "")


def _own_tokens(tenant: Tenant) -> str:
    return ", ".join(repr(token) for token in tenant.exchange.directory.realtime_tokens) or "none"


def _hidden(payload: object) -> object:
    """Without the password."""
    if not isinstance(payload, dict):
        return payload
    return {
        name: "…" if name in ("password", "pin") else value
        for name, value in cast("dict[str, object]", payload).items()
    }
