"""What can be wrong with a database's file, each with the sentence that says so and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from ....contracts.sentences import Sentence

Reason = Literal["full", "read_only", "locked", "missing", "replaced", "damaged", "unusable", "failed"]
"""``unusable``: the file is none of ours, or not for this server; ``failed``: everything SQLite has no word for."""

_TEMPORARY = Sentence.of("TemporaryDatabase", "the temporary database")
_SENTENCES: Mapping[Reason, Callable[[str, str], Sentence]] = {
    "full": lambda path, _: Sentence.of(
        "DiskFull", "cannot write {path}: the disk is full; free some space", path=path
    ),
    "read_only": lambda path, _: Sentence.of(
        "FileReadOnly", "cannot write {path}: it is read-only; make it writable", path=path
    ),
    "locked": lambda path, _: Sentence.of(
        "FileLocked", "cannot write {path}: another program has locked it; end that", path=path
    ),
    "missing": lambda path, _: Sentence.of("FileGone", "{path} is gone; put it back", path=path),
    "replaced": lambda path, _: Sentence.of(
        "FileReplaced",
        "{path} is not the file that this server wrote; put that back, or start the server again",
        path=path,
    ),
    "damaged": lambda path, detail: Sentence.of(
        "FileDamaged",
        "{path} is damaged or was written only in part ({detail}); put a whole copy there, or name another file",
        path=path,
        detail=detail,
    ),
    "unusable": lambda path, detail: Sentence.of("FileUnusable", "{path} {detail}", path=path, detail=detail),
    "failed": lambda path, detail: Sentence.of("FileFailed", "cannot use {path}: {detail}", path=path, detail=detail),
}


class StorageError(Exception):
    """A database cannot be opened, read or written now. The message is one sentence that names the file."""

    def __init__(self, path: str, reason: Reason, detail: str = "") -> None:
        self.sentence = _SENTENCES[reason](path or _TEMPORARY, detail)
        super().__init__(self.sentence)
        self.path = path
        self.reason: Reason = reason
