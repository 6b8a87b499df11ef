"""What a run counts beside Locust's own statistics, in each worker and for all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from typing import Any, cast

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import shorten
from ..callbacks.delivery import Attempt, Delivery
from ..callbacks.verdicts import ASKING

LATE_SECONDS = 0.1
"""Simulated time that is further behind than this is told."""
REASON_CHARACTERS = 160

_NUMBER = re.compile(r"\d{4,}")


@dataclass(slots=True)
class Tally:
    """``calls`` came in, ``dialled`` are those of campaigns. ``lag_seconds`` is how far behind its real second the
    simulation came at worst, ``late`` how many arrivals were more than ``LATE_SECONDS`` behind. ``heard`` is what
    callers came to whose decision was too late. ``workers_lost`` ended before the run did.
    """

    calls: int = 0
    dialled: int = 0
    records: int = 0
    delivered: int = 0
    retries: int = 0
    lost: int = 0
    unfinished: int = 0
    late: int = 0
    lag_seconds: float = 0.0
    workers_lost: int = 0
    reasons: Counter[str] = field(default_factory=Counter[str])
    too_late: Counter[str] = field(default_factory=Counter[str])
    heard: Counter[str] = field(default_factory=Counter[str])

    def add(self, other: Mapping[str, Any]) -> None:
        """Adds another worker's, as ``as_data`` has it."""
        for name, value in other.items():
            mine: Any = getattr(self, name)
            if isinstance(mine, Counter):
                cast("Counter[str]", mine).update(value)
            elif name == "lag_seconds":
                self.lag_seconds = max(self.lag_seconds, value)
            else:
                setattr(self, name, mine + value)

    def as_data(self) -> dict[str, Any]:
        """For a report, or for the master."""
        return {
            name: dict(cast("Counter[str]", value)) if isinstance(value, Counter) else value
            for name in self.__slots__
            for value in [getattr(self, name)]
        }

    def take(self) -> dict[str, Any]:
        """What was counted since it was taken last."""
        data = self.as_data()
        self.__init__()
        return data

    def behind(self, seconds: float) -> None:
        """The simulation is so far behind its real second."""
        self.lag_seconds = max(self.lag_seconds, seconds)

    def arrival(self, seconds: float) -> None:
        """A caller came so much later than their real second."""
        self.behind(seconds)
        self.late += seconds > LATE_SECONDS

    def push(self, why: str) -> None:
        """Counts a record that was simulated before, and is pushed once; ``why`` it failed, empty when it did not."""
        self.records += 1
        self.delivered += not why
        if why:
            self.lost += 1
            self.reasons[f"cdr: {why}"] += 1

    def attempt(self, delivery: Delivery, attempt: Attempt) -> str:
        """Counts an attempt. Returns why it is a failure, empty when it is none."""
        self.retries += len(delivery.attempts) > 1
        if attempt.verdict == "acknowledged":
            self.delivered += 1
            return ""
        why = reason(attempt)
        self.reasons[f"{delivery.callback}: {why}"] += 1
        self.lost += delivery.status == "failed" and delivery.contract not in ASKING
        if attempt.verdict == "timeout" and delivery.contract in ASKING:
            self.too_late[delivery.callback] += 1
        return why


def reason(attempt: Attempt) -> str:
    """Why an attempt failed, without what is different in every message: such failures are counted together."""
    reason = attempt.violations[0] if attempt.violations else attempt.detail
    return shorten(f"{attempt.verdict}: {_NUMBER.sub('…', reason)}", REASON_CHARACTERS)


def phase(delivery: Delivery) -> str:
    """What is sent, as a row of the statistics: the push and its retries, the pop-up's stage, the IVR's question."""
    if delivery.contract == "cdr_notification":
        return "again" if len(delivery.attempts) > 1 else "push"
    if delivery.contract == "popup":
        return str(delivery.payload.get("status", ""))
    return delivery.contract.partition(".")[2]
