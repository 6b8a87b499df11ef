"""Keeps realtime and scaled organizations going: one thread that wakes when the next thing is due."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING

from ..tenancy.registry import Registry
from ..wire.console import log

if TYPE_CHECKING:
    from ..tenancy.tenants import Tenant

LONGEST_SLEEP = 3600.0
SLICE_STEPS = 2_000
STORAGE_RETRY_SECONDS = 1.0
"""How soon an organization whose database cannot be written tries again."""
EARLIER_SECONDS = 0.001
"""What is due no more than that before the next round is as good as due then. The two clocks that say so are read one
after the other: without room between them, each use of an organization would seem to bring something earlier.
"""


class Ticker:
    """``start`` and ``stop``; organizations tell it through ``Registry.on_change`` when something is new."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._wake = threading.Event()
        self._stopped = False
        self._planned = math.inf
        self._thread = threading.Thread(target=self._run, name="voicenter-ticker", daemon=True)
        registry.on_change = self.wake

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=1)

    def wake(self, tenant: Tenant) -> None:
        """Something may be due earlier than thought. Called after every use of an organization, under its lock."""
        delay = tenant.next_wall_delay()
        if delay is not None and time.monotonic() + delay < self._planned - EARLIER_SECONDS:
            self._wake.set()

    def _run(self) -> None:
        while not self._stopped:
            self._planned = math.inf  # whatever becomes due while the round lasts is looked at again
            delay = LONGEST_SLEEP
            for tenant in self._registry.all():
                if tenant.clock.mode == "manual":
                    continue
                try:
                    delay = min(delay, self._step(tenant))
                except Exception:
                    log.exception("organization %s could not go on", tenant.id)
            self._planned = time.monotonic() + delay
            self._wake.wait(delay)
            self._wake.clear()

    def _step(self, tenant: Tenant) -> float:
        """Runs what is due and says how long until the next thing is."""
        if tenant.advances.running or not tenant.lock.acquire(timeout=0.01):
            return 0.005
        try:
            if tenant.catch_up(SLICE_STEPS):
                delay = tenant.next_wall_delay()
                return LONGEST_SLEEP if delay is None else delay
            if tenant.storage.error is not None:
                return STORAGE_RETRY_SECONDS
            return LONGEST_SLEEP if tenant.stands else 0.0
        finally:
            tenant.lock.release()
