"""How a campaign's calls are shown to those who watch the campaign."""

from __future__ import annotations

from typing import Any

from ..model.calls import Call, ExtensionCall
from .exchange import Exchange


def last_view(exchange: Exchange, call: Call) -> ExtensionCall | None:
    """How events showed the call last."""
    state = exchange.campaigns.get(call.campaign)
    return state.dialer.views.get(call.id) if state is not None else None


def show_change(exchange: Exchange, call: Call, member: str, value: Any) -> None:
    """Something about a campaign's call is not as it was shown, but no event of the campaign says so."""
    view = last_view(exchange, call)
    if view is not None:
        view = view.copy()
        setattr(view, member, value)
        exchange.campaigns[call.campaign].dialer.views[call.id] = view
