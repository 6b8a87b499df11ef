"""The dialer: looks at a campaign when something has happened to it, and begins what may be begun.

Nothing is looked at by the clock. Who wants a campaign to look calls ``wake``; while it can dial nothing, the only
thing scheduled is the time that its next number, or its calling hours, wait for.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..model.campaign_state import CampaignState
from ..model.directory import Campaign
from . import agent_campaign, calling_hours, ivr_campaign, pacing
from .wake_ups import rest, schedule_look, wake, wake_for_agent


@step("dialer.look")
def _look(exchange: Exchange, code: str) -> None:
    state = exchange.campaigns.get(code)
    if state is not None:
        state.dialer.look_timer = 0
        look(exchange, state)


def look(exchange: Exchange, state: CampaignState) -> None:
    """Begins as many calls as the rules allow, and notes why no more (``DialerState.reason``)."""
    dialer, pending, now = state.dialer, state.pending, exchange.now
    if state.status != "Enabled":
        dialer.reason = "stopped"
        return
    if not len(pending):
        dialer.reason = "nothing_pending"
        rest(exchange, state)
        return
    campaign = exchange.directory.campaigns[state.code]
    if dialer.stale:
        pacing.find_agents(exchange, state)
    if not (dialer.open_from <= now < dialer.open_until or _open(exchange, state, campaign)):
        dialer.reason = "hours"
        rest(exchange, state)
        return
    entry = pending.next(now)
    if entry is None:
        _wait(exchange, state)
        return
    allowed, why = pacing.room(exchange, state, campaign)
    while allowed > 0:
        pending.take_next(entry)
        if entry.target in exchange.blacklist and not entry.ignore_blacklist:
            dialer.report.count_outcome("blacklisted")
        else:
            allowed -= 1
            if campaign.kind == "ivr":
                ivr_campaign.begin(exchange, state, campaign, entry)
            else:  # who is rung is `ready` no more
                agent_campaign.begin(exchange, state, campaign, entry, next(iter(dialer.ready)))
        entry = pending.next(now)
        if entry is None:
            _wait(exchange, state)
            return
    dialer.reason = why


def _wait(exchange: Exchange, state: CampaignState) -> None:
    """No pending number's time has come: the campaign looks again when the first one's has."""
    time = state.pending.next_time()
    state.dialer.reason = "nothing_pending" if time is None else "time"
    if time is not None:
        schedule_look(exchange, state, time)
    rest(exchange, state)


def _open(exchange: Exchange, state: CampaignState, campaign: Campaign) -> bool:
    """Whether these are calling hours, as long as that is not known already; if not, the campaign looks again when they
    begin.
    """
    dialer, now = state.dialer, exchange.now
    start, end = calling_hours.opening(campaign, exchange.zone, now)
    if start <= now:
        # plain JSON knows no infinity
        dialer.open_from, dialer.open_until = start, min(end, 1e18)
        return True
    if start != calling_hours.NEVER:
        schedule_look(exchange, state, start)
    return False


def _in_turn(exchange: Exchange, states: Iterable[CampaignState]) -> Iterable[CampaignState]:
    """Campaigns in the order in which they may look: first the one whose last call began longest ago."""
    places = exchange.campaign_places
    return sorted(states, key=lambda state: (state.dialer.turn, places[state.code]))


def member_changed(exchange: Exchange, sip: str) -> None:
    """Something about an agent is not what it was: campaigns that want to dial look whether they are free now."""
    campaigns = exchange.campaigns_of.get(sip)
    if not campaigns:
        return
    for state in campaigns.values() if len(campaigns) < 2 else _in_turn(exchange, campaigns.values()):
        dialer = state.dialer
        if dialer.stale or sip not in dialer.agents:
            continue
        available = pacing.available(exchange, dialer, sip)
        dialer.report.set_present(sip, exchange.now, there=sip in exchange.present)
        if not available:
            dialer.ready.pop(sip, None)
            continue
        if exchange.extensions[sip].free_since >= exchange.now:
            dialer.ready.pop(sip, None)
        dialer.ready[sip] = None
        wake_for_agent(exchange, state)


def queue_changed(exchange: Exchange, queue: int) -> None:
    """Somebody joined or left a queue: campaigns that mind it count who waits, and may go on."""
    for code in exchange.minding.get(queue, ()):
        state = exchange.campaigns[code]
        dialer = state.dialer
        if dialer.stale:
            continue
        dialer.report.count_waiting(exchange.now, pacing.waiting(exchange, queue))
        if dialer.reason == "waiting":
            wake(exchange, state)


@step("dialer.room")
def _room(exchange: Exchange) -> None:
    """A call of the organization has ended: campaigns that its limit kept from dialling look again."""
    for state in _in_turn(exchange, exchange.campaigns.values()):
        if state.dialer.reason == "limit":
            wake(exchange, state)
