"""The frames of a websocket, read beside the bytes that pass (RFC 6455, RFC 7692)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Literal

from ..traffic.messages import Frame

_CONTINUED, _TEXT, _BINARY = 0, 1, 2
_LONGEST = 16 * 1024 * 1024
"""A longer message is passed on like any other, and not kept."""

_FLUSHED = b"\x00\x00\xff\xff"


class FrameReader:
    """Reads one direction. ``extensions`` is the answer's ``Sec-WebSocket-Extensions``; what is compressed is inflated.

    Bytes that are no frames end the reading, and nothing else: the traffic goes on.
    """

    def __init__(self, sender: Literal["client", "server"], extensions: str = "") -> None:
        self._sender: Literal["client", "server"] = sender
        self._inflates = "permessage-deflate" in extensions
        self._forgets = f"{sender}_no_context_takeover" in extensions
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._buffer = bytearray()
        self._message = bytearray()
        self._opcode = 0
        self._compressed = False
        self._broken = False
        self._skipped = 0

    def feed(self, data: bytes, at: float) -> Iterator[Frame]:
        """The messages that are whole now; fragments are put together, pings and pongs left out."""
        if self._broken:
            return
        if self._skipped:
            passed = min(self._skipped, len(data))
            self._skipped -= passed
            data = data[passed:]
        self._buffer += data
        while not self._broken and not self._skipped and (frame := self._next()) is not None:
            first, payload = frame
            message = self._put_together(first, payload)
            if message is not None:
                yield Frame(self._sender, at, message)

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        masked, length, start = buffer[1] & 0x80, buffer[1] & 0x7F, 2
        if length >= 126:
            wide = 2 if length == 126 else 8
            if len(buffer) < 2 + wide:
                return None
            length, start = int.from_bytes(buffer[2 : 2 + wide], "big"), 2 + wide
        mask = bytes(buffer[start : start + 4]) if masked else b""
        start += len(mask)
        if masked and len(mask) < 4:
            return None
        if length > _LONGEST:
            self._skipped = max(0, start + length - len(buffer))
            del buffer[: start + length]
            return None
        if len(buffer) < start + length:
            return None
        payload, first = bytes(buffer[start : start + length]), buffer[0]
        del buffer[: start + length]
        return first, _unmasked(payload, mask) if masked else payload

    def _put_together(self, first: int, payload: bytes) -> str | bytes | None:
        opcode = first & 0x0F
        if opcode >= 8:
            return None
        if opcode != _CONTINUED:
            self._opcode, self._compressed = opcode, bool(first & 0x40) and self._inflates
            self._message.clear()
        self._message += payload
        if len(self._message) > _LONGEST:
            self._message.clear()
            return None
        if not first & 0x80:
            return None
        message = bytes(self._message)
        self._message.clear()
        try:
            if self._compressed:
                message = self._inflater.decompress(message + _FLUSHED, _LONGEST)
                if self._forgets:
                    self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            return message.decode() if self._opcode == _TEXT else message
        except (zlib.error, UnicodeDecodeError):
            self._broken = True
            return None


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    if not payload:
        return payload
    repeated = (mask * (len(payload) // 4 + 1))[: len(payload)]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
    return number.to_bytes(len(payload), "big")
