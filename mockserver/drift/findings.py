"""What can be different between a recording and the documents, and how often it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Any, Literal

from ...contracts.quick_dataclasses import dataclass

FindingKind = Literal[
    "missing", "type", "word", "violation", "member",
    "error-code", "error-text", "http-status", "event", "path", "host",
]  # fmt: skip
KINDS: dict[FindingKind, str] = {
    "missing": "a member that the documents promise is not there",
    "type": "a member has another type than the documents say",
    "word": "a word that no document lists",
    "violation": "another rule of the contract is broken",
    "member": "a member that no document knows",
    "error-code": "an error code that the operation's table does not have",
    "error-text": "an error code of the table with another text",
    "http-status": "an HTTP status that the operation does not answer",
    "event": "a socket event that no document knows",
    "path": "a path of Voicenter's that no operation has",
    "host": "a host that no document names",
}
Sender = Literal["voicenter", "customer"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message stands in a recording, and when it was sent: an epoch, 0 where nobody knows."""

    place: str
    at: float = 0

    def part(self, name: str) -> Origin:
        return Origin(f"{self.place}, {name}", self.at)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A request and its answer, redacted, where a difference is one of both: what can be learned of it.

    ``parameters`` and ``answered`` are decoded, ``None`` where there is no such message; ``text`` is an answer that
    is none.
    """

    method: str
    path: str
    host: str
    parameters: Any
    http_status: int
    content_type: str
    answered: Any
    text: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One difference in one message.

    ``contract`` is the message's contract, or what stands in its place (a method and path). ``place`` is a JSON path
    whose indices are ``[*]``, empty where the message as a whole is meant. ``rule`` and ``source`` are the contract's
    (``contracts.Violation``). ``value`` is what was found, decoded; ``word`` tells two findings at one place apart.
    ``exchanged`` is there for differences of whole answers.
    """

    kind: FindingKind
    sender: Sender
    contract: str
    place: str
    sentence: str
    origin: Origin
    rule: str = ""
    source: str = ""
    value: Any = None
    word: str = ""
    exchanged: Exchanged | None = None

    @property
    def key(self) -> str:
        """The same for the same difference in another recording: what a baseline holds."""
        rule = self.rule if self.kind == "violation" else ""
        return " ".join(filter(None, (self.kind, self.contract, self.place, rule, self.word)))


@dataclass(slots=True)
class Finding:
    """One difference, seen ``times``; the first observation stands for all. ``samples`` are up to ten of the values,
    with how often, ``exchanges`` up to ten of the exchanges. ``example`` is a value as it may be shown, pseudonymised;
    ``first`` and ``last`` are epochs.
    """

    observed: Observation
    times: int = 0
    first: float = 0
    last: float = 0
    example: str = ""
    samples: dict[str, tuple[Any, int]] = field(default_factory=dict[str, tuple[Any, int]])
    exchanges: list[Exchanged] = field(default_factory=list[Exchanged])

    @property
    def key(self) -> str:
        return self.observed.key

    @property
    def kind(self) -> FindingKind:
        return self.observed.kind

    def as_data(self) -> dict[str, Any]:
        one = self.observed
        return {
            "kind": one.kind, "sender": one.sender, "contract": one.contract, "place": one.place, "rule": one.rule,
            "document": one.source, "sentence": one.sentence, "times": self.times, "example": self.example,
            "recorded": one.origin.place, "key": self.key,
        }  # fmt: skip


_SAMPLES = 10


class Findings:
    """Observations put together."""

    def __init__(self) -> None:
        self._found: dict[str, Finding] = {}

    def add(self, observations: Iterable[Observation], sample: Callable[[Observation], tuple[str, Any]]) -> None:
        """``sample`` makes an example to be shown of an observation, and a value to be learned."""
        for one in observations:
            finding = self._found.setdefault(one.key, Finding(one))
            finding.times += 1
            if one.origin.at:
                finding.first = min(finding.first or one.origin.at, one.origin.at)
                finding.last = max(finding.last, one.origin.at)
            if one.exchanged is not None and len(finding.exchanges) < _SAMPLES:
                finding.exchanges.append(one.exchanged)
            if len(finding.samples) < _SAMPLES or not finding.example:
                text, value = sample(one)
                finding.example = finding.example or text
                if text in finding.samples or len(finding.samples) < _SAMPLES:
                    finding.samples[text] = (value, finding.samples.get(text, (value, 0))[1] + 1)

    def all(self) -> list[Finding]:
        """By kind, then by message and place."""
        order = list(KINDS)
        return sorted(self._found.values(), key=lambda one: (order.index(one.kind), one.key))
