"""How many calls a campaign may begin now, and which agents it counts on. The rules stand in ``docs/exchange.md``."""

from __future__ import annotations

from math import floor
from typing import Final

from ..core.exchange import Exchange
from ..model.campaign_state import CampaignState
from ..model.dialer_state import DialerState, Missed, Reason
from ..model.directory import Campaign
from ..presence import availability

MAXIMUM_MISSES: Final = 3
"""Calls in a row that an agent may leave unanswered before the campaign leaves them alone."""
_ROUNDING: Final = 1e-9


def agents_of(exchange: Exchange, state: CampaignState) -> dict[str, None]:
    """The extensions whose agents the campaign works with."""
    members = dict.fromkeys(sip for sip in state.members if sip in exchange.extensions)
    queue = exchange.monitored_queues.get(state.code)
    if queue is None:
        return members
    in_queue = [member.extension for member in exchange.directory.queues[queue].members]
    return dict.fromkeys(sip for sip in in_queue if sip in exchange.extensions and (not members or sip in members))


def waiting(exchange: Exchange, queue: int) -> int:
    """How many stand in a queue while nobody rings for them."""
    return len(exchange.not_rung_for[queue])


def find_agents(exchange: Exchange, state: CampaignState) -> None:
    """Who the agents are, and who of them is free, after a pause or a change of settings."""
    dialer, now = state.dialer, exchange.now
    agents = agents_of(exchange, state)
    for sip in dialer.agents:
        if sip not in agents:
            dialer.report.set_present(sip, now, there=False)
    for sip in agents:
        dialer.report.set_present(sip, now, there=sip in exchange.present)
    free = sorted(
        (sip for sip in agents if available(exchange, dialer, sip)), key=lambda sip: exchange.extensions[sip].free_since
    )
    for sip in dialer.agents:
        if sip not in agents and sip in exchange.campaigns_of:
            exchange.campaigns_of[sip].pop(state.code, None)
    for sip in agents:
        exchange.campaigns_of.setdefault(sip, {})[state.code] = state
    dialer.agents, dialer.ready, dialer.stale = agents, dict.fromkeys(free), False
    dialer.open_from = dialer.open_until = 0


def drop_taken(exchange: Exchange, dialer: DialerState) -> None:
    """Snapshots of 0.2 name among those who are free some who were taken since the last look."""
    for sip in [sip for sip in dialer.ready if not available(exchange, dialer, sip)]:
        del dialer.ready[sip]


def available(exchange: Exchange, dialer: DialerState, sip: str) -> bool:
    """Free, and not one who leaves the campaign's calls unanswered."""
    if not availability.free(exchange, sip):
        return False
    missed = dialer.missed.get(sip)
    if missed is None or missed.times < MAXIMUM_MISSES:
        return True
    if (missed.since, missed.answered) == (exchange.agent_at[sip].since, exchange.extensions[sip].answered):
        return False
    del dialer.missed[sip]
    return True


def record_missed_call(exchange: Exchange, dialer: DialerState, sip: str) -> None:
    """An agent did not answer the campaign's call."""
    known = dialer.missed.get(sip)
    times = known.times + 1 if known is not None else 1
    dialer.missed[sip] = Missed(times, exchange.agent_at[sip].since, exchange.extensions[sip].answered)
    if times >= MAXIMUM_MISSES:
        dialer.ready.pop(sip, None)


def room(exchange: Exchange, state: CampaignState, campaign: Campaign) -> tuple[int, Reason]:
    """How many calls may be begun now, and what it is that allows no more."""
    dialer = state.dialer
    allowed = state.max_calls - len(dialer.live)
    reason: Reason = "calls"
    left = exchange.call_limit - len(exchange.calls)
    if left < allowed:
        allowed, reason = left, "limit"
    if allowed <= 0:
        return allowed, reason
    queue = exchange.monitored_queues.get(state.code)
    if campaign.kind == "ivr" and queue is None and not state.members:
        return allowed, reason  # it plays to its customers and leads them to nobody
    agents, why = room_for_agents(state, campaign)
    if agents < allowed:
        allowed, reason = agents, why
    if allowed > 0 and queue is not None and waiting(exchange, queue) >= max(1, state.queue_maximum_callers):
        return 0, "waiting"
    return allowed, reason


def room_for_agents(state: CampaignState, campaign: Campaign) -> tuple[int, Reason]:
    """How many calls may be begun for those who are free."""
    dialer, coefficient = state.dialer, state.coefficient
    free = len(dialer.ready)
    if not free:
        return 0, "agents"
    if campaign.kind == "agents":
        if coefficient >= 1:
            return free, "agents"
        free += dialer.connecting  # each call in set-up has an agent
    return floor(coefficient * free + _ROUNDING) - dialer.connecting, "coefficient"
