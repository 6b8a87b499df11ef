"""What only happens to calls of campaigns."""

from __future__ import annotations

from ....contracts.quick_dataclasses import dataclass
from ..model import phones
from ..model.story import StoryEntry


@dataclass(slots=True)
class CampaignDialled(StoryEntry):
    """``attempt`` counts from 1. ``added`` is when the number was put on the campaign's list (epoch; 0: not known)."""

    name: str
    target: str
    attempt: int
    added: float = 0

    def sentence(self) -> str:
        return f"Campaign {self.name} dials {phones.local(self.target)} for the {_ordinal(self.attempt)} time."


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@dataclass(slots=True)
class CustomerTurnedAway(StoryEntry):
    def sentence(self) -> str:
        return "The customer was turned away: no agent was free, and no more may wait."


ENTRIES: tuple[type[StoryEntry], ...] = (CampaignDialled, CustomerTurnedAway)
