"""How an organization's simulated time relates to the wall: not at all, one to one, or scaled.

This is the only place that reads the wall clock for an organization. ``time.time`` is looked up at each call,
so that a frozen clock (freezegun, time-machine) is followed.
"""

from __future__ import annotations

import time
from typing import Literal

from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.scheduler import LATEST

Mode = Literal["manual", "realtime", "scaled"]
PRESENT_SECONDS = 60.0
"""So much earlier or later than the wall clock may be what somebody calls now: some round to the minute."""


@dataclass(slots=True)
class Clock:
    """``reach(simulated)`` is up to which simulated moment the exchange may run now."""

    mode: Mode
    speed: float = 1.0
    _wall: float = 0.0
    _simulated: float = 0.0

    @classmethod
    def start(cls, mode: Mode, simulated: float, speed: float = 1.0) -> Clock:
        clock = cls(mode, 1.0 if mode == "realtime" else speed)
        clock.anchor(simulated)
        return clock

    def anchor(self, simulated: float) -> None:
        """From now on, this simulated moment is the present."""
        self._wall = time.time()
        self._simulated = simulated

    def reach(self, simulated: float) -> float:
        if self.mode == "manual":
            return simulated
        return max(simulated, min(LATEST, self._simulated + (time.time() - self._wall) * self.speed))

    def means_present(self, moment: float, simulated: float) -> bool:
        """Whether somebody who reads the wall clock means the simulated present by this moment.

        Who advances an organization that began at the present makes it later there than the code under test knows:
        what that code calls now, give or take ``PRESENT_SECONDS``, is to mean the organization's. A moment between
        the two is a moment: the end of a window that somebody pages by.
        """
        wall = time.time()
        return abs(moment - wall) <= PRESENT_SECONDS and wall < simulated

    def wall_seconds_until(self, moment: float, simulated: float) -> float | None:
        """Real seconds until a simulated moment is reached; ``None`` under the manual clock."""
        if self.mode == "manual":
            return None
        return max(0.0, (moment - self.reach(simulated)) / self.speed)


def parse(text: str) -> tuple[Mode, float]:
    """``realtime``, ``manual`` or a factor such as ``60``. Raises ``ValueError`` saying what is accepted."""
    if text == "manual":
        return "manual", 1.0
    if text == "realtime":
        return "realtime", 1.0
    try:
        speed = float(text.removesuffix("x"))
    except ValueError:
        speed = 0.0
    if not 0 < speed <= 1_000_000:
        raise ValueError(f"{text!r} is no clock; take realtime, manual, or a speed between 0 and 1000000 such as 60")
    return "scaled", speed
