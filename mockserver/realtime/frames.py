"""Messages on their way out, encoded once for broadcaster who gets them: as text and as websocket frames.

A frame from the server is the same for every client (nothing is masked or compressed), so a batch of events is
made into bytes once and goes into each socket with one write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_TEXT = 0x81
_SHORT, _MEDIUM = 126, 65536


class Frame:
    """One Engine.IO packet as text; ``wire`` is its websocket frame, made when first asked for."""

    __slots__ = ("_wire", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        if self._wire is None:
            self._wire = websocket_frame(self.text)
        return self._wire


class Batch:
    """Frames in their order."""

    __slots__ = ("_wire", "frames")

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = frames
        self._wire: bytes | None = None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Batch:
        return cls([Frame(text) for text in texts])

    @property
    def wire(self) -> bytes:
        if self._wire is None:
            self._wire = b"".join([frame.wire for frame in self.frames])
        return self._wire


def websocket_frame(text: str) -> bytes:
    """A whole unmasked text frame (RFC 6455 §5.2)."""
    data = text.encode()
    length = len(data)
    if length < _SHORT:
        head = bytes((_TEXT, length))
    elif length < _MEDIUM:
        head = bytes((_TEXT, _SHORT)) + length.to_bytes(2, "big")
    else:
        head = bytes((_TEXT, _SHORT + 1)) + length.to_bytes(8, "big")
    return head + data
