"""Recordings of every kind, told apart by what is in them rather than by what they are called."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from ...contracts import library
from ...contracts.json_values import is_array, is_object
from ..wire.system_errors import reason_of
from . import har, vcr, wiremock
from .messages import LoneMessage, Recorded, UnreadablePart

LARGEST_FILE = 1 << 30
_FLOWS = re.compile(rb"\d+:\d+:[a-z_]+;|\d+:\d+:")
_CASSETTE = re.compile(r"(?m)^interactions:")
_CONTENT_TYPES = {".xml": "text/xml", ".json": "application/json", ".form": "application/x-www-form-urlencoded"}


def read(paths: Iterable[Path]) -> Iterator[Recorded]:
    """Everything that files and folders hold, in their order; what cannot be read as ``Unreadable``."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        else:
            yield from _file(path, path.name)


def _folder(folder: Path) -> Iterator[Recorded]:
    """A folder of WireMock's, or one with a recording or a body in each file."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not hidden and path.is_file() and "__files" not in inside.parts:
            yield from _file(path, inside.as_posix())


def _file(path: Path, place: str) -> Iterator[Recorded]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            yield UnreadablePart(place, f"the file is larger than {LARGEST_FILE:,} bytes")
            return
        content = path.read_bytes()
    except OSError as error:
        yield UnreadablePart(place, f"the file cannot be read: {reason_of(error)}")
        return
    if content.startswith(b"PK\x03\x04"):
        yield from _zip(content, place)
    elif _FLOWS.match(content[:40]):
        yield UnreadablePart(
            place, "these are mitmproxy's flows: write them as HAR (hardump, or export of the web view)"
        )
    else:
        yield from _content(content, path, place)


def _zip(content: bytes, place: str) -> Iterator[Recorded]:
    """Playwright's HAR with its bodies beside it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".har")]
            if not names:
                yield UnreadablePart(place, "no HAR is in this archive")
            for name in names:
                yield from har.exchanges(
                    json.loads(_unpack(archive, name)), f"{place}/{name}", partial(_unpack, archive)
                )
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, OSError) as problem:
        yield UnreadablePart(place, f"this archive cannot be read: {problem}")


def _unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file of the archive. Raises ``KeyError``, and ``OSError`` for one that is larger than is read."""
    if archive.getinfo(name).file_size > LARGEST_FILE:
        raise OSError(f"{name} is larger than {LARGEST_FILE:,} bytes")
    return archive.read(name)


def _content(content: bytes, path: Path, place: str) -> Iterator[Recorded]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield _lone(content, path, place)
        return
    if _CASSETTE.search(text):
        try:
            document: Any = vcr.load(text)
        except ValueError as problem:
            yield UnreadablePart(place, f"this cassette cannot be read: {problem}")
            return
        if vcr.is_cassette(document):
            yield from vcr.exchanges(document, place)
            return
    if text.lstrip()[:1] not in ("{", "["):
        yield _lone(content, path, place)
        return
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        yield from _lines(text, place, str(problem))
        return
    yield from _document(document, content, path, place)


def _document(document: Any, content: bytes, path: Path, place: str) -> Iterator[Recorded]:
    if har.is_har(document):
        yield from har.exchanges(document, place, lambda name: (path.parent / name).read_bytes())
    elif vcr.is_cassette(document):
        yield from vcr.exchanges(document, place)
    elif wiremock.is_mapping(document):
        yield from wiremock.exchanges(document, place, lambda name: _read_stored(path, name))
    else:
        yield _read_message(document, content, place, _contract_named(path))


def _read_stored(mapping: Path, name: str) -> bytes:
    """A file of the ``__files`` beside the ``mappings``, however deep the mapping lies there."""
    for folder in mapping.parents:
        candidate = folder / "__files" / name
        if candidate.is_file():
            return candidate.read_bytes()
    raise FileNotFoundError(name)


def _lines(text: str, place: str, problem: str) -> Iterator[Recorded]:
    """One message on each line."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    readable = 0
    found: list[Recorded] = []
    for number, line in lines:
        where = f"{place}, line {number}"
        try:
            document = json.loads(line)
        except (ValueError, RecursionError) as error:
            found.append(UnreadablePart(where, f"this is not JSON: {error}"))
            continue
        readable += 1
        found.append(_read_message(document, line.encode(), where, ""))
    if len(lines) > 1 and readable:
        yield from found
    else:
        yield UnreadablePart(place, f"this is not JSON: {problem}")


def _read_message(document: Any, content: bytes, place: str, contract: str) -> Recorded:
    """A message, or ``{"contract": …, "message": …}``."""
    if is_object(document) and isinstance(document.get("contract"), str) and "message" in document:
        inner = json.dumps(document["message"], ensure_ascii=False).encode("utf-8", "surrogatepass")
        at = document.get("at")
        started = float(at) if isinstance(at, int | float) else 0
        return LoneMessage(place, inner, "application/json", document["contract"], started)
    if is_array(document) or is_object(document):
        return LoneMessage(place, content, "application/json", contract)
    return UnreadablePart(place, "this is neither an object nor a list")


def _lone(content: bytes, path: Path, place: str) -> LoneMessage:
    return LoneMessage(place, content, _CONTENT_TYPES.get(path.suffix.lower(), ""), _contract_named(path))


def _contract_named(path: Path) -> str:
    """The contract that a file is called after: ``cdr_notification.request.17.json``."""
    found = [name for name in library.names() if path.name == name or path.name.startswith(f"{name}.")]
    return max(found, key=len, default="")
