"""What sessions report: clients that come in, ask for something, do something wrongly, or go.

Who may come in is decided here; what they ask for inside is in ``requests``, ``socket_logins`` and ``web_phone``.
"""

from __future__ import annotations

from typing import cast

from ... import contracts
from ...contracts.operations import SOCKET_EVENTS as CATALOGUE
from ...contracts.operations.realtime import SOCKET_EVENTS
from ...contracts.sentences import NONE, Sentence, in_a_row
from ...contracts.suggestions import did_you_mean
from ..telephony.core.exchange import Exchange
from ..tenancy import identities
from ..tenancy.identities import TokenRefused
from . import requests, socket_logins, web_phone
from .connections import Connection
from .scope import Scope
from .session import ClientEvent, ConnectRequest, Incoming, InvalidPacket, Left, SessionClosed
from .socket_context import ANSWERERS, NAMESPACE, ClientRequest, SocketContext

_ROOMS = (requests, socket_logins)  # imported for what they register
_CONTRACTS = {event.name: event.contract for event in SOCKET_EVENTS if event.sender == "client"}
_WRONG_ENDS = ("parse error", "frame too large", "wrong heartbeat")

UNEXPECTED_TOKEN = "Unexpected token"


async def handle(context: SocketContext, connection: Connection, incoming: Incoming) -> None:
    """One thing that a client did. Called in the order in which it did them."""
    if isinstance(incoming, ConnectRequest):
        await _connect(context, connection, incoming)
    elif isinstance(incoming, ClientEvent):
        await _event(context, connection, incoming)
    elif isinstance(incoming, Left):
        connection.leave(incoming.namespace)
        web_phone.unregister(context, connection, incoming.namespace)
    elif isinstance(incoming, InvalidPacket):
        context.note(connection, context.tenant_of(connection, "/"), "", None, violations=[incoming.reason])
    else:
        _note_wrong_end(context, connection, incoming)
    if connection.session.closed is not None:
        connection.finish()
    else:
        connection.flush()


def unregister_phones(context: SocketContext, connection: Connection) -> None:
    """The connection has ended: what it was registered as is no longer attended."""
    for namespace in tuple(connection.phones):
        web_phone.unregister(context, connection, namespace)


def _note_wrong_end(context: SocketContext, connection: Connection, closed: SessionClosed) -> None:
    if closed.reason in _WRONG_ENDS:
        violation = Sentence.of("ConnectionEnded", "{reason}: {detail}", reason=closed.reason, detail=closed.detail)
        violations = [violation]
        context.note(connection, context.tenant_of(connection, "/"), "", None, violations=violations)


async def _connect(context: SocketContext, connection: Connection, request: ConnectRequest) -> None:
    """Clients without a token are let in and log in later; a token that opens nothing is kept out."""
    namespace, session = request.namespace, connection.session
    path = connection.path_in(namespace)
    if path != "/" and not NAMESPACE.match(path):
        session.reject(namespace, "Invalid namespace")
        hint = Sentence.of(
            "NoNamespace", "there is no namespace {namespace!r}; take / or /o/<organization>", namespace=namespace
        )
        context.note(connection, None, "connect", dict(request.query), hint=hint)
        return
    token = _token(connection, request)
    if not token:
        session.accept(namespace)
        return
    found = context.find(connection, namespace, token)
    if found.tenant is None:
        if found.several and session.version == 3 and namespace == "/":
            # Clients 2.x take an error in / for one of the namespace that they are about to name.
            session.accept(namespace)
        else:
            session.reject(namespace, UNEXPECTED_TOKEN)
        context.note(connection, None, "connect", {"token": token}, hint=found.hint)
        return
    tenant = found.tenant

    def enter(exchange: Exchange) -> str:
        try:
            identity = identities.by_token(exchange, token)
        except TokenRefused as refused:
            return str(refused)
        if namespace != "/" and session.version == 3:
            # Clients 1.x and 2.x are always in / too; the namespace they asked for is the one they listen in.
            context.unsubscribe(connection, "/")
        subscription = context.subscribe(connection, tenant, namespace, Scope(identity.user), token)
        subscription.broadcaster.admit(subscription, before=lambda: connection.accept(namespace))
        return ""

    problem = await context.within(tenant, enter)
    if problem:
        session.reject(namespace, problem)
        own = ", ".join(repr(token) for token in tenant.exchange.directory.realtime_tokens)
        hint = Sentence.of(
            "TokenRefused", "{problem}: log in again for a new one; the organization's own: {known}",
            problem=problem, known=own or NONE,
        )  # fmt: skip
        context.note(connection, tenant, "connect", {"token": token}, hint=hint)


def _token(connection: Connection, request: ConnectRequest) -> str:
    """From the connect packet (``auth``, or behind the namespace), else from the URL: 1.3.7 sends it only there."""
    if isinstance(request.auth, dict):
        token = cast("dict[str, object]", request.auth).get("token")
        if isinstance(token, str) and token:
            return token
    return request.query.get("token") or connection.query.get("token", "")


async def _event(context: SocketContext, connection: Connection, event: ClientEvent) -> None:
    recorded = CATALOGUE.get(event.name)
    contract = _CONTRACTS.get(event.name) or (recorded.contract if recorded and recorded.sender == "client" else None)
    if contract is None:
        unknown = Sentence.of("UnknownEvent", "unknown event {name!r}", name=event.name[:60])
        hint = in_a_row((unknown, did_you_mean(event.name, _CONTRACTS)))
        context.note(connection, context.tenant_of(connection, event.namespace), event.name, event.payload, hint=hint)
        return
    found = contracts.violations(contract, event.payload)
    if found:
        tenant = context.tenant_of(connection, event.namespace)
        violations = [violation.sentence() for violation in found]
        context.note(connection, tenant, event.name, event.payload, violations=violations)
    if event.name in _CONTRACTS:
        asked = ClientRequest(event, None if found else event.payload, wrong=bool(found))
        await ANSWERERS[event.name](context, connection, asked)
    elif not found:  # one of an addendum's, which nothing answers
        context.note(connection, context.tenant_of(connection, event.namespace), event.name, event.payload)
