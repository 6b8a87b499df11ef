"""The page's files: ``/`` and ``/_sandbox/`` answer ``index.html``, ``/_sandbox/page/…`` what it is made of.

The files lie in ``static`` as they are sent. Their policy allows nothing but these files and this server, so a
caller's name that got into the document as markup could still run nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from .. import realtime

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]

STATIC = Path(__file__).parent / "static"
PREFIX = "/_sandbox/page/"
HTML = "text/html; charset=utf-8"

_SHARED = Path(realtime.__file__).parent / "static"
"""What pages of the documents have too: the telephone in a browser."""
_HOME = "index.html"
_PLACES = {"/": _HOME, "/_sandbox": _HOME, "/_sandbox/": _HOME, "/favicon.ico": "icon.svg"}
_NAME = r"(?a:(?:[\w-][\w.-]*/)*[\w-][\w.-]*)"
_OWN_LINK = rb'\b(href|src|action)="/'
"""Texts, which ``re`` compiles with the first request for the page."""
_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": HTML,
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action {form_action}; frame-ancestors 'none'"
)


def wanted(scope: Scope) -> bool:
    """Whether a request is for the page. At ``/``, a client that sends parameters and does not ask for HTML has
    lost its path; it is told so as at any other path that is none of Voicenter's.
    """
    path: str = scope["path"]
    if path.startswith(PREFIX):
        return True
    if scope["method"] not in ("GET", "HEAD") or path not in _PLACES:
        return False
    query: bytes = scope["query_string"]
    return path != "/" or not query or query.startswith(b"token=") or b"text/html" in header(scope, b"accept")


def is_document(scope: Scope) -> bool:
    """Whether a request is for something that a person looks at in a browser's window."""
    path: str = scope["path"]
    if path.startswith("/_sandbox/reference"):
        return scope["method"] in ("GET", "HEAD")
    return _PLACES.get(path) == _HOME and wanted(scope)


def answer(scope: Scope) -> Answer:
    """The file, 304 when the client has it, or an error in plain words."""
    path: str = scope["path"]
    if scope["method"] not in ("GET", "HEAD"):
        return _text(405, "these are files: GET them", ((b"allow", b"GET, HEAD"),))
    name = _PLACES.get(path) or path.removeprefix(PREFIX)
    file = (_SHARED if name.startswith("sip_") else STATIC) / name
    if not re.fullmatch(_NAME, name) or not file.is_file():
        return _text(404, "the page has no such file")
    content = below(scope, file.read_bytes()) if name == _HOME else file.read_bytes()
    tag = b'"%s"' % hashlib.sha256(content).hexdigest()[:32].encode()
    kept: Headers = [(b"etag", tag), (b"cache-control", b"no-cache")]
    if any(known.strip().removeprefix(b"W/") in (tag, b"*") for known in header(scope, b"if-none-match").split(b",")):
        return 304, [*security_headers(), *kept], b""
    kind = _TYPES.get(file.suffix.removeprefix("."), "application/octet-stream")
    return whole(scope, 200, kind, content, kept)


def whole(scope: Scope, status: int, kind: str, content: bytes, more: Headers | None = None) -> Answer:
    """An answer with the page's headers; a HEAD gets them alone."""
    headers = [*security_headers(), (b"content-type", kind.encode()), (b"content-length", b"%d" % len(content))]
    return status, headers + (more or []), b"" if scope["method"] == "HEAD" else content


def below(scope: Scope, document: bytes) -> bytes:
    """A document whose links go through the proxy that has a prefix before every path."""
    prefix: str = scope.get("root_path", "")
    return re.sub(_OWN_LINK, rb'\1="%s/' % prefix.encode(), document) if prefix else document


def security_headers(form_action: str = "'none'") -> Headers:
    """``form_action`` is where forms of this document may be sent."""
    return [
        (b"content-security-policy", _POLICY.format(form_action=form_action).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]


def header(scope: Scope, name: bytes) -> bytes:
    """The first value of a header, empty when there is none."""
    return next((value for known, value in scope["headers"] if known == name), b"")


def _text(status: int, sentence: str, more: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
    content = sentence.encode() + b"\n"
    kind = (b"content-type", b"text/plain; charset=utf-8")
    return status, [*security_headers(), kind, (b"content-length", b"%d" % len(content)), *more], content
