"""Texts that match a pattern, for members that no better word is known for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from .picks import Maker, Picks

_PREFERRED = "a01A- .@"
_MORE = 6
"""How many times more than it must something open-ended repeats at most."""


@cache
def matching(pattern: str) -> Maker:
    """Texts of a regular expression, made directly (not by trying). Raises ``ValueError`` for what it cannot read.

    Python's own parser reads the pattern; it is as stable as anything Hypothesis builds on.
    """
    parser: Any = import_module("re._parser")
    parts: Any = parser.parse(pattern)
    return _sequence([_part(str(operation), argument) for operation, argument in parts])


def _sequence(makers: list[Maker]) -> Maker:
    return lambda picks: "".join([maker(picks) for maker in makers])


def _part(operation: str, argument: Any) -> Maker:
    if operation == "LITERAL":
        return lambda picks: chr(argument)
    if operation == "AT":
        return lambda picks: ""
    if operation == "IN":
        return _one_of(_members(argument))
    if operation == "NOT_LITERAL":
        return _one_of([letter for letter in map(chr, range(33, 127)) if letter != chr(argument)])
    if operation == "ANY":
        return _one_of(list("abc123"))
    if operation == "SUBPATTERN":
        return _sequence([_part(str(inner), value) for inner, value in argument[-1]])
    if operation == "BRANCH":
        ways = [_sequence([_part(str(inner), value) for inner, value in way]) for way in argument[1]]
        return lambda picks: ways[picks.choose(len(ways))](picks)
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = argument
        return _repeat(
            _sequence([_part(str(kind), value) for kind, value in inner]), least, min(int(most), least + _MORE)
        )
    raise ValueError(f"no texts are made for {operation} in a pattern")


def _repeat(maker: Maker, least: int, most: int) -> Maker:
    def make(picks: Picks) -> str:
        count = least if least == most else least + picks.choose(most - least + 1)
        return "".join([maker(picks) for _ in range(count)])

    return make


def _one_of(letters: list[str]) -> Maker:
    ordered = sorted(letters, key=lambda letter: (letter not in _PREFERRED, letter))
    return lambda picks: ordered[picks.choose(len(ordered))]


def _members(argument: Any) -> list[str]:
    letters: list[str] = []
    excluded = False
    for operation, value in argument:
        kind = str(operation)
        if kind == "NEGATE":
            excluded = True
        elif kind == "LITERAL":
            letters.append(chr(value))
        elif kind == "RANGE":
            letters += map(chr, range(value[0], min(value[1], value[0] + 127) + 1))
        elif kind == "CATEGORY":
            letters += {"CATEGORY_SPACE": " \t\n", "CATEGORY_DIGIT": "0123456789"}.get(str(value), "a1_")
        else:
            raise ValueError(f"no texts are made for {kind} in a character class")
    if excluded:
        return [letter for letter in map(chr, range(33, 127)) if letter not in letters]
    return letters
