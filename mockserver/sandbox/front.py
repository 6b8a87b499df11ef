"""The one way to an operation of the control API, over HTTP and from tests in the same process alike.

An action is recorded with the moment at which it was done, so that the session can be exported and done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ...contracts.operations import CONTROL, ControlOperation
from ...contracts.suggestions import near_or_known, suggest
from ..telephony.log.storage_errors import StorageError
from ..tenancy.registry import Registry, RegistryError
from ..tenancy.tenants import WouldBlock
from ..wire.console import log
from .control import BY_NAME, Answer, ControlError, ControlRequest, Handler, Text, check, storage_refusal
from .operations import HANDLERS

_NOT_RECORDED = frozenset(
    {
        "delete_organization", "reset_organization", "set_clock", "advance_clock", "cancel_advance", "put_snapshot",
        "drop_sockets",
    }
)  # fmt: skip
"""Time is in every step, and a test's organization begins and ends by itself."""
_WITHOUT_LOCK = frozenset({"redeliver", "send_callback"})
"""Customers' code runs in them."""


def is_recorded(operation: ControlOperation) -> bool:
    """Whether an operation changes an organization in a way that a test would have to repeat."""
    return operation.method != "GET" and "{id}" in operation.path and operation.name not in _NOT_RECORDED


def perform(
    registry: Registry, name: str, path_values: Mapping[str, str], *, query: Mapping[str, str], body: Any,
    base_url: str, wait: bool = True,
) -> Answer | Text | None:  # fmt: skip
    """Does the operation called ``name``. ``body`` is decoded and has not been checked yet.

    Raises ``ControlError`` for what cannot be done, ``RegistryError`` for organizations that there are not, and
    ``WouldBlock`` when ``wait`` is false and the organization is busy.
    """
    operation = BY_NAME[name]
    _check_query(operation, query)
    request = ControlRequest(registry, operation, path_values, query, check(operation, body), base_url, wait)
    handler = HANDLERS[name]
    try:
        return _answer_and_record(request, handler) if is_recorded(operation) else handler(request)
    except (ControlError, RegistryError, WouldBlock):
        raise
    except StorageError as error:
        raise storage_refusal(error) from None
    except Exception:
        log.exception("control operation %s failed", name)
        raise ControlError(500, "internal_error", f"{name} failed; the server's log says why") from None


_QUERY_VALUES = frozenset(name for operation in CONTROL.values() for name in operation.query)


def _check_query(operation: ControlOperation, query: Mapping[str, str]) -> None:
    """Refuses a misspelled query value, and another operation's, which would do nothing. What resembles none may be a
    client's own.
    """
    for name in query:
        if name in operation.query or not (name in _QUERY_VALUES or suggest(name, operation.query)):
            continue
        raise ControlError(
            400,
            "invalid",
            f"there is no query value {name[:60]!r}",
            field=name[:60],
            hint=near_or_known(name, operation.query),
        )


def _answer_and_record(request: ControlRequest, handler: Handler) -> Answer | Text | None:
    """What is refused changed nothing, and is not recorded."""
    name, tenant = request.operation.name, request.tenant
    body = deepcopy(request.body)
    if name in _WITHOUT_LOCK:
        answer = handler(request)
        with tenant.use() as exchange:
            tenant.session_recording.action(exchange.now, name, request.path_values, body, answer)
        return answer
    with tenant.use(wait=request.wait) as exchange:
        answer = handler(request)
        tenant.session_recording.action(exchange.now, name, request.path_values, body, answer)
    return answer
