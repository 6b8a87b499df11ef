"""What ``voicenter-mock load`` was asked for, on its way to the processes that do it."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Any

from ...contracts.callback_names import CallbackName
from ...contracts.quick_dataclasses import dataclass
from .profile import Profile, profile_of

STOP: signal.Signals = getattr(signal, "SIGUSR1", signal.SIGTERM)
"""Ends a run in good order. Locust has taken the other signals: with those it leaves while calls are up."""
VARIABLE = "VOICENTER_MOCK_LOAD"
"""The environment variable that carries them."""


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """``urls`` says where each callback goes, ``timeouts`` after how many seconds an answer is too late where that is
    not as the organization says. ``users`` organizations share the calls; the run ends after ``calls`` of them, and in
    any case after ``seconds`` (0: never).
    """

    urls: Mapping[CallbackName, str]
    timeouts: Mapping[CallbackName, float] = field(default_factory=dict[CallbackName, float])
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

    @property
    def calls_of_each(self) -> int:
        """How many of the calls each organization has, rounded up."""
        return -(-self.calls // self.users)

    def as_text(self) -> str:
        members = asdict(self)
        members["profile"] = {name: value for name, value in members["profile"].items() if value != ()}
        return json.dumps(members)

    @staticmethod
    def from_text(text: str) -> LoadSettings:
        members: dict[str, Any] = json.loads(text)
        members["profile"] = profile_of(members["profile"])
        return LoadSettings(**members)
