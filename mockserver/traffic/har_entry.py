"""One exchange as an entry of HAR 1.2, with ``_webSocketMessages`` as browsers write them."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .messages import Headers, RecordedExchange, RecordedFrame, RecordedMessage

OWN_MEMBERS = "_voicenter_mock"
"""The member of an entry that holds what HAR has no place for."""

OWN_NAME = "voicenter-mock"
"""Who is the creator of a HAR that is written here; its bodies are unpacked."""

_TEXT_FRAME, _BINARY_FRAME = 1, 2


def entry(exchange: RecordedExchange) -> dict[str, Any]:
    """The entry. Header and body sizes are -1: what was written is not what went over the wire."""
    answer = exchange.answer or RecordedMessage()
    found: dict[str, Any] = {
        "startedDateTime": datetime.fromtimestamp(exchange.started, UTC).isoformat(timespec="milliseconds"),
        "time": round(exchange.milliseconds, 3),
        "request": {
            "method": exchange.method,
            "url": exchange.url,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _headers(exchange.request.headers),
            "queryString": _query(exchange.url),
            "headersSize": -1,
            "bodySize": -1,
        },
        "response": {
            "status": exchange.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _headers(answer.headers),
            "content": _content(answer),
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": round(exchange.milliseconds, 3), "receive": 0},
    }
    if exchange.request.body or exchange.request.content_type:
        found["request"]["postData"] = _post_data(exchange.request)
    own = {
        name: value
        for name, value in (
            ("callback", exchange.callback),
            ("request_lost", exchange.request.lost),
            ("answer_lost", answer.lost),
            ("failure", exchange.failure),
        )
        if value
    }
    if own:
        found[OWN_MEMBERS] = own
        found["comment"] = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in own.items())
    if exchange.frames:
        found["_resourceType"] = "websocket"
        found["_webSocketMessages"] = [_frame(frame) for frame in exchange.frames]
    return found


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _query(url: str) -> list[dict[str, str]]:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, errors="replace")
    return [{"name": name, "value": value} for name, value in pairs]


def _content(message: RecordedMessage) -> dict[str, Any]:
    content: dict[str, Any] = {"size": len(message.body), "mimeType": message.content_type}
    if message.lost:
        return content | {"comment": message.lost}
    try:
        return content | {"text": message.body.decode()}
    except UnicodeDecodeError:
        return content | {"text": b64encode(message.body).decode(), "encoding": "base64"}


def _post_data(message: RecordedMessage) -> dict[str, Any]:
    """``text`` only: names that are repeated do not survive in ``params``. Bytes that are no UTF-8 are base64, as in
    an answer; HAR has no place for it, and other readers see the base64."""
    try:
        return {"mimeType": message.content_type, "text": message.body.decode()}
    except UnicodeDecodeError:
        return {"mimeType": message.content_type, "text": b64encode(message.body).decode(), "_encoding": "base64"}


def _frame(frame: RecordedFrame) -> dict[str, Any]:
    kind = "send" if frame.sender == "client" else "receive"
    if frame.lost:
        own = {OWN_MEMBERS: {"lost": frame.lost}}
        return {"type": kind, "time": frame.at, "opcode": _TEXT_FRAME, "data": "", **own}
    if isinstance(frame.data, str):
        return {"type": kind, "time": frame.at, "opcode": _TEXT_FRAME, "data": frame.data}
    return {"type": kind, "time": frame.at, "opcode": _BINARY_FRAME, "data": b64encode(frame.data).decode()}
