"""Why a call ended as it did, told in sentences from what happened."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ..model.calls import Call


def explain(call: Call, zone: ZoneInfo) -> list[str]:
    """One sentence for each thing that happened, oldest first, with local times."""
    sentences = [f"{_clock(entry.time, zone)} {entry.sentence()}" for entry in call.story.entries()]
    if not call.ended:
        sentences.append("The call is still up.")
    return sentences


def _clock(time: float, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(time, zone).strftime("%H:%M:%S")
