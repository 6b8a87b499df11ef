"""One request to a WSGI application in this process, as a server makes it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from .http_client import Answer, TooLarge
from .in_process import Raised, raised


def call_wsgi(
    application: Callable[..., Iterable[bytes]],
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
    maximum: int,
) -> Answer:
    """One request to a WSGI application. Raises ``TooLarge`` or ``Raised``."""
    place = urlsplit(url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(quote(place.path or "/", safe="/%"), "latin-1"),
        "QUERY_STRING": place.query,
        "SERVER_NAME": place.hostname or "testserver",
        "SERVER_PORT": str(place.port or (443 if place.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": place.netloc.rpartition("@")[2],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": place.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if method != "GET":
        environ["CONTENT_LENGTH"] = str(len(body))
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    started: list[Any] = []
    written: list[bytes] = []

    def start_response(
        status: str, response_headers: list[tuple[str, str]], error: Any = None
    ) -> Callable[[bytes], None]:
        started[:] = [status, response_headers]
        return written.append

    try:
        chunks = application(environ, start_response)
        try:
            _gather(chunks, written, maximum, lambda: _status(started))
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
    except (TooLarge, TimeoutError):
        raise
    except Exception as error:  # the customer's code may raise anything; the exchange goes on
        raise raised(error) from error
    if not started:
        raise Raised("the application did not call start_response")
    found = {name.lower(): value for name, value in started[1]}
    return Answer(_status(started), found.get("content-type", ""), b"".join(written), found.get("location", ""))


def _gather(chunks: Iterable[bytes], written: list[bytes], maximum: int, status: Callable[[], int]) -> None:
    length = sum(map(len, written))
    for chunk in chunks:
        written.append(chunk)
        length += len(chunk)
        if length > maximum:
            raise TooLarge(status())


def _status(started: list[Any]) -> int:
    return int(str(started[0])[:3]) if started else 0
