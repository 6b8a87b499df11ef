"""What an examination of recordings says, as plain data."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from ...contracts.quick_dataclasses import dataclass
from ..traffic.messages import UnreadablePart
from .examination import Examination
from .findings import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """``findings`` are drift, ``accepted`` the differences of the baseline, ``gone`` its keys that were not seen.
    ``unexercised`` are sentences, ``None`` when no sandbox was asked.
    """

    findings: list[Finding]
    accepted: list[Finding]
    gone: list[str]
    unreadable: list[UnreadablePart]
    never_seen: dict[str, Any]
    unexercised: list[str] | None
    judged: int
    others: int
    unanswered: int
    used: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def has_drift(self) -> bool:
        return bool(self.findings)

    def as_data(self) -> dict[str, Any]:
        return {
            "judged": self.judged,
            "others": self.others,
            "unanswered": self.unanswered,
            "findings": [finding.as_data() for finding in self.findings],
            "accepted": [finding.as_data() for finding in self.accepted],
            "gone_from_baseline": self.gone,
            "unreadable": [{"place": one.place, "reason": one.reason} for one in self.unreadable],
            "used": self.used,
            "never_seen": self.never_seen,
            "unexercised": self.unexercised,
        }


def report(
    examination: Examination, *, accepted: frozenset[str] = frozenset(), unexercised: list[str] | None = None
) -> Report:
    """The examination beside what is ``accepted`` already."""
    findings = examination.findings.all()
    keys = {finding.key for finding in findings}
    coverage = examination.coverage
    return Report(
        findings=[finding for finding in findings if finding.key not in accepted],
        accepted=[finding for finding in findings if finding.key in accepted],
        gone=sorted(accepted - keys),
        unreadable=examination.unreadable,
        never_seen=coverage.never_seen(),
        unexercised=unexercised,
        judged=examination.judged,
        others=examination.others,
        unanswered=examination.unanswered,
        used=dict(sorted((coverage.operations + coverage.callbacks + coverage.events).items())),
    )
