"""A callback and what became of it in words: the same in reports of tests, in the terminal, on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

from ...contracts.sentences import Sentence
from ..telephony.model import phones

VERDICT_WORDS: Mapping[str, str] = {
    "http_error": "HTTP error",
    "too_large": "too long an answer",
    "circuit_open": "held back",
    "no_target": "sent to nobody",
    "put_off": "put off",
    "too_many_pending": "too many waiting",
}
"""What people read for a verdict, where it is not the verdict's own word."""


_ANSWERED = frozenset({"acknowledged", "malformed", "refused"})
"""Verdicts whose detail does not have the first words of the answer already."""


Violating = TypeVar("Violating", bound=str)


class AttemptFacts(Protocol):
    """What is read of an attempt, in this process or from an answer of the control API."""

    @property
    def verdict(self) -> str: ...
    @property
    def detail(self) -> Sentence: ...
    @property
    def response(self) -> str: ...


def about(payload: Mapping[str, Any]) -> str:
    """Which leg or stage of a call a message is about, and who calls whom: ``Click2Call leg2 BUSY, 050… → SIPSIP1``."""
    data = cast("Mapping[str, Any]", payload.get("DATA") or payload)
    stage = " ".join(str(data[name]) for name in ("type", "status", "CALL_STATUS") if data.get(name))
    stage = stage or str(data.get("statusCall") or "")
    who = " → ".join(_ends(data))
    return ", ".join(word for word in (stage, who) if word)


def _ends(data: Mapping[str, Any]) -> list[str]:
    """Who calls, and who is called: a CDR says caller and target, a pop-up phone and extension."""
    for first, second in (("caller", "target"), ("phone", "extenUser"), ("CALLER", "DID"), ("CALLER_ID", "DID")):
        if data.get(first) and data.get(second):
            return [phones.local(str(data[first])), phones.local(str(data[second]))]
    return []


def answer_line(attempt: AttemptFacts) -> str:
    """The first line of what came back; of a page the words that a browser shows. Empty when nothing did."""
    if not attempt.response.strip():
        return ""
    from .answer_text import first_line
    from .sending import Reply

    return first_line(Reply("", body=attempt.response.encode()))


def judged(verdict: str, detail: str) -> str:
    """A verdict with its reason: ``refused: err 2: no such lead``. An HTTP error's reason says the verdict already."""
    if verdict == "http_error":
        return detail
    return ": ".join(filter(None, (VERDICT_WORDS.get(verdict, verdict), detail)))


def unsaid(violations: Sequence[Violating], outcome: str) -> list[Violating]:
    """Of an answer's violations those that its outcome does not say already."""
    return [violation for violation in violations if violation not in outcome]


def reason_beside(detail: str, violations: Sequence[str]) -> str:
    """A verdict's reason, unless it is the violations that are listed below it."""
    return "" if any(violation in detail for violation in violations) else detail


def outcome(attempt: AttemptFacts) -> Sentence:
    """What an attempt came to, and why: ``refused (err 2: no such lead)``, ``acknowledged (it answered {"err":0})``,
    ``HTTP 403: CSRF verification failed``.
    """
    if attempt.verdict == "http_error":
        return attempt.detail
    reasons = [attempt.detail] if attempt.detail else []
    first_line = answer_line(attempt)
    is_said = attempt.verdict not in _ANSWERED or (attempt.verdict == "refused" and ": " in attempt.detail)
    if first_line and not is_said and first_line not in attempt.detail:
        reasons.append(Sentence.of("ItAnswered", "it answered {answer}", answer=first_line))
    word = VERDICT_WORDS.get(attempt.verdict, attempt.verdict)
    text = f"{word} ({'; '.join(reasons)})" if reasons else word
    return Sentence(text, "Outcome", {"verdict": attempt.verdict, "reasons": tuple(reasons)})
