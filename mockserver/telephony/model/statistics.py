"""What charts need of an exchange: calls, queue waits and campaigns over simulated time, in bounded memory.

Counts go into stretches of a second; a stretch that is over is added to a wider one, that to a wider one again, and
of each width a fixed number is kept. So the last minutes are known by the second and the last weeks by the hour,
whatever runs; and counting costs a few additions.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from ....contracts.quick_dataclasses import dataclass
from .numbers import Real
from .rounding import to_milliseconds

WIDTHS: Final[tuple[tuple[int, int], ...]] = ((1, 600), (15, 480), (240, 540), (3600, 720))
"""Seconds of a stretch, and how many of them are kept: ten minutes, two hours, a day and a half, a month."""
MAXIMUM_ROWS = 500
_NICE = (1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1800, 3600, 7200, 14400, 43200, 86400)
NOTED_AT_ONCE = 10_000
"""So many things wait to be summed up, and those of a call that is begun then."""
_ROWS = 240
"""How many rows there are at most when nobody says how wide they shall be."""

Note = tuple[int, str, Any]
"""In which second, what, and how many calls are up, how long a caller waited, or whose attempt it was."""
_second: Callable[[Note], int] = itemgetter(0)


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

    def add(self, notes: Iterable[Note]) -> None:
        """Adds what happened within the stretch."""
        waits: list[Note] = []
        for note in notes:
            _, what, value = note
            if what == "start":
                self.arrived += 1
                self.left = value
                if value > self.calls:
                    self.calls = value
            elif what == "end":
                self.left = value
            elif what == "talked":
                self.left = value
                self.answered += 1
            elif what == "reached":
                self.count(value, 1, 1)
            elif what == "not reached":
                self.count(value, 1, 0)
            elif what == "wait":
                waits.append(note)
            else:
                self.abandoned += 1
        for _, within in groupby(waits, _second):  # each second's sum, so that it is the same however it is added
            seconds = [value for _, _, value in within]
            self.waits += len(seconds)
            self.wait_seconds += sum(seconds)
            self.longest_wait = max(self.longest_wait, *seconds)

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
    nothing happened is none. What has happened is ``noted``, and summed up when somebody looks, or it is much.
    """

    __slots__ = ("began", "kept", "noted", "open")

    def __init__(self, began: float) -> None:
        self.began = began
        self.open: list[Stretch | None] = [Stretch(int(began)), *[None] * (len(WIDTHS) - 1)]
        self.kept: list[list[Stretch]] = [[] for _ in WIDTHS]
        self.noted: list[Note] = []

    # ---- counting --------------------------------------------------------------------------------------

    def count_start(self, now: Real, calls: int) -> None:
        """A call is begun, after which so many are up."""
        if len(self.noted) >= NOTED_AT_ONCE:
            self.sum_up()
        self.noted.append((int(now), "start", calls))

    def count_end(self, now: Real, calls: int, *, answered: bool) -> None:
        """A call is over, after which so many are up. ``answered``: two people talked."""
        self.noted.append((int(now), "talked" if answered else "end", calls))

    def count_wait(self, now: Real, seconds: float) -> None:
        """A caller has left a queue after so long, for whatever reason."""
        self.noted.append((int(now), "wait", seconds))

    def count_abandon(self, now: Real) -> None:
        """A caller hung up while they waited in a queue."""
        self.noted.append((int(now), "abandon", 0))

    def count_attempt(self, now: Real, campaign: str, *, answered: bool) -> None:
        """A campaign's attempt to reach a customer is over."""
        self.noted.append((int(now), "reached" if answered else "not reached", campaign))

    def sum_up(self) -> None:
        """Puts what was noted into the stretches. Where more seconds have gone by than are kept, the first of them get
        no stretch of their own, and are added to the wider ones at once.
        """
        noted, self.noted = self.noted, []
        present, most = self.open[0], WIDTHS[0][1]
        assert present is not None
        seconds = sorted({second for second, _, _ in noted})
        start = bisect_right(noted, present.start, key=_second)
        kept = bisect_left(noted, seconds[-most - 1], lo=start, key=_second) if len(seconds) > most else start
        present.add(noted[:start])
        self._add(1, noted[start:kept])
        self._add(0, noted[kept:])

    def _add(self, level: int, notes: list[Note]) -> None:
        """Adds what happened after the present stretches to new ones of that level."""
        width = WIDTHS[level][0]
        end = 0
        while end < len(notes):
            first, start = end, notes[end][0] // width * width
            end = bisect_left(notes, start + width, lo=first, key=_second)
            before = self.open[0] or self.open[1]
            assert before is not None
            if before is self.open[0]:
                self._close(0, before)
                self.open[0] = None
            stretch = self.open[level]
            if stretch is None or stretch.start != start:
                if stretch is not None:
                    self._close(level, stretch)
                stretch = self.open[level] = Stretch(start, before.left, before.left)
            stretch.add(notes[first:end])

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
        self.sum_up()
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
