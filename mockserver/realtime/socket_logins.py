"""The logins of older clients, inside the socket: ``login``, ``loginUser``, ``loginUserCode``, ``loginAccount``.

Each is answered with ``loginResponse`` and, when it is right, with the snapshots.
"""

from __future__ import annotations

from collections.abc import Callable

from ...contracts.sentences import Sentence
from ..telephony.core.exchange import Exchange
from ..tenancy import identities
from ..tenancy.identities import Identity, TokenRefused
from ..tenancy.tenants import Tenant
from . import messages
from .connections import Connection
from .messages import Message
from .scope import Scope
from .socket_context import UNAUTHORIZED, ClientRequest, SocketContext, answers, several

Reader = Callable[[Exchange], Identity | None]


@answers("login")
async def login(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    token = asked.text("token")

    def read(exchange: Exchange) -> Identity | None:
        try:
            return identities.by_token(exchange, token)
        except TokenRefused:
            return None

    await _log_in(context, connection, asked, context.registry.holders_of_code(token), read, token)


@answers("loginUser")
async def login_user(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    """Older clients log accounts in this way too."""
    name, password = asked.text("user", "email", "username"), asked.text("password", "pin")

    def read(exchange: Exchange) -> Identity | None:
        directory = exchange.directory
        return identities.by_user(directory, name, password) or identities.by_account(directory, name, password)

    await _log_in(context, connection, asked, context.registry.holders_of_login(name), read)


@answers("loginUserCode")
async def login_user_code(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    code = asked.given if isinstance(asked.given, str) else asked.text("code")
    holders = context.registry.holders_of_code(asked.text("orgCode") or code)
    await _log_in(context, connection, asked, holders, lambda exchange: identities.by_code(exchange.directory, code))


@answers("loginAccount")
async def login_account(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    name, password = asked.text("username", "user"), asked.text("password")
    holders = context.registry.holders_of_login(name)
    await _log_in(
        context,
        connection,
        asked,
        holders,
        lambda exchange: identities.by_account(exchange.directory, name, password),
    )


async def _log_in(
    context: SocketContext,
    connection: Connection,
    asked: ClientRequest,
    holders: list[Tenant],
    read: Reader,
    token: str = "",
) -> None:
    event = asked.event
    named = context.resolve(connection, event.namespace)
    tenant = named.tenant if named is not None else holders[0] if len(holders) == 1 else None
    if tenant is None:
        hint = Sentence.of("NobodyHasLogin", "no organization has this login")
        if named is not None:
            hint = named.hint
        elif holders:
            hint = several(holders, Sentence.of("ThisLogin", "this login"))
        context.note(connection, None, event.name, event.payload, hint=hint)
        connection.emit("loginResponse", {"errorCode": 1, "errorDesc": UNAUTHORIZED}, event.namespace)
        return

    def enter(exchange: Exchange) -> Message | None:
        identity = read(exchange)
        if identity is None:
            return messages.login_response(exchange, 1, UNAUTHORIZED)
        subscription = context.subscribe(connection, tenant, event.namespace, Scope(identity.user), token)
        subscription.broadcaster.admit(subscription, first=[("loginResponse", messages.login_response(exchange))])
        return None

    refusal = await context.within(tenant, enter)
    if refusal is not None:
        hint = Sentence.of("NoSuchLogin", "organization {organization!r} has no such login", organization=tenant.id)
        context.note(connection, tenant, event.name, event.payload, hint=hint)
        connection.emit("loginResponse", refusal, event.namespace)
