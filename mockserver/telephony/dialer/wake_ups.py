"""When a campaign's dialer looks next, and when it rests."""

from __future__ import annotations

from ..core.exchange import Exchange
from ..model.campaign_state import CampaignState
from .pacing import room_for_agents


def wake(exchange: Exchange, state: CampaignState, *, stale: bool = False) -> None:
    """Something is not as it was: a running campaign looks, once the present step is over. ``stale``: who the
    campaign's agents are may have changed.
    """
    state.dialer.stale = state.dialer.stale or stale
    if state.status == "Enabled":
        schedule_look(exchange, state, exchange.now)


def wake_for_agent(exchange: Exchange, state: CampaignState) -> None:
    """Another agent is free. Where agents are what is missing, there may still be too few for the calls in set-up."""
    dialer = state.dialer
    if dialer.reason in ("agents", "coefficient"):
        allowed, dialer.reason = room_for_agents(state, exchange.directory.campaigns[state.code])
        if allowed <= 0:
            return
    wake(exchange, state)


def wake_for_set_up(exchange: Exchange, state: CampaignState) -> None:
    """A call is in set-up no more, which helps where as many are as may be."""
    if state.dialer.reason == "coefficient":
        wake_for_agent(exchange, state)


def wake_for_room(exchange: Exchange, state: CampaignState, *, in_set_up: bool) -> None:
    """A call has ended. That helps nobody while the agents are what is missing, and one that was in set-up no more
    nobody while too many are.
    """
    reason = state.dialer.reason
    if reason == "coefficient":
        if in_set_up:
            wake_for_agent(exchange, state)
    elif reason != "agents":
        wake(exchange, state)


def schedule_look(exchange: Exchange, state: CampaignState, time: float) -> None:
    """The campaign's next look is at that time, unless an earlier one is scheduled."""
    dialer = state.dialer
    if dialer.look_timer:
        if dialer.look_at <= time:
            return
        exchange.scheduler.cancel(dialer.look_timer)
    dialer.look_at = time
    dialer.look_timer = exchange.scheduler.at(time, "dialer.look", state.code)


def rest(exchange: Exchange, state: CampaignState) -> None:
    """The campaign has nothing to do now: the agents' time is not counted any more. It finds them anew later."""
    dialer = state.dialer
    if dialer.live or dialer.stale:
        return
    for sip in dialer.agents:
        dialer.report.set_present(sip, exchange.now, there=False)
    dialer.stale = True


def stop(exchange: Exchange, state: CampaignState) -> None:
    """The campaign is not running any more; its calls go on."""
    dialer = state.dialer
    exchange.scheduler.cancel(dialer.look_timer)
    dialer.look_timer = 0
    dialer.reason = "stopped"
    rest(exchange, state)
