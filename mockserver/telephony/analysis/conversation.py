"""What an analysis knows of a conversation before anybody has said a word."""

from __future__ import annotations

from typing import Literal

from ....contracts.quick_dataclasses import dataclass

Language = Literal["he", "en"]
Mood = Literal["negative", "neutral", "positive"]
Speaker = Literal["Speaker0", "Speaker1"]
AGENT: Speaker = "Speaker0"
CUSTOMER: Speaker = "Speaker1"
LONG_WAIT_SECONDS = 60
"""Who waited longer says so, and is seldom content."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One recorded talk of ``seconds``. ``agent`` and ``customer`` are names, empty when they are not known; a
    ``message`` is what a customer leaves on a mailbox, where no agent speaks. ``outgoing``: the agent called.
    ``waited`` are the seconds in ``queue``; ``pressed`` the keys of the last layer in which any were, ``layer`` its
    name. ``silent`` are the stretches in which the recording was muted, in seconds from its beginning.
    """

    seconds: float
    language: Language
    mood: Mood
    agent: str = ""
    customer: str = ""
    outgoing: bool = False
    message: bool = False
    queue: str = ""
    waited: int = 0
    layer: str = ""
    pressed: str = ""
    silent: tuple[tuple[float, float], ...] = ()
