"""While an exchange runs, Python's garbage collector looks through what is young seldom.

What steps make lives on for thousands of steps (calls, events, records) and is freed when nothing refers to it any
more. The collector is needed for rings, which steps do not make; as often as it looks by itself it would take a fifth
of the time, and find nothing. Even one look at each thing takes a twentieth of it, so what many steps have made goes
among the old without one.
"""

from __future__ import annotations

import gc
import threading

YOUNG_OBJECTS = 200_000
"""So many new ones bring a look at them; Python's own number is 700."""
FEW_OBJECTS = 5_000
"""So many are looked through in no time: nothing was imported, as it was before."""
MANY_STEPS = 5_000
"""So many make some ten thousand objects."""
OTHERS_SHARE = 20
"""Where others have made an object in fewer steps than these meanwhile, in callbacks or requests, there may be rings
among what is young.
"""


class _SeldomCollected:
    """A context; several exchanges may run at once, on threads of their own. The last one to leave puts the
    collector's number back. A process that has set a higher one, or none at all, keeps it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = 0
        self._steps = self._by_others = self._young = 0

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._before, *others = gc.get_threshold()
                if 0 < self._before < YOUNG_OBJECTS:
                    gc.set_threshold(YOUNG_OBJECTS, *others)

    def __exit__(self, *_: object) -> None:
        self.leave(everything_stays=False)

    def leave(self, *, everything_stays: bool) -> None:
        """``everything_stays``: what is young goes among the old without a look, if the last one leaves."""
        with self._lock:
            self._inside -= 1
            if not self._inside and gc.get_threshold()[0] == YOUNG_OBJECTS:
                if everything_stays and young() > FEW_OBJECTS:
                    _put_among_old()
                gc.set_threshold(self._before, *gc.get_threshold()[1:])

    def count_steps(self, steps: int, young_before: int) -> None:
        """So many steps were taken, before which so many objects were young. When they have become many, what is young
        goes among the old without a look, unless much of it is others'.
        """
        self._steps += steps
        self._by_others += max(0, young_before - self._young)
        if self._steps >= MANY_STEPS:
            if OTHERS_SHARE * self._by_others <= self._steps and gc.get_threshold()[0] == YOUNG_OBJECTS:
                _put_among_old()
            self._steps = self._by_others = 0
        self._young = young()


def young() -> int:
    """How many objects Python's collector counts as new."""
    return gc.get_count()[0]


def _put_among_old() -> None:
    """What is young. A process that freezes objects, or collects none, has its own ways."""
    if gc.isenabled() and not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


SELDOM_COLLECTED = _SeldomCollected()


class _WhatStays:
    """The same around what is made for good, as an import is: Python would look through all of it right afterwards."""

    def __enter__(self) -> None:
        SELDOM_COLLECTED.__enter__()

    def __exit__(self, *_: object) -> None:
        SELDOM_COLLECTED.leave(everything_stays=True)


WHAT_STAYS = _WhatStays()
