"""From plain answers to bytes: JSON, and XML-RPC as Voicenter writes it (every value a string)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from ...contracts.json_encoders import encoder

JSON_TYPE = "application/json; charset=utf-8"
XML_TYPE = "text/xml; charset=utf-8"

_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
to_json_text = encoder(json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False))
"""Compact."""


def to_json(value: Any) -> bytes:
    """Compact UTF-8; half a surrogate pair, which no reader takes, becomes a question mark."""
    return json_bytes(to_json_text(value))


def json_bytes(text: str) -> bytes:
    """What ``to_json`` makes of a value, of its text."""
    return text.encode("utf-8", "replace")


def json_texts(values: Sequence[Any]) -> Iterable[str]:
    """Each of many values as ``to_json`` writes it, quickest for those that are all texts or all integers."""
    kinds = set(map(type, values))
    return map(encode_basestring if kinds == {str} else int.__repr__ if kinds == {int} else to_json_text, values)


def to_json_objects(names: Iterable[str | None], columns: Sequence[Iterable[str]]) -> bytes:
    """A list of objects with the same members as ``to_json`` writes it, in half the time: ``columns`` has the values of
    each member as JSON text; where the name is ``None``, several members with theirs.
    """
    members = ",".join("%s" if name is None else f"{to_json_text(name)}:".replace("%", "%%") + "%s" for name in names)
    objects = map(f"{{{members}}}".__mod__, zip(*columns, strict=True))
    return json_bytes(f"[{','.join(objects)}]")


def to_string_struct(members: Mapping[str, Any]) -> bytes:
    """A ``methodResponse`` with one struct whose values are all strings (c2c §1.6)."""
    rows = "".join(
        f"<member><name>{escape(name)}</name><value><string>{escape(str(value))}</string></value></member>"
        for name, value in members.items()
    )
    struct = f"<struct>{rows}</struct>"
    return f"<methodResponse><params><param><value>{struct}</value></param></params></methodResponse>".encode()


def escape(text: str) -> str:
    """Escaped, without the characters that XML cannot carry."""
    return re.sub(_NOT_IN_XML, "", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
