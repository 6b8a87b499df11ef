"""Checking a message against its contract."""

from __future__ import annotations

from .compilation import checker
from .verdicts import ContractViolation, Violation


def accepts(name: str, message: object, *, strict: bool = False) -> bool:
    """Whether a message keeps its contract, without saying why not. Raises ``UnknownContract``."""
    return checker(name, strict).accepts(message)


def validate(name: str, message: object, *, strict: bool = False) -> None:
    """Checks a decoded message (what ``json.loads`` returns).

    ``strict`` closes the enumerations that the vendor extends. Raises ``ContractViolation`` with everything
    that is wrong, ``UnknownContract`` for a name that is none.
    """
    if not checker(name, strict).accepts(message):
        found = violations(name, message, strict=strict)
        if found:
            raise ContractViolation(name, found)


def violations(name: str, message: object, *, strict: bool = False) -> list[Violation]:
    """As ``validate``, but returns what is wrong; an empty list when nothing is."""
    from .explanation import explained

    check = checker(name, strict)
    return explained(check.errors(message), message, check.schema)
