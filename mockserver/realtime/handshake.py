"""What the URL of a socket says: which revision, over what, for which organization, whether it is a new session."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl

from ...contracts.quick_dataclasses import dataclass
from .engineio import Version

PATH = re.compile(r"(?:/o/([^/]+))?/socket\.io/?\Z", re.IGNORECASE)
_REVISIONS: Mapping[str, Version] = {"": 3, "2": 3, "3": 3, "4": 4}
"""By ``EIO``. Servers of 2.x serve those of 2 and those who say nothing as they do 3; the same is sent."""


@dataclass(frozen=True, slots=True)
class HandshakeRefusal:
    """Engine.IO's own errors, by number."""

    code: int
    message: str


TRANSPORT_UNKNOWN = HandshakeRefusal(0, "Transport unknown")
UNKNOWN_SESSION = HandshakeRefusal(1, "Session ID unknown")
BAD_METHOD = HandshakeRefusal(2, "Bad handshake method")
BAD_REQUEST = HandshakeRefusal(3, "Bad request")
TOO_MANY = HandshakeRefusal(3, "Bad request: this server has as many connections as it takes")
UNSUPPORTED_VERSION = HandshakeRefusal(5, "Unsupported protocol version")


@dataclass(frozen=True, slots=True)
class Handshake:
    """``base`` is the organization in the path, ``sid`` the session that goes on; both may be empty."""

    version: Version
    query: Mapping[str, str]
    base: str
    sid: str


def read_handshake(
    scope: Mapping[str, Any], transport: Literal["websocket", "polling"]
) -> Handshake | HandshakeRefusal:
    """What a client that comes over this transport says, or why it cannot be served."""
    match = PATH.match(scope["path"])
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    version = _REVISIONS.get(query.get("EIO", ""))
    if match is None:
        return HandshakeRefusal(
            BAD_REQUEST.code, "there is no socket at this path; it is /socket.io/ or /o/<id>/socket.io/"
        )
    if version is None:
        return UNSUPPORTED_VERSION
    if query.get("transport") != transport:
        return TRANSPORT_UNKNOWN
    return Handshake(version, query, match[1] or "", query.get("sid", ""))
