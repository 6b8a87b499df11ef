"""The head and the body of an answer, which uvicorn writes one after the other, in one call to the system."""

from __future__ import annotations

import asyncio
from typing import Any, Final

_HEAD: Final = b"HTTP/1.1 "
LARGEST_JOINED: Final = 64 * 1024
"""Longer bodies are not copied behind their heads."""


class JoinedWrites(asyncio.Transport):
    """The transport of one connection's answers. A head waits for what is written next, a stream's that has nothing to
    say yet until the loop's next round.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._head = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._head:
            if len(data) <= LARGEST_JOINED:
                data = self._head + data
                self._head = b""
            else:
                self.flush()
        elif data[: len(_HEAD)] == _HEAD:
            self._head = bytes(data)
            self._loop.call_soon(self.flush)
            return
        self._transport.write(data)

    def flush(self) -> None:
        """A head that still waits goes out now."""
        head, self._head = self._head, b""
        if head and not self._transport.is_closing():
            self._transport.write(head)

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        self._head = b""
        self._transport.abort()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)
