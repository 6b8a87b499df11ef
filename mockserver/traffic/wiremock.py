"""WireMock's mappings, as its recorder writes them: answers, and matchers that are no proof of a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from ...contracts.json_values import is_array, is_object
from . import recovery
from .messages import Headers, Recorded, RecordedExchange, RecordedMessage, UnreadablePart, header

NO_PROOF = "a mapping of WireMock says what a request is matched by, not what was sent"


def is_mapping(document: object) -> bool:
    if not is_object(document):
        return False
    return is_array(document.get("mappings")) or (
        is_object(document.get("request")) and is_object(document.get("response")) and "interactions" not in document
    )


def exchanges(document: dict[str, Any], place: str, stored: Callable[[str], bytes]) -> Iterator[Recorded]:
    """Each mapping. ``stored`` brings a file of ``__files``; it raises ``OSError`` when there is none."""
    mappings: list[Any] = document["mappings"] if is_array(document.get("mappings")) else [document]
    for number, mapping in enumerate(mappings, 1):
        where = place if len(mappings) == 1 else f"{place}, mapping {number}"
        try:
            yield _exchange(mapping, where, stored)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            yield UnreadablePart(where, f"this is no mapping of WireMock: {type(problem).__name__}: {problem}")


def _exchange(mapping: dict[str, Any], place: str, stored: Callable[[str], bytes]) -> RecordedExchange:
    request, response = mapping["request"], mapping["response"]
    headers = _headers(response.get("headers"))
    try:
        body = _body(response, stored)
        answer = recovery.message(headers, body, header(headers, "content-type"))
    except recovery.Lost as problem:
        answer = RecordedMessage(headers, b"", header(headers, "content-type"), str(problem))
    return RecordedExchange(
        place=place,
        method=str(request.get("method") or "ANY").upper(),
        url=_url(request),
        request=RecordedMessage(lost=NO_PROOF),
        status=int(response.get("status") or 200),
        answer=answer,
    )


def _url(request: dict[str, Any]) -> str:
    for name in ("url", "urlPath", "urlPathTemplate", "urlPattern", "urlPathPattern"):
        if request.get(name):
            url = str(request[name])
            break
    else:
        return "/"
    wanted: dict[str, Any] = request.get("queryParameters") or {}
    pairs = [(name, str(rule["equalTo"])) for name, rule in wanted.items() if is_object(rule) and "equalTo" in rule]
    return f"{url}?{urlencode(pairs)}" if pairs and "?" not in url else url


def _body(response: dict[str, Any], stored: Callable[[str], bytes]) -> bytes:
    if "base64Body" in response:
        return recovery.from_base64(str(response["base64Body"]))
    if "jsonBody" in response:
        return json.dumps(response["jsonBody"], ensure_ascii=False).encode()
    if "bodyFileName" in response:
        name = str(response["bodyFileName"])
        try:
            return stored(name)
        except OSError:
            raise recovery.Lost(f"unreadable in this recording: __files/{name[:100]} is not there") from None
    return recovery.from_text(str(response.get("body", "")))


def _headers(written: Any) -> Headers:
    if not is_object(written):
        return ()
    return tuple(
        (str(name), str(item))
        for name, values in written.items()
        for item in (values if is_array(values) else [values])
    )
