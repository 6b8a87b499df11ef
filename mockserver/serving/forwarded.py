"""How a client reached this server when a proxy stands between: scheme, host and path prefix, as the proxy says them.

uvicorn's own middleware reads ``X-Forwarded-For`` of proxies on this machine. The rest is read here, from anybody: it
decides nothing but the addresses that answers name.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import Any, Final

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ..sandbox.guard import Application, Receive, Scope, Send
from ..sandbox.origins import host_of

_PREFIX: Final = re.compile(rb"(?:/[\w.~-]{1,100}){1,10}/?\Z", re.ASCII)
FORWARDED_HOST: Final = "voicenter_mock.forwarded_host"
"""In the scope: the host that the client asked for, where the proxy says so."""


def is_prefix(text: str) -> bool:
    """Whether paths can begin with this: ``/voicenter``, ``/a/b``."""
    return _PREFIX.match(text.encode()) is not None


class Forwarded:
    """The ASGI application in front of another, which sees paths without their prefix. The prefix is ``root_path`` in
    its scope: the one the proxy names in ``X-Forwarded-Prefix``, else ``root_path`` here. ``trusted`` are the addresses
    of proxies that may say whose request it is, as uvicorn takes them.
    """

    def __init__(self, application: Application, root_path: str = "", trusted: str = "127.0.0.1,::1") -> None:
        self._application = application
        behind: Any = ProxyHeadersMiddleware(application, trusted)  # pyright: ignore[reportArgumentType]
        self._behind_proxy: Application = behind
        self._root_path = root_path.rstrip("/")

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        for name, _ in scope.get("headers", ()):
            if name[:12] == b"x-forwarded-":
                return self._behind(scope, receive, send)
        if self._root_path:
            _take_off(self._root_path, scope)
        return self._application(scope, receive, send)

    def _behind(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        prefix = self._root_path
        for name, value in scope["headers"]:
            first = value.partition(b",")[0].strip()
            if name == b"x-forwarded-prefix" and _PREFIX.match(first):
                prefix = first.decode("ascii").rstrip("/")
            elif name == b"x-forwarded-proto" and first in (b"http", b"https") and scope["type"] == "http":
                scope["scheme"] = first.decode("ascii")
            elif name == b"x-forwarded-host" and host_of(first.decode("latin-1")):
                scope[FORWARDED_HOST] = first.decode("latin-1")
        if prefix:
            _take_off(prefix, scope)
        return self._behind_proxy(scope, receive, send)


def _take_off(prefix: str, scope: Scope) -> None:
    scope["root_path"] = prefix
    path: str = scope["path"]
    if path == prefix or path.startswith(prefix + "/"):
        scope["path"] = path[len(prefix) :] or "/"
