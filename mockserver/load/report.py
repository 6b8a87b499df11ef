"""What came of a run, as one object and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, field
from typing import Any

from ...contracts.quick_dataclasses import dataclass
from .tally import LATE_SECONDS, Tally

SHOWN_REASONS = 12


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One callback in one phase. Times are milliseconds."""

    callback: str
    phase: str
    attempts: int
    failures: int
    per_second: float
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True)
class LoadReport:
    """``rows`` are Locust's statistics, ``counts`` what the simulation counted, ``seconds`` the run's length."""

    seconds: float
    rows: tuple[ReportRow, ...]
    counts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def attempts(self) -> int:
        return sum(row.attempts for row in self.rows)

    @property
    def failures(self) -> int:
        return sum(row.failures for row in self.rows)

    @property
    def p95(self) -> float:
        """Of the slowest row: a fast push does not hide a slow pop-up."""
        return max((row.p95 for row in self.rows), default=0.0)

    def as_data(self) -> dict[str, Any]:
        return {
            "seconds": self.seconds,
            "attempts": self.attempts,
            "failures": self.failures,
            "p95": self.p95,
            "rows": [asdict(row) for row in self.rows],
            **self.counts,
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> LoadReport:
        """The way back from ``as_data``."""
        counts = {name: data[name] for name in Tally().as_data()}
        return LoadReport(data["seconds"], tuple(ReportRow(**row) for row in data["rows"]), counts)


def lines(report: LoadReport) -> Iterator[str]:
    """The report for a terminal."""
    counts = report.counts
    dialled = f" and {counts['dialled']:,} dialled by campaigns" if counts["dialled"] else ""
    yield f"{counts['calls']:,} calls{dialled} in {report.seconds:.0f} s, {counts['records']:,} records"
    names = [f"{row.callback} {row.phase}" for row in report.rows]
    width = max(map(len, names), default=0)
    yield f"{'':{width}}{'sent':>9}{'failed':>7}{'a second':>9}{'p50':>7}{'p95':>7}{'p99':>7}{'max':>7}  ms"
    for name, row in zip(names, report.rows, strict=True):
        yield (
            f"{name:{width}}{row.attempts:>9,}{row.failures:>7,}{row.per_second:>9.1f}"
            f"{row.p50:>7.0f}{row.p95:>7.0f}{row.p99:>7.0f}{row.longest:>7.0f}"
        )
    yield (
        f"accepted {counts['delivered']:,}, sent again {counts['retries']:,}, lost {counts['lost']:,}, "
        f"not finished when it ended {counts['unfinished']:,}"
    )
    for title, found in (
        ("why attempts failed", counts["reasons"]),
        ("decisions that came too late", counts["too_late"]),
        ("what callers came to then", counts["heard"]),
    ):
        if found:
            yield f"{title}:"
            for text, count in sorted(found.items(), key=lambda item: -item[1])[:SHOWN_REASONS]:
                yield f"  {count:>9,}  {text}"
            if len(found) > SHOWN_REASONS:
                yield f"  and {len(found) - SHOWN_REASONS} other reasons"
    if counts["workers_lost"]:
        yield f"{counts['workers_lost']} of the processes ended before the run did: what it did last is missing here"
    yield _pace(counts)


def _pace(counts: Mapping[str, Any]) -> str:
    late, lag = counts["late"], counts["lag_seconds"]
    if lag <= LATE_SECONDS:
        return f"simulated time kept its pace (at most {lag * 1000:.0f} ms behind)"
    return (
        f"simulated time was up to {lag * 1000:.0f} ms behind: {late:,} calls came over {LATE_SECONDS * 1000:.0f} ms "
        "late. This machine has too much to do: more --processes, or fewer calls"
    )
