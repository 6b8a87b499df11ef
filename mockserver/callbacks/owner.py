"""Whose callbacks these are, as far as delivering them goes: an organization with its exchange, lock and clock."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import Protocol

from ..state.clock import Clock
from ..state.faults import Faults
from ..telephony.core.exchange import Exchange


class Owner(Protocol):
    """``use`` brings time up to date and holds the lock; ``lock`` alone only holds it. See ``Tenant``."""

    id: str
    lock: threading.RLock
    exchange: Exchange
    clock: Clock
    faults: Faults
    lenient: bool

    def use(self, *, written: bool = True) -> AbstractContextManager[Exchange]: ...

    def require_written(self) -> None: ...

    def clock_stood_still(self) -> None: ...

    def update_event_handlers(self) -> None:
        """A callback goes somewhere else, or anywhere at all: other events matter."""
