"""Redaction of bodies in place: only values change, so that what is wrong with the form of a message stays wrong.

A body is not read and written anew: doubled names, blanks, an end that is missing and numbers in quotes are what a
recording is asked for later.
"""

from __future__ import annotations

import json
import re
from html import unescape
from unicodedata import category
from urllib.parse import quote_plus, unquote_plus
from xml.sax.saxutils import escape

from ...contracts.character_sets import character_set, codec
from ...contracts.decoding_body import media_type
from ...contracts.quick_dataclasses import dataclass
from .member_kinds import Kind, kind_of
from .redaction import TextRedaction

_JSON = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")(?P<colon>\s*:)?|(?P<open>[{\[])|(?P<close>[}\]])|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<other>[^\"{}\[\]\d-]+|.)",
    re.DOTALL,
)
_XML = re.compile(r"(?P<tag><!\[CDATA\[.*?\]\]>|<[^<>]*>)|(?P<text>[^<]+)", re.DOTALL)
_TAG = re.compile(r"<\s*(/?)\s*([\w:.-]+)")
_TYPES = frozenset(
    ("string", "int", "i4", "i8", "double", "boolean", "base64", "value", "data", "array", "nil", "param")
)
_CDATA = "<![CDATA["
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_PART_NAME = re.compile(r'name="([^"]*)"', re.IGNORECASE)
_BINARY = ("image/", "font/", "video/", "application/octet-stream", "application/zip", "application/pdf")
_NESTED_LEVELS = 6
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What stands in no text, but in compressed bytes."""


def _could_be_text(text: str, codec_name: str) -> bool:
    """False for what only looks like text because its character set has a letter for any byte: packed bytes."""
    if codec_name.startswith(("utf-16", "utf-32")):
        return not any(category(character) in ("Cn", "Co") for character in text)
    return codec_name == "utf-8" or _NO_TEXT.search(text) is None


@dataclass(frozen=True, slots=True)
class Redacted:
    """A body as it may be written. ``missing`` says why it may not be: then ``body`` is empty."""

    body: bytes
    missing: str = ""


class BodyRedaction:
    """Redacts bodies of every form with one ``TextRedaction``."""

    def __init__(self, texts: TextRedaction) -> None:
        self.texts = texts

    def body(self, body: bytes, content_type: str) -> Redacted:
        """A plain body (not compressed)."""
        if not body:
            return Redacted(body)
        media = media_type(content_type)
        if media.startswith("audio/") or body[:3] == b"ID3" or body[:2] in (b"\xff\xf3", b"\xff\xfb", b"\xff\xf2"):
            if self.texts.keep_personal:
                return Redacted(body)
            return Redacted(b"", f"a recording of {len(body):,} bytes, which is a person's voice")
        if media.startswith(_BINARY):
            return Redacted(b"", f"{media}, {len(body):,} bytes, in which nothing can be redacted")
        name = character_set(body, content_type)
        found = codec(name)
        try:
            if found is None:
                raise LookupError(name)
            text = body.decode(found.name)
            if not _could_be_text(text, found.name):
                raise LookupError(name)
        except (UnicodeDecodeError, LookupError):
            return Redacted(b"", f"{len(body):,} bytes that are no {name[:40]}, in which nothing can be redacted")
        return Redacted(self.text(text, content_type).encode(found.name, "replace"))

    def text(self, text: str, content_type: str = "") -> str:
        """A body that is text, by how it looks before how it is labelled."""
        media = media_type(content_type)
        start = text.lstrip("\ufeff \t\r\n")[:1]
        if media.startswith("multipart/"):
            return self.multipart(text)
        if start in ("{", "["):
            return self.json(text)
        if start == "<":
            return self.xml(text)
        if media == "application/x-www-form-urlencoded" or _looks_like_fields(text):
            return self.fields(text)
        return self.texts.plain(text)

    # ---- JSON --------------------------------------------------------------------------------------------

    def json(self, text: str, kind: Kind = "known", level: int = 0) -> str:
        """JSON, whole or not; ``kind`` is what the values are that stand under no name."""
        kinds: list[Kind] = [kind]
        awaited: Kind | None = None
        written: list[str] = []
        for found in _JSON.finditer(text):
            part = found[0]
            if found["text"] is not None:
                if found["colon"] is not None:
                    named = kind_of(_unquote(found["text"]))
                    awaited = "content" if kinds[-1] == "content" else named
                    if named == "unknown":
                        part = self._json_name(found["text"]) + found["colon"]
                else:
                    part = self._json_text(found["text"], awaited or kinds[-1], level)
                    awaited = None
            elif found["open"] is not None:
                kinds.append((awaited or kinds[-1]) if part == "[" or (awaited or kinds[-1]) == "content" else "known")
                awaited = None
            elif found["close"] is not None:
                if len(kinds) > 1:
                    kinds.pop()
                awaited = None
            elif found["number"] is not None:
                part = self._json_number(part, awaited or kinds[-1])
                awaited = None
            elif part.strip(" \t\r\n,"):
                awaited = None
            written.append(part)
        return "".join(written)

    def _json_text(self, literal: str, kind: Kind, level: int) -> str:
        value = _unquote(literal)
        if value[:1] in ("{", "[") and level < _NESTED_LEVELS:
            redacted = self.json(value, kind, level + 1)
        else:
            redacted = self.texts.of_kind(kind, value)
        return literal if redacted == value else json.dumps(redacted, ensure_ascii=literal.isascii())

    def _json_name(self, literal: str) -> str:
        """A name that no contract has may be a phone number itself."""
        name = _unquote(literal)
        redacted = self.texts.plain(name)
        return literal if redacted == name else json.dumps(redacted, ensure_ascii=literal.isascii())

    def _json_number(self, digits: str, kind: Kind) -> str:
        if len(digits) < 4 or not digits.isdigit() or kind in ("unknown", "label", "person", "words"):
            return self.texts.plain(digits) if len(digits) > 8 and digits.isdigit() else digits
        redacted = self.texts.of_kind(kind, digits)
        if not redacted.isdigit():
            return digits
        return redacted if redacted[0] != "0" else f"1{redacted[1:]}"

    # ---- forms and queries -------------------------------------------------------------------------------

    def fields(self, text: str) -> str:
        """A form or a query string. What is not changed stays as it was encoded."""
        return "&".join(self._field(pair) for pair in text.split("&"))

    def _field(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return self.texts.plain(pair)
        plain = unquote_plus(value)
        redacted = self.under(unquote_plus(name), plain)
        return pair if redacted == plain else f"{name}={quote_plus(redacted)}"

    def under(self, name: str, value: str) -> str:
        """What stands under a field's name, ``search[phones][0]`` too."""
        steps = [step for step in _BRACKET.findall(name) if step and not step.isdigit()]
        kind = kind_of(steps[-1] if steps else name.partition("[")[0])
        if kind_of(name.partition("[")[0]) == "content":
            kind = "content"
        return self.json(value, kind) if value[:1] in ("{", "[") else self.texts.of_kind(kind, value)

    # ---- XML and HTML ------------------------------------------------------------------------------------

    def xml(self, text: str) -> str:
        """XML-RPC (names stand in ``<name>``), any other XML or HTML (elements are names)."""
        written: list[str] = []
        tag = member = ""
        within: list[Kind] = []
        for found in _XML.finditer(text):
            part = found[0]
            if part.startswith(_CDATA):
                part = _CDATA + self._xml_text(part[len(_CDATA) : -3], tag, member, within) + "]]>"
            elif found["tag"] is not None:
                if (named := _TAG.match(part)) is not None:
                    tag = "" if named[1] else named[2]
                    if named[2] == "struct" and not part.endswith("/>"):
                        _step(within, named[1], member)
                part = self.texts.plain(part) if "=" in part else part
            elif tag == "name":
                member = unescape(part).strip()
            elif part.strip():
                plain = unescape(part)
                redacted = self._xml_text(plain, tag, member, within)
                part = part if redacted == plain else escape(redacted)
            written.append(part)
        return "".join(written)

    def _xml_text(self, text: str, tag: str, member: str, within: list[Kind]) -> str:
        if "content" in within:
            return self.texts.of_kind("content", text)
        named = member if tag in _TYPES else tag
        kind: Kind = kind_of(named) if named else "words"
        if kind == "unknown" and tag not in _TYPES:
            kind = "words"  # a paragraph of a page
        return self.json(text, kind) if text.lstrip()[:1] in ("{", "[") else self.texts.of_kind(kind, text)

    # ---- multipart ---------------------------------------------------------------------------------------

    def multipart(self, text: str) -> str:
        boundary = text.lstrip().partition("\n")[0].rstrip("\r")
        if not boundary.startswith("--"):
            return self.texts.plain(text)
        return boundary.join(self._part(part) for part in text.split(boundary))

    def _part(self, part: str) -> str:
        for end in ("\r\n\r\n", "\n\n"):
            head, between, value = part.partition(end)
            named = _PART_NAME.search(head)
            if between and named:
                tail = "\r\n" if value.endswith("\r\n") else ""
                inner = value.removesuffix("\r\n")
                kept = "…" if "filename=" in head else self.under(named[1], inner)
                return f"{head}{between}{kept}{tail}"
        return self.texts.plain(part)


def _step(within: list[Kind], closing: str, member: str) -> None:
    if not closing:
        within.append(kind_of(member) if member else "known")
    elif within:
        within.pop()


def _unquote(literal: str) -> str:
    try:
        value: str = json.loads(literal, strict=False)
    except ValueError:
        return literal[1:-1]
    return value


def _looks_like_fields(text: str) -> bool:
    head = text[:200]
    return "=" in head and head[:1].isalpha() and " " not in head.partition("=")[0]
