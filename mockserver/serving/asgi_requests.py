"""A request as the ASGI server has it, for the WSGI application.

One to Voicenter's operations is made here once, as whoever answers it wants it, and goes along with the environment
(``REQUEST``): written into that and read out of it again, each of its headers would be made three times.
"""

from __future__ import annotations

import io
from collections.abc import MutableMapping
from typing import Any

from werkzeug.sansio.utils import get_host

from ..wire import wsgi
from ..wire.asgi_body import AsgiBody
from ..wire.http import HttpRequest
from .environ_keys import BODY_LENGTH, CONTROL, HINTS, REQUEST
from .forwarded import FORWARDED_HOST

Scope = MutableMapping[str, Any]

_SERVER = ("127.0.0.1", 80)
_CLIENT = ("127.0.0.1", 0)
_FRAMING = frozenset(("content-length", "transfer-encoding"))


def environ_of(scope: Scope, body: AsgiBody) -> dict[str, Any]:
    """The environment of a request; of one that is Voicenter's without headers and body, which are in ``REQUEST``."""
    path: str = scope["path"]
    if path.startswith(CONTROL):
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        environ = _environ(scope, headers, body.content)
        if FORWARDED_HOST in scope:
            environ["HTTP_HOST"] = scope[FORWARDED_HOST]
        if body.cut:
            environ[BODY_LENGTH] = body.length
        if HINTS in scope:
            environ[HINTS] = scope[HINTS]
    else:
        environ = _environ(scope, [], b"")
        environ[REQUEST] = request_of(scope, body)
    return environ


def _environ(scope: Scope, headers: list[tuple[str, str]], content: bytes) -> dict[str, Any]:
    environ = wsgi.environ(
        scope["method"],
        scope.get("scheme", "http"),
        scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        scope["query_string"].decode("latin-1"),
        headers,
        content,
        server=scope.get("server") or _SERVER,
        remote=(scope.get("client") or _CLIENT)[0],
        errors=io.StringIO(),
    )
    environ["SCRIPT_NAME"] = scope.get("root_path", "")
    return environ


def request_of(scope: Scope, body: AsgiBody) -> HttpRequest:
    """The same as it would be in the environment: a header that comes several times is joined with commas, and the
    length is the body's, whatever headers say.
    """
    method: str = scope["method"]
    headers: dict[str, str] = {}
    for sent, text in scope["headers"]:
        name, value = sent.decode("latin-1").replace("_", "-"), text.decode("latin-1")
        if name not in _FRAMING:
            headers[name] = f"{headers[name]},{value}" if name in headers and name != "content-type" else value
    if headers.get("content-type") == "":
        del headers["content-type"]
    if FORWARDED_HOST in scope:
        headers["host"] = scope[FORWARDED_HOST]
    if body.content or method != "GET":
        headers["content-length"] = str(len(body.content))
    scheme: str = scope.get("scheme", "http")
    return HttpRequest(
        method=method,
        path="/" + scope["path"].lstrip("/"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body.content,
        remote=(scope.get("client") or _CLIENT)[0],
        host=get_host(scheme, headers.get("host"), scope.get("server") or _SERVER),
        body_length=body.length if body.cut else -1,
        scheme=scheme,
        prefix=scope.get("root_path", ""),
        hints=scope.get(HINTS, ()),
    )
