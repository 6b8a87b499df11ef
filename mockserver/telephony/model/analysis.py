"""What somebody wants of the analysis of one call's recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ....contracts.quick_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnalysisWish:
    """Whether the conversation is analysed, whatever the organization says, and how it goes: empty members are left to
    the organization and its seed.
    """

    wanted: bool = True
    language: Literal["", "he", "en"] = ""
    mood: Literal["", "negative", "neutral", "positive"] = ""
    summary: str = ""

    def as_data(self) -> bool | dict[str, Any]:
        """As it is written: ``True``, ``False``, or what is said of the conversation."""
        data = {"language": self.language, "mood": self.mood, "summary": self.summary}
        return self.wanted and ({name: value for name, value in data.items() if value} or True)

    @classmethod
    def from_data(cls, data: bool | Mapping[str, Any] | None) -> AnalysisWish | None:
        """What was written, which keeps its contract (``sandbox_analysis``); ``None`` when nothing was."""
        if data is None:
            return None
        return cls(wanted=data) if isinstance(data, bool) else cls(**data)
