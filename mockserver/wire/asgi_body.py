"""The body of a request to an ASGI application, kept up to a limit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ...contracts.quick_dataclasses import dataclass

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class AsgiBody:
    """``content`` is empty when the body is longer than was to be kept (``cut``); ``length`` is what it was."""

    content: bytes
    length: int
    cut: bool


async def read_body(receive: Receive, limit: int) -> AsgiBody | None:
    """The whole body, of which no more than ``limit`` bytes are kept; ``None`` when the client left meanwhile."""
    chunks: list[bytes] = []
    length = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        chunk: bytes = event.get("body", b"")
        length += len(chunk)
        if length <= limit:
            chunks.append(chunk)
        if not event.get("more_body"):
            return AsgiBody(b"".join(chunks) if length <= limit else b"", length, length > limit)
