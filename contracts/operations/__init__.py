"""The catalogue: every HTTP operation, callback and socket event, said once.

Routing, validation, OpenAPI, the reference pages and the coverage table are read from here. Adding an
endpoint means an entry in one of these modules, its two schemas, and a function in ``mockserver/api``.
"""

from __future__ import annotations

from . import click2call
from .hosts import ALL_HOSTS
from .model import Callback, ControlOperation, ErrorCode, Operation, SocketEvent

OPERATIONS: dict[str, Operation] = {entry.name: entry for module in (click2call,) for entry in module.OPERATIONS}

__all__ = ["ALL_HOSTS", "OPERATIONS", "Callback", "ControlOperation", "ErrorCode", "Operation", "SocketEvent"]
