"""What happens to calls of every kind: they begin, parties are dialled, answer and end, records are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ....contracts.cdr_types import cdr_type
from ....contracts.dial_statuses import DialStatusName, dial_status
from ....contracts.quick_dataclasses import dataclass
from ..model import phones
from ..model.calls import By, LegRole
from ..model.story import LeftOut, StoryEntry

_WHY: Mapping[str, str] = {
    "BUSY": "was busy",
    "NOANSWER": "did not answer in time",
    "CANCEL": "was not reached: the call was cancelled while it rang",
    "CHANUNAVAIL": "could not be reached: the device is not registered",
    "CONGESTION": "could not be reached: the network refused the number",
    "INVALIDARGS": "could not be dialled: the number is incomplete",
    "NOTCALLED": "was not called, because the other leg did not get that far",
    "NOTDIALED": "was not dialled: the caller hung up before",
    "SSWPREAUTH": "was not dialled: the call was cancelled before",
    "VOICEMAIL": "did not answer; the voicemail took the call",
}
_HOW: Mapping[str, str] = {
    "party": "hung up",
    "other": "was disconnected, because the other side had ended",
    "system": "was disconnected by the system",
}


@dataclass(slots=True)
class IncomingCall(StoryEntry):
    caller: str
    did: str

    def sentence(self) -> str:
        return f"{phones.local(self.caller)} called {self.did}."


@dataclass(slots=True)
class OutgoingCall(StoryEntry):
    extension: str
    target: str

    def sentence(self) -> str:
        return f"{self.extension} dialled {phones.local(self.target)}."


@dataclass(slots=True)
class Dialled(StoryEntry):
    """``maximum`` is how long the party may ring; ``shown`` the number it sees, empty for the caller's own."""

    number: str
    role: LegRole
    maximum: float
    shown: str = ""

    def sentence(self) -> str:
        shown = f", and is shown {phones.local(self.shown)}" if self.shown else ""
        return f"{phones.local(self.number)} ({self.role}) rings, for at most {self.maximum:g} seconds{shown}."


@dataclass(slots=True)
class Answered(StoryEntry):
    number: str
    role: LegRole

    def sentence(self) -> str:
        return f"{phones.local(self.number)} ({self.role}) answered."


@dataclass(slots=True)
class Ended(StoryEntry):
    """A leg's end: ``cause`` is ISUP, ``by`` empty for one that nobody answered."""

    number: str
    role: LegRole
    status: DialStatusName
    cause: int
    by: By | None

    def sentence(self) -> str:
        who = f"{phones.local(self.number)} ({self.role})"
        if self.status == "ANSWER":
            return f"{who} {_HOW[self.by or 'party']} (ANSWER)."
        return f"{who} {_WHY.get(self.status, 'ended')} ({self.status}, cause {self.cause})."


@dataclass(slots=True)
class TimeLimitReached(StoryEntry):
    def sentence(self) -> str:
        return "The maximum duration was reached."


@dataclass(slots=True)
class Blacklisted(StoryEntry):
    number: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} is on the blacklist and was not dialled."


@dataclass(slots=True)
class Recorded(StoryEntry):
    """A record was written. ``type`` is the CDR type, ``duration`` seconds of talk."""

    type: int
    status: DialStatusName
    duration: int

    def sentence(self) -> str:
        talk = f" with {self.duration} seconds of talk" if self.duration else ""
        return f"Recorded as {cdr_type(self.type).name}, {self.status}{talk}: {dial_status(self.status).meaning}"


@dataclass(slots=True)
class PatienceEnded(StoryEntry):
    waited: float

    def sentence(self) -> str:
        return f"The caller's patience ended after {self.waited:g} seconds."


@dataclass(slots=True)
class RecordingMuted(StoryEntry):
    muted: bool

    def sentence(self) -> str:
        return "The recording was muted." if self.muted else "The recording was unmuted."


@dataclass(slots=True)
class TelephoneRings(StoryEntry):
    """A real telephone says that it rings."""

    extension: str

    def sentence(self) -> str:
        return f"The telephone of {self.extension} says that it rings."


Gone = Literal[
    "it unregistered",
    "its registration expired",
    "its registration ended",
    "its connection broke",
    "it answers no more",
    "it acknowledged nothing",
    "its session description cannot be read",
    "it offers no sound",
    "it offers no sound in G.711 (PCMU, PCMA)",
    "it offers sound with keys in its description (RTP/SAVP)",
    "it offers sound of another kind",
    "its organization was deleted",
    "its organization's clock is not real time",
    "the exchange was restored without it",
]
"""Why a telephone cannot be reached any more."""


@dataclass(slots=True)
class TelephoneGone(StoryEntry):
    """A real telephone cannot be reached any more; ``why`` is the end of the sentence."""

    extension: str
    why: str

    def sentence(self) -> str:
        return f"The telephone of {self.extension} has gone: {self.why}."


@dataclass(slots=True)
class TelephoneRefuses(StoryEntry):
    """No real telephone of an extension takes the call; ``answer`` is the best of their answers (``486 Busy Here``),
    and empty when there was none.
    """

    extension: str
    answer: str

    def sentence(self) -> str:
        return f"The telephone of {self.extension} answers {self.answer or 'nothing'}."


@dataclass(slots=True)
class TelephoneRedirects(StoryEntry):
    """A real telephone has answered with another address (302)."""

    extension: str
    to: str

    def sentence(self) -> str:
        return f"The telephone of {self.extension} asks for the call to go to {phones.local(self.to)}."


@dataclass(slots=True)
class RecordingAnalysed(StoryEntry):
    """``sentences`` were heard, ``of_customer`` of them the customer's; ``delay`` is in seconds."""

    language: str
    mood: str
    sentences: int
    of_customer: int
    delay: float
    summary: str

    def sentence(self) -> str:
        when = f"{self.delay:g} seconds later" if self.delay else "at once"
        return (
            f"The recording was analysed ({self.language}, {self.mood}): {self.sentences} sentences, "
            f"{self.of_customer} of them the customer's. It is there {when}: {self.summary}"
        )


ENTRIES: tuple[type[StoryEntry], ...] = (
    IncomingCall,
    OutgoingCall,
    Dialled,
    Answered,
    Ended,
    TimeLimitReached,
    Blacklisted,
    Recorded,
    PatienceEnded,
    RecordingMuted,
    TelephoneRings,
    TelephoneGone,
    TelephoneRefuses,
    TelephoneRedirects,
    RecordingAnalysed,
    LeftOut,
)
