"""The socket's ASGI side: ``/socket.io/`` and ``/o/<id>/socket.io/``, over websockets and by polling.

Engine.IO 3 and 4 on one path, by our own framing (``engineio``, ``session``): no kept Python library serves
revision 3 any more, and both revisions' clients are told an event that was encoded once.
"""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Executor
from typing import Any, cast

from ...contracts.sentences import Sentence
from ..tenancy.registry import Registry
from ..wire.console import log
from . import listening, polling
from .connections import Connection
from .engineio import PROBE, PROBE_ANSWER, UPGRADE
from .fairness import EVENTS_A_SECOND, TimeSlices
from .frames import Batch
from .handshake import BAD_METHOD, BAD_REQUEST, TOO_MANY, UNKNOWN_SESSION, Handshake, HandshakeRefusal, read_handshake
from .pipes import PollingPipe, WebSocketPipe
from .session import Session
from .socket_context import SocketContext
from .websocket_protocol import EXTENSION, NOT_TEXT, Send, Wire, refuse_handshake

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

TICK_SECONDS = 1.0
"""Between two looks at all connections, at most; one whose heartbeat is due before is looked at then."""
_LEAST_TICK_SECONDS = 0.005
MAXIMUM_BODY = 1_000_000
MAXIMUM_CONNECTIONS = 10_000
UPGRADE_SECONDS = 10.0
"""A websocket that a polling client opens and does not change to is closed after so long."""
LAST_WORDS_SECONDS = 30.0
_MOST_LAST_WORDS = 1_000


class Sockets:
    """All connections of a server."""

    def __init__(self, registry: Registry, threads: Executor) -> None:
        self._context = SocketContext(registry, threads)
        self._connections: dict[str, Connection] = {}
        self._last_words: dict[str, tuple[PollingPipe, float]] = {}
        """Of polling sessions that the server has ended: what their next poll is told, and until when."""
        self._timer: asyncio.TimerHandle | None = None
        self._slices: TimeSlices | None = None

    @property
    def _full(self) -> bool:
        return len(self._connections) >= MAXIMUM_CONNECTIONS

    # ---- websockets ------------------------------------------------------------------------------------

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One websocket, from its handshake to its end."""
        await receive()
        handshake = read_handshake(scope, "websocket")
        wire: Wire | None = scope["extensions"].get(EXTENSION, {}).get("wire")
        if isinstance(handshake, HandshakeRefusal) or wire is None:
            await _refuse(scope, send, handshake if isinstance(handshake, HandshakeRefusal) else BAD_REQUEST)
            return
        known = self._connections.get(handshake.sid)
        if handshake.sid and known is None:
            await _refuse(scope, send, UNKNOWN_SESSION)
            return
        if known is None and self._full:
            await _refuse(scope, send, TOO_MANY)
            return
        await send({"type": "websocket.accept"})
        wire.slices = self._time_slices()
        pipe = WebSocketPipe(wire, cast("Any", send))
        if known is None:
            connection = await self._open(handshake, pipe, scope, upgrades=())
        elif await self._upgrade(known, pipe, receive):
            connection = known
        else:
            pipe.close()
            return
        await self._read(connection, receive)

    async def _open(
        self, handshake: Handshake, pipe: WebSocketPipe | PollingPipe, scope: Scope, upgrades: tuple[str, ...]
    ) -> Connection:
        loop = asyncio.get_running_loop()
        session = Session(
            handshake.version, secrets.token_urlsafe(15), now=loop.time(), upgrades=upgrades, max_payload=MAXIMUM_BODY,
            ping_interval=self._context.ping_interval(handshake.base, handshake.query.get("token", "")),
        )  # fmt: skip
        client = scope.get("client") or ("", 0)
        connection = Connection(
            session,
            pipe,
            handshake.query,
            loop,
            base=handshake.base,
            remote=client[0],
            prefix=scope.get("root_path", ""),
        )  # fmt: skip
        connection.on_closed = self._forget
        self._connections[session.sid] = connection
        self._keep_time(loop)
        incoming = session.start()
        connection.flush()
        for item in incoming:
            await listening.handle(self._context, connection, item)
        return connection

    async def _read(self, connection: Connection, receive: Receive) -> None:
        try:
            while not connection.gone:
                event = await receive()
                if event["type"] == "websocket.disconnect":
                    self._note_wrong_end(connection, event.get("code", 0))
                    break
                text = event.get("text")
                await self._take(connection, event.get("bytes") or b"" if text is None else text)
                connection.flush()
        finally:
            connection.end()

    async def _take(self, connection: Connection, frame: str | bytes) -> None:
        """One frame, when it is this client's turn and it has not sent too much."""
        loop = connection.loop
        pause = connection.allowance.take(loop.time(), len(frame))
        if pause:
            await self._slow_down(connection, pause)
        await self._time_slices().turn()
        if not connection.gone:
            for incoming in connection.session.receive(frame, loop.time()):
                await listening.handle(self._context, connection, incoming)

    async def _slow_down(self, connection: Connection, pause: float) -> None:
        if not connection.slowed_down:
            connection.slowed_down = True
            hint = Sentence.of(
                "TooManyEvents", "more than {most:g} events a second: what is beyond is read later (said once)",
                most=EVENTS_A_SECOND,
            )  # fmt: skip
            self._context.note(connection, self._context.tenant_of(connection, "/"), "", None, hint=hint)
        await asyncio.sleep(pause)
        if connection.pipe.hung_up:
            connection.drop()

    def _note_wrong_end(self, connection: Connection, code: int) -> None:
        if code == NOT_TEXT:
            violations = [Sentence.of("FrameNotUtf8", "parse error: a text frame is not UTF-8")]
            self._context.note(connection, self._context.tenant_of(connection, "/"), "", None, violations=violations)

    async def _upgrade(self, connection: Connection, pipe: WebSocketPipe, receive: Receive) -> bool:
        """A polling client changes to the websocket: what still waited for a poll goes there.

        It asks first whether anybody is there (``2probe``) or, as PHP's client does, changes at once (``5``). Whoever
        comes with the id of a session that has changed, or is changing, is let in and closed, as genuine servers do.
        """
        polling_pipe = connection.pipe
        if not isinstance(polling_pipe, PollingPipe) or polling_pipe.upgrading:
            return False
        try:
            async with asyncio.timeout(UPGRADE_SECONDS):
                text = (await receive()).get("text")
                if text == PROBE and connection.pipe is polling_pipe and not polling_pipe.upgrading:
                    pipe.write(Batch.of([PROBE_ANSWER]))
                    polling_pipe.give_up()
                    text = (await receive()).get("text")
        except TimeoutError:
            text = None
        if text != UPGRADE or connection.gone or connection.pipe is not polling_pipe:
            polling_pipe.upgrading = False
            return False
        connection.pipe = pipe
        waiting = polling_pipe.remaining()
        polling_pipe.close(by_client=True)
        if waiting:
            pipe.write(Batch.of(waiting))
        return True

    # ---- polling ---------------------------------------------------------------------------------------

    async def http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request of a polling client."""
        request = await polling.read(scope, receive, MAXIMUM_BODY)
        if request is None:
            return
        answer = await self._answer(scope, request, receive)
        if answer is not None:
            await polling.send(send, answer, request)

    async def _answer(
        self, scope: Scope, request: polling.PollingRequest, receive: Receive
    ) -> polling.PollingAnswer | None:
        if request.method == "OPTIONS":
            return polling.PollingAnswer(b"", status=204)
        handshake = read_handshake(scope, "polling")
        if isinstance(handshake, HandshakeRefusal):
            return polling.refusal_answer(handshake)
        if request.method not in ("GET", "POST"):
            return polling.refusal_answer(BAD_METHOD)
        version, sid = handshake.version, handshake.sid
        if not sid:
            if request.method != "GET":
                return polling.refusal_answer(BAD_METHOD)
            if self._full:
                return polling.refusal_answer(TOO_MANY)
            pipe = PollingPipe(asyncio.get_running_loop())
            await self._open(handshake, pipe, scope, upgrades=("websocket",))
            return polling.packets(pipe.remaining(), version, handshake.query)
        connection = self._connections.get(sid)
        if connection is None and request.method == "GET" and sid in self._last_words:
            ended, _ = self._last_words.pop(sid)
            return polling.packets(ended.remaining(), version, handshake.query)
        if connection is None or connection.session.version != version:
            return polling.refusal_answer(UNKNOWN_SESSION)
        if not isinstance(connection.pipe, PollingPipe):
            return polling.refusal_answer(BAD_REQUEST)
        if request.method == "POST":
            return await self._take_body(connection, request.body, handshake)
        if connection.pipe.polled:
            connection.drop()
            return polling.refusal_answer(BAD_REQUEST)
        packets = await polling.wait(connection.pipe, receive)
        return None if packets is None else polling.packets(packets, version, handshake.query)

    async def _take_body(
        self, connection: Connection, body: bytes | None, handshake: Handshake
    ) -> polling.PollingAnswer:
        if body is None:
            connection.drop()
            return polling.PollingAnswer(b"", status=413)
        frames = polling.frames(body, handshake.version, handshake.query)
        if frames is None:
            connection.drop()
            return polling.refusal_answer(BAD_REQUEST)
        for frame in frames:
            await self._take(connection, frame)
            if connection.gone:
                break
        connection.flush()
        return polling.PollingAnswer(b"ok", "text/html")

    # ---- time ------------------------------------------------------------------------------------------

    def _time_slices(self) -> TimeSlices:
        if self._slices is None:
            self._slices = TimeSlices(asyncio.get_running_loop())
        return self._slices

    def _keep_time(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None:
            due = min((one.session.deadline for one in self._connections.values()), default=math.inf) - loop.time()
            self._timer = loop.call_later(max(_LEAST_TICK_SECONDS, min(TICK_SECONDS, due)), self._tick)

    def _tick(self) -> None:
        """Pings, time-outs, stalled clients. Only while there are connections."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in tuple(self._connections.values()):
            if connection.tick(now):  # a session only ever reports its end here
                connection.finish()
        self._last_words = {sid: words for sid, words in self._last_words.items() if words[1] > now}
        self._timer = None
        if self._connections or self._last_words:
            self._keep_time(loop)

    def _forget(self, connection: Connection) -> None:
        session, pipe = connection.session, connection.pipe
        self._connections.pop(session.sid, None)
        closed = session.closed
        if isinstance(pipe, PollingPipe) and closed is not None and closed.reason == "server close" and not pipe.polled:
            if len(self._last_words) >= _MOST_LAST_WORDS:
                self._last_words.pop(next(iter(self._last_words)))
            self._last_words[session.sid] = (pipe, connection.loop.time() + LAST_WORDS_SECONDS)
        listening.unregister_phones(self._context, connection)


async def _refuse(scope: Scope, send: Send, refusal: HandshakeRefusal) -> None:
    """A handshake that comes to nothing: 400 and a line of text, as genuine servers answer, and a line in the log."""
    client = scope.get("client") or ("unknown", 0)
    message = refusal.message
    if "sip" in scope.get("subprotocols", ()):
        message = "telephones are not served here; start the sandbox with: voicenter-mock serve --sip"
    log.warning("websocket handshake from %s for %s refused: %s", client[0], scope["path"], message)
    await refuse_handshake(send, message)
