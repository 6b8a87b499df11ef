"""One HTTP exchange with a customer's server, bounded as a whole: connecting, TLS, sending, headers and body.

An ordinary client's time-out is for each read, so that a server that drips a byte now and then holds it for ever.
Here every read may take what is left of the one deadline. No proxy from the environment, no cookies, no
redirects, and no connection that is kept unless ``Connections`` are given.
"""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, lru_cache
from http.client import HTTPException, IncompleteRead
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ...contracts.quick_dataclasses import dataclass
from ..wire.hosts import bracketed
from .connections import Connection, Connections, Deadline, Place
from .http_answers import Answer, TooLarge, receive

_PORTS = {"http": 80, "https": 443}
_PATH_CHARACTERS = "%/:=&?~#+!$,;'@()*[]|"


class Unreachable(Exception):
    """No connection: an impossible URL, nobody there, or a certificate that is not trusted."""


class Broken(Exception):
    """The connection was made, but what came back is no HTTP answer, or only a part of one."""


def exchange(
    method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
    verify: bool = True, connections: Connections | None = None,
) -> Answer:  # fmt: skip
    """Sends one request and reads the answer, ``maximum`` bytes of its body at most.

    ``timeout`` (real seconds) bounds everything but the look-up of the host's name, which the system bounds.
    ``connections``: goes over one of these if there is one to that server, and leaves its own there afterwards.
    Raises ``TimeoutError``, ``Unreachable``, ``TooLarge`` or ``Broken``.
    """
    deadline = Deadline(timeout)
    server = server_of(url)
    keep = connections is not None and connections.keeping
    request = head_of(method, url, tuple(headers.items()), len(body), keep) + body
    if connections is not None and keep:
        key = (server.scheme, server.host, server.port, verify)
        kept = connections.take(key)
        if kept is not None:
            try:
                return _exchange(kept, request, method, deadline, maximum, connections, key, used=True)
            except _NotRead:
                pass  # closed in the moment before it was used
        fresh = _connect(server, deadline, verify=verify)
        return _exchange(fresh, request, method, deadline, maximum, connections, key)
    return _exchange(_connect(server, deadline, verify=verify), request, method, deadline, maximum)


class _NotRead(Exception):
    """The server had closed the connection before this request came: it has not read it, and will not."""


def _exchange(
    connection: Connection, request: bytes, method: str, deadline: Deadline, maximum: int,
    connections: Connections | None = None, key: Place | None = None, *, used: bool = False,
) -> Answer:  # fmt: skip
    """Sends a request and reads its answer, over a connection that was ``used`` for others before or a new one. Raises
    ``_NotRead`` on a used one, and only when the server is sure not to have read the request.
    """
    again = False
    try:
        connection.send(request, deadline)
        answer, again = receive(connection, deadline, method, maximum)
        return answer
    except TimeoutError:
        raise
    except IncompleteRead:
        raise Broken("the answer ended before its announced length") from None
    except (ConnectionError, HTTPException) as error:
        if used and not connection.began and _was_reset(connection, error):
            raise _NotRead from None
        if isinstance(error, ConnectionError) and not isinstance(error, HTTPException):
            raise Broken(f"the connection broke: {plain(error)}") from None
        raise Broken(f"no HTTP answer: {str(error)[:200] or type(error).__name__}") from None
    except OSError as error:
        raise Broken(f"the connection broke: {plain(error)}") from None
    finally:
        if again and connections is not None and key is not None:
            connections.give_back(key, connection)
        else:
            connection.close()


def _was_reset(connection: Connection, error: Exception) -> bool:
    """Whether the other end answered the request with a reset: so does a machine where nobody reads that connection
    any more. A connection that merely ends may have been read.
    """
    if not isinstance(error, HTTPException):
        return True
    return connection.was_reset()


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """What a URL says: whom to connect to, and how a request begins. ``lines`` are its own header lines, for a
    connection that is used once.
    """

    scheme: str
    host: str
    port: int
    path: str
    lines: Mapping[str, str]


@lru_cache(maxsize=256)
def server_of(url: str) -> ServerAddress:
    """Raises ``Unreachable``. Remembered, because an organization's callbacks have a few URLs for ever."""
    try:
        place = urlsplit(url)
        place.port  # noqa: B018  # pyright: ignore[reportUnusedExpression]  (raises for an impossible one)
    except ValueError as error:
        raise Unreachable(f"{url[:200]!r} is no URL: {error}") from None
    if place.scheme not in ("http", "https") or not place.hostname:
        raise Unreachable(f"{url[:200]!r} is no http or https URL")
    path = quote(place.path or "/", safe=_PATH_CHARACTERS)
    if place.query:
        path += "?" + quote(place.query, safe=_PATH_CHARACTERS)
    lines = {"Host": _host(place), "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    if place.username is not None:
        words = f"{unquote(place.username)}:{unquote(place.password or '')}"
        lines["Authorization"] = f"Basic {b64encode(words.encode()).decode()}"
    return ServerAddress(place.scheme, place.hostname, place.port or _PORTS[place.scheme], path, lines)


@lru_cache(maxsize=1024)
def head_of(method: str, url: str, headers: tuple[tuple[str, str], ...], length: int, keep: bool) -> bytes:
    """What stands before a body of that length. Remembered: one organization's messages differ in that at most."""
    server = server_of(url)
    lines = dict(server.lines)
    if keep:
        lines["Connection"] = "keep-alive"
    if method != "GET":
        lines["Content-Length"] = str(length)
    known = {name.lower(): name for name in lines}
    for name, value in headers:
        lines[known.get(name.lower(), name)] = value
    text = "".join([f"{name}: {value}\r\n" for name, value in lines.items()])
    return f"{method} {server.path} HTTP/1.1\r\n{text}\r\n".encode("utf-8", "replace")


def _host(place: SplitResult) -> str:
    host = place.hostname or ""
    try:
        host.encode("ascii")
    except UnicodeEncodeError:
        host = _ascii(host)
    host = bracketed(host)
    return host if place.port is None else f"{host}:{place.port}"


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise Unreachable(f"{host[:100]!r} is no host name: {error}") from None


def _connect(server: ServerAddress, deadline: Deadline, *, verify: bool) -> Connection:
    connection = _open_socket(server.host, server.port, deadline)
    if server.scheme == "http":
        return Connection(connection)
    try:
        connection.settimeout(deadline.left())
        return Connection(_tls(verify).wrap_socket(connection, server_hostname=server.host))
    except TimeoutError:
        connection.close()
        raise
    except (OSError, ValueError) as error:
        connection.close()
        raise Unreachable(without_tls(error)) from None


_NO_TLS_SPOKEN = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG")
"""OpenSSL's reasons when what came back is no TLS record; which of them depends on the server's first bytes."""


def without_tls(error: OSError | ValueError) -> str:
    """Why there is no TLS connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = "to take any: 'verify': false in the callback, or --insecure"
        return f"the certificate is not trusted: {error.verify_message}; {hint}"
    if getattr(error, "reason", None) in _NO_TLS_SPOKEN:
        return "no TLS connection: nothing there speaks TLS; if it is plain HTTP, the URL begins with http://"
    return f"no TLS connection: {plain(error)}"


def unknown_host(host: str, error: OSError | UnicodeError) -> str:
    """Why a name leads nowhere."""
    return f"the host {host[:100]!r} is not known: {plain(error)}"


def _open_socket(host: str, port: int, deadline: Deadline) -> socket.socket:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(unknown_host(host, error)) from None
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
    raise Unreachable(plain(problem))


@cache
def _tls(verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def plain(error: BaseException | None) -> str:
    """``connection refused`` rather than ``[Errno 111] Connection refused``."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)[:200].lower() if isinstance(error, OSError) else str(text)[:200]


__all__ = [
    "Answer",
    "Broken",
    "ServerAddress",
    "TooLarge",
    "Unreachable",
    "exchange",
    "head_of",
    "plain",
    "server_of",
    "unknown_host",
    "without_tls",
]
