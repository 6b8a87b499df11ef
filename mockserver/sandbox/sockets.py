"""Realtime clients over the control API: who listens, and a broken connection on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .control import ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxSockets


@control("list_sockets")
def list_sockets(request: ControlRequest) -> SandboxSockets:
    sockets = request.tenant.sockets
    return {"sockets": [] if sockets is None else sockets.listeners()}


@control("drop_sockets")
def drop_sockets(request: ControlRequest) -> None:
    sockets = request.tenant.sockets
    if sockets is not None:
        sockets.close()
