"""Handing a message to code in this process: a function, or an application that gets it as a request."""

from __future__ import annotations

import asyncio
import contextvars
import io
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlsplit

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
    application: Callable[..., Iterable[bytes]],
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
    maximum: int,
) -> Answer:
    """One request to a WSGI application. Raises ``TooLarge`` or ``Raised``."""
    place = urlsplit(url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(quote(place.path or "/", safe="/%"), "latin-1"),
        "QUERY_STRING": place.query,
        "SERVER_NAME": place.hostname or "testserver",
        "SERVER_PORT": str(place.port or (443 if place.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": place.netloc.rpartition("@")[2],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": place.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if method != "GET":
        environ["CONTENT_LENGTH"] = str(len(body))
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    started: list[Any] = []
    written: list[bytes] = []

    def start_response(
        status: str, response_headers: list[tuple[str, str]], error: Any = None
    ) -> Callable[[bytes], None]:
        started[:] = [status, response_headers]
        return written.append

    try:
        chunks = application(environ, start_response)
        try:
            _gather(chunks, written, maximum, lambda: _status(started))
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
    except (TooLarge, TimeoutError):
        raise
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        raise Raised(f"{type(error).__name__}: {error}") from error
    if not started:
        raise Raised("the application did not call start_response")
    found = {name.lower(): value for name, value in started[1]}
    return Answer(_status(started), found.get("content-type", ""), b"".join(written), found.get("location", ""))


def _gather(chunks: Iterable[bytes], written: list[bytes], maximum: int, status: Callable[[], int]) -> None:
    length = sum(map(len, written))
    for chunk in chunks:
        written.append(chunk)
        length += len(chunk)
        if length > maximum:
            raise TooLarge(status())


def _status(started: list[Any]) -> int:
    return int(str(started[0])[:3]) if started else 0


def call_asgi(
    application: Callable[..., Awaitable[None]], method: str, url: str, headers: dict[str, str], body: bytes, *,
    timeout: float, maximum: int,
) -> Answer:  # fmt: skip
    """One request to an ASGI application, on an event loop of its own. Its lifespan is not run.

    Raises ``TimeoutError``, ``TooLarge`` or ``Raised``.
    """
    place = urlsplit(url)
    host = place.netloc.rpartition("@")[2]
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
        "headers": _raw({"Host": host, **headers} | ({"Content-Length": str(len(body))} if method != "GET" else {})),
        "client": ("127.0.0.1", 0),
        "server": (place.hostname, place.port or (443 if place.scheme == "https" else 80)),
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
