"""How a client reached this server when a proxy stands between: scheme, host and path prefix, as the proxy says them.

uvicorn reads ``X-Forwarded-For`` and ``X-Forwarded-Proto`` of proxies on this machine. The rest is read here, from
anybody: it decides nothing but the addresses that answers name.
"""

from __future__ import annotations

import re
from typing import Final

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
    its scope: the one the proxy names in ``X-Forwarded-Prefix``, else ``root_path`` here.
    """

    def __init__(self, application: Application, root_path: str = "") -> None:
        self._application = application
        self._root_path = root_path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            prefix = self._root_path
            for name, value in scope["headers"]:
                if not name.startswith(b"x-forwarded-"):
                    continue
                first = value.partition(b",")[0].strip()
                if name == b"x-forwarded-prefix" and _PREFIX.match(first):
                    prefix = first.decode("ascii").rstrip("/")
                elif name == b"x-forwarded-proto" and first in (b"http", b"https") and scope["type"] == "http":
                    scope["scheme"] = first.decode("ascii")
                elif name == b"x-forwarded-host" and host_of(first.decode("latin-1")):
                    scope[FORWARDED_HOST] = first.decode("latin-1")
            if prefix:
                scope["root_path"] = prefix
                path: str = scope["path"]
                if path == prefix or path.startswith(prefix + "/"):
                    scope["path"] = path[len(prefix) :] or "/"
        await self._application(scope, receive, send)
