"""Measuring several contenders in turn, so that a machine that gets slower gets slower for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median


def in_turn(contenders: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Calls each contender once a round, after one round that does not count. They return milliseconds."""
    for measure in contenders.values():
        measure()
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, measure in contenders.items():
            figures[name].append(measure())
    return figures


def show(figures: Mapping[str, list[float]], baseline: str) -> None:
    """A row a contender: median, least and most milliseconds, and the median of its ratios to the baseline."""
    print(f"{'':34}{'median ms':>10}{'least':>8}{'most':>8}   x {baseline}")
    for name, taken in figures.items():
        ratio = median(one / base for one, base in zip(taken, figures[baseline], strict=True))
        print(f"{name:34}{median(taken):10.1f}{min(taken):8.1f}{max(taken):8.1f}{ratio:8.2f}")
