"""Desk phones: SIP over UDP and TCP (RFC 3261 §18) on one port."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Literal, Protocol

from ..wire.console import log
from ..wire.hosts import bracketed, host_and_port
from .messages import KEEP_ALIVE, MAXIMUM_BYTES, whole_number

MOST_CONNECTIONS = 1_000
MOST_WAITING = 1024 * 1024
MOST_ADDRESSES = 10_000


class SipReceiver(Protocol):
    """Whoever takes what comes."""

    def receive(self, data: bytes, flow: Any) -> None: ...

    def flow_is_gone(self, flow: Any) -> None: ...


class DatagramFlow:
    """One telephone's address."""

    transport: Literal["UDP"] = "UDP"
    via: Literal["UDP"] = "UDP"
    reliable = False
    organization = ""

    def __init__(self, transport: asyncio.DatagramTransport, local: str, address: Any) -> None:
        self.local = local
        self.remote = host_and_port(address)
        self._transport = transport
        self._address = address

    def send(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(data, self._address)


class Datagrams(asyncio.DatagramProtocol):
    """Datagrams of all telephones. A flow is kept for each address, the oldest forgotten when there are too many."""

    def __init__(self, receiver: SipReceiver, local: str) -> None:
        self._receiver = receiver
        self._local = local
        self._anywhere = local.rpartition(":")[0] in ("0.0.0.0", "[::]")
        self._flows: dict[Any, DatagramFlow] = {}
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        assert self._transport is not None
        flow = self._flows.get(addr)
        if flow is None:
            local = f"{_own_address(addr)}:{self._local.rpartition(':')[2]}" if self._anywhere else self._local
            if len(self._flows) >= MOST_ADDRESSES:
                del self._flows[next(iter(self._flows))]
            flow = self._flows[addr] = DatagramFlow(self._transport, local, addr)
        self._receiver.receive(data, flow)


def _own_address(remote: Any) -> str:
    """The address of this machine from which that one is reached: a telephone has to be told one."""
    family = socket.AF_INET6 if ":" in remote[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as towards:
        try:
            towards.connect(remote)  # sends nothing
            own = towards.getsockname()[0]
        except OSError:
            own = "127.0.0.1"
    return bracketed(own)


class StreamFlow(asyncio.Protocol):
    """One telephone's TCP connection: messages are told apart by Content-Length (§18.3)."""

    transport: Literal["TCP"] = "TCP"
    via: Literal["TCP"] = "TCP"
    reliable = True
    organization = ""

    def __init__(self, receiver: SipReceiver, local: str, open_flows: set[StreamFlow]) -> None:
        self.local = local
        self.remote = ""
        self._receiver = receiver
        self._open_flows = open_flows
        self._connection: asyncio.Transport | None = None
        self._unread = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._connection = transport
        self.remote = host_and_port(transport.get_extra_info("peername"))
        self.local = host_and_port(transport.get_extra_info("sockname"))
        if len(self._open_flows) >= MOST_CONNECTIONS:
            log.warning("telephone at %s: %d are connected already", self.remote, MOST_CONNECTIONS)
            transport.abort()
        else:
            self._open_flows.add(self)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        try:
            while message := take_message(self._unread):
                self._receiver.receive(message, self)
        except Unframed as lost:
            self._unread.clear()
            self._receiver.receive(lost.data, self)  # is told why, if it can be answered
            if self._connection is not None:
                self._connection.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._open_flows.discard(self)
        self._receiver.flow_is_gone(self)

    def send(self, data: bytes) -> None:
        connection = self._connection
        if connection is None or connection.is_closing():
            return
        if connection.get_write_buffer_size() > MOST_WAITING:
            connection.abort()
        else:
            connection.write(data)


class Unframed(ValueError):
    """Nobody can tell where the next message on a stream begins. ``data`` is the one that is the reason."""

    def __init__(self, data: bytes) -> None:
        super().__init__("no message ends here")
        self.data = data


def take_message(unread: bytearray) -> bytes:
    """Takes the first whole message (or sign of life) off a stream; empty when there is none yet. Raises ``Unframed``
    for what is no SIP, or is longer than a message may be.
    """
    if unread.startswith(KEEP_ALIVE):
        del unread[: len(KEEP_ALIVE)]
        return KEEP_ALIVE
    ends = len(unread) - len(unread.lstrip(b"\r\n"))
    del unread[: ends if ends < len(unread) else 1 - len(KEEP_ALIVE)]  # the rest may be a sign of life that is coming
    end = unread.find(b"\r\n\r\n")
    if end < 0:
        if len(unread) > MAXIMUM_BYTES:
            raise Unframed(bytes(unread))
        return b""
    head = bytes(unread[: end + 4])
    length = _length_of_body(head)
    if length is None or len(head) + length > MAXIMUM_BYTES:
        raise Unframed(head)
    size = len(head) + length
    if len(unread) < size:
        return b""
    message = bytes(unread[:size])
    del unread[:size]
    return message


def _length_of_body(head: bytes) -> int | None:
    """``None`` where nobody can tell."""
    first, *lines = head.split(b"\r\n")
    if b"SIP/2.0" not in first:
        return None
    for line in lines:
        name, _, value = line.partition(b":")
        if name.strip().lower() in (b"content-length", b"l"):
            return whole_number(value.strip().decode("latin-1"))
    return 0
