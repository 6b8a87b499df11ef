"""The story of a call as text, for tests that have no server around the exchange."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from voicenter_mock.mockserver.telephony.model.calls import Call


def explain(call: Call, zone: ZoneInfo) -> list[str]:
    """One sentence for each thing that happened, oldest first, with local times."""
    sentences = [
        f"{datetime.fromtimestamp(entry.time, zone):%H:%M:%S} {entry.sentence()}" for entry in call.story.entries()
    ]
    return sentences if call.ended else [*sentences, "The call is still up."]
