"""The operation behind a path: as documented in any case, with or without a slash at the end, and its placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..library import made_of_schemas
from . import OPERATIONS
from .hosts import API_HOSTS
from .model import Operation

_SEGMENTS = {"file": r"[^/]+\.mp3"}
"""Placeholders in paths that do not stand for any segment whatever."""


def operation_at(path: str) -> tuple[Operation, dict[str, str]] | None:
    """The operation, and what the placeholders of its path stand for. ``None`` for a path that no operation has."""
    operation = _without_placeholders().get(path.lower().rstrip("/"))
    if operation is not None:
        return operation, {}
    for pattern, candidate in _with_placeholders():
        match = pattern.match(path)
        if match:
            return candidate, match.groupdict()
    return None


def host_of(name: str) -> str:
    """The host that an operation is called on; the API's own for one that is not known any more (an addendum's)."""
    operation = OPERATIONS.get(name)
    return API_HOSTS[0] if operation is None else operation.hosts[0]


@made_of_schemas
def _without_placeholders() -> dict[str, Operation]:
    return {path.lower().rstrip("/"): operation for path, operation in _paths() if "{" not in path}


@made_of_schemas
def _with_placeholders() -> list[tuple[re.Pattern[str], Operation]]:
    """With the pattern of each path."""
    return [(re.compile(_pattern(path), re.IGNORECASE), operation) for path, operation in _paths() if "{" in path]


def _paths() -> Iterator[tuple[str, Operation]]:
    return ((path, operation) for operation in OPERATIONS.values() for path in operation.paths)


def _pattern(path: str) -> str:
    segments = re.sub(
        r"\\\{(\w+)\\\}",
        lambda match: f"(?P<{match[1]}>{_SEGMENTS.get(match[1], '[^/]+')})",
        re.escape(path),
    )
    return segments + r"/?\Z"
