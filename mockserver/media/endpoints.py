"""Where sound comes in and goes out: one socket of UDP for each telephone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, cast

from . import stun
from .rtp import MAXIMUM_BYTES


class MediaSocket(asyncio.DatagramProtocol):
    """A bound socket, at ``address`` and ``port``. What comes from the telephone goes to ``receive``; nothing is sent
    before it is known where to.
    """

    def __init__(self, address: str, receive: Callable[[bytes], None]) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            self._socket.bind((address, 0))
            self._socket.setblocking(False)
        except OSError:
            self._socket.close()
            raise
        self.address = address
        self.port: int = self._socket.getsockname()[1]
        self.remote: tuple[str, int] | None = None
        self._receive = receive
        self._transport: asyncio.DatagramTransport | None = None
        self._closed = False
        self._opening = asyncio.get_running_loop().create_task(self._open())

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, sock=self._socket)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        if self._closed:
            self._transport.abort()

    @property
    def ready(self) -> bool:
        return self._transport is not None and self.remote is not None

    def send(self, data: bytes) -> None:
        if self.remote is not None:
            self._send_to(data, self.remote)

    def _send_to(self, data: bytes, address: tuple[str, int]) -> None:
        if self._transport is not None and not self._transport.is_closing():
            with suppress(OSError):  # an address that cannot be reached from here
                self._transport.sendto(data, address)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if len(data) <= MAXIMUM_BYTES:
            self._take(data, (addr[0], addr[1]))

    def _take(self, data: bytes, sender: tuple[str, int]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._closed = True
        if self._transport is not None:
            self._transport.abort()


class PlainEndpoint(MediaSocket):
    """A desk phone's: where it is stands in its session description. Behind a router it sends from another port, so
    that the first packet from its host decides, until one comes from where the telephone says that it is.
    """

    def __init__(self, address: str, receive: Callable[[bytes], None]) -> None:
        super().__init__(address, receive)
        self._expected: tuple[str, int] | None = None
        self._sender: tuple[str, int] | None = None

    def expect(self, address: str, port: int) -> None:
        """Where the telephone says that it is, as numbers: names are not looked up."""
        try:
            ip_address(address)
        except ValueError:
            return
        if self.remote is None or (address, port) != self._expected:
            self.remote = self._expected = (address, port)
            self._sender = None

    def _take(self, data: bytes, sender: tuple[str, int]) -> None:
        if self.remote is None or sender[0] != self.remote[0]:
            return
        if self._sender is None or sender == self._expected:
            self._sender = self.remote = sender
        if sender == self._sender:
            self._receive(data)


class CheckedEndpoint(MediaSocket):
    """A browser's: whoever knows the ICE password is the browser, and its last nomination says where it is."""

    def __init__(
        self, address: str, receive: Callable[[bytes], None], fragment: str, password: str, on_found: Callable[[], None]
    ) -> None:
        super().__init__(address, receive)
        self._fragment = fragment
        self._password = password
        self._on_found = on_found

    def _take(self, data: bytes, sender: tuple[str, int]) -> None:
        if not stun.is_stun(data):
            if sender == self.remote:
                self._receive(data)
            return
        check = stun.check(data, self._fragment, self._password, sender)
        if check is None:
            return
        self._send_to(check.answer, sender)
        if self.remote is None or check.nominated:
            first = self.remote is None
            self.remote = sender
            if first:
                self._on_found()
