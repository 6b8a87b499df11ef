"""Reading an HTTP answer from a socket, every read bounded by what is left of one deadline.

Most answers are of one kind: there with the first read, whole, of a length that they say, without anything unusual.
Those are read here, in a tenth of the time that the library's parser takes. Whatever is not quite so is the library's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from http.client import HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING

from ...contracts.quick_dataclasses import dataclass
from .connections import Connection, Deadline

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_FIRST_READ = 64 * 1024
_MAXIMUM_HEADERS = 100
_STATUS_LINE = re.compile(rb"HTTP/1\.1 ([2-5][0-9][0-9])(?: [ -~]*)?")
_HEADER = re.compile(rb"([!#-'*+.0-9A-Z^-z|~-]+):[ \t]*([ -~]*)")
_UNUSUAL = frozenset((b"transfer-encoding", b"trailer", b"upgrade"))


class TooLarge(Exception):
    """The answer's body is longer than asked for. ``status`` is the answer's."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


@dataclass(slots=True)
class Answer:
    """``location`` is where a redirect points. Names of ``headers`` are in lower case."""

    status: int
    content_type: str
    body: bytes
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class _BoundedReads(io.RawIOBase):
    """What comes over a connection, each read bounded by what is left of the deadline; first what came ``ahead``."""

    def __init__(self, connection: Connection, deadline: Deadline, ahead: bytes) -> None:
        self._connection = connection
        self._deadline = deadline
        self._ahead = ahead

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        read = self._ahead or self._connection.receive(len(view), self._deadline)
        count = min(len(view), len(read))
        view[:count], self._ahead = read[:count], read[count:]
        return count


class _Readable:
    """What ``HTTPResponse`` wants of a socket."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(self._stream)  # pyright: ignore[reportArgumentType, reportUnknownVariableType]


def receive(connection: Connection, deadline: Deadline, method: str, maximum: int) -> tuple[Answer, bool]:
    """The answer, and whether the connection may serve another exchange."""
    read = connection.receive(_FIRST_READ, deadline)
    usual = _usual(read, method, maximum)
    if usual is not None:
        return usual
    stream = _Readable(_BoundedReads(connection, deadline, read))
    with HTTPResponse(stream, method=method) as response:  # pyright: ignore[reportArgumentType]
        response.begin()
        body = response.read(maximum + 1)
        if len(body) > maximum:
            raise TooLarge(response.status)
        if response.length:
            raise IncompleteRead(body, response.length)
        headers = response.headers
        found = {name.lower(): value for name, value in headers.items()}
        answer = Answer(response.status, headers.get("Content-Type", ""), body, headers.get("Location", ""), found)
        return answer, response.isclosed() and not response.will_close


def _usual(data: bytes, method: str, maximum: int) -> tuple[Answer, bool] | None:
    """A whole answer of the usual kind; ``None`` for everything else."""
    text, found, body = data.partition(b"\r\n\r\n")
    head = _usual_head(text) if found and method != "HEAD" else None
    if head is None or head.length != len(body) or len(body) > maximum:
        return None
    headers = head.headers
    answer = Answer(head.status, headers.get("content-type", ""), body, headers.get("location", ""), headers)
    return answer, head.again


@dataclass(slots=True)
class _Head:
    """``length`` is the body's, ``again`` whether the connection may serve another exchange."""

    status: int
    headers: Mapping[str, str]
    length: int
    again: bool


@lru_cache(maxsize=64)
def _usual_head(text: bytes) -> _Head | None:
    """Remembered, because a server's answers have the same head for as long as its clock shows the same second."""
    status_line, *lines = text.split(b"\r\n")
    status = _STATUS_LINE.fullmatch(status_line)
    if status is None or len(lines) > _MAXIMUM_HEADERS:
        return None
    headers: dict[bytes, bytes] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        name = header[1].lower() if header is not None else b""
        if header is None or name in headers or name in _UNUSUAL:
            return None
        headers[name] = header[2]
    length, connection = headers.get(b"content-length", b""), headers.get(b"connection", b"keep-alive").lower()
    if not length.isdigit() or status[1] in (b"204", b"304"):
        return None
    found = {name.decode(): value.decode() for name, value in headers.items()}
    return _Head(int(status[1]), found, int(length), connection == b"keep-alive")
