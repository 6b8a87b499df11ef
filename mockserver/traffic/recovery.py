"""Bodies as they went over the wire, from what tools that record made of them.

Each tool has its own way to put bytes into JSON or YAML; what can be undone is undone here, by what the text looks
like, and what cannot is said (measured with Playwright 1.65, mitmproxy 11, VCR.py 9 and WireMock 3).
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from typing import Any
from urllib.parse import urlencode

from ...contracts.json_values import is_array, is_object
from .compression import Compressed, plain
from .messages import Headers, RecordedMessage, header

REPLACED = "unreadable in this recording: bytes that are no UTF-8 were replaced when it was written"
_REPLACEMENT = "\ufffd"


class Lost(Exception):
    """What a recording has in a body's place is no body. The message says why."""


def message(
    headers: Headers, body: bytes | None, content_type: str, lost: str = "", *, packed: bool = True
) -> RecordedMessage:
    """One side of an exchange, with its body unpacked where that is possible; ``packed``: if it may be compressed."""
    if lost or body is None:
        return RecordedMessage(headers, b"", content_type, lost or "the recording has no content")
    if not packed:
        return RecordedMessage(headers, body, content_type)
    try:
        return RecordedMessage(headers, plain(body, header(headers, "content-encoding")), content_type)
    except Compressed as problem:
        return RecordedMessage(headers, b"", content_type, f"unreadable in this recording: {problem}")


def from_text(text: str, size: int = 0) -> bytes:
    """The bytes behind a text that a recording holds. Raises ``Lost``.

    Lone surrogates are bytes that were no UTF-8 (Python's ``surrogateescape``, as mitmproxy writes). UTF-8 that was
    read as Latin-1, which mitmproxy does with XML that names no character set, is recognised by being UTF-8 again;
    other bytes that were, by how many they were: ``size``, if the recording says it.
    """
    if _REPLACEMENT in text:
        raise Lost(REPLACED)
    if text.isascii():
        return text.encode()
    try:
        single = text.encode("latin-1")
        if len(single) == size:
            return single
        return single.decode("utf-8").encode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        pass
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise Lost("unreadable in this recording: half a character stands in it") from None


def from_base64(text: str) -> bytes:
    """Raises ``Lost``."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Lost("unreadable in this recording: its base64 cannot be read") from None


def from_anything(value: Any) -> tuple[bytes, str]:
    """The body, and a content type where the value shows one, of what a client was given: VCR with aiohttp keeps
    ``json=`` and ``data=`` as the caller passed them. Raises ``Lost``.
    """
    if value is None:
        return b"", ""
    if isinstance(value, bytes):
        return value, ""
    if isinstance(value, str):
        return from_text(value), ""
    if is_array(value) and value and all(is_array(pair) and len(pair) == 2 for pair in value):
        return urlencode([(str(name), str(item)) for name, item in value]).encode(), "application/x-www-form-urlencoded"
    if is_array(value) or is_object(value):
        try:
            return json.dumps(value, ensure_ascii=False).encode(), "application/json"
        except (TypeError, ValueError, UnicodeEncodeError):
            raise Lost("unreadable in this recording: the body is no JSON value") from None
    raise Lost(f"unreadable in this recording: the body is a {type(value).__name__}")
