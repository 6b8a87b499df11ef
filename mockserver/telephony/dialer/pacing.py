"""How many calls a campaign may begin now, and which agents it counts on. The rules stand in ``docs/exchange.md``."""

from __future__ import annotations

from math import floor

from ..core.exchange import Exchange
from ..model.campaign_state import CampaignState
from ..model.dialer_state import DialerState, Missed, Reason
from ..model.directory import Campaign
from ..presence import availability

MAXIMUM_MISSES = 3
"""Calls in a row that an agent may leave unanswered before the campaign leaves them alone."""
_ROUNDING = 1e-9


def monitored_queue(exchange: Exchange, state: CampaignState, campaign: Campaign) -> int | None:
    """The queue whose waiting callers the campaign minds; an agents campaign only has one if it was told so."""
    queue = state.queue_for_monitoring if state.queue_for_monitoring is not None else campaign.queue
    return queue if queue in exchange.directory.queues else None


def agents_of(exchange: Exchange, state: CampaignState, campaign: Campaign) -> dict[str, None]:
    """The extensions whose agents the campaign works with."""
    members = [sip for sip in state.members if sip in exchange.extensions]
    queue = monitored_queue(exchange, state, campaign) if campaign.kind == "ivr" else None
    if queue is None:
        return dict.fromkeys(members)
    in_queue = [member.extension for member in exchange.directory.queues[queue].members]
    return dict.fromkeys(sip for sip in in_queue if sip in exchange.extensions and (not members or sip in members))


def needs_agents(exchange: Exchange, state: CampaignState, campaign: Campaign) -> bool:
    """A campaign that plays to its customers and leads them to nobody needs none."""
    return campaign.kind == "agents" or bool(state.members) or monitored_queue(exchange, state, campaign) is not None


def waiting(exchange: Exchange, queue: int) -> int:
    """How many stand in a queue while nobody rings for them."""
    count = 0
    for call_id in exchange.queues[queue].callers:
        visit = exchange.calls[call_id].queue
        if visit is not None and not visit.ringing:
            count += 1
    return count


def find_agents(exchange: Exchange, state: CampaignState, campaign: Campaign) -> None:
    """Who the agents are, and who of them is free, after a pause or a change of settings."""
    dialer, now = state.dialer, exchange.now
    agents = agents_of(exchange, state, campaign)
    for sip in dialer.agents:
        if sip not in agents:
            dialer.report.set_present(sip, now, there=False)
    for sip in agents:
        dialer.report.set_present(sip, now, there=availability.present(exchange, sip))
    free = sorted(
        (sip for sip in agents if available(exchange, dialer, sip)), key=lambda sip: exchange.extensions[sip].free_since
    )
    dialer.agents, dialer.ready, dialer.stale = agents, dict.fromkeys(free), False
    dialer.open_from = dialer.open_until = 0


def available(exchange: Exchange, dialer: DialerState, sip: str) -> bool:
    """Free, and not one who leaves the campaign's calls unanswered."""
    if not availability.free(exchange, sip):
        return False
    missed = dialer.missed.get(sip)
    if missed is None or missed.times < MAXIMUM_MISSES:
        return True
    if (missed.since, missed.answered) == (exchange.agent_at(sip).since, exchange.extensions[sip].answered):
        return False
    del dialer.missed[sip]
    return True


def record_missed_call(exchange: Exchange, dialer: DialerState, sip: str) -> None:
    """An agent did not answer the campaign's call."""
    known = dialer.missed.get(sip)
    times = known.times + 1 if known is not None else 1
    dialer.missed[sip] = Missed(times, exchange.agent_at(sip).since, exchange.extensions[sip].answered)


def next_agent(exchange: Exchange, dialer: DialerState) -> str | None:
    """The agent who has been free longest."""
    for sip in list(dialer.ready) if len(dialer.ready) > 1 else tuple(dialer.ready):
        if available(exchange, dialer, sip):
            return sip
        del dialer.ready[sip]
    return None


def free_agents(exchange: Exchange, dialer: DialerState) -> int:
    for sip in [sip for sip in dialer.ready if not available(exchange, dialer, sip)]:
        del dialer.ready[sip]
    return len(dialer.ready)


def room(exchange: Exchange, state: CampaignState, campaign: Campaign) -> tuple[int, Reason]:
    """How many calls may be begun now, and what it is that allows no more."""
    dialer = state.dialer
    allowed = state.max_calls - len(dialer.live)
    reason: Reason = "calls"
    left = exchange.call_limit - len(exchange.calls)
    if left < allowed:
        allowed, reason = left, "limit"
    if allowed <= 0 or not needs_agents(exchange, state, campaign):
        return allowed, reason
    if campaign.kind == "agents":
        for_agents, why = _for_agents(exchange, state)
        return (for_agents, why) if for_agents < allowed else (allowed, reason)
    if next_agent(exchange, dialer) is None:
        return 0, "agents"
    in_set_up = _in_set_up(state, len(dialer.ready))
    if in_set_up > 0:  # even those who are not free any more were counted: now exactly
        in_set_up = _in_set_up(state, free_agents(exchange, dialer))
    if in_set_up < allowed:
        allowed, reason = in_set_up, "coefficient"
    queue = monitored_queue(exchange, state, campaign)
    if allowed > 0 and queue is not None and waiting(exchange, queue) >= max(1, state.queue_maximum_callers):
        return 0, "waiting"
    return allowed, reason


def _in_set_up(state: CampaignState, free: int) -> int:
    """How many more calls may be in set-up at once with so many free agents."""
    return floor(state.coefficient * free + _ROUNDING) - state.dialer.connecting


def _for_agents(exchange: Exchange, state: CampaignState) -> tuple[int, Reason]:
    dialer = state.dialer
    if state.coefficient >= 1:  # everybody who is free, counted as far as it matters
        return (len(dialer.ready) if next_agent(exchange, dialer) is not None else 0), "agents"
    free = free_agents(exchange, dialer)
    if not free:
        return 0, "agents"
    return floor(state.coefficient * (free + dialer.connecting) + _ROUNDING) - dialer.connecting, "coefficient"
