"""Realtime clients over the control API: who listens, and a broken connection on demand."""

from __future__ import annotations

from .control import Body, ControlRequest, control


@control("list_sockets")
def list_sockets(request: ControlRequest) -> Body:
    sockets = request.tenant.sockets
    return {"sockets": [] if sockets is None else sockets.listeners()}


@control("drop_sockets")
def drop_sockets(request: ControlRequest) -> None:
    sockets = request.tenant.sockets
    if sockets is not None:
        sockets.close()
