"""The guard before the control API and the page: who may use them, by name, by page of origin, and by token.

Voicenter's own paths pass: clients may have been pointed here by ``/etc/hosts``, and they carry codes of their own.
On loopback the guard asks for a host's name that is this machine's. Elsewhere it asks for the token, which no page
of another origin has; and everywhere it refuses what another origin's page makes a browser send.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from ..wire.console import log
from . import page
from .origins import host_of, is_known, is_own_page

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Answer = page.Answer

_SANDBOX = "/_sandbox"
_HEALTH = "/_sandbox/health"
_FOR_ANYBODY = frozenset(
    {_HEALTH, "/favicon.ico", *(page.PREFIX + name for name in ("page.css", "documents.css", "icon.svg"))}
)
"""Without a token: whether the server is there, and what the page that asks for the token looks like."""
REFUSAL_TEXT = 100
"""So many different refusals are told on the console."""
_ISOLATION = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-origin"))


class Guard:
    """The ASGI application in front of another. ``names`` are hosts by which this server may be called besides the
    machine's own, ``None`` when by any; an empty ``token`` asks for none. ``port`` tells cookies of two servers apart.
    """

    def __init__(self, application: Application, *, names: Collection[str] | None, token: str, port: int) -> None:
        self._application = application
        self._names = None if names is None else frozenset(host_of(name) for name in names)
        self._token = token.encode()
        self._warned: set[str] = set()
        self._cookie = b"voicenter-mock-%d" % port
        # Cookies go to every port of a host, so it is not the token itself that other servers there get to see.
        self._cookie_value = hmac.new(self._token, b"cookie", hashlib.sha256).hexdigest().encode()

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] in ("http", "websocket") and scope["path"].startswith("//"):
            # Several slashes, as they are or as %2f, are one to the web framework's routing: so they are to everybody.
            scope = {**scope, "path": "/" + scope["path"].lstrip("/")}
        if scope["type"] not in ("http", "websocket") or not _is_guarded(scope):
            return self._application(scope, receive, send)
        return self._guard(scope, receive, send)

    async def _guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refusal(scope)
        socket = scope["type"] == "websocket"
        if refused is None:
            await self._application(scope, receive, send if socket else _isolate(send))
        else:
            status, headers, content = refused
            kind = "websocket.http.response" if socket else "http.response"
            await send({"type": f"{kind}.start", "status": status, "headers": headers})
            await send({"type": f"{kind}.body", "body": content})

    def _refusal(self, scope: Scope) -> Answer | None:
        """The answer to a request that goes no further."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""
        if self._names is not None and not is_known(host, self._names):
            named = host_of(host) or "NAME"
            return self._error(
                scope, 403, "forbidden_host", f"this server is not called {host[:100]!r}",
                f"the control API answers to localhost; allow another name with: serve --allow-host {named[:100]}",
            )  # fmt: skip
        origin = page.header(scope, b"origin").decode("latin-1")
        site = page.header(scope, b"sec-fetch-site").decode("latin-1")
        if not is_own_page(host, origin, site) and not _opens_the_page(scope, origin):
            return self._error(
                scope, 403, "cross_site", f"a page of another origin ({(origin or site)[:100]!r}) may not do that",
                "the control API is for this server's own page, and for programs",
            )  # fmt: skip
        if not self._token:
            return None
        given = _token_of_query(scope)
        if given is not None and self._is_token(given):
            return self._store_token(scope)
        if scope["path"] in _FOR_ANYBODY or self._is_authorized(scope):
            return None
        if page.is_document(scope):
            return _asking(scope, "This is not the token." if given else "")
        return self._error(
            scope, 401, "unauthorized", "this control API asks for its token",
            "send it as 'Authorization: Bearer <token>'; clients of voicenter-mock read it from "
            "VOICENTER_MOCK_CONTROL_TOKEN, and serve prints it when it starts",
        )  # fmt: skip

    def _error(self, scope: Scope, status: int, code: str, message: str, hint: str) -> Answer:
        """Told on the console too, each kind once: a page tries again and again."""
        if message not in self._warned and len(self._warned) < REFUSAL_TEXT:
            self._warned.add(message)
            log.warning("%s %s: %s; %s", scope.get("method", "websocket"), scope["path"], message, hint)
        content = json.dumps({"error": {"code": code, "message": message, "field": "", "hint": hint}}).encode()
        headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(content))]
        if status == 401:
            headers.append((b"www-authenticate", b'Bearer realm="voicenter-mock"'))
        return status, [*headers, *_ISOLATION], b"" if scope.get("method") == "HEAD" else content

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(errors="replace"), self._token)

    def _is_authorized(self, scope: Scope) -> bool:
        scheme, _, given = page.header(scope, b"authorization").decode("latin-1").partition(" ")
        if scheme.lower() == "bearer" and self._is_token(given.strip()):
            return True
        # Read by hand: the standard library's reader gives up at the first odd cookie of some other server here.
        for cookie in page.header(scope, b"cookie").split(b";"):
            name, _, value = cookie.strip().partition(b"=")
            if name == self._cookie and hmac.compare_digest(value, self._cookie_value):
                return True
        return False

    def _store_token(self, scope: Scope) -> Answer:
        """Keeps the token in the browser and takes it out of the address."""
        home = f"{scope.get('root_path', '')}/".encode()
        cookie = b"%s=%s; Path=%s; HttpOnly; SameSite=Strict" % (self._cookie, self._cookie_value, home)
        return (
            303,
            [
                *page.security_headers(), (b"location", home), (b"set-cookie", cookie),
                (b"cache-control", b"no-store"), (b"content-length", b"0"),
            ],
            b"",
        )  # fmt: skip


def _is_guarded(scope: Scope) -> bool:
    path: str = scope["path"]
    if path == _SANDBOX or path.startswith(_SANDBOX + "/"):
        return True
    return scope["type"] == "http" and page.wanted(scope)


def _opens_the_page(scope: Scope, origin: str) -> bool:
    """Whether somebody follows a link to the page from elsewhere: they see the page, the other origin sees nothing."""
    return (
        not origin
        and scope["type"] == "http"
        and scope["method"] == "GET"
        and page.is_document(scope)
        and page.header(scope, b"sec-fetch-mode") == b"navigate"
        and page.header(scope, b"sec-fetch-dest") == b"document"
    )


def _token_of_query(scope: Scope) -> str | None:
    """The token in the address of the page."""
    if scope["type"] != "http" or scope["method"] != "GET" or not page.is_document(scope):
        return None
    try:
        return parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=100).get("token", [None])[0]
    except ValueError:
        return None


def _isolate(send: Send) -> Send:
    """No page of another origin may embed what is answered, nor may a browser take it for something else."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            known = {name for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(pair for pair in _ISOLATION if pair[0] not in known)]
        await send(message)

    return sending


_ASKING = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>voicenter-mock: token</title>
<link rel="icon" href="/_sandbox/page/icon.svg">
<link rel="stylesheet" href="/_sandbox/page/page.css">
<link rel="stylesheet" href="/_sandbox/page/documents.css">
</head>
<body class="document">
<main>
<h1>voicenter-mock</h1>
<form method="get" action="/">
<p role="alert">{problem}</p>
<p><label for="token">The control token, which <code>voicenter-mock serve</code> printed when it started</label></p>
<p><input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Open</button></p>
</form>
</main>
</body>
</html>
"""


def _asking(scope: Scope, problem: str) -> Answer:
    content = page.below(scope, _ASKING.format(problem=html.escape(problem)).encode())
    headers = [
        *page.security_headers("'self'"), (b"content-type", page.HTML.encode()), (b"cache-control", b"no-store"),
        (b"content-length", b"%d" % len(content)), (b"www-authenticate", b'Bearer realm="voicenter-mock"'),
    ]  # fmt: skip
    return 401, headers, b"" if scope["method"] == "HEAD" else content
