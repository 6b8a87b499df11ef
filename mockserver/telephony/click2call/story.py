"""What only happens to Click2Call's calls."""

from __future__ import annotations

from ....contracts.quick_dataclasses import dataclass
from ..model import phones
from ..model.flow_states import Click2CallAction
from ..model.story import StoryEntry


@dataclass(slots=True)
class Click2CallOrdered(StoryEntry):
    """``language`` is empty where the order names none."""

    action: Click2CallAction
    phone: str
    target: str
    language: str = ""

    def sentence(self) -> str:
        target = f" and {phones.local(self.target)}" if self.target else ""
        language = f", with announcements in {self.language}" if self.language else ""
        return f"Click2Call ({self.action}) was asked to connect {phones.local(self.phone)}{target}{language}."


@dataclass(slots=True)
class MessagePlayed(StoryEntry):
    def sentence(self) -> str:
        return "The message was played to its end."


@dataclass(slots=True)
class RoomJoined(StoryEntry):
    """``room`` is the code of a callference's conference."""

    room: str

    def sentence(self) -> str:
        return f"The phone is in conference room {self.room}."


@dataclass(slots=True)
class VoicemailAnswered(StoryEntry):
    """``name`` is the voicemail (``vm_id``) that answered for the phone."""

    number: str
    name: str

    def sentence(self) -> str:
        return f"Voicemail {self.name} answered for {phones.local(self.number)}."


ENTRIES: tuple[type[StoryEntry], ...] = (Click2CallOrdered, MessagePlayed, RoomJoined, VoicemailAnswered)
