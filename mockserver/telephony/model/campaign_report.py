"""What a campaign has done: attempts, outcomes, waiting times, agents' occupancy, and all of it over time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import Any, Final, Literal, get_args

from ....contracts.quick_dataclasses import dataclass
from .numbers import Real
from .rounding import to_milliseconds

Disposition = Literal["answered", "abandoned", "busy", "no_answer", "failed", "blacklisted", "removed", "cleared"]
"""How a number ends: each in exactly one way."""

DISPOSITIONS: tuple[Disposition, ...] = get_args(Disposition)
BUCKET_SECONDS = 60
MAXIMUM_BUCKETS: Final = 240
"""When a campaign has gone on for longer, two buckets become one."""

WAITS: Final[tuple[int, ...]] = (0, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600)
"""Upper bounds, in seconds, of the classes that waiting times are counted in; the last class has none."""


@dataclass(slots=True)
class Bucket:
    """A stretch of time. ``waiting`` and ``calls`` are the most at once; seconds are agents' seconds."""

    attempts: int = 0
    answered: int = 0
    abandoned: int = 0
    waiting: int = 0
    calls: int = 0
    talk_seconds: float = 0
    busy_seconds: float = 0
    present_seconds: float = 0


@dataclass(slots=True)
class AgentWork:
    """One agent's work for a campaign. ``busy_seconds`` is from their answer to the end of the call, ``talk_seconds``
    the part with a customer. ``present_since``: they have been there, and the campaign on, since then (0: not so now).
    """

    calls: int = 0
    missed: int = 0
    talk_seconds: float = 0
    busy_seconds: float = 0
    present_seconds: float = 0
    present_since: float = 0


@dataclass(slots=True)
class CampaignReport:
    """Counts since the campaign exists. ``statuses`` are the attempts' by CDR status; ``not_reached`` are calls that
    ended before the customer was dialled, which are no attempts. Times are epochs, 0 for never.
    """

    began: float = 0
    ended: float = 0
    attempts: int = 0
    answered: int = 0
    not_reached: int = 0
    statuses: dict[str, int] = field(default_factory=dict[str, int])
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DISPOSITIONS, 0))
    waits: list[int] = field(default_factory=lambda: [0] * (len(WAITS) + 1))
    wait_count: int = 0
    wait_seconds: float = 0
    longest_wait: float = 0
    most_waiting: int = 0
    most_calls: int = 0
    agents: dict[str, AgentWork] = field(default_factory=dict[str, AgentWork])
    bucket_seconds: int = BUCKET_SECONDS
    buckets: list[Bucket] = field(default_factory=list[Bucket])

    @property
    def finished(self) -> int:
        """How many numbers have their outcome."""
        return sum(self.outcomes.values())

    # ---- counting --------------------------------------------------------------------------------------

    def bucket(self, now: Real) -> Bucket:
        """The stretch that ``now`` is in; the first begins with the first thing counted."""
        if not self.began:
            self.began = now
        began: Real = self.began
        index = int((now - began) // self.bucket_seconds)
        buckets = self.buckets
        return buckets[index] if index < len(buckets) else self._later_bucket(now)

    def _later_bucket(self, now: Real) -> Bucket:
        """One that there is not yet."""
        index = int((now - self.began) // self.bucket_seconds)
        while index >= MAXIMUM_BUCKETS:
            self._coarsen()
            index = int((now - self.began) // self.bucket_seconds)
        self.buckets += [Bucket() for _ in range(index + 1 - len(self.buckets))]
        return self.buckets[index]

    def count_start(self, now: float, calls: int) -> None:
        """A call is begun, after which so many are up."""
        self.ended = now
        bucket = self.bucket(now)
        if calls > bucket.calls:
            bucket.calls = calls
            self.most_calls = max(self.most_calls, calls)

    def count_attempt(self, now: float, status: str) -> None:
        """An attempt to reach a customer is over."""
        self.ended = now
        self.attempts += 1
        self.statuses[status] = self.statuses.get(status, 0) + 1
        bucket = self.bucket(now)
        bucket.attempts += 1
        if status == "ANSWER":
            self.answered += 1
            bucket.answered += 1
        elif status == "ABANDONE":
            bucket.abandoned += 1

    def count_outcome(self, outcome: Disposition, count: int = 1) -> None:
        """So many numbers have their outcome."""
        self.outcomes[outcome] += count

    def count_wait(self, now: float, seconds: float) -> None:
        """A customer waited so long for an agent, or until they were gone."""
        self.wait_count += 1
        self.wait_seconds += seconds
        self.longest_wait = max(self.longest_wait, seconds)
        self.waits[bisect_left(WAITS, seconds)] += 1

    def count_waiting(self, now: float, waiting: int) -> None:
        """So many wait in the monitored queue."""
        bucket = self.bucket(now)
        if waiting > bucket.waiting:
            bucket.waiting = waiting
            self.most_waiting = max(self.most_waiting, waiting)

    def count_agent_call(self, sip: str, *, busy_since: float, talk_since: float, now: float) -> None:
        """An agent's call is over; ``talk_since`` 0 when they had nobody to talk to."""
        work = self._of(sip)
        work.calls += 1
        self._count_busy(work, busy_since, talk_since, now)

    def _count_busy(self, work: AgentWork, busy_since: float, talk_since: float, now: float) -> None:
        work.busy_seconds += now - busy_since
        if talk_since:
            work.talk_seconds += now - talk_since
        began: Real = self.began
        last: Real = now
        talk: Real = talk_since
        start: Real = max(began, busy_since)
        if not began or start >= last:
            return
        index = self._first(start, last)  # as `_pieces` goes on, spelled out: for every call that is 2.5 % of all
        width, buckets = self.bucket_seconds, self.buckets
        while start < last:
            bucket = buckets[index]
            index += 1
            end: Real = began + index * width
            if end > last:
                end = last
            bucket.busy_seconds += end - start
            if talk and talk < end:
                bucket.talk_seconds += end - max(start, talk)
            start = end

    def count_missed_call(self, sip: str) -> None:
        """An agent did not answer."""
        self._of(sip).missed += 1

    def set_present(self, sip: str, now: float, *, there: bool) -> None:
        """An agent is there for the campaign from now on, or is not any more."""
        work = self._of(sip)
        if there == bool(work.present_since):
            return
        if there:
            work.present_since = now
            return
        work.present_seconds += now - work.present_since
        for bucket, start, end in self._pieces(work.present_since, now):
            bucket.present_seconds += end - start
        work.present_since = 0

    def _of(self, sip: str) -> AgentWork:
        work = self.agents.get(sip)
        if work is None:
            work = self.agents[sip] = AgentWork()
        return work

    def _pieces(self, start: Real, end: Real) -> Iterator[tuple[Bucket, Real, Real]]:
        """The buckets that a stretch of time lies in, each with the part of it."""
        began: Real = self.began
        start = max(start, began)
        if not began or start >= end:
            return
        index = self._first(start, end)
        width, buckets = self.bucket_seconds, self.buckets
        while (stop := began + (index + 1) * width) < end:
            yield buckets[index], start, stop
            start = stop
            index += 1
        yield buckets[index], start, end

    def _first(self, start: Real, end: Real) -> int:
        """The index of the bucket in which a stretch of time begins; those that it lies in are there afterwards."""
        began: Real = self.began
        if (end - began) // self.bucket_seconds >= len(self.buckets):
            self._later_bucket(end)  # after which all may be wider
        return int((start - began) // self.bucket_seconds)

    def _coarsen(self) -> None:
        pairs = zip(self.buckets[::2], [*self.buckets[1::2], Bucket()], strict=False)
        self.buckets = [_merge(first, second) for first, second in pairs]
        self.bucket_seconds *= 2

    # ---- telling ---------------------------------------------------------------------------------------

    def as_data(self, now: float, at_work: Iterable[tuple[str, float, float]] = ()) -> dict[str, Any]:
        """The report as plain JSON, with what is going on counted up to ``now``. ``at_work`` are the agents in a call:
        since when, and since when with a customer (0: not yet).
        """
        if going_on := list(at_work):
            agents = {sip: replace(work) for sip, work in self.agents.items()}
            report = replace(self, agents=agents, buckets=[replace(bucket) for bucket in self.buckets])
            for sip, busy_since, talk_since in going_on:
                report._count_busy(report._of(sip), busy_since, talk_since, now)
            return report.as_data(now)
        present: dict[str, float] = {
            sip: work.present_seconds + (now - work.present_since) if work.present_since else work.present_seconds
            for sip, work in self.agents.items()
        }
        busy = sum(work.busy_seconds for work in self.agents.values())
        return {
            "began": self.began,
            "ended": self.ended,
            "attempts": self.attempts,
            "answered": self.answered,
            "abandoned": self.statuses.get("ABANDONE", 0),
            "not_reached": self.not_reached,
            "statuses": dict(self.statuses),
            "outcomes": dict(self.outcomes),
            "waiting": {
                "count": self.wait_count,
                "mean_seconds": _ratio(self.wait_seconds, self.wait_count),
                "longest_seconds": to_milliseconds(self.longest_wait),
                "most_at_once": self.most_waiting,
                "classes": [
                    {"up_to_seconds": WAITS[index] if index < len(WAITS) else None, "count": count}
                    for index, count in enumerate(self.waits)
                ],
            },
            "most_calls_at_once": self.most_calls,
            "occupancy": _share(busy, sum(present.values())),
            "agents": [
                {
                    "extension": sip,
                    "calls": work.calls,
                    "missed": work.missed,
                    "talk_seconds": to_milliseconds(work.talk_seconds),
                    "busy_seconds": to_milliseconds(work.busy_seconds),
                    "present_seconds": to_milliseconds(present[sip]),
                    "occupancy": _share(work.busy_seconds, present[sip]),
                }
                for sip, work in self.agents.items()
            ],
            "pace": self._pace(now),
        }

    def _pace(self, now: float) -> list[dict[str, Any]]:
        width, rows = self.bucket_seconds, list[dict[str, Any]]()
        for index, bucket in enumerate(self.buckets):
            start = self.began + index * width
            there = bucket.present_seconds + sum(
                max(0.0, min(now, start + width) - max(start, work.present_since))
                for work in self.agents.values()
                if work.present_since
            )
            rows.append(
                {
                    "from": start,
                    "seconds": width,
                    "attempts": bucket.attempts,
                    "answered": bucket.answered,
                    "abandoned": bucket.abandoned,
                    "most_waiting": bucket.waiting,
                    "most_calls": bucket.calls,
                    "talk_seconds": to_milliseconds(bucket.talk_seconds),
                    "occupancy": _share(bucket.busy_seconds, there),
                }
            )
        return rows


def _merge(first: Bucket, second: Bucket) -> Bucket:
    return Bucket(
        first.attempts + second.attempts,
        first.answered + second.answered,
        first.abandoned + second.abandoned,
        max(first.waiting, second.waiting),
        max(first.calls, second.calls),
        first.talk_seconds + second.talk_seconds,
        first.busy_seconds + second.busy_seconds,
        first.present_seconds + second.present_seconds,
    )


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _share(busy: float, present: float) -> float:
    """0 to 1; who goes while they talk is there for as long as they talk."""
    return _ratio(busy, max(busy, present))
