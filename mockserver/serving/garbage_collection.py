"""Garbage collection for a server that runs for months, in pauses that nobody notices.

Python's collector looks through everything that is kept, again and again: with an organization that has filled its
limits that takes a third of a second, in which nobody gets an answer. What is kept here is freed when nothing refers
to it any more; the collector is needed for rings only. So what has lasted a while is taken out of its sight, and all
is looked through only when there is much more of that than the last time, as when organizations came and went.
"""

from __future__ import annotations

import gc
import sys
import threading

INTERVAL_SECONDS = 10.0
LOADED_SECONDS = 1.0
"""So long after its start a server has imported what it answers with."""
GROWTH = 1.25
"""How many times as much memory as after the last full collection brings the next one: Python's own measure."""
SPARE_BLOCKS = 150_000
"""So many more blocks of memory are never worth one. An object has one to three."""


class GarbageCollection:
    """``start`` and ``stop``; for a process that is the server and nothing else.

    ``interval_seconds`` is the time between two steps: the longer, the more each has to look through. What there is
    once a server has loaded is left alone (``keep``). Only with ``spare_blocks`` of memory more than the last time (and
    ``GROWTH``) everything is looked through. ``alone``: from ``start`` to ``stop`` Python itself collects nothing, so
    that no other look falls between two steps.
    """

    def __init__(
        self, *, interval_seconds: float = INTERVAL_SECONDS, spare_blocks: int = SPARE_BLOCKS, alone: bool = False
    ) -> None:
        self._interval_seconds = interval_seconds
        self._spare_blocks = spare_blocks
        self._alone = alone
        self._after_full = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="voicenter-collection", daemon=True)

    def start(self) -> None:
        if self._alone:
            gc.disable()
            gc.collect()
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._alone:
            gc.enable()

    def keep(self) -> None:
        """Puts what is there out of sight without a look: a server's modules and its first organizations stay, and to
        look through them in the first step stopped everybody for twice 40 ms.
        """
        gc.freeze()
        self._after_full = sys.getallocatedblocks()

    def step(self) -> None:
        """Collects what has come since the last step, and puts what is left of that out of sight."""
        gc.collect(0 if self._alone else 2)  # what has come since then is still in Python's first generation
        gc.freeze()
        # Not gc.get_freeze_count(): that goes through all of them, which takes as long as the collection does.
        if sys.getallocatedblocks() > GROWTH * self._after_full + self._spare_blocks:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._after_full = sys.getallocatedblocks()

    def _run(self) -> None:
        if not self._alone and not self._stopped.wait(LOADED_SECONDS):
            self.keep()
        while not self._stopped.wait(self._interval_seconds):
            self.step()
