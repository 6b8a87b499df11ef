"""The operation behind a path: as documented in any case, with or without a slash at the end, and its placeholders."""

from __future__ import annotations

import re

from ..library import made_of_schemas
from . import OPERATIONS
from .hosts import API_HOSTS
from .model import Operation

_SEGMENTS = {"file": r"[^/]+\.mp3"}
"""Placeholders in paths that do not stand for any segment whatever."""


def operation_at(path: str) -> tuple[Operation, dict[str, str]] | None:
    """The operation, and what the placeholders of its path stand for. ``None`` for a path that no operation has."""
    fixed, patterns = _table()
    operation = fixed.get(path.lower().rstrip("/"))
    if operation is not None:
        return operation, {}
    for pattern, candidate in patterns:
        match = pattern.match(path)
        if match:
            return candidate, match.groupdict()
    return None


def host_of(name: str) -> str:
    """The host that an operation is called on; the API's own for one that is not known any more (an addendum's)."""
    operation = OPERATIONS.get(name)
    return API_HOSTS[0] if operation is None else operation.hosts[0]


@made_of_schemas
def _table() -> tuple[dict[str, Operation], list[tuple[re.Pattern[str], Operation]]]:
    fixed: dict[str, Operation] = {}
    patterns: list[tuple[re.Pattern[str], Operation]] = []
    for operation in OPERATIONS.values():
        for path in operation.paths:
            if "{" not in path:
                fixed[path.lower().rstrip("/")] = operation
                continue
            pattern = re.sub(
                r"\\\{(\w+)\\\}",
                lambda match: f"(?P<{match[1]}>{_SEGMENTS.get(match[1], '[^/]+')})",
                re.escape(path),
            )
            patterns.append((re.compile(pattern + r"/?\Z", re.IGNORECASE), operation))
    return fixed, patterns
