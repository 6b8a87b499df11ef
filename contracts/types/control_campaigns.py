"""Messages: control campaigns. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .control_definitions import SandboxCampaign

__all__ = [
    "SandboxAddCampaignCalls",
    "SandboxAddCampaignCallsNumbersItem",
    "SandboxAddedCalls",
    "SandboxAddedCallsRefusedItem",
    "SandboxCampaignReport",
    "SandboxCampaignReportAgentsItem",
    "SandboxCampaignReportPaceItem",
    "SandboxCampaignReportWaiting",
    "SandboxCampaignReportWaitingClassesItem",
    "SandboxCampaignState",
    "SandboxCampaigns",
]


class SandboxAddCampaignCallsNumbersItem(TypedDict):
    """A call.

    Part of contract `sandbox.add_campaign_calls` (control API).
    """

    target: str
    """A telephone number, local or international."""
    priority: NotRequired[int]
    """Higher ones are dialled first."""
    customer_name: NotRequired[str]
    """Shown to the agent."""
    custom: NotRequired[dict[str, Any]]
    """Custom data of this call, besides that of all."""


class SandboxAddCampaignCalls(TypedDict):
    """Numbers for a campaign.

    Numbers to put on a campaign's list, as they are written, at most 100,000.

    Contract `sandbox.add_campaign_calls` (control API).
    """

    numbers: list[str | SandboxAddCampaignCallsNumbersItem]
    """In the order they are dialled, each a number or a call."""
    custom: NotRequired[dict[str, Any]]
    """Custom data of all these calls."""


class SandboxAddedCallsRefusedItem(TypedDict):
    """One of `refused`.

    Part of contract `sandbox.added_calls` (control API).
    """

    index: int
    """Which of the numbers, counted from 0."""
    target: str
    """What was written, shortened."""
    reason: Literal["target_invalid", "repeated"]
    """A word for programs."""
    message: str
    """A sentence for people."""


class SandboxAddedCalls(TypedDict):
    """What became of a campaign's new numbers.

    How many numbers were put on the list, and which were refused.

    Contract `sandbox.added_calls` (control API).
    """

    added: int
    """New calls on the list."""
    changed: int
    """Numbers that were on the list already, and are now as this request has them."""
    refused_count: int
    """Numbers that were not taken."""
    refused: list[SandboxAddedCallsRefusedItem]
    """The first thousand of them."""
    pending: int
    """Calls on the list now."""


class SandboxCampaignReportWaitingClassesItem(TypedDict):
    """Waits longer than the class before it allows, up to this one's bound.

    Part of contract `sandbox.campaign_report` (control API).
    """

    up_to_seconds: int | None
    """The bound, in seconds; null: none."""
    count: int
    """How many."""


class SandboxCampaignReportWaiting(TypedDict):
    """How long customers waited in the queue, until an agent answered or they were gone.

    Part of contract `sandbox.campaign_report` (control API).
    """

    count: int
    """How many there were."""
    mean_seconds: float
    """The mean, in seconds."""
    longest_seconds: float
    """The longest wait, in seconds."""
    most_at_once: int
    """The most that stood in the monitored queue at one moment while nobody rang for them."""
    classes: list[SandboxCampaignReportWaitingClassesItem]
    """Waits by length."""


class SandboxCampaignReportAgentsItem(TypedDict):
    """One agent.

    Part of contract `sandbox.campaign_report` (control API).
    """

    extension: str
    """SIP name."""
    calls: int
    """Calls answered."""
    missed: int
    """Calls not answered."""
    talk_seconds: float
    """Seconds with customers."""
    busy_seconds: float
    """Seconds from the answer to the end of the calls."""
    present_seconds: float
    """Seconds in which the agent was there and the campaign had something to do."""
    occupancy: float
    """busy_seconds to present_seconds."""


SandboxCampaignReportPaceItem = TypedDict(
    "SandboxCampaignReportPaceItem",
    {
        # When it begins, epoch seconds.
        "from": float,
        # How long it is.
        "seconds": int,
        # Attempts that ended in it.
        "attempts": int,
        # Those that were answered.
        "answered": int,
        # Those that were abandoned.
        "abandoned": int,
        # The most that waited at one moment.
        "most_waiting": int,
        # The most calls at one moment.
        "most_calls": int,
        # Agents' seconds with customers.
        "talk_seconds": float,
        # The part of their time that agents were in calls.
        "occupancy": float,
    },
)
"""One stretch of time.

Part of contract `sandbox.campaign_report` (control API).
"""


class SandboxCampaignReport(TypedDict):
    """A campaign's report.

    What a campaign has done since the organization was made or reset.

    Contract `sandbox.campaign_report` (control API).
    """

    began: float
    """When its first call was begun, epoch seconds; 0: none was yet."""
    ended: float
    """When something was dialled or ended last, epoch seconds."""
    attempts: int
    """Attempts to reach a customer."""
    answered: int
    """Attempts that were answered, in an IVR campaign without those that were abandoned."""
    abandoned: int
    """Attempts of an IVR campaign whose customer answered and reached no agent."""
    not_reached: int
    """Calls that ended before the customer was dialled; these are no attempts."""
    statuses: dict[str, int]
    """Attempts by CDR status."""
    outcomes: dict[str, int]
    """Numbers by how they ended: answered, abandoned, busy, no_answer, failed, blacklisted, removed, cleared."""
    waiting: SandboxCampaignReportWaiting
    """How long customers waited in the queue, until an agent answered or they were gone."""
    most_calls_at_once: int
    """The most calls that were up at one moment."""
    occupancy: float
    """The part of their time that its agents were in its calls, 0 to 1."""
    agents: list[SandboxCampaignReportAgentsItem]
    """Each agent's work."""
    pace: list[SandboxCampaignReportPaceItem]
    """The same over time, in at most 240 equal stretches."""


SandboxCampaignState: TypeAlias = SandboxCampaign
"""A campaign now.

One dialer campaign.

Contract `sandbox.campaign_state` (control API).
"""


class SandboxCampaigns(TypedDict):
    """Campaigns.

    Every dialer campaign now.

    Contract `sandbox.campaigns` (control API).
    """

    campaigns: list[SandboxCampaign]
    """In the document's order."""
