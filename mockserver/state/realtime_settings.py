"""What clients are told about the socket: its address in the forms that different clients expect.

``docs/how-to/realtime.md`` says which setting suits which client.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ...contracts.quick_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RealtimeSettings:
    """``url`` is where clients reach this server; empty: where the login reached it.

    ``url_list`` is the form of ``URLList``: ``host`` for clients that put their own protocol before the entries,
    ``url`` for those that take them as they are. ``version`` goes out as ``Version``
    of the older stack; the newer one bundles client 1.3.7 and is told so. ``socket_client`` is a socket.io client
    to serve in the place of our own.
    """

    url: str = ""
    url_list: Literal["host", "url"] = "host"
    version: str = "2.4.0"
    client: str = ""
    socket_client: Path | None = None

    def address(self, reached: str) -> str:
        """The URL of the socket's server; ``reached`` is how the login came in (``http://host:port``)."""
        return (self.url or reached).rstrip("/")

    def domain(self, reached: str) -> str:
        """The server without a protocol, as ``MonitorList`` and ``getMonitorUrls`` name it: clients of both put their
        own before it (seen). With its port, and with its path when it has one.
        """
        address = urlsplit(self.address(reached))
        return address.netloc + address.path

    def entry(self, reached: str) -> str:
        """The server as ``URLList`` names it."""
        return self.address(reached) if self.url_list == "url" else self.domain(reached)

    def client_url(self, reached: str) -> str:
        return self.client or f"{self.address(reached)}/monitorAPI/GetSocketClient?v={self.version}"
