"""One client's connection: requests go on to where they belong, answers come back, and both are noted on the way."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter
from collections.abc import Callable

from ...contracts.quick_dataclasses import dataclass
from ..traffic.messages import RecordedExchange, RecordedMessage, header
from .bodies import Kept, pass_on
from .dialling import GONE, Dialling, Upstream, UpstreamConnection, close
from .heads import LONGEST_HEAD, AnswerHead, BadHead, Framing, RequestHead, answer_head, request_head
from .routes import Destination, RelayRoute, Routes
from .sockets import relay_socket

IDLE_SECONDS = 120.0
"""A client that sends nothing for so long between two requests is let go."""

ANSWER_SECONDS = 330.0
"""Longer than anybody waits for the documented operations."""


@dataclass(slots=True)
class _Visit:
    """One request while it is on its way. Moments: ``started`` an epoch, ``began`` of the steady clock."""

    head: RequestHead
    framing: tuple[Framing, int]
    route: RelayRoute
    started: float
    began: float
    sent: Kept
    received: Kept


class Relay:
    """Serves connections. ``note`` takes what was seen; ``dialling`` connects to what is behind."""

    def __init__(
        self, routes: Routes, note: Callable[[RecordedExchange], None], dialling: Dialling, *, max_body: int
    ) -> None:
        self._routes = routes
        self._note = note
        self._dialling = dialling
        self._max_body = max_body

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Until the client goes."""
        upstream: UpstreamConnection | None = None
        try:
            while (raw := await _head(reader, IDLE_SECONDS)) is not None:
                visit = await self._visit(raw, writer)
                if visit is None:
                    break
                try:
                    upstream = await self._once_more(visit, reader, writer, upstream)
                except Upstream as problem:
                    self._note_failure(visit, str(problem))
                    await _answer(writer, 502, "upstream_failed", str(problem))
                    break
                if upstream is None:
                    break
        except BadHead as problem:
            await _answer(writer, 400, "bad_request", str(problem))
        except GONE:
            pass
        finally:
            close(writer)
            if upstream is not None:
                upstream.close()

    async def _visit(self, raw: bytes, writer: StreamWriter) -> _Visit | None:
        head = request_head(raw)
        framing = head.framing()
        if not head.target.startswith("/"):
            await _answer(
                writer, 400, "bad_request", "this is no proxy for other hosts: call it as if it were Voicenter"
            )
            return None
        route = self._routes.route(head.target)
        if route is None:
            known = "give its URL with --forward NAME=URL"
            await _answer(writer, 404, "unknown_callback", f"nobody receives this callback; {known}")
            return None
        kept = Kept(self._max_body), Kept(self._max_body)
        return _Visit(head, framing, route, time.time(), time.perf_counter(), *kept)

    async def _once_more(
        self, visit: _Visit, reader: StreamReader, writer: StreamWriter, before: UpstreamConnection | None
    ) -> UpstreamConnection | None:
        """As ``_exchange``; a GET that met a connection which was closing just then is sent on a new one."""
        try:
            return await self._exchange(visit, reader, writer, before)
        except Upstream:
            if before is None or visit.head.method not in ("GET", "HEAD"):
                raise
        before.close()
        return await self._exchange(visit, reader, writer, None)

    async def _exchange(
        self, visit: _Visit, reader: StreamReader, writer: StreamWriter, before: UpstreamConnection | None
    ) -> UpstreamConnection | None:
        """One request and its answer; the connection to go on with, ``None`` when this one ends."""
        upstream = await self._connect(visit.route.destination, before)
        stays_open = False
        try:
            stays_open = await self._pass_request(visit, reader, writer, upstream)
        finally:
            if not stays_open:
                upstream.close()
        return upstream if stays_open else None

    async def _pass_request(
        self, visit: _Visit, reader: StreamReader, writer: StreamWriter, upstream: UpstreamConnection
    ) -> bool:
        """Whether both connections may be used again."""
        head = visit.head
        upstream.writer.write(head.with_target(visit.route.destination.authority, visit.route.target))
        body = asyncio.ensure_future(pass_on(reader, upstream.writer, *visit.framing, visit.sent))
        try:
            answer = await self._pass_answer_head(visit, upstream, writer)
            if answer.status == 101:
                await body
                await self._socket(visit, answer, reader, writer, upstream)
                return False
            await self._pass_answer_body(visit, answer, upstream, writer)
            whole = body.done()
            if whole:
                await body
        finally:
            body.cancel()
            with contextlib.suppress(asyncio.CancelledError, BadHead, *GONE):
                await body
        self._note(self._recorded_exchange(visit, answer))
        ends = answer.framing(head.method)[0] == "close" or not answer.stays_open
        return whole and head.stays_open and not ends

    async def _connect(self, destination: Destination, before: UpstreamConnection | None) -> UpstreamConnection:
        """The connection that is there, if it goes to the same place and is alive; else a new one."""
        if before is not None:
            if before.leads_to(destination):
                return before
            before.close()
        return await self._dialling.connect(destination)

    async def _pass_answer_head(self, visit: _Visit, upstream: UpstreamConnection, writer: StreamWriter) -> AnswerHead:
        """The head of the final answer, passed on with all that came before it."""
        origin = visit.route.destination.origin
        while True:
            try:
                raw = await _head(upstream.reader, ANSWER_SECONDS)
                if raw is None:
                    raise Upstream(f"{origin} closed the connection without an answer")
                answer = answer_head(raw)
            except BadHead as problem:
                raise Upstream(f"{origin} answers what is no HTTP: {problem}") from None
            except TimeoutError:
                raise Upstream(f"{origin} does not answer within {ANSWER_SECONDS:g} s") from None
            except GONE as error:
                raise Upstream(f"{origin} broke the connection: {error}") from None
            writer.write(raw)
            if not answer.is_interim:
                return answer
            await writer.drain()

    async def _pass_answer_body(
        self, visit: _Visit, answer: AnswerHead, upstream: UpstreamConnection, writer: StreamWriter
    ) -> None:
        framing, length = answer.framing(visit.head.method)
        try:
            await pass_on(upstream.reader, writer, framing, length, visit.received)
        except (BadHead, *GONE) as problem:
            self._note(self._recorded_exchange(visit, answer, failure=f"the answer broke off: {problem}"))
            raise ConnectionResetError from None
        await writer.drain()

    async def _socket(
        self,
        visit: _Visit,
        answer: AnswerHead,
        reader: StreamReader,
        writer: StreamWriter,
        upstream: UpstreamConnection,
    ) -> None:
        extensions = header(answer.headers, "sec-websocket-extensions")
        seen = self._recorded_exchange(visit, answer)
        await relay_socket((reader, writer), (upstream.reader, upstream.writer), seen, self._note, extensions)

    def _recorded_exchange(self, visit: _Visit, answer: AnswerHead, failure: str = "") -> RecordedExchange:
        head, received = visit.head, visit.received
        return RecordedExchange(
            place="",
            method=head.method,
            url=visit.route.url,
            request=_message(head.headers, visit.sent),
            status=answer.status,
            answer=_message(answer.headers, received),
            started=visit.started,
            milliseconds=(time.perf_counter() - visit.began) * 1000,
            callback=visit.route.callback,
            failure=failure,
        )

    def _note_failure(self, visit: _Visit, why: str) -> None:
        request = _message(visit.head.headers, visit.sent)
        milliseconds = (time.perf_counter() - visit.began) * 1000
        url, callback = visit.route.url, visit.route.callback
        self._note(
            RecordedExchange(
                "", visit.head.method, url, request, 0, None, visit.started, milliseconds, (), callback, why
            )
        )


def _message(headers: tuple[tuple[str, str], ...], kept: Kept) -> RecordedMessage:
    return RecordedMessage(headers, kept.body(), header(headers, "content-type"), kept.lost)


async def _head(reader: StreamReader, seconds: float) -> bytes | None:
    """The bytes of a head; ``None`` when there is none any more. Raises ``BadHead``."""
    try:
        async with asyncio.timeout(seconds):
            return await reader.readuntil(b"\r\n\r\n")
    except IncompleteReadError as ended:
        if ended.partial.strip():
            raise ConnectionResetError("the head ended too early") from None
        return None
    except LimitOverrunError:
        raise BadHead(f"the head is longer than {LONGEST_HEAD} bytes") from None


async def _answer(writer: StreamWriter, status: int, code: str, message: str) -> None:
    """An answer of our own, in the form of the control API's errors."""
    reasons = {400: "Bad Request", 404: "Not Found", 502: "Bad Gateway"}
    body = json.dumps({"error": {"code": code, "message": message, "field": "", "hint": ""}}).encode()
    head = f"HTTP/1.1 {status} {reasons[status]}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    with contextlib.suppress(*GONE):
        writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
        await writer.drain()
