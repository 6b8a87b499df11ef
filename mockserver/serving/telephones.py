"""Real telephones at the server: on its own port over websockets, and on one of their own for desk phones.

What carries them (``sip``) is imported when the server starts, if they are wanted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from ..tenancy.registry import Registry
from .bound_sockets import datagrams_and_connections

if TYPE_CHECKING:
    from ..media.playing import Library
    from ..sip.service import TelephoneService

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class TelephoneFront:
    """Binds when it is made. Raises ``CannotListen``."""

    def __init__(self, registry: Registry, host: str, udp_port: int | None, library: Library | None) -> None:
        self._registry = registry
        registry.telephones = True
        self._library = library
        self._sockets = None if udp_port is None else datagrams_and_connections(host, udp_port)
        self.udp_port: int = 0 if self._sockets is None else self._sockets[0].getsockname()[1]
        self.service: TelephoneService | None = None
        """From when the server starts."""

    async def begin(self) -> None:
        """On the event loop, once."""
        from ..sip.service import TelephoneService

        self.service = TelephoneService(self._registry, self._library)
        if self._sockets is not None:
            await self.service.listen(*self._sockets)

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A websocket that asks for the sub-protocol ``sip``."""
        from ..sip import websocket

        if self.service is None or not websocket.wanted(scope):
            await websocket.refuse(send, receive, "telephones connect to /, /sip, /o/<id>/ or /o/<id>/sip")
        else:
            await self.service.websocket(scope, receive, send)

    def close(self) -> None:
        """On the event loop: every telephone is hung up."""
        if self.service is not None:
            self.service.close()
