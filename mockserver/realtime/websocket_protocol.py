"""uvicorn's websocket protocol with a way to the transport: bytes that are frames already go straight into it.

ASGI's ``send`` takes one message for one client, frames it again for each, and does not say whether the client
takes what it is sent. The application finds the ``Wire`` in the scope's ``extensions``.
"""

from __future__ import annotations

from asyncio.transports import BaseTransport
from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "voicenter_mock.wire"


class Wire:
    """One websocket's way out. Used on the server's event loop only."""

    __slots__ = ("_protocol", "lost", "on_drained", "written")

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self._protocol = protocol
        self.on_drained: Callable[[], None] = _nothing
        self.written = 0
        self.lost = False

    @property
    def open(self) -> bool:
        protocol = self._protocol
        return not (self.lost or protocol.close_sent or protocol.transport.is_closing())

    @property
    def waiting(self) -> int:
        """Bytes that the client has not taken yet."""
        return self._protocol.transport.get_write_buffer_size()

    def write(self, frames: bytes) -> None:
        """Writes whole frames; nothing when the socket is closed."""
        if self.open:
            self.written += len(frames)
            self._protocol.transport.write(frames)

    def abort(self) -> None:
        """Drops the connection with everything that still waits."""
        self._protocol.transport.abort()


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Tells its wire when everything has been taken."""

    wire: Wire

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.wire = Wire(self)
        # Paused while anything waits, resumed when nothing does: that is how the wire learns that it is drained.
        self.transport.set_write_buffer_limits(high=0)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][EXTENSION] = {"wire": self.wire}  # type: ignore[index]

    def resume_writing(self) -> None:
        super().resume_writing()
        self.wire.on_drained()

    def connection_lost(self, exc: Exception | None) -> None:
        self.wire.lost = True
        super().connection_lost(exc)
        self.wire.on_drained()


def _nothing() -> None:
    return None
