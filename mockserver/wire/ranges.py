"""The ``Range`` header of HTTP (RFC 9110 §14), as far as one range goes."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\Z", re.IGNORECASE)


def parse_range(header: str, length: int) -> tuple[int, int] | None:
    """The part of ``length`` bytes that is wanted, from start to before end; an empty part when there is no such
    part. ``None`` for a header that may be ignored: another unit, several ranges, nonsense.
    """
    match = _RANGE.match(header.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        last = min(int(match[2]), length)
        return length - last, length
    start = int(match[1])
    if match[2] and int(match[2]) < start:
        return None
    end = min(int(match[2]) + 1, length) if match[2] else length
    return (start, end) if start < length else (length, length)
