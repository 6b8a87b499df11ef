"""A HAR file that is whole at every moment: whoever kills the recorder finds one that opens.

An entry cannot be put before the brackets at a file's end in one step that nothing interrupts. So there are two files:
what is new goes into a hidden one, which then takes the visible one's name in one step (``rename``); the other becomes
the hidden one and catches up. Each entry is written twice, and none of the two is ever seen half written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ... import __version__

_TAIL = b"\n]}}\n"


class HarWriter:
    """Writes entries to ``path``, and begins a new file behind ``rotate_bytes``.

    Full files are renamed: ``session.har`` becomes ``session.1.har``, the older ones get higher numbers; ``kept`` of
    them stay. A file that is there already is moved aside in the same way. Raises ``OSError``.
    """

    def __init__(self, path: Path, *, rotate_bytes: int, kept: int) -> None:
        self.path = path
        self._hidden = path.with_name(f".{path.name}.next")
        self._rotate_bytes = rotate_bytes
        self._kept = kept
        if path.exists():
            self._rotate()
        self._begin()

    def write(self, entries: Sequence[dict[str, Any]], comment: str = "") -> None:
        """Adds entries; they are in the file when this returns. ``comment`` goes to the first of them."""
        if not entries:
            return
        if comment:
            first = entries[0]
            entries = [first | {"comment": f"{first.get('comment', '')} {comment}".strip()}, *entries[1:]]
        encoded = [json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") for entry in entries]
        if self._size and self._size + sum(map(len, encoded)) > self._rotate_bytes:
            self._close()
            self._rotate()
            self._begin()
        new = b"".join((b",\n" if self._size or index else b"\n") + one for index, one in enumerate(encoded))
        self._catch_up()
        self._append(self._back, new)
        self._swap()
        self._missing.append(new)
        self._size += len(new)

    def close(self) -> None:
        self._close()

    def _begin(self) -> None:
        creator = {"name": "voicenter-mock", "version": __version__}
        head = json.dumps({"log": {"version": "1.2", "creator": creator, "pages": [], "entries": []}})
        start = head.encode().removesuffix(b"]}}")
        self._size = 0
        self._missing: list[bytes] = []
        for place in (self.path, self._hidden):
            self._hidden.write_bytes(start + _TAIL)
            self._hidden.replace(place)
        self._front: BinaryIO = self.path.open("r+b")
        self._back: BinaryIO = self._hidden.open("r+b")

    def _catch_up(self) -> None:
        for piece in self._missing:
            self._append(self._back, piece)
        self._missing.clear()

    def _append(self, file: BinaryIO, piece: bytes) -> None:
        file.seek(-len(_TAIL), os.SEEK_END)
        file.write(piece + _TAIL)
        file.flush()

    def _swap(self) -> None:
        """The hidden file takes the name; the one that had it is the hidden one now."""
        aside = self._hidden.with_name(f"{self._hidden.name}.old")
        aside.unlink(missing_ok=True)
        os.link(self.path, aside)
        self._hidden.replace(self.path)
        aside.replace(self._hidden)
        self._front, self._back = self._back, self._front

    def _close(self) -> None:
        self._front.close()
        self._back.close()
        self._hidden.unlink(missing_ok=True)

    def _rotate(self) -> None:
        """Numbers go up; the highest falls out."""
        self._numbered(self._kept).unlink(missing_ok=True)
        for number in range(self._kept - 1, 0, -1):
            if (older := self._numbered(number)).exists():
                older.replace(self._numbered(number + 1))
        if self._kept:
            self.path.replace(self._numbered(1))
        else:
            self.path.unlink()

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.stem}.{number}{self.path.suffix}")
