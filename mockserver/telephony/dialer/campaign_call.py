"""One call of a campaign, whatever its kind: how it begins, what is told of it, what its end means for the number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..model import phones
from ..model.calls import Call, ExtensionCall
from ..model.campaign_report import Disposition
from ..model.campaign_state import CampaignState
from ..model.directory import Campaign
from ..model.events import DialerEvent, DialerReason
from ..model.flow_states import PredictiveState, ProductiveState
from ..model.pending_call import PendingCall
from ..model.shown_calls import CHANGES_IN_A_ROW, ShownCalls
from .story import CampaignDialled
from .wake_ups import rest, wake_for_room, wake_for_set_up

ANONYMOUS: Final = "anonymous"
AttemptResult = DialStatusName | Literal["", "blacklisted"]
"""The status of an attempt; empty when the customer was not dialled, ``blacklisted`` when their number came on the
blacklist before they were.
"""
CampaignCallState = ProductiveState | PredictiveState

_ENDINGS: Mapping[str, Disposition] = {
    "ANSWER": "answered",
    "ABANDONE": "abandoned",
    "BUSY": "busy",
    "NOANSWER": "no_answer",
    "CANCEL": "no_answer",
}


def open_call(
    exchange: Exchange,
    state: CampaignState,
    campaign: Campaign,
    entry: PendingCall,
    flow: str,
    direction: str,
    flow_state: CampaignCallState,
) -> Call:
    """A new call for a number that was taken off the list."""
    call = exchange.open_call(flow, campaign.account, direction, flow_state)
    call.campaign, call.target = campaign.code, entry.target
    if entry.custom is not None:
        call.custom = entry.custom
    dialer = state.dialer
    dialer.live[call.id] = entry
    dialer.connecting += 1
    dialer.turn = exchange.ids.count
    dialer.report.count_start(exchange.now, len(dialer.live))
    exchange.note(call, CampaignDialled, campaign.name, entry.target, entry.attempts + 1, entry.inserted)
    return call


def leave_set_up(exchange: Exchange, state: CampaignState, call: Call, flow_state: CampaignCallState) -> None:
    """The call has reached an agent and a customer: it is in set-up no more."""
    if flow_state.connecting:
        flow_state.connecting = False
        if call.id in state.dialer.live:
            state.dialer.connecting -= 1
            wake_for_set_up(exchange, state)


def publish_event(
    exchange: Exchange, state: CampaignState, call: Call, reason: DialerReason, view: ExtensionCall
) -> None:
    """Publishes what happened to a campaign's call, with the calls it has then. The view is kept."""
    state.dialer.views[call.id] = view
    _publish(exchange, state, reason, view, view)


def _publish(
    exchange: Exchange, state: CampaignState, reason: DialerReason, view: ExtensionCall, change: ExtensionCall | str
) -> None:
    shown, views = exchange.shown_calls.get(state.code), state.dialer.views
    if shown is not None and shown.followed is views and len(shown.changes) < CHANGES_IN_A_ROW:
        shown.changes.append(change)
    else:
        shown = exchange.shown_calls[state.code] = ShownCalls(views)  # in which the change is
    exchange.publish(DialerEvent, exchange.now, reason, state.code, view, shown, len(shown.changes))


def at_work(exchange: Exchange, state: CampaignState) -> Iterator[tuple[str, float, float]]:
    """The agents in a campaign's calls: since when, and since when with a customer (0: not yet)."""
    for call_id in state.dialer.live:
        call = exchange.calls[call_id]
        agent, customer = call.leg("agent"), call.leg("customer")
        if agent is None or not agent.connected:
            continue
        if agent is not call.legs[0]:  # an IVR campaign's: they were given a customer who was there
            yield agent.number, agent.answered_at, agent.answered_at
        else:
            yield agent.number, agent.answered_at, customer.answered_at if customer is not None else 0


def end_attempt(exchange: Exchange, call: Call, flow_state: CampaignCallState, status: AttemptResult) -> None:
    """The call is over with this status of the attempt; empty when the customer was not dialled."""
    state = exchange.campaigns.get(call.campaign)
    entry = state.dialer.live.pop(call.id, None) if state is not None else None
    if state is None or entry is None:
        return  # the campaign was taken out of the organization meanwhile
    dialer = state.dialer
    in_set_up = flow_state.connecting
    if in_set_up:
        dialer.connecting -= 1
    view = dialer.views.pop(call.id, None)
    if view is not None:
        _publish(exchange, state, "HANGUP", view, call.id)
    _return_or_settle(exchange, state, exchange.directory.campaigns[state.code], entry, status)
    if state.status == "Enabled":
        wake_for_room(exchange, state, in_set_up=in_set_up)
    else:
        rest(exchange, state)


def _return_or_settle(
    exchange: Exchange, state: CampaignState, campaign: Campaign, entry: PendingCall, status: AttemptResult
) -> None:
    """Back on the list, or to its outcome."""
    report, now = state.dialer.report, exchange.now
    if not status:
        report.ended = now
        report.not_reached += 1
        if not state.pending.put_back(entry, entry.not_before):
            report.count_outcome("removed" if entry.forgotten else "cleared")
        return
    if status == "blacklisted":
        report.ended = now
        report.count_outcome("blacklisted")
        return
    entry.attempts += 1
    entry.outcomes = (*entry.outcomes, status)
    report.count_attempt(now, status)
    exchange.statistics.count_attempt(now, state.code, answered=status == "ANSWER")
    if status != "ANSWER":
        delay = _retry_after(campaign, entry, status)
        if delay is not None and state.pending.put_back(entry, max(entry.not_before, now + delay)):
            return
    report.count_outcome(_ENDINGS.get(status, "failed"))


def _retry_after(campaign: Campaign, entry: PendingCall, status: DialStatusName) -> float | None:
    """Seconds until the number is tried again; ``None`` when it is not."""
    if campaign.maximum_attempts is not None and entry.attempts >= campaign.maximum_attempts:
        return None
    for retry in campaign.retries:
        if retry.status == status:
            return retry.delay_seconds if entry.outcomes.count(status) <= retry.maximum else None
    return None


def shown_number(exchange: Exchange, campaign: Campaign, entry: PendingCall, sip: str = "") -> str:
    """The number the customer sees (API §6): the call's, their country's, the agent's, the campaign's, the default."""
    if entry.caller_id:
        if entry.caller_id.casefold() == ANONYMOUS:
            return ANONYMOUS
        return phones.e164(entry.caller_id) or entry.caller_id
    directory = exchange.directory
    dynamic = directory.caller_ids
    number = dynamic.get(phones.region_of(entry.target)) if dynamic else None
    if not number and sip in directory.extensions:
        number = directory.extensions[sip].caller_id
    return number or campaign.caller_id or dynamic.get("default") or next(iter(directory.dids), "")
