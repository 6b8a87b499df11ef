"""The ASGI front: short operations are answered on the event loop, long or blocked ones on threads.

Handing every request to a thread costs more than answering most of them. So the WSGI application is called
in place, told not to wait (``NO_WAIT``); if the organization is busy it says so with nothing done yet, and
the request is repeated on a thread, where it may wait.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..realtime.cors import is_for_browsers, open_to
from ..requests.dispatch import Dispatcher
from ..sandbox import page, reference
from ..sandbox import stream as live
from ..sandbox.control import operations_at
from ..tenancy.tenants import WouldBlock
from ..wire.console import log
from ..wire.encoding import JSON_TYPE
from .app import BODY_LENGTH, NO_WAIT
from .faulty_connections import send_faulty

if TYPE_CHECKING:
    from ..realtime.sockets import Sockets


Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

_SOCKET_PATH = "/socket.io"
CONTROL_BODY_LIMIT = 64 * 1024 * 1024
LONG_THREADS = 64
SHORT_THREADS = 16
_INTERNAL_ERROR = (
    b'{"error":{"code":"internal_error","message":"the server failed; its log says why","field":"","hint":""}}'
)


class Front:
    """The ASGI application. ``close`` lets go of its threads."""

    def __init__(self, wsgi: Wsgi, dispatcher: Dispatcher) -> None:
        self._wsgi = wsgi
        self._dispatcher = dispatcher
        self._long = ThreadPoolExecutor(LONG_THREADS, thread_name_prefix="voicenter-long")
        self._short = ThreadPoolExecutor(SHORT_THREADS, thread_name_prefix="voicenter-short")
        self._sockets: Sockets | None = None

    def close(self) -> None:
        self._long.shutdown(wait=False, cancel_futures=True)
        self._short.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if _SOCKET_PATH in scope["path"].lower():
                await self._realtime().http(scope, receive, send)
            elif page.wanted(scope):
                await _send(page.answer(scope), send)
            elif reference.wanted(scope):
                loop = asyncio.get_running_loop()
                await _send(await loop.run_in_executor(self._short, reference.answer, scope), send)
            elif live.wanted(scope):
                await live.stream(self._dispatcher.registry, scope, receive, send)
            else:
                await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._realtime().websocket(scope, receive, send)

    def _realtime(self) -> Sockets:
        """Made when the first socket opens."""
        if self._sockets is None:
            from ..realtime.sockets import Sockets

            self._sockets = Sockets(self._dispatcher.registry, self._short)
        return self._sockets

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        readable = self._headers_for_page(scope)
        if readable and scope["method"] == "OPTIONS":
            await _send((204, readable, b""), send)
            return
        body, length = await _body(receive, self._body_limit(path))
        if body is None:
            return
        environ = _environ(scope, path, body, length)
        loop = asyncio.get_running_loop()
        if self._is_quick(path, scope["method"]):
            environ[NO_WAIT] = True
            try:
                answer = run(self._wsgi, environ)
            except WouldBlock:
                answer = await loop.run_in_executor(self._short, run, self._wsgi, _environ(scope, path, body, length))
        else:
            answer = await loop.run_in_executor(self._long, run, self._wsgi, environ)
        status, headers, content = answer
        headers = headers + readable
        if not await send_faulty(status, headers, content, send):
            await _send((status, headers, content), send)

    def _headers_for_page(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """What lets the script of another origin's page read the answer, where it may."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        origin = headers.get(b"origin", b"")
        if not origin or not is_for_browsers(self._dispatcher.operation_at(scope["path"])):
            return []
        return open_to(origin, headers.get(b"access-control-request-headers", b""))

    def _body_limit(self, path: str) -> int:
        """One byte more than the operation takes is never needed: it is refused anyway."""
        if path.startswith("/_sandbox/"):
            return CONTROL_BODY_LIMIT
        return self._dispatcher.body_limit(path)

    def _is_quick(self, path: str, method: str) -> bool:
        if path.startswith("/_sandbox/"):
            return _control_is_quick(path, method)
        return self._dispatcher.is_quick(path)


def _control_is_quick(path: str, method: str) -> bool:
    return all(operation.quick for operation in operations_at(path) if operation.method == method)


async def _send(answer: Answer, send: Send) -> None:
    status, headers, content = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _body(receive: Receive, limit: int) -> tuple[bytes | None, int]:
    """The body, cut behind ``limit``, and how long it was if it was cut (else -1); ``None`` when the client left."""
    chunks: list[bytes] = []
    length = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None, -1
        chunk: bytes = event.get("body", b"")
        length += len(chunk)
        if length <= limit:
            chunks.append(chunk)
        if not event.get("more_body"):
            break
    return (b"".join(chunks), -1) if length <= limit else (b"", length)


def _environ(scope: Scope, path: str, body: bytes, length: int) -> dict[str, Any]:
    server = scope.get("server") or ("127.0.0.1", 80)
    client = scope.get("client") or ("127.0.0.1", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": client[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if length >= 0:
        environ[BODY_LENGTH] = length
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name == "CONTENT_TYPE":
            environ["CONTENT_TYPE"] = raw_value.decode("latin-1")
        elif name not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            key = "HTTP_" + name
            value = raw_value.decode("latin-1")
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def run(wsgi: Wsgi, environ: dict[str, Any]) -> Answer:
    """Calls a WSGI application to its end. Anything but ``WouldBlock`` that it raises becomes a 500."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        started[:] = [status, headers]

    try:
        result = wsgi(environ, start_response)
        try:
            content = b"".join(result)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
    except WouldBlock:
        raise
    except Exception:
        log.exception("%s %s failed", environ["REQUEST_METHOD"], unquote(environ["PATH_INFO"]))
        return 500, [(b"content-type", JSON_TYPE.encode())], _INTERNAL_ERROR
    status, headers = started
    return (
        int(status[:3]),
        [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        content,
    )
