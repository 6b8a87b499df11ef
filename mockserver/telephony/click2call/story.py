"""What only happens to Click2Call's calls."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import phones
from ..model.flow_states import Click2CallAction
from ..model.story import StoryEntry


@dataclass(slots=True)
class Click2CallOrdered(StoryEntry):
    action: Click2CallAction
    phone: str
    target: str

    def sentence(self) -> str:
        target = f" and {phones.local(self.target)}" if self.target else ""
        return f"Click2Call ({self.action}) was asked to connect {phones.local(self.phone)}{target}."


@dataclass(slots=True)
class MessagePlayed(StoryEntry):
    def sentence(self) -> str:
        return "The message was played to its end."


ENTRIES: tuple[type[StoryEntry], ...] = (Click2CallOrdered, MessagePlayed)
