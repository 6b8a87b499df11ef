"""An ASGI application in this process as a server runs it: one event loop, its lifespan around all requests."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import unquote, urlsplit

from .application_errors import note
from .asgi_lifespan import Lifespan
from .http_client import Answer, TooLarge
from .in_process import BLOCKED_SECONDS, Raised, in_a_loop, wrap_error

log = logging.getLogger("voicenter_mock")

Application = Callable[..., Awaitable[None]]

_ASGI_VERSION = {"version": "3.0", "spec_version": "2.3"}
_START_SECONDS = 30.0
"""How long an application may take to start, and to stop, in real seconds."""


class AsgiApplication:
    """An application, its event loop, and what its lifespan has left in ``scope["state"]``.

    The loop has a thread of its own, begins with the first request and ends with ``close``; a later request begins
    another. ``lifespan`` False: somebody else runs it.
    """

    def __init__(self, application: Application, *, lifespan: bool = True) -> None:
        self._application = application
        self._lifespan = lifespan
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def request(
        self, method: str, url: str, headers: dict[str, str], body: bytes, *, timeout: float, maximum: int
    ) -> Answer:
        """The answer to one request. Raises ``TimeoutError``, ``TooLarge`` or ``Raised``."""
        running = self._ensure_running()
        exchange = _Exchange(body, maximum)
        scope = _scope(method, url, headers, body, running.state)

        async def call() -> None:
            await exchange.run(self._application, scope, timeout)

        try:
            if running.is_this_thread:  # the application has caused a callback to itself
                in_a_loop(call, timeout)
            else:
                running.run(call, timeout + BLOCKED_SECONDS)
        except TimeoutError:
            if not running.is_this_thread and running.blocked:
                self._forget(running)
            raise
        return exchange.answer()

    def close(self) -> None:
        """Ends its lifespan and its loop, and waits for it."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.stop()

    def _ensure_running(self) -> _Running:
        with self._lock:
            running = self._running
            if running is None:
                running = _Running(self._application, lifespan=self._lifespan)
                running.start()
                self._running = running
            return running

    def _forget(self, running: _Running) -> None:
        """Its loop is blocked: the next request gets another."""
        with self._lock:
            if self._running is running:
                self._running = None
        running.stop(wait=False)


class _Running:
    """A thread with the loop of an application."""

    def __init__(self, application: Application, *, lifespan: bool) -> None:
        self.state: dict[str, Any] | None = None
        self.blocked = False
        self._lifespan = Lifespan(application) if lifespan else None
        self._began: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._context = contextvars.copy_context()
        self._thread = threading.Thread(target=self._run, name="voicenter-application", daemon=True)

    @property
    def is_this_thread(self) -> bool:
        return threading.current_thread() is self._thread

    def start(self) -> None:
        """Raises ``Raised`` when the application does not start."""
        self._thread.start()
        try:
            self._began.result(_START_SECONDS)
        except TimeoutError:
            raise Raised(f"the application's lifespan did not start within {_START_SECONDS:g} s") from None

    def run(self, call: Callable[[], Coroutine[Any, Any, None]], timeout: float) -> None:
        """Runs a coroutine on the loop, in a copy of this thread's context."""
        done: concurrent.futures.Future[None] = concurrent.futures.Future()
        context = contextvars.copy_context()
        kept: list[asyncio.Task[None]] = []  # a loop holds its tasks only weakly

        def begin() -> None:
            task = self._loop.create_task(call(), context=context)
            kept.append(task)
            task.add_done_callback(finish)

        def finish(task: asyncio.Task[None]) -> None:
            if task.cancelled():
                done.set_exception(Raised("the application cancelled itself"))
            elif error := task.exception():
                done.set_exception(error)
            else:
                done.set_result(None)

        self._loop.call_soon_threadsafe(begin)
        try:
            done.result(timeout)
        except TimeoutError:
            self.blocked = not done.done()
            raise

    def stop(self, *, wait: bool = True) -> None:
        """Asks the loop to end; waits for it, unless it is what asks."""
        self._loop.call_soon_threadsafe(self._ends.set)
        if wait and not self.is_this_thread:
            self._thread.join(_START_SECONDS)

    def _run(self) -> None:
        try:
            self._context.run(asyncio.run, self._serve())
        except BaseException as error:  # nobody else hears of what a thread raises
            if self._began.done():
                log.warning("an application in this process did not end well: %s", wrap_error(error))
            else:
                self._began.set_exception(error if isinstance(error, Raised) else wrap_error(error))

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ends = asyncio.Event()
        if self._lifespan is not None:
            await self._lifespan.start()
            self.state = self._lifespan.state
        self._began.set_result(None)
        await self._ends.wait()
        if self._lifespan is not None:
            await self._lifespan.stop()


class _Exchange:
    """One request and what the application sends for it."""

    def __init__(self, body: bytes, maximum: int) -> None:
        self._incoming: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
        self._maximum = maximum
        self._started: dict[str, Any] = {}
        self._content = bytearray()
        self._complete = asyncio.Event()
        self._problem: BaseException | None = None

    async def run(self, application: Application, scope: dict[str, Any], timeout: float) -> None:  # noqa: ASYNC109
        """Until the application has returned. One that goes on after its response is cut off at the time-out."""
        task = asyncio.create_task(self._call(application, scope))
        await asyncio.wait({task}, timeout=timeout)
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=BLOCKED_SECONDS / 2)
            if not self._complete.is_set():
                raise TimeoutError
        elif task.cancelled():
            raise Raised("the application cancelled itself")

    async def _call(self, application: Application, scope: dict[str, Any]) -> None:
        try:
            await application(scope, self._receive, self._send)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # SystemExit and its like would end the loop
            self._problem = error
            note(error)

    def answer(self) -> Answer:
        """Raises ``TooLarge``, or ``Raised`` when there is no whole response."""
        if len(self._content) > self._maximum:
            raise TooLarge(self._started.get("status", 0))
        problem = self._problem
        if problem is not None and not isinstance(problem, Exception):
            raise problem
        if not self._complete.is_set():
            if problem is not None:
                raise wrap_error(problem) from problem
            raise Raised("the application ended in the middle of its response" if self._started else
                         "the application sent no response")  # fmt: skip
        found = {
            name.lower().decode("latin-1"): value.decode("latin-1") for name, value in self._started.get("headers", ())
        }
        return Answer(
            self._started["status"],
            found.get("content-type", ""),
            bytes(self._content),
            found.get("location", ""),
            found,
        )

    async def _receive(self) -> dict[str, Any]:
        """The request, and nothing more until the response is complete: then the client goes."""
        if self._incoming:
            return self._incoming.pop()
        await self._complete.wait()
        return {"type": "http.disconnect"}

    async def _send(self, event: dict[str, Any]) -> None:
        if self._complete.is_set():
            return
        if event["type"] == "http.response.start":
            self._started.update(event)
        elif event["type"] == "http.response.body":
            self._content.extend(event.get("body", b""))
            if len(self._content) > self._maximum or not event.get("more_body", False):
                self._complete.set()


def _scope(method: str, url: str, headers: dict[str, str], body: bytes, state: dict[str, Any] | None) -> dict[str, Any]:
    place = urlsplit(url)
    host = place.netloc.rpartition("@")[2]
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": dict(_ASGI_VERSION),
        "http_version": "1.1",
        "method": method,
        "scheme": place.scheme,
        "path": unquote(place.path or "/"),
        "raw_path": (place.path or "/").encode(),
        "query_string": place.query.encode(),
        "root_path": "",
        "headers": _raw({"Host": host, **headers} | ({"Content-Length": str(len(body))} if method != "GET" else {})),
        "client": ("127.0.0.1", 0),
        "server": (place.hostname, place.port or (443 if place.scheme == "https" else 80)),
    }
    if state is not None:
        scope["state"] = dict(state)
    return scope


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("utf-8", "replace")) for name, value in headers.items()]
