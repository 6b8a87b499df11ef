"""The catalogue: every HTTP operation, callback and socket event, said once.

Routing, validation, OpenAPI, the reference pages and the coverage table are read from here. Adding an
endpoint means an entry in one of these modules, its two schemas, and a function in ``mockserver/api``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    blacklist,
    callbacks,
    cdr_hub,
    click2call,
    dialer,
    history,
    lead_tracker,
    login,
    monitor,
    realtime,
    recording,
)
from .hosts import ALL_HOSTS
from .model import Callback, ControlOperation, ErrorCode, Operation, SocketEvent
from .revisions import REVISIONS, WORDING, Revision

_OPERATION_MODULES = (
    click2call,
    cdr_hub,
    dialer,
    monitor,
    login,
    blacklist,
    recording,
    history,
    realtime,
    lead_tracker,
)

OPERATIONS: dict[str, Operation] = {entry.name: entry for module in _OPERATION_MODULES for entry in module.OPERATIONS}
"""What customers call on Voicenter, by name."""

CALLBACKS: dict[str, Callback] = {entry.name: entry for entry in callbacks.CALLBACKS}
"""What Voicenter sends to customers, by name."""

SOCKET_EVENTS: dict[str, SocketEvent] = {entry.name: entry for entry in realtime.SOCKET_EVENTS}
"""What goes over the socket, by the wire's name."""

if TYPE_CHECKING:
    CONTROL: dict[str, ControlOperation] = {}
    """The control API, by name."""


def __getattr__(name: str) -> object:
    """The control API's part is read when somebody asks for it: who only calls Voicenter never does."""
    if name != "CONTROL":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import control

    globals()["CONTROL"] = found = {entry.name: entry for entry in control.CONTROL}
    return found


__all__ = [
    "ALL_HOSTS",
    "CALLBACKS",
    "CONTROL",
    "OPERATIONS",
    "REVISIONS",
    "SOCKET_EVENTS",
    "WORDING",
    "Callback",
    "ControlOperation",
    "ErrorCode",
    "Operation",
    "Revision",
    "SocketEvent",
]
