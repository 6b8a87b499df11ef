"""What a body is, whoever reads it: JSON, a form or XML-RPC, by how it looks before how it is labelled.

Deployed clients send JSON as ``text/plain`` or as a form, and forms as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from .decoding_fields import read_fields
from .decoding_json import Unreadable, read_json, utf_8
from .operations.model import Encoding
from .quick_dataclasses import dataclass
from .sentences import NOTHING, Sentence, alternatives

_FORM = re.compile(rb"[A-Za-z][\w.\-%+\[\]]{,199}=")
"""How the body of a form begins, and nothing else that anybody sends."""
_ESCAPED_JSON = re.compile(rb"%(7B|5B)", re.IGNORECASE)
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_FOUND: Mapping[str, str] = {
    "xml-rpc": Sentence.of("XmlOrHtml", "XML or HTML"),
    "json": "JSON",
    "form": Sentence.of("AForm", "a form"),
    "query": Sentence.of("AQueryString", "a query string"),
}
_COMPRESSED: Mapping[bytes, str] = {
    b"\x1f\x8b": "gzip", b"x\x9c": "deflate", b"x\xda": "deflate", b"\x28\xb5\x2f\xfd": "zstd",
}  # fmt: skip
"""How compressed bytes begin, and no text does in UTF-8. Brotli has no such beginning."""
_WRITTEN: Mapping[str, str] = {**_FOUND, "form": Sentence.of("Form", "form"), "xml-rpc": "XML-RPC"}


@dataclass(frozen=True, slots=True)
class Body:
    """``value`` is a JSON value, the members of a form as text, or an ``XmlRpc`` message."""

    encoding: Encoding
    value: Any


def read_body(body: bytes, content_type: str, encodings: Collection[str]) -> Body:
    """Reads a body that is not blank, in whichever of the encodings it is written. Raises ``Unreadable``."""
    _refuse_compressed(body)
    encoding = encoding_of(body, content_type, encodings)
    refuse_unless(encoding, encodings, escaped_json(body))
    if encoding == "json":
        return Body(encoding, read_json(utf_8(body, "JSON")))
    if encoding == "form":
        return Body(encoding, read_fields(body.strip(b"\r\n"), "form", content_type))
    from .decoding_xml_rpc import read_xml_rpc

    return Body(encoding, read_xml_rpc(body, content_type))


def is_blank(body: bytes) -> bool:
    return not body.strip(_BLANKS)


def encoding_of(body: bytes, content_type: str, encodings: Collection[str]) -> Encoding:
    """What the body looks like; where it looks like nothing, what its content type says, or what is expected."""
    media = media_type(content_type)
    start = body.lstrip(_BLANKS)[:1]
    if media.startswith("multipart/"):
        return "form"
    if start in (b"{", b"["):
        return "json"
    if start == b"<":
        return "xml-rpc"
    if _FORM.match(body):
        return "form"
    if "xml" in media:
        return "xml-rpc"
    if "json" in media:
        return "json"
    if "form" in encodings or (media == "application/x-www-form-urlencoded" and start):
        return "form"
    return "json" if "json" in encodings else "xml-rpc" if "xml-rpc" in encodings else "form"


def escaped_json(body: bytes) -> Sentence:
    """A hint where a client has made a form of JSON text, as those do that escape whatever they are given."""
    if not _ESCAPED_JSON.match(body):
        return NOTHING
    return Sentence.of(
        "EscapedJson", "it is JSON text, escaped as the name of a field: send it as it is, with application/json"
    )


def _refuse_compressed(body: bytes) -> None:
    for start, compression in _COMPRESSED.items():
        if body.startswith(start):
            sentence = Sentence.of(
                "Compressed", "It is compressed ({compression}); expected as it is.", compression=compression
            )
            raise Unreadable("encoding", sentence)


def media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def refuse_unless(encoding: Encoding, encodings: Collection[str], hint: Sentence = NOTHING) -> None:
    """Raises ``Unreadable`` (``content-type``) for an encoding that is not among those that are read."""
    if encoding not in encodings:
        sentence = Sentence.of(
            "OtherEncoding", "This is {found}; expected {expected}.",
            found=_FOUND[encoding], expected=describe_encodings(encodings),
        )  # fmt: skip
        raise Unreadable("content-type", sentence, hint=hint)


def describe_encodings(encodings: Collection[str]) -> Sentence:
    """How something may be written, for people."""
    return alternatives(tuple(_WRITTEN.get(encoding, encoding) for encoding in encodings))
