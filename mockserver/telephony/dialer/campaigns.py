"""Dialer campaigns as their API sees them: settings that can change, members, and the list of pending calls.

What a running campaign dials is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ....contracts.quick_dataclasses import dataclass
from ....contracts.sentences import Sentence, in_a_row
from ....contracts.suggestions import near_or_known
from ..core import reasons
from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..model.campaign_state import CampaignState
from ..model.directory import Directory
from ..model.events import DialerEvent
from ..model.pending_call import PendingCall, PendingRow
from ..model.shown_calls import NO_CALLS
from .wake_ups import stop, wake

MAXIMUM_PENDING = 1_000_000
"""How many calls a campaign's list holds: ten of the largest bulks."""


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
        state.dialer.stale = True
    return kept


def find(exchange: Exchange, code: str) -> CampaignState:
    """Raises ``Refused`` (``campaign_invalid``) for a code that is none, and for a deleted campaign."""
    state = exchange.campaigns.get(code)
    if state is None or state.status == "Deleted":
        raise Refused("campaign_invalid", reasons.no_campaign(exchange, code))
    return state


def add(exchange: Exchange, state: CampaignState, call: PendingCall) -> None:
    """Adds a call. A campaign without duplicates changes the call that it has to this number already. Raises
    ``Refused``.
    """
    if not exchange.directory.campaigns[state.code].allow_duplicates:
        update(exchange, state, call)
        return
    _append(exchange, state, call)
    wake(exchange, state)


def add_all(exchange: Exchange, state: CampaignState, rows: list[PendingRow]) -> None:
    """As ``add`` for each of so many as there is ``room`` for."""
    if not exchange.directory.campaigns[state.code].allow_duplicates:
        for row in rows:
            update(exchange, state, PendingCall(*row))
    elif rows:
        state.pending.add_all(rows, exchange.now)
        wake(exchange, state)


def _append(exchange: Exchange, state: CampaignState, call: PendingCall) -> None:
    if room(state) <= 0:
        hint = Sentence.of(
            "CampaignFull", "campaign {code!r} holds {count:,} calls, and takes no more",
            code=state.code, count=MAXIMUM_PENDING,
        )  # fmt: skip
        raise Refused("internal_error", hint)
    state.pending.add(call, exchange.now)


def room(state: CampaignState) -> int:
    """How many more calls the campaign's list takes."""
    return MAXIMUM_PENDING - len(state.pending)


def update(exchange: Exchange, state: CampaignState, call: PendingCall) -> None:
    """Makes every call to the number like this one: the pending ones, else one that is being dialled, for the time
    it may be tried again. Adds it when there is none. Raises ``Refused``.
    """
    pending = state.pending
    known = pending.to(call.target)
    dialled = [] if known else state.dialer.dialling(call.target)
    if not known and not dialled:
        _append(exchange, state, call)
    for other in known or dialled:
        other.caller_id = call.caller_id
        other.caller_name = call.caller_name
        other.customer_name = call.customer_name
        other.custom = call.custom
        other.ignore_blacklist = call.ignore_blacklist
        if dialled:
            other.priority, other.not_before = call.priority, call.not_before
        else:
            pending.reorder(other, priority=call.priority, not_before=call.not_before)
    wake(exchange, state)


def remove(exchange: Exchange, state: CampaignState, target: str) -> int:
    """Removes the calls to a number (E.164); one that is being dialled goes on and is not tried again. Raises
    ``Refused`` (``target_unknown``) when there is none.
    """
    calls, dialled = state.pending.to(target), state.dialer.dialling(target)
    if not calls and not dialled:
        raise Refused("target_unknown", _no_call_to(state, target))
    for call in calls:
        state.pending.remove(call)
    for call in dialled:
        state.pending.forget(call)
    state.dialer.report.count_outcome("removed", len(calls))
    wake(exchange, state)
    return len(calls) + len(dialled)


def clear(exchange: Exchange, state: CampaignState) -> int:
    """Drops every pending call; those that are being dialled go on and are not tried again. Returns how many."""
    dropped = state.pending.clear()
    state.dialer.report.count_outcome("cleared", dropped)
    wake(exchange, state)
    announce(exchange, state)
    return dropped


def set_status(exchange: Exchange, state: CampaignState, status: Literal["Enabled", "Disabled"]) -> None:
    """Starts or stops a campaign; calls that are up go on."""
    if state.status != status:
        state.status = status
        if status == "Disabled":
            stop(exchange, state)
        else:
            state.dialer.missed.clear()
            wake(exchange, state, stale=True)
        announce(exchange, state)


def set_strategy(
    exchange: Exchange, state: CampaignState, *, queue: int, maximum_callers: int, coefficient: float
) -> None:
    """Raises ``Refused`` (``invalid``) for a queue that there is not."""
    if queue not in exchange.directory.queues:
        raise Refused("invalid", reasons.no_queue(exchange, queue), name="setQueueForMonitoring")
    state.queue_for_monitoring, state.queue_maximum_callers, state.coefficient = queue, maximum_callers, coefficient
    exchange.update_monitored_queues()
    wake(exchange, state, stale=True)
    announce(exchange, state)


def configure(exchange: Exchange, state: CampaignState, *, max_calls: int | None, members: list[str] | None) -> None:
    """Sets an IVR campaign's most calls at once and its agents; ``None`` leaves them. Raises ``Refused``."""
    if exchange.directory.campaigns[state.code].kind != "ivr":
        raise Refused("wrong_campaign_kind", _no_ivr_campaign(state))
    if members is not None:
        known = {name: _extension(exchange, name) for name in members}
        for name, sip in known.items():
            if sip is None:
                raise Refused("member_invalid", reasons.no_extension(exchange, name))
        state.members = list(dict.fromkeys(sip for sip in known.values() if sip is not None))
    if max_calls is not None:
        state.max_calls = max_calls
    wake(exchange, state, stale=True)
    announce(exchange, state)


def add_members(exchange: Exchange, state: CampaignState, names: list[str]) -> int:
    """Returns how many were no members before. Raises ``Refused`` when none of them is an extension."""
    known = [sip for sip in (_extension(exchange, name) for name in names) if sip is not None]
    if not known:
        raise Refused("member_invalid", reasons.no_extension(exchange, next(iter(names), "")))
    new = [sip for sip in dict.fromkeys(known) if sip not in state.members]
    if new:
        state.members = [*state.members, *new]
        wake(exchange, state, stale=True)
        announce(exchange, state)
    return len(new)


def remove_members(exchange: Exchange, state: CampaignState, names: list[str]) -> int:
    """Returns how many were members. Raises ``Refused`` when none of them was."""
    gone = {name.casefold() for name in names}
    left = [sip for sip in state.members if sip.casefold() not in gone]
    removed = len(state.members) - len(left)
    if not removed:
        raise Refused("member_invalid", _no_member(state, next(iter(names), "")))
    state.members = left
    wake(exchange, state, stale=True)
    announce(exchange, state)
    return removed


def announce(exchange: Exchange, state: CampaignState) -> None:
    """Tells the world that the campaign itself changed."""
    exchange.publish(DialerEvent, exchange.now, "UPDATE", state.code, None, NO_CALLS, 0)


def _no_call_to(state: CampaignState, target: str) -> Sentence:
    return Sentence.of("NoCallTo", "campaign {code!r} has no call to {target}", code=state.code, target=target)


def _no_ivr_campaign(state: CampaignState) -> Sentence:
    return Sentence.of("NoIvrCampaign", "campaign {code!r} is of kind agents, and this is for ivr", code=state.code)


def _no_member(state: CampaignState, name: str) -> Sentence:
    sentence = Sentence.of(
        "NoCampaignMember", "campaign {code!r} has no member {name!r}", code=state.code, name=name[:60]
    )
    return in_a_row((sentence, near_or_known(name, state.members)))


def _extension(exchange: Exchange, name: str) -> str | None:
    state = exchange.extension_named(name)
    return None if state is None else state.sip
