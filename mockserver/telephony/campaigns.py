"""Dialer campaigns as their API sees them: settings that can change, members, and the list of pending calls.

What a running campaign dials is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .campaign_list import CampaignList, PendingCall
from .directory import Campaign, CampaignStatus, Directory
from .events import DialerEvent
from .refusals import Refused

if TYPE_CHECKING:
    from .exchange import Exchange

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


def follow(self, before: Campaign, after: Campaign) -> None:
        """Takes over what an edit of the organization's document changed, and leaves what it did not mention."""
        for name in _CHANGEABLE:
            if getattr(before, name) != getattr(after, name):
                value: Any = getattr(after, name)
                setattr(self, name, list(value) if name == "members" else value)


@dataclass(slots=True)
class CallOrder:
    """One call as AddCall describes it. ``target`` is E.164; ``not_before`` an epoch (UTC), 0 for "at once"."""

    target: str
    priority: int = 0
    not_before: float = 0
    caller_id: str = ""
    caller_name: str = ""
    customer_name: str = ""
    custom: dict[str, Any] | None = None
    ignore_blacklist: bool = False


def follow(states: Mapping[str, CampaignState], before: Directory, after: Directory) -> dict[str, CampaignState]:
    """The campaigns of an edited organization: new ones begin, those that are gone go with their lists."""
    kept: dict[str, CampaignState] = {}
    for campaign in after.campaigns.values():
        state = kept[campaign.code] = states.get(campaign.code) or CampaignState.of(campaign)
        known = before.campaigns.get(campaign.code)
        if known is not None:
            state.follow(known, campaign)
    return kept


def find(exchange: Exchange, code: str) -> CampaignState:
    """Raises ``Refused`` (``campaign_invalid``) for a code that is none, and for a deleted campaign."""
    state = exchange.campaigns.get(code)
    if state is None or state.status == "Deleted":
        raise Refused("campaign_invalid")
    return state


def add(exchange: Exchange, state: CampaignState, call: PendingCall) -> None:
    """Adds a call. A campaign without duplicates changes the call that it has to this number already."""
    pending = state.pending
    if not exchange.directory.campaigns[state.code].allow_duplicates and pending.to(call.target):
        update(exchange, state, call)
    else:
        pending.add(call, exchange.now)


def update(exchange: Exchange, state: CampaignState, call: PendingCall) -> None:
    """Makes every pending call to the number like this one; adds it when there is none."""
    pending = state.pending
    known = pending.to(call.target)
    if not known:
        pending.add(call, exchange.now)
    for other in known:
        other.caller_id = call.caller_id
        other.caller_name = call.caller_name
        other.customer_name = call.customer_name
        other.custom = call.custom
        other.ignore_blacklist = call.ignore_blacklist
        pending.reorder(other, priority=call.priority, not_before=call.not_before)


def remove(state: CampaignState, target: str) -> int:
    """Removes the pending calls to a number (E.164). Raises ``Refused`` (``target_unknown``) when there is none."""
    calls = state.pending.to(target)
    if not calls:
        raise Refused("target_unknown")
    for call in calls:
        state.pending.remove(call)
    return len(calls)


def set_status(exchange: Exchange, state: CampaignState, status: Literal["Enabled", "Disabled"]) -> None:
    """Starts or stops a campaign; calls that are up go on."""
    if state.status != status:
        state.status = status
        announce(exchange, state)


def set_strategy(exchange: Exchange, state: CampaignState, *, queue: int, maximum_callers: int, coefficient: float) -> None:
    """Raises ``Refused`` (``invalid``) for a queue that there is not."""
    if queue not in exchange.directory.queues:
        raise Refused("invalid", name="setQueueForMonitoring")
    state.queue_for_monitoring, state.queue_maximum_callers, state.coefficient = queue, maximum_callers, coefficient
    announce(exchange, state)


def configure(exchange: Exchange, state: CampaignState, *, max_calls: int | None, members: list[str] | None) -> None:
    """Sets an IVR campaign's most calls at once and its agents; ``None`` leaves them. Raises ``Refused``."""
    if exchange.directory.campaigns[state.code].kind != "ivr":
        raise Refused("wrong_campaign_kind")
    if members is not None:
        known = [_extension(exchange, name) for name in members]
        if None in known:
            raise Refused("member_invalid")
        state.members = list(dict.fromkeys(sip for sip in known if sip is not None))
    if max_calls is not None:
        state.max_calls = max_calls
    announce(exchange, state)


def add_members(exchange: Exchange, state: CampaignState, names: list[str]) -> int:
    """Returns how many were no members before. Raises ``Refused`` when none of them is an extension."""
    known = [sip for sip in (_extension(exchange, name) for name in names) if sip is not None]
    if not known:
        raise Refused("member_invalid")
    new = [sip for sip in dict.fromkeys(known) if sip not in state.members]
    if new:
        state.members = [*state.members, *new]
        announce(exchange, state)
    return len(new)


def remove_members(exchange: Exchange, state: CampaignState, names: list[str]) -> int:
    """Returns how many were members. Raises ``Refused`` when none of them was."""
    gone = {name.casefold() for name in names}
    left = [sip for sip in state.members if sip.casefold() not in gone]
    removed = len(state.members) - len(left)
    if not removed:
        raise Refused("member_invalid")
    state.members = left
    announce(exchange, state)
    return removed


def announce(exchange: Exchange, state: CampaignState) -> None:
    """Tells the world that the campaign itself changed."""
    exchange.publish(DialerEvent(exchange.now, "UPDATE", state.code, None, ()))


def _extension(exchange: Exchange, name: str) -> str | None:
    state = exchange.extension_named(name)
    return None if state is None else state.sip
