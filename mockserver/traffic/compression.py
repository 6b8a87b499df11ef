"""Bodies as they are without their compression: by their bytes, because recordings keep the header either way."""

from __future__ import annotations

import gzip
import zlib

MOST_BYTES = 64 * 1024 * 1024
"""Of one body, uncompressed: a bomb is not unpacked."""

_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class Compressed(Exception):
    """A body that cannot be unpacked here. The message says why, for people."""


def plain(body: bytes, content_encoding: str) -> bytes:
    """The body unpacked, itself when it is plain already. Raises ``Compressed``."""
    wanted = content_encoding.strip().lower()
    if body.startswith(_GZIP):
        return _inflated(body, 31, "gzip")
    if body.startswith(_ZSTANDARD):
        raise Compressed("it is compressed with zstd, which is not read here")
    if not wanted or wanted in ("identity", "gzip", "x-gzip") or _is_text(body):
        return body
    if wanted == "deflate":
        for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                return _inflated(body, bits, "deflate")
            except Compressed:
                continue
    raise Compressed(f"it is compressed with {wanted[:40]}, which is not read here")


def _inflated(body: bytes, bits: int, name: str) -> bytes:
    unpacking = zlib.decompressobj(bits)
    try:
        found = unpacking.decompress(body, MOST_BYTES + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise Compressed(f"it is no {name}: {error}") from None
    if len(found) > MOST_BYTES:
        raise Compressed(f"it is larger than {MOST_BYTES:,} bytes")
    if not unpacking.eof:
        raise Compressed(f"its {name} ends too early")
    return found


def _is_text(body: bytes) -> bool:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\r\n" for character in text[:1000])
