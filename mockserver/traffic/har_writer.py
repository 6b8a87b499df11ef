"""A HAR file that is whole at every moment: whoever kills the recorder finds one that opens.

An entry cannot be put before the brackets at a file's end in one step that nothing interrupts. So there are two files:
what is new goes into a hidden one, which then takes the visible one's name in one step (``rename``); the other becomes
the hidden one and catches up. Each entry is written twice, and none of the two is ever seen half written.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ... import __version__
from .har_entry import OWN_NAME

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
            self.close()
            self._rotate()
            self._begin()
        new = b"".join((b",\n" if self._size or index else b"\n") + one for index, one in enumerate(encoded))
        for piece in (*self._missing, new):
            self._append(piece)
        self._missing = [new] if self._swap() else []
        self._size += len(new)

    def close(self) -> None:
        self._hidden.unlink(missing_ok=True)

    def _begin(self) -> None:
        creator = {"name": OWN_NAME, "version": __version__}
        head = json.dumps({"log": {"version": "1.2", "creator": creator, "pages": [], "entries": []}})
        start = head.encode().removesuffix(b"]}}")
        self._size = 0
        self._missing: list[bytes] = []
        for place in (self.path, self._hidden):
            self._hidden.write_bytes(start + _TAIL)
            self._hidden.replace(place)

    def _append(self, piece: bytes) -> None:
        """To the hidden file, which is opened for it: some systems rename no file that is open."""
        with self._hidden.open("r+b") as file:
            file.seek(-len(_TAIL), os.SEEK_END)
            file.write(piece + _TAIL)

    def _swap(self) -> bool:
        """The hidden file takes the name. Whether the new hidden one, which had it, lacks what was written last."""
        aside = self._hidden.with_name(f"{self._hidden.name}.old")
        aside.unlink(missing_ok=True)
        try:
            os.link(self.path, aside)
        except OSError:  # a file system without links: slower, and as safe
            self._hidden.replace(self.path)
            shutil.copyfile(self.path, self._hidden)
            return False
        self._hidden.replace(self.path)
        aside.replace(self._hidden)
        return True

    def _rotate(self) -> None:
        """Numbers go up; the highest falls out."""
        self._numbered_path(self._kept).unlink(missing_ok=True)
        for number in range(self._kept - 1, 0, -1):
            if (older := self._numbered_path(number)).exists():
                older.replace(self._numbered_path(number + 1))
        if self._kept:
            self.path.replace(self._numbered_path(1))
        else:
            self.path.unlink()

    def _numbered_path(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.stem}.{number}{self.path.suffix}")
