"""Where choices come from: Hypothesis, or a seeded random source. What makes messages knows neither.

A maker is a function that takes ``Picks`` and returns a value. It asks for numbers below a bound, nothing else,
and 0 is always the simplest choice: that is what examples shrink towards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ..quick_dataclasses import dataclass

if TYPE_CHECKING:
    from random import Random


class Picks(Protocol):
    """A source of choices."""

    def choose(self, count: int) -> int:
        """One of ``count`` things that have no order worth keeping (a name, a phone number): 0 to ``count - 1``."""
        ...

    def measure(self, most: int) -> int:
        """A quantity (seconds, agorot, an epoch) from 0 to ``most``; shrinks to the smallest that still matters."""
        ...

    def part(self) -> None:
        """A part of its own begins, such as the next entry of a list."""
        ...

    def member(self, first: int | None, index: int) -> int:
        """An object's member number ``index`` begins; ``first`` is what member 0 got, which gives ``None``.

        Members keep to places of their own, so that one that goes leaves the choices of the others as they are.
        """
        ...


Maker: TypeAlias = Callable[[Picks], Any]
"""Makes one value from choices."""


@dataclass(frozen=True, slots=True)
class RandomPicks:
    """Choices of a random source, for whoever does without Hypothesis."""

    random: Random

    def choose(self, count: int) -> int:
        return self.random.randrange(count)

    def measure(self, most: int) -> int:
        return self.random.randint(0, most)

    def part(self) -> None:
        return

    def member(self, first: int | None, index: int) -> int:
        return 0


class SimplestPicks:
    """Always the simplest choice."""

    def choose(self, count: int) -> int:
        return 0

    def measure(self, most: int) -> int:
        return 0

    def part(self) -> None:
        return

    def member(self, first: int | None, index: int) -> int:
        return 0


def words(values: Sequence[Any]) -> Maker:
    """One of some values, the simplest first."""
    known = tuple(values)
    if len(known) == 1:
        return lambda picks: known[0]
    return lambda picks: known[picks.choose(len(known))]


def labels(count: int, label: Callable[[int], Any]) -> Maker:
    """One of ``count`` values that are made from a number."""
    return lambda picks: label(picks.choose(count))


def quantities(least: int, most: int) -> Maker:
    """An integer of a range; towards ``least`` when that matters nothing."""
    return lambda picks: least + picks.measure(most - least)


def either(*makers: Maker) -> Maker:
    """What one of the makers makes, each as often."""
    if len(makers) == 1:
        return makers[0]
    return lambda picks: makers[picks.choose(len(makers))](picks)


def mostly(usual: Maker, seldom: Maker, times: int = 8) -> Maker:
    """What ``usual`` makes, and once in ``times`` what ``seldom`` makes."""
    return lambda picks: (seldom if picks.choose(times) == times - 1 else usual)(picks)


def as_text(maker: Maker) -> Maker:
    return lambda picks: str(maker(picks))
