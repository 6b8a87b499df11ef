"""The socket's ASGI side: ``/socket.io/`` and ``/o/<id>/socket.io/``, over websockets and by polling.

Engine.IO 3 and 4 on one path, by our own framing (``engineio``, ``session``): no kept Python library serves
revision 3 any more, and both revisions' clients are told an event that was encoded once.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Executor
from typing import Any, cast
from urllib.parse import parse_qsl

from ..tenancy.registry import Registry
from . import listening, polling
from .connections import Connection
from .engineio import PROBE, PROBE_ANSWER, UPGRADE, Version
from .frames import Batch
from .pipes import PollingPipe, WebSocketPipe
from .session import Session
from .socket_context import SocketContext
from .websocket_protocol import EXTENSION, Wire

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = re.compile(r"(?:/o/([^/]+))?/socket\.io/?\Z", re.IGNORECASE)
TICK_SECONDS = 1.0
MAXIMUM_BODY = 1_000_000
_BAD_REQUEST = 1002


class Sockets:
    """All connections of a server."""

    def __init__(self, registry: Registry, threads: Executor) -> None:
        self._reception = SocketContext(registry, threads)
        self._connections: dict[str, Connection] = {}
        self._timer: asyncio.TimerHandle | None = None

    # ---- websockets ------------------------------------------------------------------------------------

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One websocket, from its handshake to its end."""
        await receive()
        match = PATH.match(scope["path"])
        query = _query(scope)
        version = _version(query)
        wire: Wire | None = scope["extensions"].get(EXTENSION, {}).get("wire")
        if match is None or version is None or wire is None:
            await send({"type": "websocket.close", "code": _BAD_REQUEST})
            return
        sid = query.get("sid", "")
        known = self._connections.get(sid)
        if sid and (known is None or not isinstance(known.pipe, PollingPipe) or known.pipe.upgrading):
            await send({"type": "websocket.close", "code": _BAD_REQUEST})
            return
        await send({"type": "websocket.accept"})
        pipe = WebSocketPipe(wire, cast("Any", send))
        if known is not None:
            connection = await self._upgrade(known, pipe, receive)
            if connection is None:
                pipe.close()
                return
        else:
            connection = await self._open(version, pipe, query, match[1] or "", scope, upgrades=())
        await self._read(connection, receive)

    async def _open(
        self, version: Version, pipe: WebSocketPipe | PollingPipe, query: dict[str, str], base: str, scope: Scope,
        upgrades: tuple[str, ...],
    ) -> Connection:  # fmt: skip
        loop = asyncio.get_running_loop()
        session = Session(
            version, secrets.token_urlsafe(15), now=loop.time(), upgrades=upgrades, max_payload=MAXIMUM_BODY,
            ping_interval=self._reception.ping_interval(base, query.get("token", "")),
        )  # fmt: skip
        client = scope.get("client") or ("", 0)
        connection = Connection(
            session, pipe, query, loop, base=base, remote=client[0], prefix=scope.get("root_path", "")
        )
        connection.on_closed = self._forget
        self._connections[session.sid] = connection
        self._keep_time(loop)
        incoming = session.start()
        connection.flush()
        for item in incoming:
            await listening.handle(self._reception, connection, item)
        return connection

    async def _read(self, connection: Connection, receive: Receive) -> None:
        loop = asyncio.get_running_loop()
        try:
            while not connection.gone:
                event = await receive()
                if event["type"] == "websocket.disconnect":
                    break
                text = event.get("text")
                frame: str | bytes = event.get("bytes") or b"" if text is None else text
                for incoming in connection.session.receive(frame, loop.time()):
                    await listening.handle(self._reception, connection, incoming)
                connection.flush()
        finally:
            connection.end()

    async def _upgrade(self, connection: Connection, pipe: WebSocketPipe, receive: Receive) -> Connection | None:
        """A polling client changes to the websocket: probe, answer, and what still waited goes after."""
        polling_pipe = cast("PollingPipe", connection.pipe)
        event = await receive()
        if event.get("text") != PROBE:
            return None
        pipe.write(Batch.of([PROBE_ANSWER]))
        polling_pipe.give_up()
        event = await receive()
        if event.get("text") != UPGRADE or connection.gone:
            polling_pipe.upgrading = False
            return None
        connection.pipe = pipe
        rest = polling_pipe.rest()
        polling_pipe.close()
        if rest:
            pipe.write(Batch.of(rest))
        return connection

    # ---- polling ---------------------------------------------------------------------------------------

    async def http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request of a polling client."""
        request = await polling.read(scope, receive, MAXIMUM_BODY)
        if request is None:
            return
        answer = await self._answer(scope, request, receive)
        if answer is not None:
            await polling.send(send, answer, request)

    async def _answer(self, scope: Scope, request: polling.Request, receive: Receive) -> polling.Answer | None:
        match = PATH.match(scope["path"])
        query = _query(scope)
        version = _version(query)
        if request.method == "OPTIONS":
            return polling.Answer(b"", status=204)
        if version is None:
            return polling.refusal(5, "Unsupported protocol version")
        if query.get("transport") != "polling" or "j" in query:
            return polling.refusal(0, "Transport unknown")
        if request.method not in ("GET", "POST"):
            return polling.refusal(2, "Bad handshake method")
        sid = query.get("sid", "")
        if not sid:
            if request.method != "GET":
                return polling.refusal(2, "Bad handshake method")
            pipe = PollingPipe()
            await self._open(version, pipe, query, match[1] or "" if match else "", scope, upgrades=("websocket",))
            return polling.packets(pipe.rest(), version, query)
        connection = self._connections.get(sid)
        if connection is None or connection.session.version != version:
            return polling.refusal(1, "Session ID unknown")
        if not isinstance(connection.pipe, PollingPipe):
            return polling.refusal(3, "Bad request")
        if request.method == "POST":
            return await self._take_body(connection, request.body, version)
        if connection.pipe.polled:
            connection.drop()
            return polling.refusal(3, "Bad request")
        packets = await polling.wait(connection.pipe, receive)
        return None if packets is None else polling.packets(packets, version, query)

    async def _take_body(self, connection: Connection, body: bytes | None, version: Version) -> polling.Answer:
        if body is None:
            connection.drop()
            return polling.Answer(b"", status=413)
        frames = polling.frames(body, version)
        if frames is None:
            connection.drop()
            return polling.refusal(3, "Bad request")
        loop = asyncio.get_running_loop()
        for frame in frames:
            for incoming in connection.session.receive(frame, loop.time()):
                await listening.handle(self._reception, connection, incoming)
        connection.flush()
        return polling.Answer(b"ok", "text/html")

    # ---- time ------------------------------------------------------------------------------------------

    def _keep_time(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None:
            self._timer = loop.call_later(TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        """Pings, time-outs, stalled clients. Only while there are connections."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in tuple(self._connections.values()):
            if connection.tick(now):  # a session only ever reports its end here
                connection.finish()
        self._timer = None
        if self._connections:
            self._keep_time(loop)

    def _forget(self, connection: Connection) -> None:
        self._connections.pop(connection.session.sid, None)
        listening.gone(self._reception, connection)


def _query(scope: Scope) -> dict[str, str]:
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def _version(query: dict[str, str]) -> Version | None:
    revision = query.get("EIO")
    return 3 if revision == "3" else 4 if revision == "4" else None
