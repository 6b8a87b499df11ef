"""A day of calls: how many arrive in each hour, and what else happens to a webhook on such a day.

Written as YAML (``docs/how-to/load.md``); every time is seconds after the run began.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from random import Random
from typing import Any, cast, get_type_hints

import yaml

from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ...contracts.suggestions import did_you_mean
from ..wire.system_errors import reason_of

HOUR = 3600.0
MAXIMUM_AGENTS = 5_000
MAXIMUM_CALLS_PER_HOUR = 10_000_000
MAXIMUM_AT_ONCE = 1_000_000
"""Calls of a flood, and of a campaign: as many as Voicenter's list of one takes."""


class ProfileError(ValueError):
    """A profile that cannot be: ``place`` is the member, the message a sentence."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)


@dataclass(frozen=True, slots=True)
class Flood:
    """So many callers at once who all want the same queue, one after the other within ``seconds``."""

    at: float
    calls: int
    seconds: float = 60.0

    def arrivals(self, random: Random, share: float) -> Iterator[float]:
        """When they come, in order."""
        calls = max(1, round(self.calls * share))
        for number in range(calls):
            yield self.at + self.seconds * (number + random.random()) / calls


@dataclass(frozen=True, slots=True)
class CampaignStart:
    """A dialer campaign begins with so many numbers."""

    at: float
    calls: int


@dataclass(frozen=True, slots=True)
class Outage:
    """The webhook cannot be reached for so long; what was pushed meanwhile comes again afterwards, all together."""

    at: float
    seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class Profile:
    """``calls_per_hour`` is the pace of the run, or ``day`` has it for each of the hours that follow one another (the
    first ``begin_hour``). ``talk_seconds`` is the mean of a conversation, ``agents`` how many people take the calls: 0
    for as many as the busiest hour needs.
    """

    calls_per_hour: float = 1_000.0
    day: tuple[float, ...] = ()
    begin_hour: int = 0
    talk_seconds: float = 120.0
    agents: int = 0
    floods: tuple[Flood, ...] = ()
    campaigns: tuple[CampaignStart, ...] = ()
    outages: tuple[Outage, ...] = ()

    def pace(self, seconds: float) -> float:
        """Calls an hour at that moment of the run."""
        if not self.day:
            return self.calls_per_hour
        return self.day[(self.begin_hour + int(seconds // HOUR)) % len(self.day)]

    @property
    def busiest(self) -> float:
        """Calls in the busiest hour."""
        return max(self.day, default=self.calls_per_hour)

    def is_out(self, seconds: float) -> bool:
        """Whether the webhook cannot be reached at that moment."""
        return any(outage.at <= seconds < outage.at + outage.seconds for outage in self.outages)

    def call_times(self, random: Random, share: float = 1.0) -> Iterator[float]:
        """When callers come, in order and without end: by chance (Poisson) at the pace of the moment, and the floods.

        ``share`` is the part of the calls that this organization has. Nothing comes in an hour of no calls.
        """
        return heapq.merge(self._usual(random, share), *(flood.arrivals(random, share) for flood in self.floods))

    def _usual(self, random: Random, share: float) -> Iterator[float]:
        """Who comes on any day."""
        now = 0.0
        while (now := self._next(random, now, share)) < float("inf"):
            yield now

    def _next(self, random: Random, now: float, share: float) -> float:
        """Thinning by hours: the wait drawn at this hour's pace counts only as far as the hour lasts."""
        for _ in range(len(self.day) + 1):
            pace = self.pace(now) * share / HOUR
            end = (now // HOUR + 1) * HOUR if self.day else float("inf")
            then = now + random.expovariate(pace) if pace > 0 else float("inf")
            if then < end:
                return then
            now = end
            if now == float("inf"):
                break
        return float("inf")


def read_profile(path: Path) -> Profile:
    """A profile from a YAML file. Raises ``ProfileError`` with what is wrong."""
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError("", f"cannot read {path}: {reason_of(error)}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError("", f"{path} is no YAML: {' '.join(str(error).split())}") from None
    return profile_of(found)


def profile_of(members: Any) -> Profile:
    """A profile from its members. Raises ``ProfileError``."""
    if not is_object(members):
        raise ProfileError("", f"a profile is a mapping: {', '.join(entry.name for entry in fields(Profile))}")
    given = dict(members)
    values: dict[str, Any] = {}
    for name in ("calls_per_hour", "talk_seconds"):
        if name in given:
            values[name] = _number(name, given.pop(name), 0 if name == "calls_per_hour" else 0.1)
    if "agents" in given:
        values["agents"] = _count("agents", given.pop("agents"), 0, MAXIMUM_AGENTS)
    if "begin_hour" in given:
        values["begin_hour"] = _count("begin_hour", given.pop("begin_hour"), 0, 23)
    if "day" in given:
        hours = given.pop("day")
        if not is_array(hours) or not hours or len(hours) > 24:
            raise ProfileError("day", "expected a list of 1 to 24 numbers: the calls of each hour")
        values["day"] = tuple(_number(f"day[{index}]", value, 0) for index, value in enumerate(hours))
    for name, kind in (("floods", Flood), ("campaigns", CampaignStart), ("outages", Outage)):
        if name in given:
            values[name] = tuple(_entries(name, kind, given.pop(name)))
    for name in map(str, given):
        known = [entry.name for entry in fields(Profile)]
        raise ProfileError(name, f"a profile has no such member; {did_you_mean(name, known, ', '.join(known))}")
    profile = Profile(**values)
    if not profile.busiest and not profile.floods and not profile.campaigns:
        raise ProfileError("", "nothing happens in it: no calls in any hour, no flood, no campaign")
    return profile


def _entries(name: str, kind: type[Any], given: Any) -> Iterator[Any]:
    if not is_array(given):
        raise ProfileError(name, "expected a list")
    hints = get_type_hints(kind)
    for index, entry in enumerate(given):
        place = f"{name}[{index}]"
        if not is_object(entry):
            raise ProfileError(place, f"expected {', '.join(hints)}")
        for member in entry:
            if member not in hints:
                raise ProfileError(f"{place}.{member}", f"known: {', '.join(hints)}")
        read = {
            member: _count(f"{place}.{member}", value, 1, MAXIMUM_AT_ONCE)
            if hints[member] is int
            else _number(f"{place}.{member}", value, 0)
            for member, value in entry.items()
        }
        try:
            yield kind(**read)
        except TypeError:
            missing = [member for member in ("at", "calls") if member in hints and member not in read]
            raise ProfileError(place, f"{missing[0]} is missing") from None


def _number(place: str, value: Any, least: float, most: float = MAXIMUM_CALLS_PER_HOUR) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise ProfileError(place, f"{value!r:.60} is no number from {least:g} to {most:,.0f}")
    return float(cast("float", value))


def _count(place: str, value: Any, least: int, most: int) -> int:
    number = _number(place, value, least, most)
    if not number.is_integer():
        raise ProfileError(place, f"{value!r} is no whole number")
    return int(number)
