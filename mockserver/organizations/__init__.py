"""Organizations as documents: reading them, checking them, copying them; and the one that ships, ``demo``.

What reads documents is imported with the first one that is not ``demo``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ..telephony.model.directory import Directory

if TYPE_CHECKING:
    from .document import DocumentError, check_id, describe, instantiate, load, loads, read

__all__ = ["DocumentError", "check_id", "demo", "describe", "instantiate", "load", "loads", "read"]


def demo() -> Directory:
    """The demo organization, whose codes, numbers and names never change: see ``demo.yaml``.

    It is the one in ``demo_directory.py``, which takes a tenth of the time to make; a test compares the two.
    """
    from .demo_directory import DEMO

    return DEMO


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module(f"{__name__}.document"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
