"""In which character set a body is written: by its mark, its XML declaration, or its content type."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARATION = re.compile(rb"""\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)""")
_PARAMETER = re.compile(r""";\s*charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_ALIASES = {
    "iso-8859-8-i": "iso8859-8",  # RFC 1556: the same characters, and Hebrew in the order in which it is read
    "iso-8859-8-e": "iso8859-8",
    "logical": "iso8859-8",
}
_NO_CHARACTER_SETS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "mbcs", "oem"))


def character_set(body: bytes, content_type: str) -> str:
    """The name that the body or its content type gives; ``utf-8`` when neither gives one.

    A mark of byte order counts most. Of a declaration in the XML and a ``charset`` in the header the declaration
    does: RFC 7303 §3 has it the other way round, but readers of XML are given bytes and see only the declaration,
    so that a header that contradicts it is nobody's intention.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    declared = _DECLARATION.match(body)
    if declared:
        return declared[1].decode("ascii")
    parameter = _PARAMETER.search(content_type)
    return parameter[1] if parameter else "utf-8"


@lru_cache(maxsize=64)
def codec(name: str) -> codecs.CodecInfo | None:
    """How a character set is read; ``None`` for one that nobody knows."""
    name = _ALIASES.get(name.lower(), name)
    try:
        found = codecs.lookup(name)
        "".encode(name)  # refuses what is a codec of something else than text
    except (LookupError, ValueError):
        return None
    return None if found.name.replace("_", "-") in _NO_CHARACTER_SETS else found


def readable_text(body: bytes, content_type: str) -> str:
    """The body as text to be shown to people: what cannot be read is replaced."""
    found = codec(character_set(body, content_type))
    return body.decode("utf-8" if found is None else found.name, "replace")
