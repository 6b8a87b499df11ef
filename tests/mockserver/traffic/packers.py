"""What packs a body for each coding of ``Content-Encoding``."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

import zstandard


def gzipped(body: bytes) -> bytes:
    """Without the moment, so that it is always the same."""
    return gzip.compress(body, mtime=0)


brotli: Any = import_module("brotli")  # it has no types
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzipped,
    "x-gzip": gzipped,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
