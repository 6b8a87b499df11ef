"""What a campaign's dialer remembers between two looks, kept in the campaign's state, and when the next look is."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from ....contracts.quick_dataclasses import dataclass
from .calls import ExtensionCall
from .campaign_report import CampaignReport
from .pending_call import PendingCall

Reason = Literal[
    "", "stopped", "nothing_pending", "hours", "time", "agents", "coefficient", "calls", "waiting", "limit"
]
"""Why a campaign dials no more at the moment: it is stopped; the list is empty; the calling hours are over; the
next number's time has not come; no agent is free; as many calls are in set-up as the coefficient allows; as many
are up as ``max_calls`` allows; the monitored queue is full; the organization's limit is reached.
"""


@dataclass(slots=True)
class Missed:
    """Calls in a row that an agent did not answer; since when they have their status, and how many calls they had
    answered then: when either is another, they are there again.
    """

    times: int
    since: float
    answered: int


@dataclass(slots=True)
class DialerState:
    """``ready`` are the agents who are free, the longest first. ``live`` are the numbers that are being dialled or
    connected, by call id; ``connecting`` counts those of them in set-up. ``views`` are the campaign's calls as events
    show them, replaced and never changed.
    ``look_timer`` is the next look that is scheduled (0: none), at ``look_at``. Within ``open_from`` and
    ``open_until`` the calling hours are known to last. ``stale``: who the agents are has to be found out anew.
    ``turn`` is higher the later it has begun a call: campaigns that want the same agents take turns.
    """

    agents: dict[str, None] = field(default_factory=dict[str, None])
    ready: dict[str, None] = field(default_factory=dict[str, None])
    live: dict[str, PendingCall] = field(default_factory=dict[str, PendingCall])
    connecting: int = 0
    views: dict[str, ExtensionCall] = field(default_factory=dict[str, ExtensionCall])
    missed: dict[str, Missed] = field(default_factory=dict[str, Missed])
    look_timer: int = 0
    look_at: float = 0
    open_from: float = 0
    open_until: float = 0
    stale: bool = True
    turn: int = 0
    reason: Reason = "nothing_pending"
    report: CampaignReport = field(default_factory=CampaignReport)

    def dialling(self, target: str) -> list[PendingCall]:
        """The calls to a number (E.164) that are being dialled or connected."""
        return [call for call in self.live.values() if call.target == target]
