"""What happened to a call, entry by entry: plain data that can say itself in a sentence.

An entry is made for every step of every call, so it is a slotted dataclass without anything computed; the sentence is
only made when somebody asks ``explain``. Entries for one room's events stand in that room's ``story.py``. Numbers are
E.164 or SIP names; seconds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod


class StoryEntry(ABC):
    """One thing that happened."""

    __slots__ = ()

    @abstractmethod
    def sentence(self) -> str:
        """The entry as a tester reads it, without the time."""
