"""Dialer campaigns over the control API: how they stand, and starting and stopping them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, cast

from ...contracts.suggestions import among
from ..telephony.core.exchange import Exchange
from ..telephony.core.refusals import Refused
from ..telephony.dialer import campaign_call, campaigns
from ..telephony.model import phones
from ..telephony.model.campaign_state import CampaignState
from ..telephony.model.pending_call import PendingCall
from .control import ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import (
        SandboxAddedCalls,
        SandboxAddedCallsRefusedItem,
        SandboxCampaign,
        SandboxCampaignReport,
        SandboxCampaigns,
    )

SHOWN_REFUSALS = 1_000


@control("list_campaigns")
def list_campaigns(request: ControlRequest) -> SandboxCampaigns:
    with request.tenant.use(wait=request.wait) as exchange:
        return {"campaigns": [as_data(exchange, state) for state in exchange.campaigns.values()]}


def _change(name: str, change: Callable[[Exchange, CampaignState], object]) -> None:
    """Registers something that is done to the campaign in the path; the answer is how it stands then."""

    def handler(request: ControlRequest) -> SandboxCampaign:
        with request.tenant.use(wait=request.wait) as exchange:
            state = _campaign(exchange, request.path_values["code"])
            change(exchange, state)
            return as_data(exchange, state)

    control(name)(handler)


_change("start_campaign", lambda exchange, state: campaigns.set_status(exchange, state, "Enabled"))
_change("stop_campaign", lambda exchange, state: campaigns.set_status(exchange, state, "Disabled"))
_change("clear_campaign", campaigns.clear)


@control("add_campaign_calls")
def add_campaign_calls(request: ControlRequest) -> SandboxAddedCalls:
    """A list as somebody drops it in: numbers, or calls with more to them."""
    body = request.body
    shared: dict[str, Any] = body.get("custom", {})
    refused: list[SandboxAddedCallsRefusedItem] = []
    with request.tenant.use(wait=request.wait) as exchange:
        state = _campaign(exchange, request.path_values["code"])
        repeats = exchange.directory.campaigns[state.code].allow_duplicates
        if len(body["numbers"]) > campaigns.room(state):
            raise ControlError(
                409,
                "too_many",
                f"the campaign has {len(state.pending):,} calls on its list, which holds {campaigns.MAXIMUM_PENDING:,}",
                field="numbers",
                hint="let it dial, or clear it with POST …/clear",
            )
        before, seen = state.pending.numbered, set[str]()
        for index, entry in enumerate(body["numbers"]):
            call: dict[str, Any] = {"target": entry} if isinstance(entry, str) else entry
            target = phones.e164(call["target"].strip())
            if target is None or (target in seen and not repeats):
                refused.append(_refusal(index, call["target"], "target_invalid" if target is None else "repeated"))
                continue
            seen.add(target)
            pending = PendingCall(
                target, call.get("priority", 0), 0, "", "", call.get("customer_name", ""),
                {**shared, **call.get("custom", {})} or None,
            )  # fmt: skip
            campaigns.add(exchange, state, pending)
        added = state.pending.numbered - before
        return {
            "added": added,
            "changed": len(body["numbers"]) - len(refused) - added,
            "refused_count": len(refused),
            "refused": refused[:SHOWN_REFUSALS],
            "pending": len(state.pending),
        }


Reason = Literal["target_invalid", "repeated"]
_REASONS: dict[Reason, str] = {
    "target_invalid": "this is no number that can be dialled",
    "repeated": "the list has this number before, and the campaign calls nobody twice",
}


def _refusal(index: int, target: str, reason: Reason) -> SandboxAddedCallsRefusedItem:
    return {"index": index, "target": target[:60], "reason": reason, "message": _REASONS[reason]}


@control("campaign_report")
def campaign_report(request: ControlRequest) -> SandboxCampaignReport:
    with request.tenant.use(wait=request.wait) as exchange:
        state = _campaign(exchange, request.path_values["code"])
        report = state.dialer.report.as_data(exchange.now, campaign_call.at_work(exchange, state))
        return cast("SandboxCampaignReport", report)


def _campaign(exchange: Exchange, code: str) -> CampaignState:
    try:
        return campaigns.find(exchange, code)
    except Refused:
        hint = among(code, exchange.campaigns)
        raise ControlError(404, "unknown", f"there is no campaign {code[:60]!r}", hint=hint) from None


def as_data(exchange: Exchange, state: CampaignState) -> SandboxCampaign:
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
