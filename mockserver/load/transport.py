"""Messages over Locust's own HTTP client (geventhttpclient): connections that are kept, a parser in C.

Imported only where Locust is: everything here runs on greenlets. Of the client it is the pools and the parser. Its own
way of asking sends a GET again, ten thousand times when the server closes each connection, and a POST over a kept
connection not even when nobody can have read it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket
import gevent.ssl
from geventhttpclient.connectionpool import ConnectionPool, SSLConnectionPool
from geventhttpclient.response import HTTPParseError, HTTPResponse

from ..callbacks.http_client import (
    Answer,
    Broken,
    ServerAddress,
    TooLarge,
    Unreachable,
    head_of,
    plain,
    server_of,
    unknown_host,
    without_tls,
)

if TYPE_CHECKING:
    Pool = ConnectionPool
else:
    Pool = object

CONNECTIONS = 10_000
"""To one server from one worker: more than there are messages under way."""
NO_LIMIT_SECONDS = 3600.0
"""The client's own limits, for each read: ``timeout`` bounds the whole exchange."""
_BLOCK = 16 * 1024


class Transport:
    """``http_client.exchange`` for one worker."""

    def __init__(self) -> None:
        self._pools: dict[tuple[str, str, int, bool], _Plain | _Secured] = {}

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer:  # fmt: skip
        """One request and its answer, within ``timeout`` seconds. Raises what ``http_client.exchange`` raises.

        A kept connection that was closed before the request came is no failure: another one is taken.
        """
        server = server_of(url)
        pool = self._pool(server, verify=verify)
        request = head_of(method, url, tuple(headers.items()), len(body), True) + body
        with gevent.Timeout(timeout, TimeoutError):
            try:
                while True:
                    with suppress(_NotRead):
                        return _exchange(pool, request, method, maximum)
            except HTTPParseError as error:
                raise Broken(f"no HTTP answer: {error}") from None
            except TimeoutError:
                raise
            except ConnectionRefusedError as error:
                raise Unreachable(plain(error)) from None
            except ConnectionError as error:
                raise Broken(f"the connection broke: {plain(error)}") from None
            except ssl.SSLError as error:
                raise Unreachable(without_tls(error)) from None
            except (socket.gaierror, UnicodeError) as error:
                raise Unreachable(unknown_host(server.host, error)) from None
            except (OSError, ValueError) as error:
                raise Unreachable(plain(error)) from None

    def _pool(self, server: ServerAddress, *, verify: bool) -> _Plain | _Secured:
        place = server.scheme, server.host, server.port, verify
        pool = self._pools.get(place)
        if pool is None:
            address = server.host, server.port, server.host, server.port
            limits: dict[str, Any] = {
                "size": CONNECTIONS, "connection_timeout": NO_LIMIT_SECONDS, "network_timeout": NO_LIMIT_SECONDS,
            }  # fmt: skip
            if server.scheme == "https":
                pool = _Secured(*address, **limits, **({} if verify else _ANY_CERTIFICATE))
            else:
                pool = _Plain(*address, **limits)
            self._pools[place] = pool
        return pool

    def prepare(self, url: str, *, verify: bool) -> None:
        """Makes what the first request to a URL would: certificates are read, the resolver of names begins."""
        with suppress(OSError, UnicodeError, Unreachable):
            server = server_of(url)
            self._pool(server, verify=verify)
            gevent.socket.getaddrinfo(server.host, server.port, type=gevent.socket.SOCK_STREAM)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


class _NotingNew(Pool):
    """Knows which connections have carried nothing yet."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._new: set[Any] = set()
        super().__init__(*arguments, **options)

    def after_connect(self, sock: Any) -> None:
        self._new.add(sock)

    def take(self) -> tuple[Any, bool]:
        """A connection, and whether it was kept from an earlier exchange."""
        connection = self.get_socket()
        kept = connection not in self._new
        self._new.discard(connection)
        return connection, kept


class _Plain(_NotingNew, ConnectionPool):
    pass


class _Secured(_NotingNew, SSLConnectionPool):
    pass


def _trusting(**_: Any) -> Any:
    context = gevent.ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, gevent.ssl.CERT_NONE
    return context


_ANY_CERTIFICATE: Mapping[str, Any] = {"insecure": True, "ssl_context_factory": _trusting}
"""``insecure`` alone is about the host's name only."""


class _NotRead(Exception):
    """A kept connection was closed before this request came: the server has not read it, and will not."""


class _Answer(HTTPResponse):
    """What the parser finds. ``content`` grows as it comes."""

    def __init__(self, method: str) -> None:
        super().__init__(method)
        self.content = bytearray()

    def _on_body(self, buf: bytearray) -> None:
        self.content += buf

    def header(self, name: str) -> str:
        """The first one of that name; empty where there is none."""
        found: str | list[str] = self.get(name) or ""
        return found if isinstance(found, str) else found[0]


def _exchange(pool: _Plain | _Secured, request: bytes, method: str, maximum: int) -> Answer:
    """One request over one connection. Raises ``_NotRead`` on a kept one, and only when the server is sure not to have
    read the request: its machine answered with a reset. A connection that merely ends may have been read.
    """
    connection, kept = pool.take()
    answer: _Answer | None = None
    try:
        try:
            connection.sendall(request)
            first = connection.recv(_BLOCK)
        except ConnectionError:
            if kept:
                raise _NotRead from None
            raise
        if not first:
            if kept and connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise _NotRead
            raise Broken("the connection was closed before an answer came")
        answer = _Answer(method)
        _read(answer, first, connection, maximum)
        return Answer(
            answer.status_code, answer.header("content-type"), bytes(answer.content), answer.header("location")
        )
    finally:
        if answer is None or answer.should_close():
            pool.release_socket(connection)
        else:
            pool.return_socket(connection)


def _read(answer: _Answer, first: bytes, connection: Any, maximum: int) -> None:
    received = first
    while True:
        headed = answer.headers_complete
        try:
            answer.feed(received)  # nothing: the connection has ended, which may be how a body says its length
        except HTTPParseError:
            if headed:
                raise Broken("the answer ended before its announced length") from None
            raise
        if len(answer.content) > maximum:
            raise TooLarge(answer.status_code)
        if answer.message_complete and answer.status_code >= 200:
            return
        if not received:
            raise Broken("the answer ended before its announced length")
        received = connection.recv(_BLOCK)
