"""The JSON files below a folder, which are one file where the package is installed.

There `setup.py` lays them out as `<folder>.jsonl`, a line for each: an object whose one member has the name of the file
and what stands in it. pytest reads the list of a distribution's files in every session of everybody who has it
installed, and some three hundred small ones took a seventh of what the package costs such a session.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any


class JsonFiles:
    """Each is called by its path below the folder, without ``.json``, and read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _lines(self) -> dict[str, bytes]:
        """Of the one file, by name; nothing in a checkout."""
        try:
            lines = self._folder.with_suffix(".jsonl").read_bytes().splitlines()
        except FileNotFoundError:
            return {}
        return {line[2 : line.index(b'"', 2)].decode(): line for line in lines}

    def names(self) -> list[str]:
        """Sorted."""
        files = (path.relative_to(self._folder).with_suffix("") for path in self._folder.rglob("*.json"))
        return sorted(self._lines or map(Path.as_posix, files))

    def read(self, name: str) -> Any:
        """Raises ``LookupError`` if there is none of that name."""
        if self._lines:
            return json.loads(self._lines[name])[name]
        try:
            return json.loads((self._folder / f"{name}.json").read_bytes())
        except FileNotFoundError:
            raise LookupError(name) from None


def to_lines(folder: Path) -> None:
    """Puts one file in the place of those below the folder."""
    lines = folder.with_suffix(".jsonl")
    lines.unlink(missing_ok=True)
    files = JsonFiles(folder)
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for name in files.names():
            file.write(json.dumps({name: files.read(name)}, ensure_ascii=False, separators=(",", ":")) + "\n")
            (folder / f"{name}.json").unlink()
