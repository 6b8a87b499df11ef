"""uvicorn's HTTP protocol with a reader of our own before the parser: bounded, and forgiving where clients need it.

uvicorn feeds the parser whatever arrives. Here a head is gathered first, within bounds, and made readable
(``request_head``); only then the parser gets it. What cannot be read at all is reported, answered in one sentence and
the connection closed, without holding on to what else is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from . import request_head
from .joined_writes import JoinedWrites

HEAD_SECONDS: Final = 60.0
"""How long a head may take from its first byte to its end, and a new connection to its first request."""
LINGER_SECONDS: Final = 5.0
"""How long a refused client may go on sending. Were the connection closed at once, many would never read why."""
HINTS: Final = "voicenter_mock.hints"
"""In the scope, as in the WSGI environment after it: what was done to the request to make it readable."""


@dataclass(frozen=True, slots=True)
class UnreadableRequest:
    """What can be known of it. ``address`` is the sender's, ``line`` the first line, cut and escaped."""

    address: str
    line: str
    status: int
    message: Sentence


class HttpProtocol(HttpToolsProtocol):
    """One connection. ``on_unreadable`` is told what cannot be read."""

    def __init__(self, *arguments: Any, on_unreadable: Callable[[UnreadableRequest], None], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._on_unreadable = on_unreadable
        self._head: bytes = b""
        """The beginning of a head that has not come whole."""
        self._line: bytes = b""
        """The beginning of the head that came last, to be shown if something is wrong."""
        self._completed: object = None
        """The scope of the last request that came whole. While it is the parser's, what comes next is a head."""
        self._length = 0
        """Bytes of the body that are still to come; 0 when only the parser knows (chunks)."""
        self._beside_body = 0
        """Bytes that came since the last byte of a body: chunk sizes, their extensions, trailers."""
        self._refused = False
        self._late: asyncio.TimerHandle | None = None
        """When the head that is awaited is too late."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] - as uvicorn has it
        super().connection_made(transport)
        self._answers = JoinedWrites(transport, self.loop)
        self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        """The head did not come in time: an answer where one was begun, an end where nothing was."""
        self._late = None
        if self._head:
            message = Sentence.of(
                "HeadTookLong", "the head of the request took over {seconds:.0f} seconds", seconds=HEAD_SECONDS
            )
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, message)
        else:
            self.transport.close()

    # ---- what arrives ----------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        try:
            while data and not self._refused:
                data = self._take_head(data) if self._completed is self.scope else self._take_body(data)
        except httptools.HttpParserError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, request_head.reason(self._line, _describe(error)))

    def _take_head(self, data: bytes) -> bytes:
        """Feeds a complete head to the parser, with a body that came along. Returns what comes after it."""
        known = len(self._head)
        data = self._head + data if known else data.lstrip(b"\r\n")
        end = request_head.end_of_head(data, known)
        self._line = data[: request_head.SHOWN_LINE + 1]
        if not 0 < end <= request_head.HEAD_LIMIT or (
            end > 2 * request_head.HEADER_LIMIT and data.count(b"\n", 0, end) > request_head.HEADER_LIMIT + 2
        ):
            self._hold_or_refuse(data, end)
            return b""
        self._head = b""
        self._stop_waiting()
        head, hint = request_head.readable(data[:end])
        rest = data[end:]
        if rest and b" HTTP/1." not in rest:  # no other request follows: the parser may have it all at once
            head, rest = head + rest, b""
        parser: httptools.HttpRequestParser = self.parser  # pyright: ignore[reportAssignmentType] - until it is lost
        try:
            parser.feed_data(head)
        except httptools.HttpParserUpgrade:
            self._upgrade(rest)
            return b""
        if hint:
            self.scope[HINTS] = (hint,)  # type: ignore[typeddict-unknown-key] - nobody has read the scope yet
        if self._completed is not self.scope:
            self._length = self._missing(0 if rest else len(data) - end)
        return rest

    def _hold_or_refuse(self, data: bytes, end: int) -> None:
        """What is no complete head within the bounds: more has to come, or nothing more is wanted."""
        if end > request_head.HEAD_LIMIT or (end < 0 and len(data) > request_head.HEAD_LIMIT):
            self._refuse_as_too_large(
                Sentence.of(
                    "HeadTooLong", "the head of a request may have {most:,} bytes", most=request_head.HEAD_LIMIT
                )
            )
        elif end >= 0:
            self._refuse_as_too_large(
                Sentence.of("TooManyHeaders", "a request may have {most} headers", most=request_head.HEADER_LIMIT)
            )
        elif data and not request_head.may_begin(data):
            self._refuse(
                HTTPStatus.BAD_REQUEST, request_head.reason(data, Sentence.of("NoMethod", "it begins with no method"))
            )
        else:
            self._head = data
            if data and self._late is None:
                self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _missing(self, came: int) -> int:
        """How much of the body is still to come, when the head says how long it is."""
        length = next((int(value) for name, value in self.headers if name == b"content-length"), 0)
        return max(0, length - came)

    def _upgrade(self, rest: bytes) -> None:
        if not self._should_upgrade():
            self._refuse(
                HTTPStatus.BAD_REQUEST,
                request_head.reason(self._line, Sentence.of("OtherProtocol", "it asks for another protocol")),
            )
            return
        self.handle_websocket_upgrade()
        if rest:
            cast("asyncio.Protocol", self.transport.get_protocol()).data_received(rest)

    def _get_upgrade(self) -> bytes | None:
        """uvicorn looks at the last ``Connection`` only; several are one list (RFC 9110 §5.3), and the parser knows."""
        connection = b",".join(value for name, value in self.headers if name == b"connection").lower().split(b",")
        if not any(token.strip() == b"upgrade" for token in connection):
            return None
        return next((value.lower() for name, value in self.headers if name == b"upgrade"), None)

    def _take_body(self, data: bytes) -> bytes:
        """Feeds the body, as far as it goes, to the parser. Returns what comes after it."""
        parser = cast("httptools.HttpRequestParser", self.parser)
        if self._length:
            part = data[: self._length]
            self._length -= len(part)
            parser.feed_data(part)
            return data[len(part) :]
        self._beside_body += len(data)
        parser.feed_data(data)
        if self._beside_body > request_head.HEAD_LIMIT:
            self._refuse_as_too_large(
                Sentence.of(
                    "TooMuchBesideChunks",
                    "beside the chunks of a body may be {most:,} bytes",
                    most=request_head.HEAD_LIMIT,
                )
            )
        return b""

    def eof_received(self) -> None:
        if self._head and not self._refused:
            self._refuse(
                HTTPStatus.BAD_REQUEST,
                request_head.reason(self._line, Sentence.of("EndsWithinHead", "it ends within its head")),
            )

    # ---- what the parser says --------------------------------------------------------------------------

    def on_headers_complete(self) -> None:
        HttpToolsProtocol.on_headers_complete(self)
        if self.cycle is not None:  # pyright: ignore[reportUnnecessaryComparison] - as long as only websockets were asked for
            self.cycle.transport = self._answers

    def on_body(self, body: bytes) -> None:
        self._beside_body = 0
        HttpToolsProtocol.on_body(self, body)

    def on_message_complete(self) -> None:
        self._completed = self.scope
        HttpToolsProtocol.on_message_complete(self)

    # ---- what is refused -------------------------------------------------------------------------------

    def _refuse(self, status: HTTPStatus, message: Sentence) -> None:
        """Answers, and lets go of the client without keeping what it goes on to send."""
        self._refused = True
        self._head = b""
        self._stop_waiting()
        address = "{}:{}".format(*self.client) if self.client else ""
        self._on_unreadable(UnreadableRequest(address, request_head.first_line(self._line), int(status), message))
        content = message.encode() + b"\n"
        head = b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\n" % (status, status.phrase.encode())
        self.transport.write(head + b"content-length: %d\r\nconnection: close\r\n\r\n" % len(content) + content)
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _refuse_as_too_large(self, message: Sentence) -> None:
        self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, message)

    def shutdown(self) -> None:
        """Asked of every connection when the server stops. One whose client still sends is not waited for."""
        self._answers.flush()
        if self._refused:
            self.transport.abort()
        else:
            super().shutdown()


def _describe(error: Exception) -> Sentence:
    if isinstance(error, httptools.HttpParserCallbackError):
        return Sentence.of("UrlIsNone", "its URL is none")
    return Sentence(str(error))
