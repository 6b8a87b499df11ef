"""What the wire looks like: the catalogue of operations, a JSON Schema for every message, and checking.

>>> from voicenter_mock import contracts
>>> contracts.validate("cdr_notification.response", {"err": 0, "errdesc": "OK"})

``names()`` lists the contracts. ``validate`` raises ``ContractViolation``, ``violations`` returns the same as a
list; ``validate_bytes`` takes a body as it came over the wire. The schema files in ``schemas/`` stand alone and
serve any language. Nothing is loaded before it is used: jsonschema alone takes longer to import than all this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .decoding import decode, validate_bytes
    from .library import Schema, UnknownContract, event, names, operation, schema
    from .misspellings import near_misses
    from .validation import accepts, validate, violations
    from .verdicts import ContractViolation, NearMiss, Violation

__all__ = [
    "ContractViolation",
    "NearMiss",
    "Schema",
    "UnknownContract",
    "Violation",
    "accepts",
    "decode",
    "event",
    "names",
    "near_misses",
    "operation",
    "schema",
    "validate",
    "validate_bytes",
    "violations",
]

_HOMES = {
    "ContractViolation": "verdicts",
    "NearMiss": "verdicts",
    "Schema": "library",
    "UnknownContract": "library",
    "Violation": "verdicts",
    "accepts": "validation",
    "decode": "decoding",
    "event": "library",
    "names": "library",
    "near_misses": "misspellings",
    "operation": "library",
    "schema": "library",
    "validate": "validation",
    "validate_bytes": "decoding",
    "violations": "validation",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
