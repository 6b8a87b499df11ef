"""Extensions over the control API: what each does now, and its telephone's registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.suggestions import among
from ..telephony.core.exchange import Exchange
from ..telephony.model.extension_state import LOGGED_OUT, ExtensionState
from ..telephony.presence import availability
from .calls import acting
from .control import ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxExtension, SandboxExtensions, SandboxExtensionState


@control("list_extensions")
def list_extensions(request: ControlRequest) -> SandboxExtensions:
    with request.tenant.use(wait=request.wait) as exchange:
        return {"extensions": [as_data(exchange, state) for state in exchange.extensions.values()]}


@control("set_extension")
def set_extension(request: ControlRequest) -> SandboxExtensionState:
    sip = request.path_values["sip"]
    with acting(request) as operator:
        state = operator.exchange.extension_named(sip)
        if state is None:
            hint = among(sip, operator.exchange.extensions)
            raise ControlError(404, "unknown", f"there is no extension {sip[:60]!r}", hint=hint)
        operator.set_device(state.sip, request.body["device"])
        return as_data(operator.exchange, state)


def as_data(exchange: Exchange, state: ExtensionState) -> SandboxExtension:
    agent = exchange.agents.get(state.user)
    return {
        "sip": state.sip,
        "name": exchange.directory.extensions[state.sip].name,
        "device": state.device,
        "telephone": state.external,
        "user": 0 if agent is None or agent.status == LOGGED_OUT else agent.user,
        "free": availability.free(exchange, state.sip),
        "calls": list(state.calls),
        "wrap_up_until": state.wrap_up_until,
    }
