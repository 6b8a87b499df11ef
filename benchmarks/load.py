"""A client that keeps a server busy: one request after the other on each of several connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from statistics import quantiles
from typing import cast

Requests = Callable[[int], bytes]
"""The bytes of the n-th request, head and body."""


class _Connection(asyncio.Protocol):
    """Sends the next request when an answer is complete; opens itself again when the server closes."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.buffer = b""
        self.transport: asyncio.Transport | None = None
        self.sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.buffer = b""
        self._send()

    def _send(self) -> None:
        if self.transport is not None and not self.load.over:
            request = self.load.requests(next(self.load.numbers))
            self.sent = time.perf_counter()
            self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, separator, rest = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(rest) < int(length or 0):
            return
        self.load.answered(head, rest, time.perf_counter() - self.sent)
        self.buffer = b""
        if b"connection: close" not in head.lower() and head.startswith(b"HTTP/1.1"):
            self._send()
        elif self.transport is not None:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.load.over:
            self.load.reopen()


class Load:
    """``good`` is what every good answer's body contains."""

    def __init__(self, port: int, requests: Requests, good: bytes) -> None:
        self.port, self.requests, self.good = port, requests, good
        self.numbers = count()
        self.over = False
        self.waits: list[float] = []
        """Seconds from each request to its answer."""
        self._opening: set[asyncio.Task[object]] = set()

    def answered(self, head: bytes, body: bytes, wait: float) -> None:
        if self.good not in body:
            raise SystemExit(f"not the answer that was wanted: {head.decode()}\n{body.decode()[:500]}")
        self.waits.append(wait)

    def reopen(self) -> None:
        opening = asyncio.get_running_loop().create_connection(lambda: _Connection(self), "127.0.0.1", self.port)
        task: asyncio.Task[object] = asyncio.ensure_future(opening)
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def run(self, connections: int, seconds: float) -> None:
        for _ in range(connections):
            self.reopen()
        await asyncio.sleep(seconds)
        self.over = True
        await asyncio.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Pace:
    """``rate`` answers a second; ``p99``: all but one in a hundred came within so many seconds."""

    rate: float
    p99: float


def pace(port: int, requests: Requests, good: bytes, *, connections: int = 16, seconds: float = 5.0) -> Pace:
    """How a server answers over that time."""
    load = Load(port, requests, good)
    asyncio.run(load.run(connections, seconds))
    return Pace(len(load.waits) / seconds, quantiles(load.waits, n=100)[-1])


def post(path: str, body: bytes, content_type: str, **headers: str) -> bytes:
    """The bytes of a POST."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n{more}\r\n".encode() + body
