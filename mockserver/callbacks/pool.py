"""Threads for what takes other people's time. Daemons, so that a dead customer's server never holds the process."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import cache

from ..wire.console import log

IDLE_SECONDS = 5.0
DELIVERING, ASKING = 64, 64
Job = Callable[[], None]


class Pool:
    """At most ``limit`` threads, started when there is work and ended when there has been none for a while."""

    def __init__(self, limit: int, name: str) -> None:
        self.limit = limit
        self.start: Callable[[Job], object] = self._start_thread
        """How one of them begins, at once: whoever has work holds locks."""
        self._name = name
        self._jobs: deque[Job] = deque()
        lock = threading.Lock()
        self._wanted = threading.Condition(lock)
        self._done = threading.Condition(lock)
        self._threads = 0
        self._idle = 0
        self._busy = 0

    def submit(self, job: Job) -> None:
        """Runs the job as soon as a thread is free, first come first served. What it raises goes to the log."""
        with self._wanted:
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._wanted.notify()
            elif self._threads < self.limit:
                self._threads += 1
                self.start(self._work)

    def _start_thread(self, work: Job) -> None:
        threading.Thread(target=work, name=self._name, daemon=True).start()

    def drain(self, seconds: float) -> bool:
        """Waits until nothing is under way, so many real seconds at most. Returns whether that came about."""
        with self._done:
            return self._done.wait_for(lambda: not self._jobs and not self._busy, seconds)

    def _work(self) -> None:
        while True:
            with self._wanted:
                self._idle += 1
                found = self._wanted.wait_for(lambda: self._jobs, IDLE_SECONDS)
                self._idle -= 1
                if not found:
                    self._threads -= 1
                    return
                job = self._jobs.popleft()
                self._busy += 1
            try:
                job()
            except Exception:
                log.exception("a callback could not be recorded")
            finally:
                with self._done:
                    self._busy -= 1
                    self._done.notify_all()


@cache
def delivering() -> Pool:
    """What is told: one for the process, so that the number of messages on their way is bounded."""
    return Pool(DELIVERING, "voicenter-callback")


@cache
def asking() -> Pool:
    """What is asked: a call waits for it, so it never stands behind what is told."""
    return Pool(ASKING, "voicenter-question")
