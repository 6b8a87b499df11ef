"""Bytes that are no message: repeated names, cut off, wrongly encoded, mislabelled, hostile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote_plus

from ..decoding import ANSWER_LIMIT
from ..decoding_json import MAXIMUM_DEPTH
from ..json_values import is_array, is_object
from ..quick_dataclasses import dataclass
from ..verdicts import json_path
from .malformation import Malformation, Malformed
from .picks import Picks
from .wire_forms import CONTENT_TYPES, as_text, encodings, written

_LARGEST_MADE = 4 << 20
"""Limits above this are left alone: such bodies would take longer to make than to refuse."""

_NOT_UTF_8 = (
    "שלום".encode("cp1255"),
    "café".encode("latin-1"),
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xff",
    b"\xf5\x80\x80\x80",
)
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True, slots=True)
class ByteFault:
    """Bytes, how they are sent, and what is wrong with them."""

    family: str
    rule: str
    sentence: str
    body: bytes
    content_type: str | None
    path: str = "$"
    query: bool = False

    def malformed(self, name: str) -> Malformed:
        violation = Malformation(self.family, self.path, self.rule, self.sentence)
        return Malformed(name, None, violation, self.body, self.content_type, self.query)


_Source = Callable[[str, Any, Picks], Iterator[ByteFault]]


def byte_faults(name: str, message: Any, family: str, picks: Picks) -> list[ByteFault]:
    """The ways to write a contract's message so that it is none, of one family; empty where it has none."""
    return list(_SOURCES[family](name, message, picks)) if encodings(name) else []


def _duplicate_keys(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    family, rule = "duplicate keys", "duplicate-key"
    members: list[tuple[str, Any]] = list(message.items()) if is_object(message) else []
    member, value = members[picks.choose(len(members))] if members else ("twice", 1)
    place = json_path([member])
    sentence = f"{member!r} is given twice"
    ways = encodings(name)
    if "json" in ways:
        twice = ", ".join(
            f"{_json(key)}: {_json(inner)}"
            for key, inner in [*members, (member, value)] + ([(member, value)] * (not members))
        )
        yield ByteFault(family, rule, sentence, f"{{{twice}}}".encode(), CONTENT_TYPES["json"], place)
    if "xml-rpc" in ways and members and not {"METHOD", "DATA"} & dict(members).keys():
        body, kind = written(name, message, "xml-rpc")
        whole = body.decode()
        start = whole.index("<member>")
        end = whole.index("</struct></value></param>")
        one = written(name, {member: value}, "xml-rpc")[0].decode()
        again = one[one.index("<member>") : one.index("</struct></value></param>")]
        yield ByteFault(
            family, rule, sentence, (whole[:start] + again + whole[start:end] + whole[end:]).encode(), kind, place
        )


def _truncate(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    for encoding, rule in (("json", "json"), ("xml-rpc", "xml")):
        if encoding in encodings(name):
            body, kind = _example(name, message, encoding)
            if len(body) > 1 and body[:1] in b'{["<':
                keep = 1 + picks.measure(len(body) - 2)
                cut = body[:keep]
                try:
                    cut.decode()
                except UnicodeDecodeError:
                    cut = body[:1]
                sentence = f"the body ends after {len(cut)} of {len(body)} bytes"
                yield ByteFault("truncated bytes", rule, sentence, cut, kind)
            yield ByteFault("truncated bytes", "empty", "the body is empty", b"", kind)


def _mis_encode(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    family, rule = "mis-encoded bytes", "encoding"
    wrong = _NOT_UTF_8[picks.choose(len(_NOT_UTF_8))]
    sentence = f"{wrong!r} is not UTF-8"
    ways = encodings(name)
    if "json" in ways:
        body = b'{"note": "' + wrong + b'"}'
        yield ByteFault(family, rule, sentence, body, CONTENT_TYPES["json"])
        yield ByteFault(family, rule, "half a character", b'{"note": "\\ud83d"}', CONTENT_TYPES["json"])
    if "xml-rpc" in ways:
        body = b"<methodResponse><params><param><value>" + wrong + b"</value></param></params></methodResponse>"
        yield ByteFault(family, rule, sentence, body, CONTENT_TYPES["xml-rpc"])
    field = b"note=" + b"".join(b"%%%02X" % byte for byte in wrong)
    for encoding in ("query", "form"):
        if encoding in ways:
            yield ByteFault(family, rule, sentence, field, CONTENT_TYPES[encoding], query=encoding == "query")


def _mislabel(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    family, rule, ways = "wrong content type", "content-type", encodings(name)
    if "xml-rpc" not in ways:
        body = b"<?xml version='1.0'?><methodCall><methodName>x</methodName></methodCall>"
        yield ByteFault(family, rule, "XML where none is read", body, "text/xml")
        yield ByteFault(family, rule, "a page", b"<!doctype html><title>502 Bad Gateway</title>", "text/html")
    if "json" not in ways:
        yield ByteFault(family, rule, "JSON where none is read", b'{"code": "demo-code"}', "application/json")
    if "form" not in ways:
        body = "&".join(f"{quote_plus(key)}={quote_plus(as_text(value))}" for key, value in _members(message)) or "a=b"
        yield ByteFault(family, rule, "a form where none is read", body.encode(), CONTENT_TYPES["form"])
    elif "json" in ways:
        body, _ = _example(name, message, "json")
        yield ByteFault(family, "form", "JSON labelled as a form in parts", body, "multipart/form-data; boundary=x")


def _bomb(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    rule = "dtd" if "xml-rpc" in encodings(name) else "content-type"
    root = "methodCall" if name.endswith(".request") else "methodResponse"
    for start, entity in ((_BOMB, "c"), (_OUTSIDE, "a"), (_BOMB, "b")):
        rest = f"<{root}><methodName>x</methodName><params><param><value>&{entity};</value></param></params></{root}>"
        yield ByteFault("XML entity bomb", rule, "entities are declared", start + rest.encode(), "text/xml")


def _deep(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    ways = encodings(name)
    depth = (MAXIMUM_DEPTH + 1, MAXIMUM_DEPTH * 5, 5_000)[picks.choose(3)]
    sentence = f"{depth} levels of nesting"
    if "json" in ways:
        for start, end in (('{"a": ', "}"), ("[", "]")):
            yield ByteFault(
                "deep nesting", "depth", sentence, (start * depth + "1" + end * depth).encode(), CONTENT_TYPES["json"]
            )
    if "xml-rpc" in ways:
        nested = "<value><array><data>" * 150 + "<value>1</value>" + "</data></array></value>" * 150
        root = "methodCall" if name.endswith(".request") else "methodResponse"
        body = f"<{root}><methodName>x</methodName><params><param>{nested}</param></params></{root}>"
        yield ByteFault("deep nesting", "depth", "150 levels of nesting", body.encode(), CONTENT_TYPES["xml-rpc"])


def _too_large(name: str, message: Any, picks: Picks) -> Iterator[ByteFault]:
    limit = _limit(name)
    ways = encodings(name)
    if limit is not None and limit <= _LARGEST_MADE:
        for encoding in ("json", "xml-rpc", "form"):
            if encoding in ways:
                body = written(name, message, encoding)[0] if is_object(message) else b"{}"
                sentence = f"more than {limit} bytes"
                yield ByteFault("too large", "size", sentence, body.ljust(limit + 1, b" "), CONTENT_TYPES[encoding])
                break
    for encoding in ("query", "form"):
        if encoding in ways:
            body = _many_fields()
            yield ByteFault(
                "too large", "size", "10,001 fields", body, CONTENT_TYPES[encoding], query=encoding == "query"
            )


@cache
def _many_fields() -> bytes:
    return "&".join(f"n{index}=1" for index in range(10_001)).encode()


@cache
def _limit(name: str) -> int | None:
    from ..operations import CALLBACKS, OPERATIONS

    plain, _, part = name.rpartition(".")
    if part == "request" and plain in OPERATIONS:
        return OPERATIONS[plain].body_limit
    return ANSWER_LIMIT if part == "response" and plain in CALLBACKS else None


def _example(name: str, message: Any, encoding: str) -> tuple[bytes, str | None]:
    if encoding == "json" and not is_object(message) and not is_array(message) and not isinstance(message, str):
        return b'"abc"', CONTENT_TYPES["json"]
    return written(name, message, encoding)


def _members(message: Any) -> list[tuple[str, Any]]:
    return list(message.items()) if is_object(message) else []


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_SOURCES: dict[str, _Source] = {
    "duplicate keys": _duplicate_keys,
    "truncated bytes": _truncate,
    "mis-encoded bytes": _mis_encode,
    "wrong content type": _mislabel,
    "XML entity bomb": _bomb,
    "deep nesting": _deep,
    "too large": _too_large,
}
