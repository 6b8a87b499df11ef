"""Messages over Locust's own HTTP client (geventhttpclient): connections that are kept, a parser in C.

Imported only where Locust is: everything here runs on greenlets.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import gevent
import gevent.socket
import gevent.ssl
from geventhttpclient import HTTPClient
from geventhttpclient.response import HTTPConnectionClosed, HTTPParseError

from ..callbacks.http_client import (
    Answer,
    Broken,
    ServerAddress,
    TooLarge,
    Unreachable,
    plain,
    server_of,
    unknown_host,
    without_tls,
)

CONNECTIONS = 10_000
"""To one server from one worker: more than there are messages under way."""
NO_LIMIT_SECONDS = 3600.0
"""The client's own limits, for each read: ``timeout`` bounds the whole exchange."""


class Transport:
    """``http_client.exchange`` for one worker."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str, int, str, bool], Any] = {}

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer:  # fmt: skip
        """One request and its answer, within ``timeout`` seconds. Raises what ``http_client.exchange`` raises.

        A kept connection that the server has closed in the meantime is no failure: the request is sent once more.
        """
        server = server_of(url)
        client = self._client(server, verify=verify)
        with gevent.Timeout(timeout, TimeoutError):
            try:
                try:
                    response = client.request(method, server.path, body, dict(headers))
                except HTTPConnectionClosed:
                    response = _once_more(client, method, server.path, body, headers)
                return _read(response, maximum)
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

    def _client(self, server: ServerAddress, *, verify: bool) -> Any:
        place = server.scheme, server.host, server.port, server.lines.get("Authorization", ""), verify
        client = self._clients.get(place)
        if client is None:
            lines = {**server.lines, "Connection": "keep-alive"}
            client = self._clients[place] = HTTPClient(
                server.host, server.port, lines, ssl=server.scheme == "https", concurrency=CONNECTIONS,
                connection_timeout=NO_LIMIT_SECONDS, network_timeout=NO_LIMIT_SECONDS,
                **({} if verify else _ANY_CERTIFICATE),
            )  # fmt: skip
        return client

    def prepare(self, url: str, *, verify: bool) -> None:
        """Makes what the first request to a URL would: certificates are read, the resolver of names begins."""
        with suppress(OSError, UnicodeError, Unreachable):
            server = server_of(url)
            self._client(server, verify=verify)
            gevent.socket.getaddrinfo(server.host, server.port, type=gevent.socket.SOCK_STREAM)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


def _trusting(**_: Any) -> Any:
    context = gevent.ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, gevent.ssl.CERT_NONE
    return context


_ANY_CERTIFICATE: Mapping[str, Any] = {"insecure": True, "ssl_context_factory": _trusting}
"""``insecure`` alone is about the host's name only."""


def _once_more(client: Any, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
    try:
        return client.request(method, path, body, dict(headers))
    except HTTPConnectionClosed:
        raise Broken("the connection was closed before an answer came") from None


def _read(response: Any, maximum: int) -> Answer:
    try:
        content = bytes(response.read(maximum + 1))
    except (HTTPConnectionClosed, HTTPParseError):
        raise Broken("the answer ended before its announced length") from None
    finally:
        response.release()
    if len(content) > maximum:
        raise TooLarge(response.status_code)
    return Answer(response.status_code, _header(response, "content-type"), content, _header(response, "location"))


def _header(response: Any, name: str) -> str:
    """The first one of that name; empty where there is none."""
    found: str | list[str] = response.get(name) or ""
    return found if isinstance(found, str) else found[0]
