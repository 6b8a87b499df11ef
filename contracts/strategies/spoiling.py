"""Malformed messages from choices: a valid one, a family, and one way to spoil it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from ..library import made_of_schemas, stored
from .byte_faults import byte_faults
from .faults import Fault, faults
from .makers import maker
from .malformation import BYTE_FAMILIES, SCHEMA_FAMILIES, Malformed
from .picks import Maker, Picks, RandomPicks
from .wire_forms import encodings

_TRIES = 4
"""A family may need a message of one kind (a busy call, to give it a duration): so often one is looked
for, before one that is known to do is taken."""

_KEPT = 8
"""Messages known for each family."""

_LOOKED_AT = 40
"""Messages that are searched for the families they can be spoilt in, beside the contract's examples."""

_IN_VAIN = 8
"""After so many messages without a new family no more are looked at."""


def spoiler(name: str, families: Sequence[str]) -> Maker:
    """What makes malformed messages of a contract, of families that it has."""
    wanted = tuple(families)
    valid = maker(name)

    def make(picks: Picks) -> Malformed:
        family = wanted[picks.choose(len(wanted))]
        if family in BYTE_FAMILIES:
            ways = byte_faults(name, valid(picks), family, picks)
            return ways[picks.choose(len(ways))].malformed(name)
        for _ in range(_TRIES):
            picks.part()
            message = valid(picks)
            found = _sendable(name, message, family)
            if found:
                break
        else:
            known = _examples(name)[family]
            message = known[picks.choose(len(known))]
            found = _sendable(name, message, family)
        fault = found[picks.choose(len(found))]
        return Malformed(name, fault.spoil(message), fault.violation)

    return make


def _sendable(name: str, message: Any, family: str | None = None) -> list[Fault]:
    """The faults of a message; where only a query carries it, without those of the whole."""
    found = faults(name, message, family)
    carriers = encodings(name)
    if carriers and not {"json", "xml-rpc"} & set(carriers):
        return [fault for fault in found if fault.path]
    return found


@made_of_schemas
def families_of(name: str) -> tuple[str, ...]:
    """The families of malformed messages that a contract has. Raises ``UnknownContract``."""
    seen = _examples(name)
    random = RandomPicks(Random(7))
    by_bytes = [family for family in BYTE_FAMILIES if byte_faults(name, maker(name)(random), family, random)]
    return (*(family for family in SCHEMA_FAMILIES if family in seen), *by_bytes)


@made_of_schemas
def _examples(name: str) -> dict[str, list[Any]]:
    """Family -> some messages that can be spoilt so."""
    random = RandomPicks(Random(7))
    found: dict[str, list[Any]] = {}

    def look_at(message: Any) -> None:
        for family in {fault.family for fault in _sendable(name, message)}:
            kept = found.setdefault(family, [])
            if len(kept) < _KEPT:
                kept.append(message)

    for message in stored(name).get("examples", ()):
        look_at(message)
    in_vain = 0
    for _ in range(_LOOKED_AT):
        known = len(found)
        look_at(maker(name)(random))
        in_vain = 0 if len(found) > known else in_vain + 1
        if in_vain == _IN_VAIN:
            break
    return found
