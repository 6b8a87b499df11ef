"""What is wrong with a message: violations, near misses, and the exception that carries them."""

from __future__ import annotations

from collections.abc import Iterable

from .quick_dataclasses import dataclass
from .sentences import NOTHING, Sentence, counted


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a message breaks.

    ``path`` is the JSON path of the member (``$.IVR[0].Dtmf``; of a missing one, where it should stand).
    ``rule`` is the JSON Schema keyword (``required``, ``type``, ``pattern``…), the project's own
    ``x-max-variables``, or what is wrong with the bytes (``encoding``, ``json``, ``duplicate-key``…).
    ``message`` is a sentence that says what is expected, ``value`` the offending value, shortened, ``source``
    the document the rule comes from, ``hint`` what was probably meant; each may be empty.
    """

    path: str
    rule: str
    message: Sentence
    value: str = ""
    source: str = ""
    hint: Sentence = NOTHING

    def __str__(self) -> str:
        found = f" {self.value}" if self.value else ""
        hint = f" ({self.hint})" if self.hint else ""
        source = f" [{self.rule}; {self.source}]" if self.source else f" [{self.rule}]"
        return f"{self.path}:{found} {self.message}{hint}{source}"

    def sentence(self) -> Sentence:
        """The same for the journal, whose readers may have another language."""
        return Sentence(
            str(self),
            "Violation",
            {
                "path": self.path,
                "found": self.value,
                "sentence": self.message,
                "hint": self.hint,
                "rule": self.rule,
                "source": self.source,
            },
        )


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A member that no document knows, whose name is close to one that is missing."""

    path: str
    name: str
    suggestion: str

    def __str__(self) -> str:
        return f"{self.path}: `{self.name}` – did you mean `{self.suggestion}`?"


class ContractViolation(AssertionError, ValueError):
    """A message breaks its contract. ``contract`` is the contract's name, ``violations`` says everything.

    An ``AssertionError``, so that a test that validates fails rather than errors, and a ``ValueError``, which
    is what code that reads messages expects.
    """

    def __init__(self, contract: str, violations: Iterable[Violation]) -> None:
        self.contract = contract
        self.violations = tuple(violations)
        super().__init__(contract, self.violations)

    def __str__(self) -> str:
        count = len(self.violations)
        heading = f"{self.contract}: {counted(count, 'violation')}"
        return "\n".join([heading, *(f"  {violation}" for violation in self.violations)])


def json_path(steps: Iterable[str | int]) -> str:
    """``$.IVR[0].Dtmf``; a name that is no identifier is quoted: ``$['last ticket']``."""
    path = "$"
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step.isidentifier():
            path += f".{step}"
        else:
            path += f"[{step!r}]"
    return path
