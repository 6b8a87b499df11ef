"""A campaign now: settings that can change, the list of pending calls, what its dialer remembers. Plain data."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from ....contracts.quick_dataclasses import dataclass
from .campaign_list import CampaignList
from .dialer_state import DialerState
from .directory import Campaign, CampaignStatus

_CHANGEABLE = ("status", "members", "queue_for_monitoring", "queue_maximum_callers", "coefficient", "max_calls")


@dataclass(slots=True)
class CampaignState:
    """A campaign now. What its API can change begins as the directory has it; ``members`` are SIP names."""

    code: str
    status: CampaignStatus
    members: list[str]
    queue_for_monitoring: int | None
    queue_maximum_callers: int
    coefficient: float
    max_calls: int
    pending: CampaignList = field(default_factory=CampaignList)
    dialer: DialerState = field(default_factory=DialerState)

    @classmethod
    def of(cls, campaign: Campaign) -> CampaignState:
        return cls(
            campaign.code, campaign.status, list(campaign.members), campaign.queue_for_monitoring,
            campaign.queue_maximum_callers, campaign.coefficient, campaign.max_calls,
        )  # fmt: skip

    def follow(self, before: Campaign, after: Campaign) -> None:
        """Takes over what an edit of the organization's document changed, and leaves what it did not mention."""
        for name in _CHANGEABLE:
            if getattr(before, name) != getattr(after, name):
                value: Any = getattr(after, name)
                setattr(self, name, list(value) if name == "members" else value)
