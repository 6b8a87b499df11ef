"""What those who talk do with their call."""

from __future__ import annotations

from ....contracts.quick_dataclasses import dataclass
from ..model import phones
from ..model.story import StoryEntry


@dataclass(slots=True)
class Held(StoryEntry):
    number: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} put the call on hold."


@dataclass(slots=True)
class TakenBack(StoryEntry):
    number: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} took the call back."


@dataclass(slots=True)
class Transferred(StoryEntry):
    number: str
    to: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} transferred the call to {phones.local(self.to)}."


@dataclass(slots=True)
class HandedOver(StoryEntry):
    """The end of an attended transfer, in the call that was on hold."""

    number: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} handed the call over after a consultation."


@dataclass(slots=True)
class Joined(StoryEntry):
    """The end of an attended transfer, in the call that goes on. ``first`` is the id of the one that was on hold."""

    number: str
    to: str
    first: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} and {phones.local(self.to)} were connected, out of call {self.first}."


@dataclass(slots=True)
class Spies(StoryEntry):
    """In the call of the extension that listens; ``spied`` is the id of the other."""

    number: str
    spied: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} listens to call {self.spied}."


@dataclass(slots=True)
class SpiedOn(StoryEntry):
    number: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} listens to this call."


ENTRIES: tuple[type[StoryEntry], ...] = (Held, TakenBack, Transferred, HandedOver, Joined, Spies, SpiedOn)
