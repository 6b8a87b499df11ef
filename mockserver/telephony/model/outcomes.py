"""What a dialled party does, and who decides it: script, expectation, magic number, behaviour profile.

The magic numbers are documented in ``docs/exchange.md``; this table is what that page describes.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Final, Literal, get_args

from ....contracts.causes import CAUSE_CODES
from ....contracts.dial_statuses import DialStatusName
from ....contracts.quick_dataclasses import dataclass
from .analysis import AnalysisWish
from .directory import Chance
from .numbers import Real
from .rounding import round_to_milliseconds

OutcomeKind = Literal[
    "answer",
    "voicemail",
    "busy",
    "reject",
    "no_answer",
    "unavailable",
    "congestion",
    "unallocated",
    "invalid",
    "cancel",
    "dont_call",
    "torture",
    "cause",
]

FAILURES: Mapping[str, tuple[DialStatusName, int]] = {
    "busy": ("BUSY", 17),
    "reject": ("BUSY", 21),
    "no_answer": ("NOANSWER", 19),
    "unavailable": ("CHANUNAVAIL", 20),
    "congestion": ("CONGESTION", 34),
    "unallocated": ("CONGESTION", 1),
    "invalid": ("INVALIDARGS", 28),
    "cancel": ("CANCEL", 16),
    "dont_call": ("BUSY", 21),
    "torture": ("BUSY", 21),
}
"""Leg status and ISUP cause of every outcome that is not an answer."""

PRIVACY: Mapping[str, Literal["DONTCALL", "TORTURE"]] = {"dont_call": "DONTCALL", "torture": "TORTURE"}
"""What the called person's privacy menu says of the caller: only External IVR's HANGUP_CALL tells these apart."""

_STATUSES: Mapping[str, OutcomeKind] = {
    "answered": "answer",
    "noanswer": "no_answer",
    "chanunavail": "unavailable",
    "invalidargs": "invalid",
    "dontcall": "dont_call",
    "rejected": "reject",
    "declined": "reject",
}
"""Other words for an outcome: the status that a leg gets by it, and what people say."""


def read_outcome(word: str | int) -> tuple[OutcomeKind, int]:
    """The outcome that is meant, and its ISUP cause where only that says which (else 0): by our word, by the status
    that a leg gets by it (``NOANSWER``), or by the cause's number (17 is ``busy``). The one reader for Python, the
    control API and the terminal. Raises ``ValueError``.
    """
    text = str(word).strip().casefold().replace("-", "_").replace(" ", "_")
    text = _STATUSES.get(text, text)
    for kind in get_args(OutcomeKind):
        if text == kind:
            return kind, 0
    if text.isascii() and text.isdigit() and len(text) < 4 and int(text) in CAUSE_CODES:
        cause = int(text)
        if cause in _MAGIC_CAUSES:
            return _MAGIC_CAUSES[cause].kind, 0
        return "cause", cause
    raise ValueError(f"'kind': {str(word)[:60]!r} is no outcome; known: {', '.join(get_args(OutcomeKind))}")


SIGNALLING_SECONDS: Final = 1.0
"""How long the network takes to say busy, unreachable or unknown."""


@dataclass(slots=True)
class Outcome:
    """``ring_seconds``: until the party answers or rejects. ``talk_seconds``: until it hangs up after
    answering; ``None`` means that it stays until somebody else ends the call. ``cause`` (ISUP) only for the
    kind ``cause``. ``voicemail`` is the called party's own: it answers, and hangs up when it is full. Nobody changes
    one (frozen, it would take three times as long to make, and one is made for every leg).
    """

    kind: OutcomeKind
    ring_seconds: float = 0.0
    talk_seconds: float | None = None
    cause: int = 0

    def as_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "ring_seconds": self.ring_seconds,
            "talk_seconds": self.talk_seconds,
            "cause": self.cause,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Outcome:
        """Raises ``ValueError`` naming the member that is wrong."""
        kind, cause = read_outcome(data.get("kind", "answer"))
        talk = data.get("talk_seconds", VOICEMAIL.talk_seconds if kind == "voicemail" else None)
        return cls(
            kind,
            float(
                data.get(
                    "ring_seconds", 0.0 if kind in FAILURES else VOICEMAIL.ring_seconds if kind == "voicemail" else 3.0
                )
            ),
            None if talk is None else float(talk),
            int(data.get("cause", cause)),
        )

    def problem(self) -> tuple[str, str] | None:
        """The member that would do nothing, or without which nothing can be done, and a sentence that begins with it;
        ``None`` where there is none.
        """
        _, code = FAILURES.get(self.kind, ("", 0))
        if self.talk_seconds is not None and not self.answers:
            return "talk_seconds", f"'talk_seconds': nobody talks when the outcome is {self.kind}"
        if self.kind == "cause" and not self.cause:
            return "cause", "'cause': say which, for kind cause"
        if self.kind != "cause" and self.cause not in (0, code):
            return "cause", f"'cause': {self.cause} is for kind cause alone, not for {self.kind}"
        return None

    @property
    def answers(self) -> bool:
        return self.kind in ("answer", "voicemail")


VOICEMAIL = Outcome("voicemail", 20, 15)
_BUSY, _UNAVAILABLE = Outcome("busy"), Outcome("unavailable")
_CONGESTION, _NO_ANSWER = Outcome("congestion"), Outcome("no_answer")


@dataclass(slots=True)
class Expectation:
    """The next ``times`` dials of ``number`` (E.164, SIP name, or empty for any) go this way; ``analysis`` is of the
    conversation that comes of it (``None``: as the call or the organization says).
    """

    number: str
    outcome: Outcome
    times: int = 1
    analysis: AnalysisWish | None = None


MAGIC_PREFIX: Final = "972555550"
_MAGIC: Mapping[int, Outcome] = {
    200: Outcome("answer", 5, 60),
    201: Outcome("answer", 0, 10),
    202: Outcome("answer", 25, 60),
    203: Outcome("answer", 55, 60),
    204: VOICEMAIL,
    205: Outcome("answer", 3, 1),
    206: Outcome("answer", 3, None),
    207: Outcome("reject", 8),
}
_MAGIC_CAUSES: Mapping[int, Outcome] = {
    16: Outcome("cancel", 5),
    17: Outcome("busy"),
    19: Outcome("no_answer"),
    20: Outcome("unavailable"),
    21: Outcome("reject", 2),
    28: Outcome("invalid"),
}


def magic(number: str) -> Outcome | None:
    """What a magic number does, or ``None`` for any other number."""
    if not number.startswith(MAGIC_PREFIX) or len(number) != 12:
        return None
    suffix = int(number[-3:])
    if suffix in _MAGIC:
        return _MAGIC[suffix]
    if suffix in _MAGIC_CAUSES:
        return _MAGIC_CAUSES[suffix]
    return Outcome("cause", SIGNALLING_SECONDS, None, suffix) if suffix in CAUSE_CODES else None


def sample(chance: Chance, random: Random, *, last: bool) -> Outcome:
    """One party's behaviour drawn from its profile. Only the party dialled ``last`` ends the talk by itself."""
    draw = random.random()
    if draw < chance.busy:
        return _BUSY
    draw -= chance.busy
    if draw < chance.unavailable:
        return _UNAVAILABLE
    draw -= chance.unavailable
    if draw < chance.congestion:
        return _CONGESTION
    draw -= chance.congestion
    ring = draw_seconds(chance.ring_seconds, random)
    if draw < chance.reject:
        return Outcome("reject", ring)
    draw -= chance.reject
    if draw < chance.voicemail:
        return VOICEMAIL
    draw -= chance.voicemail
    if draw < chance.answer:
        return Outcome("answer", ring, draw_seconds(chance.talk_seconds, random) if last else None)
    return _NO_ANSWER


def draw_seconds(span: tuple[float, float], random: Random) -> Real:
    """Somewhere in a range of seconds, to the millisecond."""
    low: Real = span[0]
    high: Real = span[1]
    return round_to_milliseconds(low + (high - low) * random.random())
