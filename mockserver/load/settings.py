"""What ``voicenter-mock load`` was asked for, on its way to the processes that do it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from .profile import Profile, profile_of

VARIABLE = "VOICENTER_MOCK_LOAD"
"""The environment variable that carries them."""


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """``users`` organizations share the calls; the run ends after ``calls`` of them, and in any case
    after ``seconds`` (0: never)."""

    cdr_url: str = ""
    popup_url: str = ""
    ivr_url: str = ""
    layer_url: str = ""
    voicebot_url: str = ""
    organization: str = ""
    seed: int = 0
    users: int = 1
    calls: int = 0
    seconds: float = 60.0
    insecure: bool = False
    report: str = ""
    """The file that takes the report."""
    progress: bool = False
    profile: Profile = field(default_factory=Profile)

    def as_text(self) -> str:
        members = asdict(self)
        members["profile"] = {name: value for name, value in members["profile"].items() if value != ()}
        return json.dumps(members)

    @staticmethod
    def from_text(text: str) -> LoadSettings:
        members: dict[str, Any] = json.loads(text)
        members["profile"] = profile_of(members["profile"])
        return LoadSettings(**members)
