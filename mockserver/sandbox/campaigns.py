"""Dialer campaigns over the control API: how they stand, and starting and stopping them."""

from __future__ import annotations

from collections.abc import Callable

from ..telephony import campaigns
from ..telephony.campaigns import CampaignState
from ..telephony.exchange import Exchange
from ..telephony.refusals import Refused
from .control import Body, ControlError, ControlRequest, control


@control("list_campaigns")
def list_campaigns(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        return {"campaigns": [as_data(exchange, state) for state in exchange.campaigns.values()]}


def _change(name: str, change: Callable[[Exchange, CampaignState], object]) -> None:
    """Registers something that is done to the campaign in the path; the answer is how it stands then."""

    def handler(request: ControlRequest) -> Body:
        with request.tenant.use(wait=request.wait) as exchange:
            state = _campaign(exchange, request.path_values["code"])
            change(exchange, state)
            return as_data(exchange, state)

    control(name)(handler)


_change("start_campaign", lambda exchange, state: campaigns.set_status(exchange, state, "Enabled"))
_change("stop_campaign", lambda exchange, state: campaigns.set_status(exchange, state, "Disabled"))
_change("clear_campaign", campaigns.clear)


@control("campaign_report")
def campaign_report(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        return _campaign(exchange, request.path_values["code"]).dialer.report.as_data(exchange.now)


def _campaign(exchange: Exchange, code: str) -> CampaignState:
    try:
        return campaigns.find(exchange, code)
    except Refused:
        known = ", ".join(exchange.campaigns)
        raise ControlError(404, "unknown", f"there is no campaign {code[:60]!r}", hint=f"known: {known}") from None


def as_data(exchange: Exchange, state: CampaignState) -> Body:
    entry = exchange.directory.campaigns[state.code]
    return {
        "code": state.code,
        "name": entry.name,
        "kind": entry.kind,
        "status": state.status,
        "members": list(state.members),
        "pending": len(state.pending),
        "calls": list(state.dialer.live),
        "numbers": state.pending.numbered,
        "reason": state.dialer.reason,
        "outcomes": dict(state.dialer.report.outcomes),
    }
