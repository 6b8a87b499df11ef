"""Where SIP messages go: one telephone's WebSocket or TCP connection, or its address in datagrams."""

from __future__ import annotations

from typing import Literal, Protocol

Transport = Literal["WS", "UDP", "TCP"]
ViaTransport = Literal["WS", "WSS", "UDP", "TCP"]


class SipFlow(Protocol):
    """A flow (RFC 5626 §1): everything for a telephone goes back the way on which it came. ``reliable``: nothing is
    sent twice. ``local`` is our end as ``host:port``, ``remote`` the other; ``organization`` is the one that the
    connection's path names, or empty. ``via`` is what a Via calls the transport: a websocket over TLS has a name of its
    own there, and none in a URI (RFC 7118 §5.2).
    """

    @property
    def transport(self) -> Transport: ...
    @property
    def via(self) -> ViaTransport: ...
    @property
    def reliable(self) -> bool: ...
    @property
    def local(self) -> str: ...
    @property
    def remote(self) -> str: ...
    @property
    def organization(self) -> str: ...

    def send(self, data: bytes) -> None:
        """One whole message. One that cannot be sent is lost, as on any network."""
