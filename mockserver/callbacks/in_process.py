"""Handing a message to code in this process: a function, or an application that gets it as a request."""

from __future__ import annotations

import asyncio
import contextvars
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ..wire import wsgi
from .http_client import Answer, TooLarge

Result = TypeVar("Result")

BLOCKED_SECONDS = 0.5
"""How much later than its time-out a coroutine may end before it counts as one that blocks its event loop."""

_ASGI_VERSION = {"version": "3.0", "spec_version": "2.3"}


class Raised(Exception):
    """The application raised; the message says what."""


def call_function(function: Callable[[dict[str, Any]], Any], message: dict[str, Any], timeout: float | None) -> Any:
    """What the function returns for a message of its own. ``timeout`` bounds coroutine functions only."""
    if timeout is None:
        return function(message)

    async def call() -> Any:
        return await asyncio.wait_for(function(message), timeout)

    return _in_a_loop(call, timeout)


def call_wsgi(
    application: wsgi.Application, method: str, url: str, headers: dict[str, str], body: bytes, maximum: int
) -> Answer:
    """One request to a WSGI application. Raises ``TooLarge`` or ``Raised``."""
    place = urlsplit(url)
    environ = wsgi.environ(
        method,
        place.scheme,
        unquote(quote(place.path or "/", safe="/%"), "latin-1"),
        place.query,
        {"host": _host(place), **{name.lower(): value for name, value in headers.items()}}.items(),
        body,
        server=(place.hostname or "testserver", _port(place)),
        remote="127.0.0.1",
        errors=sys.stderr,
    )
    try:
        reply = wsgi.call(application, environ, maximum)
    except TimeoutError:
        raise
    except wsgi.Overflow as overflow:
        raise TooLarge(overflow.status) from None
    except wsgi.NotStarted as problem:
        raise Raised(str(problem)) from None
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        raise Raised(f"{type(error).__name__}: {error}") from error
    found = {name.lower(): value for name, value in reply.headers}
    return Answer(reply.status, found.get("content-type", ""), reply.body, found.get("location", ""))


def _host(place: SplitResult) -> str:
    return place.netloc.rpartition("@")[2]


def _port(place: SplitResult) -> int:
    return place.port or (443 if place.scheme == "https" else 80)


def call_asgi(
    application: Callable[..., Awaitable[None]], method: str, url: str, headers: dict[str, str], body: bytes, *,
    timeout: float, maximum: int,
) -> Answer:  # fmt: skip
    """One request to an ASGI application, on an event loop of its own. Its lifespan is not run.

    Raises ``TimeoutError``, ``TooLarge`` or ``Raised``.
    """
    place = urlsplit(url)
    length = {"Content-Length": str(len(body))} if method != "GET" else {}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": _ASGI_VERSION,
        "http_version": "1.1",
        "method": method,
        "scheme": place.scheme,
        "path": unquote(place.path or "/"),
        "raw_path": (place.path or "/").encode(),
        "query_string": place.query.encode(),
        "root_path": "",
        "headers": _raw({"Host": _host(place), **headers, **length}),
        "client": ("127.0.0.1", 0),
        "server": (place.hostname, _port(place)),
    }
    incoming = [{"type": "http.request", "body": body, "more_body": False}]
    started: dict[str, Any] = {}
    content = bytearray()

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        return {"type": "http.disconnect"}

    async def send(event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            started.update(event)
        elif event["type"] == "http.response.body":
            content.extend(event.get("body", b""))
            if len(content) > maximum:
                raise TooLarge(started.get("status", 0))

    async def call() -> None:
        await asyncio.wait_for(application(scope, receive, send), timeout)

    try:
        _in_a_loop(call, timeout)
    except (TooLarge, TimeoutError):
        raise
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        if not started:
            raise Raised(f"{type(error).__name__}: {error}") from error
    if not started:
        raise Raised("the application sent no response")
    found = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in started.get("headers", ())}
    return Answer(started["status"], found.get("content-type", ""), bytes(content), found.get("location", ""))


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("utf-8", "replace")) for name, value in headers.items()]


def _in_a_loop(call: Callable[[], Coroutine[Any, Any, Result]], timeout: float) -> Result:
    """Runs a coroutine to its end on a thread of its own: this one may have an event loop that is running.

    Raises what it raises, and ``TimeoutError`` when it blocks its loop beyond ``timeout``.
    """
    results: list[Result] = []
    problems: list[BaseException] = []
    context = contextvars.copy_context()

    def run() -> None:
        try:
            results.append(context.run(asyncio.run, call()))
        except asyncio.CancelledError:
            problems.append(RuntimeError("the application cancelled itself"))
        except BaseException as error:  # raised again by who waits for it
            problems.append(error)

    thread = threading.Thread(target=run, name="voicenter-application", daemon=True)
    thread.start()
    thread.join(timeout + BLOCKED_SECONDS)
    if problems:
        raise problems[0]
    if not results:
        raise TimeoutError
    return results[0]
