"""What listeners ask for: ``keepalive``, ``resync``, ``updateMonitoredExtensions``, ``closeme`` (API §9, seen)."""

from __future__ import annotations

from ..telephony.core.exchange import Exchange
from ..tenancy import identities
from ..tenancy.identities import TokenRefused
from . import messages
from .broadcaster import Subscription
from .connections import Connection
from .messages import Message
from .socket_context import UNAUTHORIZED, Asked, Reception, answers


@answers("keepalive")
async def keepalive(reception: Reception, connection: Connection, asked: Asked) -> None:
    """Whether the token still holds: the one sent along, which is then the connection's, or that one."""
    namespace = asked.event.namespace
    subscription = connection.subscriptions.get(namespace)
    token = asked.given if isinstance(asked.given, str) else ""
    if subscription is None:
        tenant = reception.find(connection, namespace, token).tenant if token else None
    else:
        tenant = subscription.audience.tenant
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

    connection.emit("keepaliveResponse", await reception.within(tenant, check), namespace)


@answers("resync")
async def resync(reception: Reception, connection: Connection, asked: Asked) -> None:
    """The snapshots once more, in their place among the events."""
    subscription = _listener(reception, connection, asked)
    if subscription is not None:
        everybody = subscription.audience

        def tell(_: Exchange) -> None:
            everybody.tell(subscription, everybody.snapshots(subscription.scope))

        await reception.within(everybody.tenant, tell)


@answers("closeme")
async def closeme(reception: Reception, connection: Connection, asked: Asked) -> None:
    connection.session.close()


@answers("updateMonitoredExtensions")
async def update_monitored_extensions(reception: Reception, connection: Connection, asked: Asked) -> None:
    """From its place among the events on, the listener is told of these extensions only."""
    subscription = _listener(reception, connection, asked)
    if subscription is None or asked.wrong:
        return
    names = asked.text("extensionsString")
    everybody = subscription.audience

    def narrow(exchange: Exchange) -> set[str]:
        scope = subscription.scope.narrowed(names)
        everybody.tell(subscription, [], scope)
        entries = exchange.directory.extensions.values()
        return set(scope.monitored) - {name for entry in entries for name in (entry.sip.casefold(), str(entry.id))}

    unknown = await reception.within(everybody.tenant, narrow)
    if unknown:
        known = ", ".join(everybody.tenant.exchange.directory.extensions)
        hint = f"there is no extension {', '.join(sorted(unknown)[:5])}; known: {known}"
        reception.note(connection, everybody.tenant, asked.event.name, asked.event.payload, hint=hint)


def _listener(reception: Reception, connection: Connection, asked: Asked) -> Subscription | None:
    """Who asks; ``None``, and a note, when nobody is logged in."""
    event = asked.event
    subscription = connection.subscriptions.get(event.namespace)
    if subscription is None:
        hint = "the client is not logged in: connect with ?token=… or log in inside the socket first"
        tenant = reception.tenant_of(connection, event.namespace)
        reception.note(connection, tenant, event.name, event.payload, hint=hint)
    return subscription
