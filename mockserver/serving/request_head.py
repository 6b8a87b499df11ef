"""The head of a request before the HTTP parser sees it: what real clients send and parsers refuse, made readable.

Pure functions from bytes to bytes. A request line may hold blanks and bytes beyond ASCII (curl, PHP, Perl and Java's
``HttpURLConnection`` send a Hebrew name as it stands): they become their percent-encoding. An ``Upgrade`` that this
server does not take is left out, because it is to be ignored (RFC 9110 §7.8) and parsers end the message there, without
its body.
"""

from __future__ import annotations

import re
from typing import Final

from ...contracts.sentences import NOTHING, Sentence

HEAD_LIMIT: Final = 64 * 1024
"""Bytes of a request line and its headers."""
HEADER_LIMIT: Final = 256
"""Headers of one request."""
SHOWN_LINE: Final = 200
"""So much of a line that cannot be read is shown."""

_READABLE_LINE: Final = re.compile(rb"[A-Z]{3,16} [!-~]+ HTTP/1\.[01]\r\n")
_BEGINNING: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}(?: |\Z)")
_LINE: Final = re.compile(
    rb"(?P<method>[A-Z]{3,16})[ \t]+(?P<target>/.*?|https?://.*?)[ \t]+(?P<version>HTTP/1\.[01])\Z"
)
_NOT_IN_URLS: Final = re.compile(rb"[^!-~]")
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_UPGRADE: Final = re.compile(rb"(?<=\n)upgrade[ \t]*:([^\r\n]*)\r\n", re.IGNORECASE)
_OTHER_ENDS: Final = (b"\n\n", b"\n\r\n")
"""Clients that end lines with a line feed alone are not waited for: the parser says what it thinks of that."""
_TLS_RECORD: Final = b"\x16\x03"
_HTTP2: Final = b"PRI * HTTP/2.0"

HINT: Final = Sentence.of(
    "RequestLineEncoded",
    "the request line held blanks or bytes beyond ASCII, which were read as their percent-encoding: "
    "encode the URL (UTF-8, then %D7%90 for each byte)",
)


def end_of_head(data: bytes, start: int = 0) -> int:
    """Where the body begins; -1 when the head is not complete. Nothing is looked for before ``start``."""
    start = max(0, start - 3)
    end = data.find(b"\r\n\r\n", start)
    if end >= 0:
        return end + 4
    for mark in _OTHER_ENDS:
        end = data.find(mark, start)
        if end >= 0:
            return end + len(mark)
    return -1


def may_begin(data: bytes) -> bool:
    """Whether this can be the beginning of a request: a method, or a part of one. Not TLS, for instance."""
    return _BEGINNING.match(data) is not None


def readable(head: bytes) -> tuple[bytes, Sentence]:
    """A complete head as the parser takes it, and a hint when a URL was encoded for that (else empty).

    What cannot be made readable stays as it is, for the parser to refuse.
    """
    hint = NOTHING
    if not _READABLE_LINE.match(head):
        head, hint = _with_encoded_target(head)
    if b"pgrade" in head or b"PGRADE" in head:
        head = _with_upgrade_decided(head)
    return head, hint


def _with_encoded_target(head: bytes) -> tuple[bytes, Sentence]:
    line, separator, rest = head.partition(b"\r\n")
    match = _LINE.match(line)
    if match is None or _CONTROLS.search(line):
        return head, NOTHING
    target = match["target"].rstrip(b" \t")
    encoded = _NOT_IN_URLS.sub(lambda found: b"%%%02X" % found[0][0], target)
    line = b" ".join((match["method"], encoded, match["version"]))
    return line + separator + rest, HINT if encoded != target else NOTHING


def _with_upgrade_decided(head: bytes) -> bytes:
    """Of what a client offers to change to, only a websocket stays, and only on a GET."""
    offered = [offer.strip().lower() for value in _UPGRADE.findall(head) for offer in value.split(b",")]
    if not offered:
        return head
    head = _UPGRADE.sub(b"", head)
    if b"websocket" not in offered or not head.startswith(b"GET "):
        return head
    return head[:-2] + b"upgrade: websocket\r\n\r\n"


def reason(beginning: bytes, parser_says: Sentence) -> Sentence:
    """Why what came cannot be read, in one sentence."""
    if beginning.startswith(_TLS_RECORD):
        return Sentence.of(
            "ThisIsTls", "this is TLS, and this port speaks plain HTTP: say http://, or start serve with --tls"
        )
    if beginning.startswith(_HTTP2):
        return Sentence.of("ThisIsHttp2", "this is HTTP/2, and this server speaks HTTP/1.1")
    if beginning.startswith(b"CONNECT "):
        return Sentence.of("NoProxy", "this server is no proxy that connects to others")
    why = parser_says
    if not why.message:  # the parser's own words begin as a sentence does
        why = Sentence(why[:1].lower() + why[1:200])
    return Sentence.of("NoHttpRequest", "this is no HTTP request that can be read: {why}", why=why)


def first_line(beginning: bytes) -> str:
    """The first line as ASCII on one line, cut at a length; what is not printable is written as ``\\x16``."""
    line = beginning[: SHOWN_LINE + 1].splitlines()[0] if beginning else b""
    printable = line[:SHOWN_LINE].decode("latin-1").encode("unicode_escape").decode("ascii")
    return printable + ("…" if len(line) > SHOWN_LINE else "")
