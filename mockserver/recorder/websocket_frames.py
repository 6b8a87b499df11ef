"""The frames of a websocket, read beside the bytes that pass: by the library that the server has, without its I/O."""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal

from websockets.exceptions import InvalidHeader, PayloadTooBig, ProtocolError
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import CTRL_OPCODES, Opcode
from websockets.frames import Frame as WireFrame
from websockets.headers import parse_extension
from websockets.streams import StreamReader

from ..traffic.messages import RecordedFrame

_LONGEST = 16 * 1024 * 1024
"""A longer message is passed on like any other, and not kept."""

_PIECE = 64 * 1024
_MASK_BYTES = 4
_WINDOW_BITS = 15
_TOO_LONG = f"not kept: more than {_LONGEST:,} bytes"


class FrameReader:
    """Reads one direction. ``extensions`` is the answer's ``Sec-WebSocket-Extensions``; what is compressed is inflated.

    Bytes that are no frames end the reading, and nothing else: the traffic goes on.
    """

    def __init__(self, sender: Literal["client", "server"], extensions: str = "") -> None:
        self._sender: Literal["client", "server"] = sender
        self._extensions = _agreed_extensions(sender, extensions)
        self._bytes = StreamReader()
        self._at = 0.0
        self._found: list[RecordedFrame] = []
        self._reading = self._read()
        next(self._reading)

    def feed(self, data: bytes, at: float) -> list[RecordedFrame]:
        """The messages that are whole now; fragments are put together, pings and pongs left out. One that is not kept
        says so in its place."""
        self._at = at
        self._bytes.feed_data(data)
        next(self._reading)
        found, self._found = self._found, []
        return found

    def _read(self) -> Generator[None]:
        try:
            while True:
                yield from self._message()
        except (ProtocolError, PayloadTooBig, UnicodeDecodeError) as problem:
            self._lose(f"not kept, nor what this side sent afterwards: {problem}")
        while True:
            self._bytes.discard()
            yield

    def _message(self) -> Generator[None]:
        """One message, whole or passed over."""
        opcode, pieces, size, final = Opcode.CONT, list[bytes](), 0, False
        while not final:
            frame = yield from self._frame()
            if frame is None:
                return self._lose(_TOO_LONG)
            if frame.opcode in CTRL_OPCODES:
                continue
            if frame.opcode is not Opcode.CONT:
                opcode, pieces, size = frame.opcode, [], 0
            final = frame.fin
            size += len(frame.data)
            if size <= _LONGEST:
                pieces.append(bytes(frame.data))
        if size > _LONGEST:
            return self._lose(_TOO_LONG)
        if opcode is Opcode.CONT:  # the end of a message whose beginning was too long
            return None
        whole = b"".join(pieces)
        self._found.append(RecordedFrame(self._sender, self._at, whole.decode() if opcode is Opcode.TEXT else whole))
        return None

    def _frame(self) -> Generator[None, None, WireFrame | None]:
        """The next frame; ``None`` for one that is too long and has been passed over."""
        masked = self._sender == "client"
        try:
            return (
                yield from WireFrame.parse(
                    self._bytes.read_exact, mask=masked, max_size=_LONGEST, extensions=self._extensions
                )
            )
        except PayloadTooBig as problem:
            if problem.size is None or self._extensions:  # what follows is packed with what is not read
                raise
            left = problem.size + (_MASK_BYTES if masked else 0)
        while left:
            left -= len((yield from self._bytes.read_exact(min(left, _PIECE))))
        return None

    def _lose(self, why: str) -> None:
        self._found.append(RecordedFrame(self._sender, self._at, "", why))


def _agreed_extensions(sender: str, written: str) -> list[Extension]:
    """What undoes the extensions that both sides have agreed on, for what one of them sends."""
    try:
        named = parse_extension(written) if written else []
    except InvalidHeader:
        return []
    for name, parameters in named:
        if name == "permessage-deflate":
            known = dict(parameters)
            bits = known.get(f"{sender}_max_window_bits") or ""
            window = int(bits) if bits.isdecimal() and 8 <= int(bits) <= _WINDOW_BITS else _WINDOW_BITS
            return [PerMessageDeflate(f"{sender}_no_context_takeover" in known, False, window, _WINDOW_BITS)]
    return []
