"""Addenda as files: read with the lines of what is wrong, written for people to edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...contracts.addendum import Addendum, AddendumError
from ...contracts.addendum import read as read_document
from ..organizations import DocumentError
from ..organizations import load as load_document
from ..organizations.files import LoadedDocument

_HEAD = """\
# What recordings show beyond the documents: written by `voicenter-mock drift --write`, and yours to edit.
# `serve --addendum FILE`, `contracts --addendum FILE` and the ini option voicenter_addendum take it.
# `share` is how many of the fake's messages have it, from 0 (accepted, never sent) to 1.
"""
_OWN_ANSWERS = "the fake answers for it in tests, and its own answers lead to itself, not to the service"


def load(path: Path) -> tuple[LoadedDocument, Addendum]:
    """An addendum and the document it stands in. Raises ``DocumentError`` with the file, the line and the place."""
    document = load_document(path)
    try:
        return document, read_document(document)
    except AddendumError as error:
        raise locate(document, error) from None


def locate(document: LoadedDocument, error: AddendumError) -> DocumentError:
    """The same error with the file and the line."""
    return DocumentError([(error.place, error.reason)]).in_file(document.source, document.lines)


def write(document: dict[str, Any], left_out: list[str]) -> str:
    """The text of a file. ``left_out`` are sentences on what could not be learned; they become comments."""
    hosts: list[dict[str, str]] = document.get("hosts", [])
    comments = "".join(f"# not sent: {entry['host']}: {_OWN_ANSWERS}\n" for entry in hosts)
    comments += "".join(f"# not learned: {one}\n" for one in left_out)
    return f"{_HEAD}{dump(document)}{comments}"


def dump(document: dict[str, Any]) -> str:
    """A plain document as YAML for people: in its own order, in its own letters."""
    import yaml

    write: Callable[..., str] = yaml.safe_dump  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return write(document, allow_unicode=True, sort_keys=False, width=120)
