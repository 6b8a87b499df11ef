"""Bodies on their way through: passed on as they come, and kept up to a limit."""

from __future__ import annotations

from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter

from .heads import BadHead, Framing

_PIECE = 64 * 1024


class Kept:
    """The beginning of a body, without its chunks; ``bytes_seen`` counts all of it."""

    __slots__ = ("_limit", "_pieces", "bytes_seen")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self.bytes_seen = 0

    def add(self, piece: bytes) -> None:
        self.bytes_seen += len(piece)
        if self.bytes_seen <= self._limit:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    @property
    def lost(self) -> str:
        """Why the body is not kept; empty when it is."""
        if self.bytes_seen <= self._limit:
            return ""
        return f"not kept: {self.bytes_seen:,} bytes, more than {self._limit:,} (--max-body)"

    def body(self) -> bytes:
        return b"".join(self._pieces)


async def pass_on(reader: StreamReader, writer: StreamWriter, framing: Framing, length: int, kept: Kept) -> None:
    """Passes one body on. Raises ``ConnectionError`` when either side ends too early, ``BadHead`` for broken chunks."""
    if framing == "length":
        await _exactly(reader, writer, length, kept)
    elif framing == "chunked":
        await _chunks(reader, writer, kept)
    elif framing == "close":
        while piece := await reader.read(_PIECE):
            kept.add(piece)
            writer.write(piece)
            await writer.drain()


async def _exactly(reader: StreamReader, writer: StreamWriter, length: int, kept: Kept | None) -> None:
    while length:
        piece = await reader.read(min(length, _PIECE))
        if not piece:
            raise ConnectionResetError("the body ended too early")
        length -= len(piece)
        if kept is not None:
            kept.add(piece)
        writer.write(piece)
        await writer.drain()


async def _chunks(reader: StreamReader, writer: StreamWriter, kept: Kept) -> None:
    while True:
        line = await _line(reader)
        writer.write(line)
        digits = line.partition(b";")[0].strip()
        try:
            size = int(digits, 16)
        except ValueError:
            raise BadHead("a chunk does not begin with its size") from None
        if size == 0:
            break
        await _exactly(reader, writer, size, kept)
        await _exactly(reader, writer, 2, None)
    while True:
        line = await _line(reader)
        writer.write(line)
        if line == b"\r\n":
            return await writer.drain()


async def _line(reader: StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n")
    except IncompleteReadError:
        raise ConnectionResetError("the body ended too early") from None
    except LimitOverrunError:
        raise BadHead("a line between chunks is too long") from None
