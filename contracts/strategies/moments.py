"""Moments: epochs and dates, with those around Israel's clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .picks import Maker, Picks, either

FIRST = 1_704_067_200
"""2024-01-01T00:00:00Z."""

_YEARS_SECONDS = 4 * 365 * 86_400
_CLOCK_CHANGES = (
    1_711_670_400,  # 2024-03-29T00:00:00Z: 02:00 becomes 03:00
    1_730_070_000,  # 2024-10-26T23:00:00Z: 02:00 becomes 01:00
    1_743_120_000,  # 2025-03-28T00:00:00Z
    1_761_433_200,  # 2025-10-25T23:00:00Z
    1_774_569_600,  # 2026-03-27T00:00:00Z
    1_792_882_800,  # 2026-10-24T23:00:00Z
)
"""The seconds at which Israel's clocks change."""


def _around_a_clock_change(seconds: int) -> int:
    """A moment within an hour of the last change before ``seconds`` after the beginning: near it, so that examples
    shrink from one to the other."""
    before = [change for change in _CLOCK_CHANGES if change <= FIRST + seconds] or [_CLOCK_CHANGES[0]]
    return before[-1] - 3600 + seconds % 7200


def epochs(picks: Picks) -> int:
    """Epoch seconds from 2024 to 2027, one in four within an hour of a clock change."""
    change = picks.choose(4) == 3
    seconds = picks.measure(_YEARS_SECONDS)
    return _around_a_clock_change(seconds) if change else FIRST + seconds


def some_epoch(picks: Picks) -> int:
    """As ``epochs``, for texts that have a moment in them: nobody looks for the smallest."""
    if picks.choose(4) == 3:
        return _CLOCK_CHANGES[picks.choose(len(_CLOCK_CHANGES))] - 3600 + picks.choose(7200)
    return FIRST + picks.choose(_YEARS_SECONDS)


def utc(epoch: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=epoch)


def minutes(picks: Picks) -> str:
    return utc(some_epoch(picks)).strftime("%Y-%m-%dT%H:%M")


def seconds(picks: Picks) -> str:
    return utc(some_epoch(picks)).strftime("%Y-%m-%dT%H:%M:%S")


def zulu(picks: Picks) -> str:
    return utc(some_epoch(picks)).strftime("%Y-%m-%dT%H:%M:%SZ")


def zulu_milliseconds(picks: Picks) -> str:
    moment = utc(some_epoch(picks))
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{picks.choose(1000):03d}Z"


def with_offset(picks: Picks) -> str:
    sign, hours = "+-"[picks.choose(2)], picks.choose(15)
    return f"{utc(some_epoch(picks)):%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{30 * picks.choose(2):02d}"


def blank_milliseconds(picks: Picks) -> str:
    return f"{utc(some_epoch(picks)):%Y-%m-%d %H:%M:%S}.{picks.choose(1000):03d}"


def blank_seconds(picks: Picks) -> str:
    return utc(some_epoch(picks)).strftime("%Y-%m-%d %H:%M:%S")


def days(picks: Picks) -> str:
    return utc(some_epoch(picks)).strftime("%Y-%m-%d")


def clock_times(picks: Picks) -> str:
    minute = picks.choose(24 * 60)
    return f"{minute // 60:02d}:{minute % 60:02d}"


date_times: Maker = either(minutes, seconds, zulu, zulu_milliseconds, blank_seconds, with_offset)
"""The forms that requests may use."""

FORMS: tuple[Maker, ...] = (
    zulu, zulu_milliseconds, seconds, minutes, blank_milliseconds, blank_seconds, days, clock_times,
)  # fmt: skip
"""Every form, for members of which the schema says the form and no name tells more."""
