"""HTTP long polling of Engine.IO: reading requests, waiting for packets, writing answers.

A page in a browser without requests to other origins (``jsonp`` of socket.io-client 1.x to 3.x) loads its answers as
scripts, which it tells by ``j``, and posts forms.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from ...contracts.quick_dataclasses import dataclass
from ..wire.asgi_body import Receive, read_body
from ..wire.encoding import to_json
from .engineio import MalformedFrame, Version, decode_payload, encode_bytes_payload, encode_payload
from .handshake import HandshakeRefusal
from .pipes import PollingPipe

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

TEXT = "text/plain; charset=UTF-8"
BYTES = "application/octet-stream"
SCRIPT = "text/javascript; charset=UTF-8"
_OLDEST_STAMP = re.compile(r"[0-9]{13}-[0-9]+", re.ASCII)
_NO_DIGITS = re.compile(r"[^0-9]+")
_LINE_ENDS = re.compile(r"(\\)?\\n")
"""In a form: ``\\n`` for the end of a line, which browsers change, and one backslash more before what is none."""


@dataclass(frozen=True, slots=True)
class PollingRequest:
    """``body`` is ``None`` when it was too long."""

    method: str
    body: bytes | None
    origin: str


@dataclass(frozen=True, slots=True)
class PollingAnswer:
    body: bytes
    content_type: str = TEXT
    status: int = 200


async def read(scope: MutableMapping[str, Any], receive: Receive, limit: int) -> PollingRequest | None:
    """The request with its body; ``None`` when the client left meanwhile."""
    body = await read_body(receive, limit)
    if body is None:
        return None
    origin = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), "")
    return PollingRequest(scope["method"], None if body.cut else body.content, origin)


async def wait(pipe: PollingPipe, receive: Receive) -> list[str] | None:
    """The packets for a GET, when there are some; ``None`` when the client gave up waiting."""
    pipe.poll_begins()
    taking = asyncio.ensure_future(pipe.take())
    leaving = asyncio.ensure_future(receive())
    try:
        await asyncio.wait({taking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return taking.result() if taking.done() else None
    finally:
        pipe.poll_ends()
        taking.cancel()
        leaving.cancel()


def packets(texts: list[str], version: Version, query: Mapping[str, str]) -> PollingAnswer:
    """Text, as genuine servers 2.x send what holds no binary packet, whether or not the client asked for it (``b64``).

    Clients before 1.5 take a text for an empty answer unless they asked for one. They are known by how they stamp a
    request (``t=1700000000000-0``; later ones do not write the time in digits), and get bytes, as from servers 1.x.
    """
    if "j" in query:
        number, payload = _NO_DIGITS.sub("", query["j"]), encode_payload(texts, version).decode()
        return PollingAnswer(f"___eio[{number}]({json.dumps(payload)});".encode(), SCRIPT)
    if version == 3 and _OLDEST_STAMP.fullmatch(query.get("t", "")) and query.get("b64") not in ("1", "true"):
        return PollingAnswer(encode_bytes_payload(texts), BYTES)
    return PollingAnswer(encode_payload(texts, version))


def frames(body: bytes, version: Version, query: Mapping[str, str]) -> list[str | bytes] | None:
    """The frames in a POST; ``None`` when it holds none."""
    try:
        return decode_payload(_in_form(body) if "j" in query else body, version)
    except MalformedFrame:
        return None


def _in_form(body: bytes) -> bytes:
    """The payload that a page has posted. Raises ``MalformedFrame``."""
    try:
        (text,) = parse_qs(body.decode("ascii"), max_num_fields=10).get("d", [])
    except ValueError as error:
        raise MalformedFrame("a page posts a payload as the field d of a form") from error
    return _LINE_ENDS.sub(lambda found: "\\n" if found[1] else "\n", text).encode()


def refusal_answer(refusal: HandshakeRefusal) -> PollingAnswer:
    """Engine.IO's own errors."""
    return PollingAnswer(to_json({"code": refusal.code, "message": refusal.message}), "application/json", 400)


async def send(send: Send, answer: PollingAnswer, request: PollingRequest) -> None:
    headers = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if request.origin:
        headers += [
            (b"access-control-allow-origin", request.origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-allow-headers", b"content-type"),
            (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
