"""Bodies as they are without their compression: by their bytes, because recordings keep the header either way."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

MOST_BYTES = 64 * 1024 * 1024
"""Of one body, uncompressed: a bomb is not unpacked."""

_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_EXTRA = "pip install 'voicenter-mock[record]'"
_MOST_CODINGS = 5
_SLICE, _WINDOW = 1024, 8 * 1024 * 1024
"""Bytes of zstd: what is unpacked at once, and the most that one may look back over HTTP (RFC 9659)."""


class Compressed(Exception):
    """A body that cannot be unpacked here. The message says why, for people."""


def plain(body: bytes, content_encoding: str) -> bytes:
    """The body unpacked, itself when it is plain already. Raises ``Compressed``.

    Where the header names a coding and the bytes are none of it, they are taken for what a tool has unpacked and left
    the header; those codings that do not begin in a way of their own must then be text.
    """
    codings = [coding for part in content_encoding.split(",") if (coding := part.strip().lower()) not in _NONE]
    for coding in reversed(codings[-_MOST_CODINGS:]):
        unpack = _CODINGS.get(coding)
        if not body.startswith(_BEGINNINGS.get(coding, b"")):
            continue
        try:
            if unpack is None:
                raise Compressed(f"it is compressed with {coding[:40]}, which is not read here")
            body = unpack(body)
        except Compressed:
            if coding in _BEGINNINGS or not _is_text(body):
                raise
    for _ in range(_MOST_CODINGS):  # packed without a header that says so
        if body.startswith(_GZIP):
            body = _gzip(body)
        elif body.startswith(_ZSTANDARD):
            body = _zstandard(body)
    if body.startswith((_GZIP, _ZSTANDARD)):
        raise Compressed(f"it is compressed more than {_MOST_CODINGS} times")
    return body


def _gzip(body: bytes) -> bytes:
    """One stream after the other: a file of gzip may have several."""
    found = bytearray()
    while body:
        if not body.startswith(_GZIP):
            raise Compressed("it is no gzip")
        piece, body = _inflate(body, zlib.MAX_WBITS | 16, "gzip", MOST_BYTES - len(found))
        found += piece
    return bytes(found)


def _deflate(body: bytes) -> bytes:
    """With the head of zlib, as the standard says, or without, as some write it (RFC 1950 §2.2)."""
    has_head = len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    found, rest = _inflate(body, zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS, "deflate", MOST_BYTES)
    if rest:
        raise Compressed("something stands behind its deflate")
    return found


def _inflate(body: bytes, bits: int, name: str, most: int) -> tuple[bytes, bytes]:
    """What one stream holds, and what stands behind it."""
    unpacking = zlib.decompressobj(bits)
    try:
        found = unpacking.decompress(body, most + 1)
    except zlib.error as error:
        raise Compressed(f"it is no {name}: {error}") from None
    if len(found) > most:
        raise Compressed(f"it is larger than {MOST_BYTES:,} bytes")
    if not unpacking.eof:
        raise Compressed(f"its {name} ends too early")
    return found, unpacking.unused_data


def _brotli(body: bytes) -> bytes:
    library = _library("brotli", "brotli")
    unpacking = library.Decompressor()
    try:
        found = unpacking.process(body, output_buffer_limit=MOST_BYTES + 1)
        done = unpacking.is_finished()
    except library.error as error:
        raise Compressed(f"it is no brotli: {str(error)[:100]}") from None
    except TypeError:  # older ones unpack without a limit
        raise Compressed(f"it is compressed with brotli, whose library is too old: {_EXTRA}") from None
    if len(found) > MOST_BYTES:
        raise Compressed(f"it is larger than {MOST_BYTES:,} bytes")
    if not done:
        raise Compressed("its brotli ends too early")
    return found


def _zstandard(body: bytes) -> bytes:
    """In slices that cannot become much, because the library knows no limit: a block has 128 KiB at most."""
    library = _library("zstandard", "zstd")
    unpacking: Any = None
    found, at = bytearray(), 0
    try:
        while at < len(body):
            if unpacking is None or unpacking.eof:
                unpacking = library.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
            piece = body[at : at + _SLICE]
            found += unpacking.decompress(piece)
            at += len(piece) - len(unpacking.unused_data)
            if len(found) > MOST_BYTES:
                raise Compressed(f"it is larger than {MOST_BYTES:,} bytes")
    except library.ZstdError as error:
        raise Compressed(f"it is no zstd: {error}") from None
    if unpacking is not None and not unpacking.eof:
        raise Compressed("its zstd ends too early")
    return bytes(found)


def _library(module: str, name: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise Compressed(f"it is compressed with {name}, which is read with {_EXTRA}") from None


def _is_text(body: bytes) -> bool:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\r\n" for character in text)


_NONE = ("", "identity")
_BEGINNINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "zstd": _ZSTANDARD}
_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}
