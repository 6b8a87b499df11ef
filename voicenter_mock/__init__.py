"""voicenter-mock: a stateful fake of the Voicenter cloud phone system.

Three rooms, each loaded when it is first asked for: ``voicenter_mock.contracts`` (what the wire looks like),
``voicenter_mock.mockserver`` (the fake) and ``voicenter_mock.fixtures`` (what tests take off the shelf).

pytest imports this module in every session of everybody who has the package installed, so it imports nothing.
PYTEST_DONT_REWRITE: there is no assert here to rewrite, and no need to warn when it was imported earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from . import contracts, fixtures, mockserver

__version__ = "0.2.0"

__all__ = ["__version__", "contracts", "fixtures", "mockserver"]

_ROOMS = ("contracts", "fixtures", "mockserver")


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS:
        from importlib import import_module

        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS})
