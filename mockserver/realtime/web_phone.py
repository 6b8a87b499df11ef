"""The web phone of 3.2 §11: a page that is an extension. It rings, answers, calls, hangs up and mutes; there is no audio.

The real one speaks WebRTC, of which nothing is documented; the events ``webPhone…`` are this project's own
(inferred), and what happens to the calls is told by the extension's own ``ExtensionEvent``s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..telephony import availability
from ..telephony.exchange import Exchange
from ..telephony.operator import CannotBeDone, Operator
from .audience import Audience, Subscription
from .scope import Scope

if TYPE_CHECKING:
    from ..tenants import Tenant


@dataclass(slots=True)
class Phone:
    """A registered web phone; ``device`` is what the extension's was before."""

    tenant: Tenant
    subscription: Subscription
    extension: str
    device: str


def register(exchange: Exchange, subscription: Subscription, user: str, password: str, tenant: Tenant) -> Phone | None:
    """The extension is attended from now on; ``None`` when name or password are wrong."""
    state = exchange.extension_named(user)
    if state is None or exchange.directory.extensions[state.sip].password != password:
        return None
    phone = Phone(tenant, subscription, state.sip, state.device)
    state.attended = True
    availability.set_device(exchange, state.sip, "online")
    subscription.scope = Scope(extension=state.sip)
    return phone


def unregister(exchange: Exchange, phone: Phone) -> None:
    """The page has gone: the extension is as it was, unless another page is registered as it."""
    state = exchange.extensions.get(phone.extension)
    others = [other for other in _at(phone.subscription.audience, phone.extension) if other is not phone.subscription]
    if state is None or others:
        return
    state.attended = False
    availability.set_device(exchange, phone.extension, phone.device)


def _at(audience: Audience, extension: str) -> list[Subscription]:
    return [one for one in tuple(audience.subscriptions) if one.scope.extension == extension and not one.left]


def act(exchange: Exchange, phone: Phone, name: str, given: Mapping[str, object]) -> str:
    """Does what the page asks for. Returns why it cannot be done, empty when it could."""
    operator = Operator(exchange)
    sip, ivrid = phone.extension, str(given.get("ivrid", ""))
    try:
        if name == "webPhoneCall":
            operator.outgoing_call(sip, str(given["number"]))
        elif name == "webPhoneAnswer":
            operator.answer(ivrid, sip)
        elif name == "webPhoneHangUp":
            operator.hang_up(ivrid, sip)
        else:
            _own_call(operator, ivrid, sip)
            operator.mute(ivrid, muted=given["mute"] is True)
    except CannotBeDone as problem:
        return problem.message
    return ""


def _own_call(operator: Operator, ivrid: str, sip: str) -> None:
    """Raises ``CannotBeDone`` for a call that this extension is not in."""
    call = operator.call(ivrid)
    if all(leg.number != sip for leg in call.legs if leg.open):
        raise CannotBeDone("state", f"{sip} is not in call {ivrid}")
