"""Queues over the control API: who waits in which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..telephony.core.exchange import Exchange
from ..telephony.model import phones
from ..telephony.model.queue_state import QueueState
from .control import ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxQueues, SandboxQueuesItem


@control("list_queues")
def list_queues(request: ControlRequest) -> SandboxQueues:
    with request.tenant.use(wait=request.wait) as exchange:
        return {"queues": [as_data(exchange, state) for state in exchange.queues.values()]}


def as_data(exchange: Exchange, state: QueueState) -> SandboxQueuesItem:
    entry = exchange.directory.queues[state.id]
    return {
        "id": state.id,
        "name": entry.name,
        "members": [member.extension for member in entry.members],
        "callers": [
            {
                "ivrid": waiting.call_id,
                "caller": phones.local(waiting.caller),
                "caller_name": waiting.caller_name,
                "joined": waiting.joined,
            }
            for waiting in state.callers.values()
        ],
    }
