"""The ASGI front: short operations are answered on the event loop, long or blocked ones on threads.

Handing every request to a thread costs more than answering most of them. So the WSGI application is called
in place, told not to wait (``NO_WAIT``); if the organization is busy it says so with nothing done yet, and
the request is repeated on a thread, where it may wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...contracts.operations import Operation
from ...contracts.operations.model import MIB
from ..realtime.cors import is_for_browsers, open_to
from ..requests.dispatch import Dispatcher
from ..tenancy.tenants import WouldBlock
from ..wire import wsgi
from ..wire.asgi_body import read_body
from ..wire.console import log
from ..wire.encoding import JSON_TYPE
from .asgi_requests import environ_of
from .environ_keys import CONTROL, NO_WAIT
from .faulty_connections import send_faulty

if TYPE_CHECKING:
    from ..realtime.sockets import Sockets
    from .telephones import TelephoneFront


Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

_SOCKET_PATH = "/socket.io"
TELEPHONES = "sip"
"""The sub-protocol of websockets that telephones open (RFC 7118)."""
CONTROL_BODY_LIMIT = 64 * 1024 * 1024
QUICK_BODY_LIMIT = 100_000
"""Longer bodies are read and explained on a thread, however quick the operation is."""
LONG_THREADS = 64
SHORT_THREADS = 16
_INTERNAL_ERROR = (
    b'{"error":{"code":"internal_error","message":"the server failed; its log says why","field":"","hint":""}}'
)


class Front:
    """The ASGI application. ``close`` lets go of its threads."""

    def __init__(
        self, application: wsgi.Application, dispatcher: Dispatcher, telephones: TelephoneFront | None = None
    ) -> None:
        self._wsgi = application
        self._dispatcher = dispatcher
        self._long = ThreadPoolExecutor(LONG_THREADS, thread_name_prefix="voicenter-long")
        self._short = ThreadPoolExecutor(SHORT_THREADS, thread_name_prefix="voicenter-short")
        self._sockets: Sockets | None = None
        self._telephones = telephones

    def close(self) -> None:
        self._long.shutdown(wait=False, cancel_futures=True)
        self._short.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if _SOCKET_PATH in scope["path"].lower():
                await self._realtime().http(scope, receive, send)
            elif self._dispatcher.operation_at(scope["path"]) or not await self._document(scope, receive, send):
                await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            if self._telephones is not None and TELEPHONES in scope.get("subprotocols", ()):
                await self._telephones.websocket(scope, receive, send)
            else:
                await self._realtime().websocket(scope, receive, send)

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Whether the request was for one of the project's own documents or streams, and is answered. What has those
        is imported with the first request that is none of Voicenter's.
        """
        from ..sandbox import handbook, page, reference
        from ..sandbox import stream as live

        loop = asyncio.get_running_loop()
        if page.wanted(scope):
            await _send(page.answer(scope), send)
        elif reference.wanted(scope):
            await _send(await loop.run_in_executor(self._short, reference.answer, scope), send)
        elif handbook.wanted(scope):
            await _send(await loop.run_in_executor(self._short, handbook.answer, scope), send)
        elif live.wanted(scope):
            await live.stream(self._dispatcher.registry, scope, receive, send)
        else:
            return False
        return True

    def _realtime(self) -> Sockets:
        """Made when the first socket opens."""
        if self._sockets is None:
            from ..realtime.sockets import Sockets

            self._sockets = Sockets(self._dispatcher.registry, self._short)
        return self._sockets

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        operation, quick, body_limit = self._operation_at(path, scope["method"])
        readable = _headers_for_page(scope) if is_for_browsers(operation) else []
        if readable and scope["method"] == "OPTIONS":
            await _send((204, readable, b""), send)
            return
        body = await read_body(receive, body_limit)
        if body is None:
            return
        environ = environ_of(scope, body)
        if quick and len(body.content) <= QUICK_BODY_LIMIT:
            environ[NO_WAIT] = True
            try:
                answer = run(self._wsgi, environ)
            except WouldBlock:
                answer = await self._on_thread(self._short, environ_of(scope, body))
        else:
            answer = await self._on_thread(self._long, environ)
        status, headers, content = answer
        headers += readable
        if not await send_faulty(status, headers, content, send):
            await _send((status, headers, content), send)

    async def _on_thread(self, threads: ThreadPoolExecutor, environ: dict[str, Any]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(threads, run, self._wsgi, environ)

    def _operation_at(self, path: str, method: str) -> tuple[Operation | None, bool, int]:
        """One of Voicenter's; whether what is at the path may run on the event loop; and how many bytes of a body are
        worth keeping: one more than an operation takes is refused anyway.
        """
        if path.startswith(CONTROL):
            from ..sandbox.control import operations_at

            quick = all(operation.quick for operation in operations_at(path) if operation.method == method)
            return None, quick, CONTROL_BODY_LIMIT
        operation = self._dispatcher.operation_at(path)
        return (None, True, MIB) if operation is None else (operation, operation.quick, operation.body_limit)


def _headers_for_page(scope: Scope) -> list[tuple[bytes, bytes]]:
    """What lets the script of another origin's page read the answer."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    origin = headers.get(b"origin", b"")
    return open_to(origin, headers.get(b"access-control-request-headers", b"")) if origin else []


async def _send(answer: Answer, send: Send) -> None:
    status, headers, content = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def run(application: wsgi.Application, environ: dict[str, Any]) -> Answer:
    """Calls a WSGI application to its end. Anything but ``WouldBlock`` that it raises becomes a 500."""
    try:
        reply = wsgi.call(application, environ)
    except WouldBlock:
        raise
    except Exception:
        log.exception("%s %s failed", environ["REQUEST_METHOD"], unquote(environ["PATH_INFO"]))
        return 500, [(b"content-type", JSON_TYPE.encode())], _INTERNAL_ERROR
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    return reply.status, headers, reply.body
