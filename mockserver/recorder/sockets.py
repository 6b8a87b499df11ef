"""Websockets on their way through: bytes both ways, and their frames noted piece by piece."""

from __future__ import annotations

import asyncio
import contextlib
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from dataclasses import replace

from ..traffic.messages import RecordedExchange, RecordedFrame
from .websocket_frames import FrameReader

_PIECE = 64 * 1024
_NOTED_FRAMES = 500
_NOTED_SECONDS = 2.0
"""Frames are noted when there are so many or the first has waited so long: a socket may live for days."""

Side = tuple[StreamReader, StreamWriter]


class _Frames:
    """Frames that wait to be noted."""

    def __init__(self, seen: RecordedExchange, note: Callable[[RecordedExchange], None]) -> None:
        self._seen = seen
        self._note = note
        self._waiting: list[RecordedFrame] = []
        self._timer: asyncio.TimerHandle | None = None
        note(seen)

    def add(self, frame: RecordedFrame) -> None:
        self._waiting.append(frame)
        if len(self._waiting) >= _NOTED_FRAMES:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_NOTED_SECONDS, self.flush)

    def flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            frames, self._waiting = tuple(self._waiting), []
            self._note(replace(self._seen, frames=frames, started=frames[0].at))


async def relay_socket(
    client: Side, server: Side, seen: RecordedExchange, note: Callable[[RecordedExchange], None], extensions: str
) -> None:
    """Until either side ends. ``seen`` is the exchange that opened the socket; it is noted at once, and again with
    frames."""
    frames = _Frames(seen, note)
    ways = (
        asyncio.ensure_future(_way(client[0], server[1], FrameReader("client", extensions), frames)),
        asyncio.ensure_future(_way(server[0], client[1], FrameReader("server", extensions), frames)),
    )
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        frames.flush()
        with contextlib.suppress(OSError):
            server[1].close()


async def _way(reader: StreamReader, writer: StreamWriter, observer: FrameReader, frames: _Frames) -> None:
    with contextlib.suppress(ConnectionError, TimeoutError):
        while data := await reader.read(_PIECE):
            writer.write(data)
            for frame in observer.feed(data, time.time()):
                frames.add(frame)
            await writer.drain()
