"""One module for each documented API: plain parameters in, a call on the exchange, a plain dictionary out.

A module is imported with the first request to its API: a client that makes calls needs no call log.
"""

from __future__ import annotations

from importlib import import_module

from ...contracts.operations import OPERATIONS, Operation
from ...contracts.recorded_names import OPERATION_PREFIX
from . import recorded_paths
from .endpoints import ENDPOINTS, Context, Endpoint

_ELSEWHERE = {"dialer.add_calls_bulk": "dialer_bulk", "realtime_login.get_socket_client": "scripts"}
"""Operations that are not in the module which their name begins with."""


def endpoint_of(operation: Operation) -> Endpoint:
    """What answers an operation of the catalogue."""
    name = operation.name
    if name.startswith(OPERATION_PREFIX):
        return recorded_paths.endpoint_of(operation)
    if name not in ENDPOINTS:
        import_module(f"{__name__}.{_ELSEWHERE.get(name, name.partition('.')[0])}")
    return ENDPOINTS[name]


def load_all() -> None:
    """Imports what has not been imported yet."""
    for operation in OPERATIONS.values():
        endpoint_of(operation)


__all__ = ["Context", "Endpoint", "endpoint_of", "load_all"]
