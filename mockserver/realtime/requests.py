"""What listeners ask for: ``keepalive``, ``resync``, ``updateMonitoredExtensions``, ``closeme`` (API §9, seen)."""

from __future__ import annotations

from ...contracts.sentences import Sentence
from ..telephony.core.exchange import Exchange
from ..tenancy import identities
from ..tenancy.identities import TokenRefused
from . import messages
from .broadcaster import Subscription
from .connections import Connection
from .messages import Message
from .socket_context import UNAUTHORIZED, ClientRequest, SocketContext, answers


@answers("keepalive")
async def keepalive(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    """Whether the token still holds: the one sent along, which is then the connection's, or that one."""
    namespace = asked.event.namespace
    subscription = connection.subscriptions.get(namespace)
    token = asked.given if isinstance(asked.given, str) else ""
    if subscription is None:
        tenant = context.find(connection, namespace, token).tenant if token else None
    else:
        tenant = subscription.broadcaster.tenant
    if tenant is None:
        connection.emit("keepaliveResponse", {"errorCode": 1, "isOk": False, "errorDesc": UNAUTHORIZED}, namespace)
        return

    def check(exchange: Exchange) -> Message:
        known = token or (subscription.token if subscription is not None else "")
        try:
            if known:
                identities.by_token(exchange, known)
        except TokenRefused as refused:
            return messages.keepalive_response(exchange, 1, str(refused))
        if subscription is not None and token:
            subscription.token = token
        return messages.keepalive_response(exchange)

    connection.emit("keepaliveResponse", await context.within(tenant, check), namespace)


@answers("resync")
async def resync(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    """The snapshots once more, in their place among the events."""
    subscription = _listener(context, connection, asked)
    if subscription is not None:
        broadcaster = subscription.broadcaster

        def send_snapshots(_: Exchange) -> None:
            broadcaster.send_to(subscription, broadcaster.snapshots(subscription.scope))

        await context.within(broadcaster.tenant, send_snapshots)


@answers("closeme")
async def closeme(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    connection.session.close()


@answers("updateMonitoredExtensions")
async def update_monitored_extensions(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    """From its place among the events on, the listener is told of these extensions only."""
    subscription = _listener(context, connection, asked)
    if subscription is None or asked.wrong:
        return
    names = asked.text("extensionsString")
    broadcaster = subscription.broadcaster

    def narrow(exchange: Exchange) -> set[str]:
        scope = subscription.scope.narrow(names)
        broadcaster.send_to(subscription, [], scope)
        entries = exchange.directory.extensions.values()
        return set(scope.monitored) - {name for entry in entries for name in (entry.sip.casefold(), str(entry.id))}

    unknown = await context.within(broadcaster.tenant, narrow)
    if unknown:
        known = ", ".join(broadcaster.tenant.exchange.directory.extensions)
        hint = Sentence.of(
            "NoSuchExtensions", "there is no extension {names}; known: {known}",
            names=", ".join(sorted(unknown)[:5]), known=known,
        )  # fmt: skip
        context.note(connection, broadcaster.tenant, asked.event.name, asked.event.payload, hint=hint)


def _listener(context: SocketContext, connection: Connection, asked: ClientRequest) -> Subscription | None:
    """Who asks; ``None``, and a note, when nobody is logged in."""
    event = asked.event
    subscription = connection.subscriptions.get(event.namespace)
    if subscription is None:
        hint = Sentence.of(
            "NotLoggedIn", "the client is not logged in: connect with ?token=… or log in inside the socket first"
        )
        tenant = context.tenant_of(connection, event.namespace)
        context.note(connection, tenant, event.name, event.payload, hint=hint)
    return subscription
