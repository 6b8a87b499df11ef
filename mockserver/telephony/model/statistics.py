"""What charts need of an exchange: calls, queue waits and campaigns over simulated time, in bounded memory.

Counts go into stretches of a second; a stretch that is over is added to a wider one, that to a wider one again, and
of each width a fixed number is kept. So the last minutes are known by the second and the last weeks by the hour,
whatever runs; and counting costs a few additions.
"""

from __future__ import annotations

import math
from dataclasses import field
from typing import Any, Final

from ....contracts.quick_dataclasses import dataclass
from .numbers import Real
from .rounding import to_milliseconds

WIDTHS: Final[tuple[tuple[int, int], ...]] = ((1, 600), (15, 480), (240, 540), (3600, 720))
"""Seconds of a stretch, and how many of them are kept: ten minutes, two hours, a day and a half, a month."""
MAXIMUM_ROWS = 500
_NICE = (1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1800, 3600, 7200, 14400, 43200, 86400)
_ROWS = 240
"""How many rows there are at most when nobody says how wide they shall be."""


@dataclass(slots=True)
class Stretch:
    """``calls`` is the most at once, ``left`` how many were up at its end. ``campaigns``: attempts that are over and
    those of them that were answered, by campaign code.
    """

    start: int
    calls: int = 0
    left: int = 0
    arrived: int = 0
    answered: int = 0
    abandoned: int = 0
    waits: int = 0
    wait_seconds: float = 0
    longest_wait: float = 0
    campaigns: dict[str, list[int]] = field(default_factory=dict)  # a tenth of what dict[…]() takes

    def merge(self, later: Stretch) -> None:
        """Adds what came after it: mostly a second in which one thing happened."""
        if later.calls > self.calls:
            self.calls = later.calls
        self.left = later.left
        if later.arrived:
            self.arrived += later.arrived
        if later.answered:
            self.answered += later.answered
        if later.abandoned:
            self.abandoned += later.abandoned
        if later.waits:
            self.waits += later.waits
            self.wait_seconds += later.wait_seconds
            self.longest_wait = max(self.longest_wait, later.longest_wait)
        if later.campaigns:
            for code, (dialled, answered) in later.campaigns.items():
                self.count(code, dialled, answered)

    def count(self, campaign: str, dialled: int, answered: int) -> None:
        """Adds so many attempts of a campaign."""
        counts = self.campaigns.get(campaign)
        if counts is None:
            self.campaigns[campaign] = [dialled, answered]
        else:
            counts[0] += dialled
            counts[1] += answered

    def as_data(self, start: float) -> dict[str, Any]:
        return {
            "from": start,
            "most_calls": self.calls,
            "arrived": self.arrived,
            "answered": self.answered,
            "abandoned": self.abandoned,
            "mean_wait_seconds": round(self.wait_seconds / self.waits, 3) if self.waits else 0.0,
            "longest_wait_seconds": to_milliseconds(self.longest_wait),
            "campaigns": {
                code: {"dialled": dialled, "answered": answered} for code, (dialled, answered) in self.campaigns.items()
            },
        }


class Statistics:
    """``began`` is the simulated start. ``kept`` are the stretches that are over, one list for each width, oldest
    first; ``open`` the one of each width that is not, of which the first is the present second. A stretch in which
    nothing happened is none.
    """

    __slots__ = ("began", "kept", "open")

    def __init__(self, began: float) -> None:
        self.began = began
        self.open: list[Stretch | None] = [Stretch(int(began)), *[None] * (len(WIDTHS) - 1)]
        self.kept: list[list[Stretch]] = [[] for _ in WIDTHS]

    # ---- counting --------------------------------------------------------------------------------------

    def count_start(self, now: Real, calls: int) -> None:
        """A call is begun, after which so many are up."""
        stretch = self._at(now)
        stretch.arrived += 1
        stretch.left = calls
        if calls > stretch.calls:
            stretch.calls = calls

    def count_end(self, now: Real, calls: int, *, answered: bool) -> None:
        """A call is over, after which so many are up. ``answered``: two people talked."""
        stretch = self._at(now)
        stretch.left = calls
        if answered:
            stretch.answered += 1

    def count_wait(self, now: Real, seconds: float) -> None:
        """A caller has left a queue after so long, for whatever reason."""
        stretch = self._at(now)
        stretch.waits += 1
        stretch.wait_seconds += seconds
        stretch.longest_wait = max(stretch.longest_wait, seconds)

    def count_abandon(self, now: Real) -> None:
        """A caller hung up while they waited in a queue."""
        self._at(now).abandoned += 1

    def count_attempt(self, now: Real, campaign: str, *, answered: bool) -> None:
        """A campaign's attempt to reach a customer is over."""
        self._at(now).count(campaign, 1, int(answered))

    def _at(self, now: Real) -> Stretch:
        present = self.open[0]
        assert present is not None
        second = int(now)
        if second > present.start:
            self._close(0, present)
            present = self.open[0] = Stretch(second, present.left, present.left)
        return present

    def _close(self, level: int, over: Stretch) -> None:
        """Keeps a stretch, and adds it to the wider one it lies in."""
        kept = self.kept[level]
        kept.append(over)
        if len(kept) > WIDTHS[level][1]:
            del kept[0]
        level += 1
        if level == len(WIDTHS):
            return
        width = WIDTHS[level][0]
        start = over.start // width * width
        wider = self.open[level]
        if wider is not None and wider.start != start:
            self._close(level, wider)
            wider = None
        if wider is None:
            wider = self.open[level] = Stretch(start, over.calls)
        wider.merge(over)

    # ---- telling ---------------------------------------------------------------------------------------

    def rows(self, since: float | None, width: int | None, now: float) -> tuple[int, list[dict[str, Any]]]:
        """The stretches from ``since`` (the beginning) to ``now``, every one, and how many seconds each has: ``width``
        or more, where that would be too many, or where time so long ago is not known so finely any more.
        """
        start = max(0.0, min(self.began if since is None else max(since, self.began), now))
        if width is None:
            width = next((nice for nice in _NICE if (now - start) / nice < _ROWS), _NICE[-1])
        level = self._level(start, width)
        finest = WIDTHS[level][0]
        width = math.ceil(width / finest) * finest
        while int(now) // width - int(start) // width >= MAXIMUM_ROWS:
            width *= 2
        first = int(start) // width
        rows = [Stretch(0) for _ in range(int(now) // width - first + 1)]
        seen = [False] * len(rows)
        before = 0
        for stretch in self._stretches(level):
            index = stretch.start // width - first
            if index < 0:
                before = stretch.left
            elif index < len(rows):
                rows[index].merge(stretch)
                seen[index] = True
        for row, happened in zip(rows, seen, strict=True):
            if not happened:
                row.calls = row.left = before
            before = row.left
        return width, [row.as_data(float((first + index) * width)) for index, row in enumerate(rows)]

    def _level(self, start: float, width: int) -> int:
        """The finest width that reaches back to ``start``, or a wider one that does for rows of ``width``."""
        for level, (_, most) in enumerate(WIDTHS):
            kept = self.kept[level]
            reaches = len(kept) < most or kept[0].start <= start
            if reaches and (level + 1 == len(WIDTHS) or width % WIDTHS[level + 1][0]):
                return level
        return len(WIDTHS) - 1

    def _stretches(self, level: int) -> list[Stretch]:
        """The stretches of a width that are over, and what is not in them yet, oldest first."""
        unfinished = [stretch for stretch in reversed(self.open[: level + 1]) if stretch is not None]
        return [*self.kept[level], *unfinished]
