"""What happened to a call, entry by entry: plain data that can say itself in a sentence.

Something is noted at every step of every call and hardly ever read. So a ``Story`` is one row of plain values, which
costs little to make, to keep and to forget; the entries are made when somebody asks ``explain``.
Entries for one room's events stand in that room's ``story.py``. Numbers are E.164 or SIP names; seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, fields
from itertools import takewhile
from typing import Any, TypeVar

from ....contracts.quick_dataclasses import dataclass


@dataclass(slots=True)
class StoryEntry:
    """One thing that happened, at ``time`` (epoch). The other members of an entry are noted in their order."""

    time: float = field(init=False)

    def sentence(self) -> str:
        """The entry as a tester reads it, without the time."""
        raise NotImplementedError(type(self).__name__)  # no ABC: its classes take three times as long to define


Entry = TypeVar("Entry", bound=StoryEntry)


class Story(list[Any]):
    """What happened, oldest first: of each entry its class, its time and its other members, one after the other.
    Classes are no members of entries, so each one begins an entry.
    """

    __slots__ = ()

    def starts(self) -> list[int]:
        """Where the entries begin."""
        return [place for place, value in enumerate(self) if isinstance(value, type)]

    def entries(self) -> Iterator[StoryEntry]:
        starts = self.starts()
        for start, end in zip(starts, [*starts[1:], len(self)], strict=True):
            kind, time, *values = self[start:end]
            entry: StoryEntry = kind(*values)
            entry.time = time
            yield entry

    def of_kind(self, kind: type[Entry]) -> Iterator[Entry]:
        """The entries of one kind, without making the others."""
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
