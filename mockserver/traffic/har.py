"""HAR, as browsers, Playwright, mitmproxy and this project's own recorder write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from ...contracts.json_values import is_array, is_object
from . import recovery
from .har_entry import OWN_MEMBERS, OWN_NAME
from .messages import Headers, Recorded, RecordedExchange, RecordedFrame, RecordedMessage, UnreadablePart, header

_BINARY_FRAME = 2

Attached = Callable[[str], bytes]
"""The content of a file beside the HAR, or in the same zip. Raises ``OSError`` or ``KeyError``."""


def is_har(document: object) -> bool:
    return is_object(document) and is_object(document.get("log")) and "entries" in document["log"]


def exchanges(document: dict[str, Any], place: str, attached: Attached) -> Iterator[Recorded]:
    """Each entry of a HAR; one that is none is said to be unreadable."""
    entries, creator = document["log"]["entries"], document["log"].get("creator")
    packed = not (is_object(creator) and creator.get("name") == OWN_NAME)  # what we write is unpacked already
    if not is_array(entries):
        yield UnreadablePart(place, "log.entries is no list")
        return
    for number, entry in enumerate(entries, 1):
        where = f"{place}, entry {number}"
        try:
            yield _exchange(entry, where, attached, packed=packed)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            yield UnreadablePart(where, f"this is no HAR entry: {type(problem).__name__}: {problem}")


def _exchange(entry: dict[str, Any], place: str, attached: Attached, *, packed: bool) -> RecordedExchange:
    request: dict[str, Any] = entry["request"]
    response: dict[str, Any] = entry.get("response") or {}
    own: dict[str, str] = entry[OWN_MEMBERS] if is_object(entry.get(OWN_MEMBERS)) else {}
    status = int(response.get("status") or 0)
    failure = own.get("failure") or str(response.get("_failureText") or response.get("_error") or "")
    asked = _request(request, own.get("request_lost", ""), attached, packed=packed)
    answer = _answer(response, own.get("answer_lost", ""), attached, packed=packed) if status > 0 else None
    return RecordedExchange(
        place=place,
        method=str(request["method"]).upper(),
        url=str(request["url"]),
        request=asked,
        status=max(status, 0),
        answer=answer,
        started=_epoch(entry.get("startedDateTime")),
        milliseconds=float(entry.get("time") or 0),
        frames=tuple(_frames(entry.get("_webSocketMessages") or ())),
        callback=own.get("callback", ""),
        failure=failure,
    )


def _request(request: dict[str, Any], lost: str, attached: Attached, *, packed: bool) -> RecordedMessage:
    headers = _headers(request)
    posted = request.get("postData")
    if lost or not is_object(posted):
        return RecordedMessage(headers, b"", header(headers, "content-type"), lost)
    content_type = str(posted.get("mimeType") or header(headers, "content-type"))
    try:
        body = _post_body(posted, _number(request.get("bodySize")), attached)
        return recovery.message(headers, body, content_type, packed=packed)
    except recovery.Lost as problem:
        return RecordedMessage(headers, b"", content_type, str(problem))


def _post_body(posted: dict[str, Any], size: int, attached: Attached) -> bytes:
    """``text`` first: ``params`` is empty in Playwright's, and holds no name twice elsewhere."""
    if posted.get("_file"):
        return _file(str(posted["_file"]), attached)
    text = posted.get("text")
    if isinstance(text, str) and text:
        return recovery.from_base64(text) if posted.get("_encoding") == "base64" else recovery.from_text(text, size)
    pairs = [(str(pair["name"]), str(pair.get("value", ""))) for pair in posted.get("params") or ()]
    return urlencode(pairs).encode()


def _answer(response: dict[str, Any], lost: str, attached: Attached, *, packed: bool) -> RecordedMessage:
    headers = _headers(response)
    content: dict[str, Any] = response["content"] if is_object(response.get("content")) else {}
    content_type = str(content.get("mimeType") or header(headers, "content-type"))
    if content_type == "x-unknown":
        content_type = ""
    try:
        return recovery.message(headers, _content(content, attached), content_type, lost, packed=packed)
    except recovery.Lost as problem:
        return RecordedMessage(headers, b"", content_type, str(problem))


def _content(content: dict[str, Any], attached: Attached) -> bytes | None:
    if content.get("_file"):
        return _file(str(content["_file"]), attached)
    text = content.get("text")
    if not isinstance(text, str):
        return None if (content.get("size") or 0) > 0 else b""
    if content.get("encoding") == "base64":
        return recovery.from_base64(text)
    return recovery.from_text(text, _number(content.get("size")) + _number(content.get("compression")))


def _number(size: object) -> int:
    """Bytes, 0 where nobody knows."""
    return size if isinstance(size, int) else 0


def _file(name: str, attached: Attached) -> bytes:
    try:
        return attached(name)
    except (OSError, KeyError):
        raise recovery.Lost(f"unreadable in this recording: the attached file {name[:100]} is not there") from None


def _headers(side: dict[str, Any]) -> Headers:
    return tuple(
        (str(pair["name"]), str(pair["value"]))
        for pair in side.get("headers") or ()
        if not str(pair["name"]).startswith(":")
    )


def _frames(messages: Any) -> Iterator[RecordedFrame]:
    for one in messages:
        sender: Literal["client", "server"] = "client" if one.get("type") == "send" else "server"
        own: dict[str, str] = one[OWN_MEMBERS] if is_object(one.get(OWN_MEMBERS)) else {}
        data, lost = str(one.get("data", "")), own.get("lost", "")
        at = float(one.get("time") or 0)
        if lost or one.get("opcode") != _BINARY_FRAME:
            yield RecordedFrame(sender, at, data, lost)
            continue
        try:
            yield RecordedFrame(sender, at, recovery.from_base64(data))
        except recovery.Lost as problem:
            yield RecordedFrame(sender, at, "", str(problem))


def _epoch(written: object) -> float:
    if not isinstance(written, str):
        return 0
    try:
        return datetime.fromisoformat(written).timestamp()
    except ValueError:
        return 0
