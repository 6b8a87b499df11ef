"""Makers as Hypothesis strategies. The only module here that imports Hypothesis.

Every draw costs Hypothesis some bookkeeping, so small choices come out of blocks of bytes that are drawn at once,
and only quantities are drawn one by one, because they have a smallest value worth finding.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from .picks import Picks

T = TypeVar("T")

_BLOCK = 96
_MEMBER = 6
"""Bytes that most members of an object take.

What takes more pushes its neighbours on."""

_blocks = st.binary(min_size=_BLOCK, max_size=_BLOCK)


@cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class _DrawnPicks:
    """Choices that Hypothesis makes, and shrinks."""

    __slots__ = ("_bytes", "_draw", "_used")

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        self._bytes = b""
        self._used = 0

    def choose(self, count: int) -> int:
        if count < 2:
            return 0
        width = 1 if count <= 1 << 8 else 2 if count <= 1 << 16 else 4
        start = self._used
        self._used = end = start + width
        while end > len(self._bytes):
            self._bytes += self._draw(_blocks)
        return int.from_bytes(self._bytes[start:end]) * count >> 8 * width

    def measure(self, most: int) -> int:
        if most <= 0xFF:  # one byte shrinks as well as an integer does
            return self.choose(most + 1)
        return self._draw(_up_to(most))

    def part(self) -> None:
        self._used = max(self._used, len(self._bytes))

    def member(self, first: int | None, index: int) -> int:
        if first is None:
            return self._used
        self._used = max(self._used, first + index * _MEMBER)
        return first


@st.composite
def draw_with(draw: st.DrawFn, make: Callable[[Picks], T]) -> T:
    """What a maker makes of choices that Hypothesis draws."""
    return make(_DrawnPicks(draw))
