"""The fields of a query string or a form, whoever reads them: repeated, indexed and bracketed names put together.

Nothing is known of a contract here: names are as sent, and every value is text.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from .decoding_json import MAXIMUM_DEPTH, Unreadable, utf_8
from .json_values import is_array, is_object
from .sentences import NOTHING, Sentence, shorten_value

MAXIMUM_FIELDS = 10_000
_JSON_IN_PARTS = Sentence.of("JsonInParts", "it is JSON text: send it with application/json")
_INDEXED = r"([^\[\]]+)((?:\[[^\[\]]*\])+)\Z"
_STEP = r"\[([^\[\]]*)\]"
"""Text, which `re` compiles with the first name in brackets: few clients send one."""


def read_fields(body: bytes, what: str, content_type: str = "") -> dict[str, Any]:
    """The members that a query string or a form writes.

    Repeated names and ``name[0]=`` become lists, ``search[phones][0]=`` an object with a list; ``name`` and
    ``NAME`` are one name, in its first spelling. Raises ``Unreadable``: ``encoding``, ``size`` or ``form``.
    """
    pairs = _multipart(body, content_type) if "multipart/" in content_type.lower() else _pairs(body, what)
    members: dict[str, Any] = {}
    spelling: dict[str, str] = {}
    for name, value in pairs:
        indexed = re.match(_INDEXED, name) if name[-1:] == "]" else None
        if indexed:
            name = indexed[1]
        known = spelling.setdefault(name.lower(), name)
        if indexed:
            steps = re.findall(_STEP, indexed[2])[:MAXIMUM_DEPTH]
            members[known] = _place(members.get(known), steps, value)
        elif known not in members:
            members[known] = value
        elif is_array(members[known]):
            members[known].append(value)
        else:
            members[known] = [members[known], value]
    return members


def _place(held: Any, steps: list[str], value: str) -> Any:
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
            items[int(step)] = _place(items[int(step)], rest, value)
        else:
            items.append(_place(None, rest, value))
        return items
    inside = held if is_object(held) else {}
    inside[step] = _place(inside.get(step), rest, value)
    return inside


def _pairs(body: bytes, what: str) -> list[tuple[str, str]]:
    text = utf_8(body, what)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAXIMUM_FIELDS)
    except UnicodeDecodeError:
        sentence = Sentence.of("NotBehindPercentSigns", "The {what} is not UTF-8 behind its percent signs.", what=what)
        raise Unreadable("encoding", sentence, value=shorten_value(text)) from None
    except ValueError:
        raise Unreadable("size", _too_many_fields(what)) from None


def _too_many_fields(what: str) -> Sentence:
    return Sentence.of("TooManyFields", "Expected at most {most} fields in the {what}.", most=MAXIMUM_FIELDS, what=what)


def _multipart(body: bytes, content_type: str) -> list[tuple[str, str]]:
    """``multipart/form-data``, which PHP sends when it is given an array. Files in it are left out."""
    from werkzeug.exceptions import RequestEntityTooLarge
    from werkzeug.http import parse_options_header
    from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

    boundary = parse_options_header(content_type)[1].get("boundary", "").encode("latin-1", "replace")
    if not boundary:
        sentence = Sentence.of("NoBoundary", "The content type of the multipart body names no boundary.")
        raise Unreadable("form", sentence)
    decoder = MultipartDecoder(boundary, max_form_memory_size=len(body) + 1, max_parts=MAXIMUM_FIELDS)
    decoder.receive_data(body)
    decoder.receive_data(None)
    pairs: list[tuple[str, str]] = []
    name: str | None = None
    content = bytearray()
    try:
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            if isinstance(event, Field | File):
                name, content = event.name if isinstance(event, Field) else None, bytearray()
            elif isinstance(event, Data):
                content += event.data
                if name is not None and not event.more_data:
                    pairs.append((name, utf_8(bytes(content), "form")))
    except RequestEntityTooLarge:
        raise Unreadable("size", _too_many_fields("form")) from None
    except ValueError as error:
        sentence = Sentence.of("NotMultipart", "The multipart body cannot be read: {why}.", why=str(error))
        is_json = body.lstrip()[:1] in (b"{", b"[")
        raise Unreadable("form", sentence, hint=_JSON_IN_PARTS if is_json else NOTHING) from None
    if not pairs:
        sentence = Sentence.of(
            "NothingBetweenBoundaries",
            "The multipart body has no fields between the boundaries that its content type names.",
        )
        raise Unreadable("form", sentence)
    return pairs
