"""How a campaign's calls are shown to those who watch the campaign."""

from __future__ import annotations

from typing import Any

from ..model.calls import Call
from .exchange import Exchange


def show_change(exchange: Exchange, call: Call, member: str, value: Any) -> None:
    """Something about a campaign's call is not as it was shown, but no event of the campaign says so."""
    state = exchange.campaigns.get(call.campaign)
    if state is not None and call.id in state.dialer.views:
        view = state.dialer.views[call.id].copy()
        setattr(view, member, value)
        state.dialer.views[call.id] = view
        exchange.shown_calls.pop(call.campaign, None)  # in which this change is not
