"""VCR.py's cassettes, YAML or JSON, with requests, httpx, aiohttp and urllib3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...contracts.json_values import is_array, is_object
from . import recovery
from .messages import Headers, Recorded, RecordedExchange, RecordedMessage, UnreadablePart, header


def is_cassette(document: object) -> bool:
    return is_object(document) and is_array(document.get("interactions"))


def load(text: str) -> Any:
    """The YAML of a cassette: plain values, bytes, and the tuples that a caller passed. Raises ``ValueError``."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Any = type("CassetteLoader", (base,), {})  # a class of its own: constructors are kept on the class
    loader.add_constructor("tag:yaml.org,2002:python/tuple", _tuple)
    try:
        return yaml.load(text, loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error).replace("\n", " ")) from None


def _tuple(loader: Any, node: Any) -> Any:
    return loader.construct_sequence(node, deep=True)


def exchanges(document: dict[str, Any], place: str) -> Iterator[Recorded]:
    """Each interaction of a cassette; one that is none is said to be unreadable."""
    for number, one in enumerate(document["interactions"], 1):
        where = f"{place}, interaction {number}"
        try:
            yield _exchange(one, where)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            yield UnreadablePart(where, f"this is no interaction of VCR: {type(problem).__name__}: {problem}")


def _exchange(one: dict[str, Any], place: str) -> RecordedExchange:
    request, response = one["request"], one["response"]
    status = response.get("status") or response.get("status_code") or 0
    code = status.get("code", 0) if is_object(status) else status
    content = response.get("body", response.get("content"))
    if is_object(content) and ("string" in content or "base64_string" in content):
        content = content.get("string", content.get("base64_string"))
    return RecordedExchange(
        place=place,
        method=str(request["method"]).upper(),
        url=str(request["uri"]),
        request=_message(_headers(request.get("headers")), request.get("body")),
        status=int(code),
        answer=_message(_headers(response.get("headers")), content),
    )


def _message(headers: Headers, content: Any) -> RecordedMessage:
    named = header(headers, "content-type")
    try:
        body, shown = recovery.from_anything(content)
        return recovery.message(headers, body, named or shown)
    except recovery.Lost as problem:
        return RecordedMessage(headers, b"", named, str(problem))


def _headers(written: Any) -> Headers:
    if not is_object(written):
        return ()
    return tuple(
        (str(name), item.decode("latin-1") if isinstance(item, bytes) else str(item))
        for name, values in written.items()
        for item in (values if is_array(values) else [values])
    )
