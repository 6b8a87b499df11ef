"""One HTTP exchange with a customer's server, bounded as a whole: connecting, TLS, sending, headers and body.

An ordinary client's time-out is for each read, so that a server that drips a byte now and then holds it for ever.
Here every read may take what is left of the one deadline. No proxy from the environment, no cookies, no
redirects, no connection that is kept.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urlsplit

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PATH_CHARACTERS = "%/:=&?~#+!$,;'@()*[]|"


class Unreachable(Exception):
    """No connection: an impossible URL, nobody there, or a certificate that is not trusted."""


class TooLarge(Exception):
    """The answer's body is longer than asked for. ``status`` is the answer's."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


class Broken(Exception):
    """The connection was made, but what came back is no HTTP answer, or only a part of one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``location`` is where a redirect points. Names of ``headers`` are in lower case."""

    status: int
    content_type: str
    body: bytes
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def real_seconds() -> float:
    """Seconds of the machine's own steady clock, also while a test has frozen the time."""
    # freezegun replaces time.monotonic and time.perf_counter; nobody replaces this one, which Windows does not have.
    return time.clock_gettime(time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else time.monotonic()


def exchange(
    method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int, verify: bool = True
) -> Answer:
    """Sends one request and reads the answer, ``maximum`` bytes of its body at most.

    ``timeout`` (real seconds) bounds everything but the look-up of the host's name, which the system bounds.
    Raises ``TimeoutError``, ``Unreachable``, ``TooLarge`` or ``Broken``.
    """
    deadline = _Deadline(timeout)
    place = _place(url)
    request = _head(method, place, headers, len(body)) + body
    connection = _connected(place, deadline, verify=verify)
    try:
        _send(connection, request, deadline)
        return _receive(connection, method, deadline, maximum)
    except TimeoutError:
        raise
    except IncompleteRead:
        raise Broken("the answer ended before its announced length") from None
    except HTTPException as error:
        raise Broken(f"no HTTP answer: {str(error)[:200] or type(error).__name__}") from None
    except OSError as error:
        raise Broken(f"the connection broke: {_plain(error)}") from None
    finally:
        connection.close()


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = real_seconds() + seconds

    def left(self) -> float:
        """Seconds, more than 0. Raises ``TimeoutError`` when there are none."""
        left = self._end - real_seconds()
        if left <= 0:
            raise TimeoutError
        return left


class _BoundedReads(io.RawIOBase):
    """A socket's incoming bytes, each read bounded by what is left of the deadline."""

    def __init__(self, connection: socket.socket, deadline: _Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(buffer)


class _Readable:
    """What ``HTTPResponse`` wants of a socket."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(self._stream)  # pyright: ignore[reportArgumentType, reportUnknownVariableType]


def _place(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        place.port  # noqa: B018  # pyright: ignore[reportUnusedExpression]  (raises for an impossible one)
    except ValueError as error:
        raise Unreachable(f"{url[:200]!r} is no URL: {error}") from None
    if place.scheme not in ("http", "https") or not place.hostname:
        raise Unreachable(f"{url[:200]!r} is no http or https URL")
    return place


def _head(method: str, place: SplitResult, headers: Mapping[str, str], length: int) -> bytes:
    path = quote(place.path or "/", safe=_PATH_CHARACTERS)
    if place.query:
        path += "?" + quote(place.query, safe=_PATH_CHARACTERS)
    lines = {"Host": _host(place), "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    if place.username is not None:
        words = f"{unquote(place.username)}:{unquote(place.password or '')}"
        lines["Authorization"] = f"Basic {b64encode(words.encode()).decode()}"
    if method != "GET":
        lines["Content-Length"] = str(length)
    known = {name.lower(): name for name in lines}
    for name, value in headers.items():
        lines[known.get(name.lower(), name)] = value
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{text}\r\n".encode("utf-8", "replace")


def _host(place: SplitResult) -> str:
    host = place.hostname or ""
    try:
        host.encode("ascii")
    except UnicodeEncodeError:
        host = _ascii(host)
    host = f"[{host}]" if ":" in host else host
    return host if place.port is None else f"{host}:{place.port}"


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise Unreachable(f"{host[:100]!r} is no host name: {error}") from None


def _connected(place: SplitResult, deadline: _Deadline, *, verify: bool) -> socket.socket:
    host, secure = place.hostname or "", place.scheme == "https"
    connection = _connected_to(host, place.port or (443 if secure else 80), deadline)
    if not secure:
        return connection
    try:
        connection.settimeout(deadline.left())
        return _tls(verify).wrap_socket(connection, server_hostname=host)
    except TimeoutError:
        connection.close()
        raise
    except ssl.SSLCertVerificationError as error:
        connection.close()
        hint = "to take any: 'verify': false in the callback, or --insecure"
        raise Unreachable(f"the certificate is not trusted: {error.verify_message}; {hint}") from None
    except (OSError, ValueError) as error:
        connection.close()
        raise Unreachable(f"no TLS connection: {_plain(error)}") from None


def _connected_to(host: str, port: int, deadline: _Deadline) -> socket.socket:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"the host {host[:100]!r} is not known: {_plain(error)}") from None
    problem: OSError | None = None
    for family, kind, protocol, _, address in addresses:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(deadline.left())
            connection.connect(address)
        except TimeoutError:
            connection.close()
            raise
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    raise Unreachable(_plain(problem))


@cache
def _tls(verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _send(connection: socket.socket, request: bytes, deadline: _Deadline) -> None:
    left = memoryview(request)
    while left:
        connection.settimeout(deadline.left())
        left = left[connection.send(left) :]


def _receive(connection: socket.socket, method: str, deadline: _Deadline, maximum: int) -> Answer:
    stream = _Readable(_BoundedReads(connection, deadline))
    with HTTPResponse(stream, method=method) as response:  # pyright: ignore[reportArgumentType]
        response.begin()
        body = response.read(maximum + 1)
        if len(body) > maximum:
            raise TooLarge(response.status)
        if response.length:
            raise IncompleteRead(body, response.length)
        headers = response.headers
        found = {name.lower(): value for name, value in headers.items()}
        return Answer(response.status, headers.get("Content-Type", ""), body, headers.get("Location", ""), found)


def _plain(error: BaseException | None) -> str:
    """``connection refused`` rather than ``[Errno 111] Connection refused``."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)[:200].lower() if isinstance(error, OSError) else str(text)[:200]


__all__ = ["Answer", "Broken", "TooLarge", "Unreachable", "exchange", "real_seconds"]
