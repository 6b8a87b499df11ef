"""Checking a message against its contract."""

from __future__ import annotations

from .compilation import Checker, checker
from .verdicts import ContractViolation, Violation


def accepts(name: str, message: object, *, strict: bool = False) -> bool:
    """Whether a message keeps its contract, without saying why not. Raises ``UnknownContract``."""
    return checker(name, strict).accepts(message)


def validate(name: str, message: object, *, strict: bool = False) -> None:
    """Checks a decoded message (what ``json.loads`` returns).

    ``strict`` closes the enumerations that the vendor extends. Raises ``ContractViolation`` with everything
    that is wrong, ``UnknownContract`` for a name that is none.
    """
    check(name, message, checker(name, strict))


def violations(name: str, message: object, *, strict: bool = False) -> list[Violation]:
    """As ``validate``, but returns what is wrong; an empty list when nothing is."""
    used = checker(name, strict)
    return [] if used.accepts(message) else _explain(used, message)


def check(name: str, message: object, used: Checker) -> None:
    """``validate`` with a checker in hand."""
    if not used.accepts(message):
        found = _explain(used, message)
        if found:
            raise ContractViolation(name, found)


def _explain(used: Checker, message: object) -> list[Violation]:
    from .explanation import explain_errors

    return explain_errors(used.errors(message), message, used.schema)
