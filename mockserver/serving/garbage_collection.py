"""Garbage collection for a server that runs for months, in pauses that nobody notices.

Python's collector looks through everything that is kept, again and again: with an organization that has filled its
limits that takes a third of a second, in which nobody gets an answer. What is kept here is freed when nothing refers
to it any more; the collector is needed for rings only. So what has lasted a while is taken out of its sight, and all
is looked through only when there is much more of that than the last time, as when organizations came and went.
"""

from __future__ import annotations

import gc
import threading

INTERVAL_SECONDS = 10.0
GROWTH = 1.25
"""How many times as many objects as after the last full collection bring the next one: Python's own measure."""
SPARE_OBJECTS = 50_000
"""So many more are never worth one."""


class GarbageCollection:
    """``start`` and ``stop``; for a process that is the server and nothing else."""

    def __init__(self) -> None:
        self._after_full = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="voicenter-collection", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def step(self) -> None:
        """Collects what has come since the last step, and puts what is left of that out of sight."""
        gc.collect()
        gc.freeze()
        if gc.get_freeze_count() > GROWTH * self._after_full + SPARE_OBJECTS:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._after_full = gc.get_freeze_count()

    def _run(self) -> None:
        while not self._stopped.wait(INTERVAL_SECONDS):
            self.step()
