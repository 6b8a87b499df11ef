"""From a request's bytes to its parameters: query string, form, JSON, in whatever way clients label them.

Deployed clients send JSON as ``text/plain`` or as a form, PHP arrays as multipart, and everything in the
query of a POST. What is in the body wins over the query.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from ...contracts.json_values import is_array, is_object
from ...contracts.operations.model import MIB, Encoding
from .http import HttpRequest

MAXIMUM_DEPTH = 64
MAXIMUM_FIELDS = 10_000
_INDEXED = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)\Z")
_STEP = re.compile(r"\[([^\[\]]*)\]")
_FORM = ("application/x-www-form-urlencoded",)


class Undecodable(Exception):
    """The bytes are not what any accepted encoding allows. ``rule`` names why (``json``, ``encoding``, ``size``…)."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(slots=True)
class Decoded:
    """``members`` keeps names as sent; repeated and indexed names are lists. ``items`` is a JSON array's
    content when the whole body is one. ``notes`` are for the journal.
    """

    encoding: Encoding
    members: dict[str, Any] = field(default_factory=dict[str, Any])
    items: list[Any] | None = None
    notes: list[str] = field(default_factory=list[str])


def decode(request: HttpRequest, encodings: tuple[Encoding, ...], *, body_limit: int) -> Decoded:
    """Decodes query and body. Raises ``Undecodable``."""
    if request.announced_length > body_limit:
        raise Undecodable("size", f"the body has {request.announced_length} bytes; the limit is {body_limit}")
    decoded = Decoded("query", _fields(request.query, "query string") if request.query else {})
    if request.body and request.method != "GET":
        _read_body(request, encodings, decoded)
    return decoded


def _read_body(request: HttpRequest, encodings: tuple[Encoding, ...], decoded: Decoded) -> None:
    body, media = request.body, request.content_type
    if media == "multipart/form-data":
        decoded.encoding = "form"
        decoded.members |= _multipart(request)
        return
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        if "json" not in media:
            decoded.notes.append(f"a JSON body came with content type {media or 'none'!r}")
        _refuse_unless("json", encodings)
        decoded.encoding = "json"
        _take_json(body, decoded)
    elif start == b"<":
        raise Undecodable("encoding", "the body is XML, which this operation does not take")
    elif "json" in media and not _looks_like_form(body):
        decoded.encoding = "json"
        _take_json(body, decoded)
    else:
        if media not in _FORM:
            decoded.notes.append(f"a form body came with content type {media or 'none'!r}")
        _refuse_unless("form", encodings)
        decoded.encoding = "form"
        decoded.members |= _fields(_text(body, "form body"), "form body")


def _refuse_unless(encoding: Encoding, encodings: tuple[Encoding, ...]) -> None:
    if encoding not in encodings:
        raise Undecodable("encoding", f"this operation takes {', '.join(encodings)}, not {encoding}")


def _looks_like_form(body: bytes) -> bool:
    head = body[:200]
    return b"=" in head and head[:1].isalpha()


def _text(body: bytes, what: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Undecodable("encoding", f"the {what} is not UTF-8 (byte {error.start})") from None


def _fields(text: str, what: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAXIMUM_FIELDS)
    except UnicodeDecodeError:
        raise Undecodable("encoding", f"the {what} is not UTF-8") from None
    except ValueError:
        raise Undecodable("size", f"the {what} has more than {MAXIMUM_FIELDS} fields") from None
    return _gather(pairs)


def _gather(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Repeated names and ``name[0]=`` become lists, ``search[phones][0]=`` an object with a list; ``name`` and
    ``NAME`` are one name (the first spelling).
    """
    members: dict[str, Any] = {}
    spelling: dict[str, str] = {}
    for name, value in pairs:
        indexed = _INDEXED.match(name) if name[-1:] == "]" else None
        if indexed:
            name = indexed[1]
        known = spelling.setdefault(name.lower(), name)
        if indexed:
            steps = _STEP.findall(indexed[2])[:MAXIMUM_DEPTH]
            members[known] = _placed(members.get(known), steps, value)
        elif known not in members:
            members[known] = value
        elif isinstance(members[known], list):
            members[known].append(value)
        else:
            members[known] = [members[known], value]
    return members


def _placed(held: Any, steps: list[str], value: str) -> Any:
    """``held`` with the value at the place that the brackets name: digits or nothing for a list, else an object.
    Where both come under one name, the later one of another kind replaces what was there.
    """
    if not steps:
        return value
    step, *rest = steps
    if not step or (step.isdecimal() and len(step) < 9):
        items = held if is_array(held) else [] if held is None else [held]
        # The number only tells one list's objects apart: lists themselves are in the order of the names.
        if rest and step and int(step) < len(items) and isinstance(items[int(step)], dict):
            items[int(step)] = _placed(items[int(step)], rest, value)
        else:
            items.append(_placed(None, rest, value))
        return items
    inside = held if is_object(held) else {}
    inside[step] = _placed(inside.get(step), rest, value)
    return inside


def _multipart(request: HttpRequest) -> dict[str, Any]:
    from werkzeug.exceptions import HTTPException
    from werkzeug.formparser import parse_form_data

    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.input": _stream(request.body),
    }
    try:
        _, form, _ = parse_form_data(
            environ, silent=False, max_form_parts=1000, max_form_memory_size=len(request.body) + 1
        )
    except (ValueError, HTTPException) as error:
        raise Undecodable("form", f"the multipart body cannot be read: {error}") from None
    return _gather([(name, value) for name, value in form.items(multi=True)])


def _stream(body: bytes) -> Any:
    from io import BytesIO

    return BytesIO(body)


def _take_json(body: bytes, decoded: Decoded) -> None:
    value = parse_json(body)
    if isinstance(value, dict):
        decoded.members |= value
    elif isinstance(value, list):
        decoded.items = value
    else:
        raise Undecodable("json", f"the body is a JSON {type(value).__name__}, not an object")


def parse_json(body: bytes) -> Any:
    """JSON as hostile senders write it: no NaN, no invalid UTF-8, bounded depth. Raises ``Undecodable``."""
    text = _text(body, "JSON body").removeprefix("\ufeff")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise Undecodable("depth", "the JSON body is nested too deep") from None
    except ValueError as error:
        raise Undecodable("json", f"the body is not JSON: {error}") from None
    if len(text) <= MIB and depth(text) > MAXIMUM_DEPTH:  # in larger ones the parser's own limit must do
        raise Undecodable("depth", f"the JSON body is nested deeper than {MAXIMUM_DEPTH}")
    return value


def depth(text: str) -> int:
    """At least the nesting depth of a JSON text; brackets inside strings may make it more."""
    if text.count("[") + text.count("{") <= MAXIMUM_DEPTH:
        return 0
    deepest = level = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        if bracket in "[{":
            level += 1
            deepest = max(deepest, level)
        elif bracket in "]}":
            level -= 1
    return deepest


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")
