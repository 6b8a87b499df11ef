"""The web phone of 3.2 §11: a page that is an extension. It rings, answers, calls, hangs up and mutes, without audio.

The real one speaks WebRTC, of which nothing is documented; the events ``webPhone…`` are this project's own
(inferred), and what happens to the calls is told by the extension's own ``ExtensionEvent``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from ...contracts.sentences import NOTHING, Sentence
from ..telephony.control.operator import Operator
from ..telephony.core.exchange import Exchange
from ..telephony.core.refusals import CannotBeDone
from ..telephony.presence import availability
from . import messages
from .connections import Connection, Phone
from .scope import Scope
from .socket_context import UNAUTHORIZED, ClientRequest, SocketContext, answers, several


@answers("webPhoneRegister")
async def register(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    """The extension is attended from now on: it rings until the page answers."""
    user, password, namespace = asked.text("user"), asked.text("password"), asked.event.namespace
    named = context.resolve(connection, namespace)
    holders = context.registry.holders_of_extension(user)
    tenant = named.tenant if named is not None else holders[0] if len(holders) == 1 else None
    unregister(context, connection, namespace)

    def enter(exchange: Exchange) -> bool:
        assert tenant is not None
        state = exchange.extension_named(user)
        if state is None or exchange.directory.extensions[state.sip].password != password:
            return False
        subscription = context.subscribe(connection, tenant, namespace, Scope(extension=state.sip))
        connection.phones[namespace] = Phone(tenant, subscription, state.sip, state.device)
        state.attended = True
        availability.set_device(exchange, state.sip, "online")
        registered = ("webPhoneRegistered", messages.NO_ERROR)
        subscription.broadcaster.admit(subscription, first=[registered], snapshots=False)
        return True

    if tenant is None or not await context.within(tenant, enter):
        hint = Sentence.of("NoExtensionWithPassword", "no extension {name!r} with this password", name=user[:60])
        if tenant is None and len(holders) > 1:
            hint = several(holders, Sentence.of("ThisExtension", "extension {name!r}", name=user[:60]))
        context.note(connection, tenant, asked.event.name, asked.event.payload, hint=hint)
        connection.emit("webPhoneRegistered", {"errorCode": 1, "errorDesc": UNAUTHORIZED}, namespace)


def unregister(context: SocketContext, connection: Connection, namespace: str) -> None:
    """The page has gone: the extension is as it was, unless another page is registered as it."""
    phone = connection.phones.pop(namespace, None)
    if phone is None:
        return
    phone.subscription.left = True

    def restore(exchange: Exchange) -> None:
        state = exchange.extensions.get(phone.extension)
        listeners = tuple(phone.subscription.broadcaster.subscriptions)
        if state is not None and not any(one.scope.extension == phone.extension and not one.left for one in listeners):
            state.attended = False
            availability.set_device(exchange, phone.extension, phone.device)

    context.later(phone.tenant, restore)


@answers("webPhoneCall", "webPhoneAnswer", "webPhoneHangUp", "webPhoneMute")
async def act(context: SocketContext, connection: Connection, asked: ClientRequest) -> None:
    """Does what the page asks for, or says why it cannot be done."""
    event = asked.event
    phone = connection.phones.get(event.namespace)
    if asked.wrong:
        problem = Sentence.of("BreaksItsContract", "the message is not what its contract says")
    elif phone is None:
        problem = Sentence.of("NotRegistered", "the web phone is not registered")
    else:
        problem = await context.within(phone.tenant, lambda exchange: _do(exchange, phone.extension, asked))
    if problem:
        tenant = context.tenant_of(connection, event.namespace)
        context.note(connection, tenant, event.name, event.payload, hint=problem)
        failure = {"action": event.name, "ivrid": asked.text("ivrid"), "errorCode": 1, "errorDesc": problem}
        connection.emit("webPhoneFailed", failure, event.namespace)


def _do(exchange: Exchange, sip: str, asked: ClientRequest) -> Sentence:
    """Why it cannot be done; empty when it could."""
    operator = Operator(exchange)
    name, ivrid = asked.event.name, asked.text("ivrid")
    try:
        if name == "webPhoneCall":
            operator.outgoing_call(sip, asked.text("number"))
        elif name == "webPhoneAnswer":
            operator.answer(ivrid, sip)
        elif name == "webPhoneHangUp":
            operator.hang_up(ivrid, sip)
        else:
            call = operator.call(ivrid)
            if all(leg.number != sip for leg in call.recent_legs if leg.open):
                return Sentence.of("NotInCall", "{extension} is not in call {call}", extension=sip, call=ivrid)
            operator.mute(ivrid, muted=cast("Mapping[str, object]", asked.given)["mute"] is True)
    except CannotBeDone as problem:
        return Sentence(problem.message)
    return NOTHING
