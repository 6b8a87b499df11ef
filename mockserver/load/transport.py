"""Messages over Locust's own HTTP client (geventhttpclient): connections that are kept, a parser in C.

Imported only where Locust is: everything here runs on greenlets.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import gevent
import gevent.socket
import gevent.ssl
from geventhttpclient import HTTPClient
from geventhttpclient.response import HTTPConnectionClosed, HTTPParseError

from ..callbacks.http_client import Answer, Broken, TooLarge, Unreachable

CONNECTIONS = 1_000
"""To one server from one worker."""


class Transport:
    """``http_client.exchange`` for one worker."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str, bool], Any] = {}

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, maximum: int,
        verify: bool = True,
    ) -> Answer:  # fmt: skip
        """One request and its answer, within ``timeout`` seconds. Raises what ``http_client.exchange`` raises.

        A kept connection that the server has closed in the meantime is no failure: the request is sent once more.
        """
        parts = urlsplit(url)
        client = self._client(parts.scheme, parts.netloc, url, verify=verify)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        with gevent.Timeout(timeout, TimeoutError):
            try:
                response = client.request(method, path, body, dict(headers))
            except HTTPConnectionClosed:
                response = _once_more(client, method, path, body, headers)
            except HTTPParseError as error:
                raise Broken(f"no HTTP answer: {error}") from None
            except TimeoutError:
                raise
            except OSError as error:
                raise Unreachable(error.strerror or str(error)) from None
            return _read(response, maximum)

    def _client(self, scheme: str, netloc: str, url: str, *, verify: bool) -> Any:
        client = self._clients.get((scheme, netloc, verify))
        if client is None:
            client = self._clients[scheme, netloc, verify] = HTTPClient.from_url(
                url, concurrency=CONNECTIONS, **({} if verify else _ANY_CERTIFICATE)
            )
        return client

    def prepare(self, url: str, *, verify: bool) -> None:
        """Makes what the first request to a URL would: certificates are read, the resolver of names begins."""
        parts = urlsplit(url)
        self._client(parts.scheme, parts.netloc, url, verify=verify)
        with suppress(OSError, UnicodeError):
            gevent.socket.getaddrinfo(parts.hostname, parts.port, type=gevent.socket.SOCK_STREAM)

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
    header = response.get
    return Answer(response.status_code, header("content-type") or "", content, header("location") or "")
