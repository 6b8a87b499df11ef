"""The server's door while the rooms behind it are still being furnished.

Flask, the APIs and the socket take longer to import than everything that is needed to listen. So the server
listens first and loads them right after, on a thread; requests that arrive meanwhile wait for that, except
health, which is answered at once.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Future
from typing import Any, Protocol

from ... import __version__

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEALTH = json.dumps({"status": "ok", "version": __version__}, separators=(",", ":")).encode()
_HEADERS = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(_HEALTH)).encode())]


class Application(Protocol):
    """What is loaded: an ASGI application with threads to let go of."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

    def close(self) -> None: ...


class DeferredApplication:
    """The ASGI application that stands before the one that ``load`` makes."""

    def __init__(self, load: Callable[[], Application]) -> None:
        self._load = load
        self._future: Future[Application] = Future()
        self._application: Application | None = None
        self.stopping = False
        """The server ends: what is cancelled for that is no error, and ends without one."""

    def begin(self) -> None:
        """Starts loading, on a thread of its own, if that has not been done."""
        if not self._future.done():
            threading.Thread(target=self.load, name="voicenter-loading", daemon=True).start()

    def load(self) -> None:
        """Loads, on this thread."""
        try:
            self._application = self._load()
        except BaseException as error:
            self._future.set_exception(error)
            raise
        self._future.set_result(self._application)

    def close(self) -> None:
        if self._application is not None:
            self._application.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        application = self._application
        if application is None:
            if scope["type"] == "http" and scope["path"] == "/_sandbox/health" and scope["method"] in ("GET", "HEAD"):
                await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
                await send({"type": "http.response.body", "body": _HEALTH if scope["method"] == "GET" else b""})
                return
            application = await asyncio.wrap_future(self._future)
        try:
            await application(scope, receive, send)
        except asyncio.CancelledError:
            if not self.stopping:
                raise
