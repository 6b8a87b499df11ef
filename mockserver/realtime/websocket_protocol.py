"""uvicorn's websocket protocol with a way to the transport: bytes that are frames already go straight into it.

ASGI's ``send`` takes one message for one client, frames it again for each, and does not say whether the client
takes what it is sent. The application finds the ``Wire`` in the scope's ``extensions``.

What comes in is read a piece at a time, when the application asks for it: a quarter of a megabyte, which the transport
delivers at once, can be forty thousand frames. Heads and frames that cannot be read are answered, and logged in a line.
"""

from __future__ import annotations

import select
from asyncio.transports import BaseTransport
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import SecurityError
from websockets.frames import Frame
from websockets.http11 import Request

from ..wire.console import log

if TYPE_CHECKING:
    from .fairness import TimeSlices

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

EXTENSION = "voicenter_mock.wire"
PIECE_BYTES = 1024
"""Read at once: some 150 of the shortest frames."""
NOT_TEXT = 1007
"""RFC 6455 §7.4.1: a message whose data is not of its type."""
_READ_ON: Any = {"type": "voicenter_mock.read_on"}
"""Stands in the queue of messages while there are bytes that have not been looked at."""
_AFTER_CLOSING = 64 * 1024
"""A client that sends more than this after it was told that the connection closes is cut off."""
_HUNG_UP = getattr(select, "POLLRDHUP", 0) | getattr(select, "POLLHUP", 0) | getattr(select, "POLLERR", 0)


class Wire:
    """One websocket's way out. Used on the server's event loop only. ``slices``: whose time its frames are read in."""

    __slots__ = ("_protocol", "lost", "on_drained", "slices", "written")

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self._protocol = protocol
        self.on_drained: Callable[[], None] = _nothing
        self.slices: TimeSlices | None = None
        self.written = 0
        self.lost = False

    @property
    def open(self) -> bool:
        protocol = self._protocol
        return not (self.lost or protocol.close_sent or protocol.transport.is_closing())

    @property
    def waiting(self) -> int:
        """Bytes that the client has not taken yet."""
        return self._protocol.transport.get_write_buffer_size()

    @property
    def hung_up(self) -> bool:
        """Whether the client has gone, which the transport does not see while it is not reading."""
        return self.lost or _has_hung_up(self._protocol.transport.get_extra_info("socket"))

    def write(self, frames: bytes) -> None:
        """Writes whole frames; nothing when the socket is closed."""
        if self.open:
            self.written += len(frames)
            self._protocol.transport.write(frames)

    def abort(self) -> None:
        """Drops the connection with everything that still waits, in either direction."""
        self._protocol.discard_unread()
        self._protocol.transport.abort()


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Tells its wire when everything has been taken."""

    wire: Wire

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self._unread = bytearray()
        self._text: list[bytes] = []
        self._refused = False
        self._closing_bytes = 0
        self.wire = Wire(self)
        # Paused while anything waits, resumed when nothing does: that is how the wire learns that it is drained.
        self.transport.set_write_buffer_limits(high=0)

    # ---- coming in -------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if not self.handshake_initiated:
            self._read(data)
            self._refuse_unreadable_head()
        elif self.close_sent:
            self._read_after_closing(data)
        else:
            self._unread += data
            if self.queue.empty():
                self._read_piece()
            self._schedule_unread()

    def _read_piece(self) -> None:
        piece = bytes(self._unread[:PIECE_BYTES])
        del self._unread[:PIECE_BYTES]
        self._read(piece)

    def _read(self, data: bytes) -> None:
        super().data_received(data)

    def _read_after_closing(self, data: bytes) -> None:
        """Only the client's own closing frame is awaited still."""
        self._closing_bytes += len(data)
        if self._closing_bytes > _AFTER_CLOSING:
            self.transport.abort()
        else:
            self._read(data)

    def _schedule_unread(self) -> None:
        """Sees to it that ``receive`` reads on, and that nothing more comes in before it has."""
        if not self._unread:
            return
        if self.queue.empty():
            self.queue.put_nowait(_READ_ON)
        if not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def _resume_reading(self) -> None:
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def discard_unread(self) -> None:
        """What the client has sent and nobody has looked at is nobody's business any more."""
        self._unread.clear()
        while not self.queue.empty():
            self.queue.get_nowait()

    async def receive(self) -> Any:
        """The next message. Reads on, a piece in each turn, while nothing is waiting."""
        while True:
            message = await self.queue.get()
            while self._unread and self.queue.empty() and message is _READ_ON:
                if self.wire.slices is not None:
                    await self.wire.slices.turn()
                self._read_piece()
            if self.queue.empty() and not self._unread:
                self._resume_reading()
            self._schedule_unread()
            if message is not _READ_ON:
                return message

    def handle_text(self, event: Frame) -> None:
        self._text = [bytes(event.data)]
        super().handle_text(event)

    def handle_cont(self, event: Frame) -> None:
        self._text.append(bytes(event.data))
        super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """A text that is not UTF-8 ends the connection as the standard says, without a traceback."""
        message = b"".join(self._text)  # where uvicorn gathers it differs from version to version
        self._text = []
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_text(message):
            self.conn.send_close(NOT_TEXT, "this text is not UTF-8")
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    # ---- the handshake ---------------------------------------------------------------------------------

    def _refuse_unreadable_head(self) -> None:
        """The library only remembers why it cannot read a head, or has written an answer that uvicorn does not send."""
        problem = self.conn.handshake_exc
        if problem is None or self.handshake_initiated:
            return
        answer = b"".join(self.conn.data_to_send())
        if not answer:
            cause = problem.__cause__ or problem
            status = (
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                if isinstance(cause, SecurityError)
                else HTTPStatus.BAD_REQUEST
            )
            sentence = f"this websocket handshake cannot be read: {cause}\n".encode("ascii", "backslashreplace")
            answer = (
                f"HTTP/1.1 {status} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
                f"Content-Length: {len(sentence)}\r\nConnection: close\r\n\r\n"
            ).encode() + sentence
        log.warning("websocket handshake from %s cannot be read: %s", self._address, problem.__cause__ or problem)
        self._refused = self.handshake_complete = self.close_sent = True
        self.transport.write(answer)
        self.transport.close()

    def handle_connect(self, event: Request) -> None:
        # uvicorn takes the path for ASCII; a browser's console and PHP send it as it was written.
        event.path = quote(event.path.encode("utf-8", "surrogateescape"), safe=_PATH_CHARACTERS)
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][EXTENSION] = {"wire": self.wire}  # type: ignore[index]
        else:
            log.warning("websocket handshake from %s refused: %s", self._address, self.conn.handshake_exc)

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else "unknown"

    # ---- going out -------------------------------------------------------------------------------------

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True  # uvicorn forgets that, and logs an error

    def resume_writing(self) -> None:
        super().resume_writing()
        self.wire.on_drained()

    def connection_lost(self, exc: Exception | None) -> None:
        """Who has gone without a word is gone with everything unread; who has said goodbye is heard to the end."""
        if self.conn.close_rcvd is None:
            self.discard_unread()
        self._unread.clear()
        self.wire.lost = True
        super().connection_lost(exc)
        self.wire.on_drained()


async def refuse_handshake(send: Send, sentence: str, status: int = 400) -> None:
    """Answers a websocket's handshake with a line of text instead of opening it."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]  # uvicorn adds the length
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": f"{sentence}\n".encode()})


_PATH_CHARACTERS = "%/:=&?~#+!$,;'@()*[]|\"<>\\^`{}"


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_hung_up(connection: Any) -> bool:
    if connection is None or not hasattr(select, "poll"):
        return False
    number = connection.fileno()
    if number < 0:
        return True
    poll = select.poll()
    poll.register(number, _HUNG_UP)
    return bool(poll.poll(0))


def _nothing() -> None:
    return None
