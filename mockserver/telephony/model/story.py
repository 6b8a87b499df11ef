"""What happened to a call, entry by entry: plain data that can say itself in a sentence.

An entry is made for every step of every call, so it is a slotted dataclass without anything computed; the sentence is
only made when somebody asks ``explain``. Entries for one room's events stand in that room's ``story.py``. Numbers are
E.164 or SIP names; seconds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field


@dataclass(slots=True)
class StoryEntry(ABC):
    """One thing that happened, at ``time`` (epoch): whoever adds it to a story sets that."""

    time: float = field(init=False)

    @abstractmethod
    def sentence(self) -> str:
        """The entry as a tester reads it, without the time."""
