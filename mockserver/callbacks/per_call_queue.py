"""Attempts on other threads: one at a time for each call, so that its messages arrive in their order, and a
bounded number for the organization, so that one dead server does not take all the process's threads.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable

from .pool import delivering

IN_FLIGHT = 8
"""Attempts under way at once for one organization, unless its queues say otherwise (``limit``)."""


class PerCallQueues:
    """One organization's. ``lock`` is the organization's, ``attempt`` is called without it."""

    def __init__(self, lock: threading.RLock, attempt: Callable[[int], object]) -> None:
        self._changed = threading.Condition(lock)
        self._attempt = attempt
        self._queues: dict[str, deque[int]] = {}
        self._ready: deque[str] = deque()
        self._running = 0
        self.limit = IN_FLIGHT

    def put(self, due: Iterable[tuple[str, int]]) -> None:
        """Call and number of what is to be attempted. The lock is held."""
        for call_id, number in due:
            queue = self._queues.get(call_id)
            if queue is None:
                self._queues[call_id] = deque((number,))
                self._ready.append(call_id)
            else:
                queue.append(number)
        self._fill()

    def wait_for(self, call_id: str) -> None:
        """Returns when nothing of that call is under way on another thread."""
        if not self._queues:
            return
        with self._changed:
            self._changed.wait_for(lambda: call_id not in self._queues)

    def drain(self, seconds: float | None) -> bool:
        """Waits until nothing is under way or waiting, so many real seconds at most (``None``: as long as it
        takes). Returns whether there was anything.
        """
        with self._changed:
            if not self._queues:
                return False
            self._changed.wait_for(lambda: not self._queues, seconds)
            return True

    def clear(self) -> None:
        """Forgets what has not begun. The lock is held."""
        self._ready.clear()
        for queue in self._queues.values():
            queue.clear()
        self._changed.notify_all()

    def _fill(self) -> None:
        while self._ready and self._running < self.limit:
            self._running += 1
            call_id = self._ready.popleft()
            delivering().submit(lambda call_id=call_id: self._work(call_id))

    def _work(self, call_id: str) -> None:
        try:
            with self._changed:
                queue = self._queues.get(call_id)
                number = queue.popleft() if queue else None
            if number is not None:
                self._attempt(number)
        finally:
            with self._changed:
                self._running -= 1
                if self._queues.get(call_id):
                    self._ready.append(call_id)
                else:
                    self._queues.pop(call_id, None)
                self._fill()
                self._changed.notify_all()
