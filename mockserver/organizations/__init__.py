"""Organizations as documents: reading them, checking them, copying them; and the one that ships, ``demo``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from ..telephony.model.directory import Directory
from .document import DocumentError, check_id, describe, instantiate, load, loads, read

__all__ = ["DocumentError", "check_id", "demo", "describe", "instantiate", "load", "loads", "read"]


@cache
def demo() -> Directory:
    """The demo organization, whose codes, numbers and names never change: see ``demo.yaml``.

    It is read from ``demo.json``, the same in a form that takes a tenth of the time; a test compares the two.
    """
    document = json.loads(Path(__file__).with_name("demo.json").read_text(encoding="utf-8"))
    return read(document, trusted=True)
