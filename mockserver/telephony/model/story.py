"""What happened to a call, entry by entry: plain data that can say itself in a sentence.

Something is noted at every step of every call and hardly ever read. So a ``Story`` keeps plain tuples, which cost
little to make and which Python's garbage collector forgets about; the entries are made when somebody asks ``explain``.
Entries for one room's events stand in that room's ``story.py``. Numbers are E.164 or SIP names; seconds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

KINDS: dict[str, type[StoryEntry]] = {}
"""Every kind of entry by its class's name."""


@dataclass(slots=True)
class StoryEntry(ABC):
    """One thing that happened, at ``time`` (epoch). The other members of an entry are noted in their order."""

    time: float = field(init=False)

    def __init_subclass__(cls) -> None:
        KINDS[cls.__name__] = cls  # with slots, dataclass makes the class a second time: the last one counts

    @abstractmethod
    def sentence(self) -> str:
        """The entry as a tester reads it, without the time."""


class Story(list[tuple[Any, ...]]):
    """What happened, oldest first, each as a tuple of the name of its kind, its time and its other members."""

    __slots__ = ()

    def entries(self) -> Iterator[StoryEntry]:
        for name, time, *values in self:
            entry = KINDS[name](*values)
            entry.time = time
            yield entry

    @classmethod
    def of(cls, entries: Iterable[StoryEntry]) -> Story:
        """The story that consists of these."""
        return cls(
            (type(entry).__name__, *(getattr(entry, member.name) for member in fields(entry))) for entry in entries
        )
