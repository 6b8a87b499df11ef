"""What happened to a call, entry by entry: plain data that can say itself in a sentence.

Something is noted at every step of every call and hardly ever read. So a ``Story`` is one row of plain values, which
costs little to make, to keep and to forget; the entries are made when somebody asks ``explain``.
Entries for one room's events stand in that room's ``story.py``. Numbers are E.164 or SIP names; seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, fields
from itertools import takewhile
from typing import Any, Final, TypeVar

from ....contracts.quick_dataclasses import dataclass

MAXIMUM_STORY = 1_000
"""Entries of one call's story: of a longer one the middle is left out."""
LONG_STORY: Final = 20 * MAXIMUM_STORY
"""So many values a story may have before its middle is taken out, which goes through all of it: what is kept has less
than half as many, so that it seldom happens.
"""


@dataclass(slots=True)
class StoryEntry:
    """One thing that happened, at ``time`` (epoch). The other members of an entry are noted in their order."""

    time: float = field(init=False)

    def sentence(self) -> str:
        """The entry as a tester reads it, without the time."""
        raise NotImplementedError(type(self).__name__)  # no ABC: its classes take three times as long to define


@dataclass(slots=True)
class LeftOut(StoryEntry):
    """In the middle of a story that is too long to be kept: so many entries, the last at this time."""

    count: int

    def sentence(self) -> str:
        return f"{self.count} entries before this are not kept."


Entry = TypeVar("Entry", bound=StoryEntry)


class Story(list[Any]):
    """What happened, oldest first: of each entry its class, its time and its other members, one after the other.
    Classes are no members of entries, so each one begins an entry.
    """

    __slots__ = ()

    def starts(self) -> list[int]:
        """Where the entries begin."""
        return [place for place, value in enumerate(self) if isinstance(value, type)]

    def shorten(self) -> None:
        """Takes out the middle of a story with too many entries: how it began is kept, and what happened last."""
        starts = self.starts()
        too_many = len(starts) - MAXIMUM_STORY
        if too_many <= 0:
            return
        first = (MAXIMUM_STORY + 1) // 2
        left_out = starts[first : first + too_many + 1]
        count = sum(self[start + 2] if self[start] is LeftOut else 1 for start in left_out)
        end = [*starts, len(self)][first + too_many + 1]
        self[left_out[0] : end] = (LeftOut, self[left_out[-1] + 1], count)

    def entries(self) -> Iterator[StoryEntry]:
        """What is kept of it."""
        self.shorten()
        starts = self.starts()
        for start, end in zip(starts, [*starts[1:], len(self)], strict=True):
            kind, time, *values = self[start:end]
            entry: StoryEntry = kind(*values)
            entry.time = time
            yield entry

    def of_kind(self, kind: type[Entry]) -> Iterator[Entry]:
        """The entries of one kind, without making the others."""
        self.shorten()
        for place, value in enumerate(self):
            if value is kind:
                time, *values = takewhile(lambda value: not isinstance(value, type), self[place + 1 :])
                entry = kind(*values)
                entry.time = time
                yield entry

    @classmethod
    def of(cls, entries: Iterable[StoryEntry]) -> Story:
        """The story that consists of these."""
        story = cls()
        for entry in entries:
            story += (type(entry), *(getattr(entry, member.name) for member in fields(entry)))
        return story
