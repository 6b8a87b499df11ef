"""SIP over WebSocket (RFC 7118): one message a frame, sub-protocol ``sip``, on the server's own port."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Literal

from ..realtime.fairness import Allowance
from ..realtime.frames import websocket_frame
from ..realtime.websocket_protocol import EXTENSION, Wire, refuse_handshake
from ..wire.hosts import host_and_port

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SUB_PROTOCOL = "sip"
MOST_WAITING = 1024 * 1024
"""A telephone that lets more bytes than this pile up is dropped."""
_NOBODY = ("127.0.0.1", 0)
_PATH = re.compile(r"(?:/o/([^/]+))?(?:/sip)?/?\Z", re.IGNORECASE)


def wanted(scope: Scope) -> bool:
    """Whether somebody opens a websocket for SIP: ``/`` or ``/sip``, of the server or of an organization."""
    return (
        scope["type"] == "websocket"
        and SUB_PROTOCOL in scope.get("subprotocols", ())
        and _PATH.match(scope["path"]) is not None
    )


class WebSocketFlow:
    """One telephone's connection."""

    transport: Literal["WS"] = "WS"
    reliable = True

    def __init__(self, wire: Wire, scope: Scope) -> None:
        match = _PATH.match(scope["path"])
        self.organization: str = (match[1] or "") if match else ""
        self.via: Literal["WS", "WSS"] = "WSS" if scope["scheme"] == "wss" else "WS"
        self.local = host_and_port(scope.get("server") or _NOBODY)
        self.remote = host_and_port(scope.get("client") or _NOBODY)
        self.allowance: Allowance | None = None
        self._wire = wire

    def send(self, data: bytes) -> None:
        if self._wire.waiting > MOST_WAITING:
            self._wire.abort()
            return
        self._wire.write(websocket_frame(data.decode(errors="replace")))


async def refuse(send: Send, receive: Receive, sentence: str, status: int = 404) -> None:
    await receive()
    await refuse_handshake(send, sentence, status)


async def accept(scope: Scope, receive: Receive, send: Send) -> WebSocketFlow | None:
    """Opens the connection; ``None`` when it cannot be."""
    wire: Wire | None = scope["extensions"].get(EXTENSION, {}).get("wire")
    if wire is None:
        await refuse(send, receive, "this connection cannot carry SIP", 400)
        return None
    await receive()
    await send({"type": "websocket.accept", "subprotocol": SUB_PROTOCOL})
    return WebSocketFlow(wire, scope)


async def next_message(receive: Receive) -> bytes | None:
    """The next frame; ``None`` when the telephone has gone. One that is too long for SIP is answered so."""
    event = await receive()
    if event["type"] != "websocket.receive":
        return None
    text = event.get("text")
    return text.encode() if text is not None else event.get("bytes") or b""
