"""A request to a WSGI application (PEP 3333): the server's to its own, a delivery's to a customer's."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

from ...contracts.quick_dataclasses import dataclass

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class NotStarted(Exception):
    """The application ended without having called ``start_response``."""


class Overflow(Exception):
    """The answer is longer than is read; ``status`` is its HTTP status, 0 when it has none yet."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class WsgiReply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def environ(
    method: str, scheme: str, path: str, query: str, headers: Iterable[tuple[str, str]], body: bytes, *,
    server: tuple[str, int], remote: str, errors: IO[str],
) -> dict[str, Any]:  # fmt: skip
    """The environment of one request. ``path`` is percent-decoded, one character a byte; a header that comes several
    times is joined with commas. The length is the body's, whatever headers say.
    """
    made: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": remote,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": errors,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if body or method != "GET":
        made["CONTENT_LENGTH"] = str(len(body))
    for sent, value in headers:
        name = sent.upper().replace("-", "_")
        if name == "CONTENT_TYPE":
            made["CONTENT_TYPE"] = value
        elif name not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            key = "HTTP_" + name
            made[key] = f"{made[key]},{value}" if key in made else value
    return made


def headers_of(environment: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a request, by their names in lower case."""
    headers = {
        name[5:].replace("_", "-").lower(): value for name, value in environment.items() if name.startswith("HTTP_")
    }
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environment.get(name):
            headers[name.replace("_", "-").lower()] = environment[name]
    return headers


def call(application: Application, environment: dict[str, Any], maximum: int | None = None) -> WsgiReply:
    """Calls the application to its end. Raises what it raises, ``NotStarted``, and ``Overflow`` for an answer of more
    than ``maximum`` bytes.
    """
    started: list[Any] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], None]:
        started[:] = [status, headers]
        return written.append

    chunks = application(environment, start_response)
    try:
        length = sum(map(len, written))
        for chunk in chunks:
            written.append(chunk)
            length += len(chunk)
            if maximum is not None and length > maximum:
                raise Overflow(_status(started))
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    if not started:
        raise NotStarted("the application did not call start_response")
    return WsgiReply(_status(started), started[1], b"".join(written))


def _status(started: list[Any]) -> int:
    return int(str(started[0])[:3]) if started else 0
