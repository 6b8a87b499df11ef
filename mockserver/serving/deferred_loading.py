"""The server's door while the rooms behind it are still being furnished.

The exchange, Flask, the APIs and the socket take longer to import than everything that is needed to listen. So the
server listens first and loads them right after, on a thread: first what answers Voicenter's requests, then what
answers the control API's. Requests that arrive meanwhile wait for their own part, except health, which is answered
at once.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Future
from typing import Any, Protocol

from ... import __version__
from ..telephony.core.seldom_collected import WHAT_STAYS

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ANSWERING_SECONDS = 0.5
"""So long the control API waits at most for those who came first, who would share the processor with its loading."""

_HEALTH = json.dumps({"status": "ok", "version": __version__}, separators=(",", ":")).encode()
_HEADERS = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(_HEALTH)).encode())]


class Application(Protocol):
    """What is loaded: an ASGI application with threads to let go of."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

    def close(self) -> None: ...


class DeferredApplication:
    """The ASGI application that stands before the one that ``load`` makes; ``load_control`` imports what that
    needs for the control API.
    """

    def __init__(self, load: Callable[[], Application], load_control: Callable[[], object]) -> None:
        self._load = load
        self._load_control = load_control
        self._loaded: Future[Application] = Future()
        self._with_control: Future[Application] = Future()
        self._application: Application | None = None
        self._waiting = 0
        """Requests that came before what answers Voicenter's was loaded, and are not answered yet."""
        self._answered = threading.Event()
        self._answered.set()
        self.stopping = False
        """The server ends: what is cancelled for that is no error, and ends without one."""

    def begin(self) -> None:
        """Starts loading, on a thread of its own, if that has not been done."""
        if not self._with_control.done():
            threading.Thread(target=self.load, name="voicenter-loading", daemon=True).start()

    def load(self) -> None:
        """Loads, on this thread. What is imported stays: the garbage collector has nothing to find in it."""
        try:
            with WHAT_STAYS:
                application = self._load()
                self._loaded.set_result(application)
                self._answered.wait(ANSWERING_SECONDS)
                self._load_control()
        except BaseException as error:
            for future in (self._loaded, self._with_control):
                if not future.done():
                    future.set_exception(error)
            raise
        self._application = application
        self._with_control.set_result(application)

    def close(self) -> None:
        if self._loaded.done() and self._loaded.exception() is None:
            self._loaded.result().close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._application is None and _asks_for_health(scope):
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": _HEALTH if scope["method"] == "GET" else b""})
            return
        try:
            if self._application is None:
                await self._early(scope, receive, send)
            else:
                await self._application(scope, receive, send)
        except asyncio.CancelledError:
            if not self.stopping:
                raise

    async def _early(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Waits for what answers this request. Others wait for the same: who leaves stops nobody's loading."""
        if scope["path"].startswith("/_sandbox/"):
            application = await asyncio.shield(asyncio.wrap_future(self._with_control))
            await application(scope, receive, send)
            return
        self._waiting += 1
        self._answered.clear()
        try:
            application = await asyncio.shield(asyncio.wrap_future(self._loaded))
            await application(scope, receive, send)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._answered.set()


def _asks_for_health(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["path"] == "/_sandbox/health" and scope["method"] in ("GET", "HEAD")
