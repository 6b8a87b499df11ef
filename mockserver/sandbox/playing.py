"""Actions over the control API, noted in what was played, so that they can be played again."""

from __future__ import annotations

from copy import deepcopy

from ...contracts.operations import ControlOperation
from .control import HANDLERS, Body, ControlRequest, Text

_NOT_PLAYED = frozenset(
    {
        "delete_organization", "reset_organization", "set_clock", "advance_clock", "cancel_advance", "put_snapshot",
        "drop_sockets",
    }
)  # fmt: skip
"""Time is in every step, and a test's organization begins and ends by itself."""
_WITHOUT_LOCK = frozenset({"redeliver", "send_callback"})
"""Customers' code runs in them."""


def is_played(operation: ControlOperation) -> bool:
    """Whether an operation changes an organization in a way that a test would have to repeat."""
    return operation.method != "GET" and "{id}" in operation.path and operation.name not in _NOT_PLAYED


def played(request: ControlRequest) -> Body | Text | None:
    """Does the operation and notes it with the moment at which it was done. What is refused changed nothing."""
    name, tenant = request.operation.name, request.tenant
    body = deepcopy(request.body)
    if name in _WITHOUT_LOCK:
        answer = HANDLERS[name](request)
        with tenant.use() as exchange:
            tenant.session_recording.action(exchange.now, name, request.path_values, body, answer)
        return answer
    with tenant.use(wait=request.wait) as exchange:
        answer = HANDLERS[name](request)
        tenant.session_recording.action(exchange.now, name, request.path_values, body, answer)
    return answer
