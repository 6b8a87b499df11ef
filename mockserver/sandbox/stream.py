"""Live views over server-sent events: an organization's events, and what changed anywhere in it.

``GET …/events`` with ``Accept: text/event-stream`` sends each event with its number as ``id``; a client that
reconnects with ``Last-Event-ID`` misses nothing that is still kept. ``GET …/changes`` sends, at most ten times
a second, the numbers of ``changes``: enough for a page to fetch what is new. Both are asynchronous and hold no
thread; they look at counters instead of being called under a lock. A client that reads slowly is sent less often,
nothing piles up for it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from ..tenancy.registry import Registry, RegistryError
from ..tenancy.tenants import Tenant
from ..wire.encoding import to_json
from . import changes
from .events import as_data

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOOK_SECONDS = 0.1
HEARTBEAT_SECONDS = 15.0
BATCH = 500
_PATH = re.compile(r"/_sandbox/organizations/([^/]+)/(events|changes)/?\Z")
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def wanted(scope: Scope) -> bool:
    """Whether a request asks for a stream."""
    if scope["method"] != "GET" or not _PATH.match(scope["path"]):
        return False
    return any(name == b"accept" and b"text/event-stream" in value for name, value in scope["headers"])


async def stream(registry: Registry, scope: Scope, receive: Receive, send: Send) -> None:
    """Streams until the client leaves or the organization is gone."""
    match = _PATH.match(scope["path"])
    assert match is not None, "wanted() is asked first"
    try:
        tenant = registry.get(match[1])
    except RegistryError as error:
        body = to_json({"error": {"code": error.code, "message": error.message, "field": "", "hint": error.hint}})
        await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})
        return
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    gone = asyncio.create_task(_until_gone(receive))
    try:
        look = _events(tenant, _last_seen(scope, tenant)) if match[2] == "events" else _changes(registry, tenant)
        await _write(registry, tenant, look, gone, send)
    finally:
        gone.cancel()


async def _write(
    registry: Registry, tenant: Tenant, look: Callable[[], bytes], gone: asyncio.Task[None], send: Send
) -> None:
    quiet = HEARTBEAT_SECONDS
    while not gone.done():
        chunk = look()
        if chunk:
            quiet = 0.0
        elif quiet >= HEARTBEAT_SECONDS:
            chunk, quiet = b": still here\n\n", 0.0
        if chunk:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if not registry.has(tenant):
            break
        await asyncio.wait((gone,), timeout=LOOK_SECONDS)
        quiet += LOOK_SECONDS
    await send({"type": "http.response.body", "body": b""})


def _events(tenant: Tenant, last: int) -> Callable[[], bytes]:
    def look() -> bytes:
        nonlocal last
        written = tenant.events_written
        if written <= last:
            return b""
        entries = [entry for entry in tenant.events.since(last, BATCH) if entry.number <= written]
        if entries:
            last = entries[-1].number
        return b"".join(
            b"id: %d\ndata: %s\n\n" % (entry.number, to_json(as_data(entry.number, entry.event))) for entry in entries
        )

    return look


def _changes(registry: Registry, tenant: Tenant) -> Callable[[], bytes]:
    before: Mapping[str, Any] = {}

    def look() -> bytes:
        nonlocal before
        now = changes.now(registry, tenant)
        if now == before:
            return b""
        before = now
        return b"data: %s\n\n" % to_json(now)

    return look


def _last_seen(scope: Scope, tenant: Tenant) -> int:
    """The number after which a client wants events: what it saw last, else only new ones."""
    for name, value in scope["headers"]:
        if name == b"last-event-id" and value.isdigit() and len(value) < 16:
            return int(value)
    return tenant.events_written


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
