"""The dialer's fifteen methods: 3.2 §6, cur."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypedDict

from ...contracts.operations import WORDING, ErrorCode
from ..telephony.core import reasons
from ..telephony.core.exchange import Exchange
from ..telephony.core.refusals import Refused
from ..telephony.core.scheduler import LATEST
from ..telephony.dialer import campaigns
from ..telephony.model import phones
from ..telephony.model.campaign_state import CampaignState
from ..telephony.model.directory import Directory, Extension
from ..telephony.model.pending_call import PendingCall
from ..wire.parameters import Parameters
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import (
        CampaignTotals,
        DialerAddCallResponse,
        DialerAddMemberResponse,
        DialerClearCampaignCallsResponse,
        DialerConfigureIvrCampaignResponse,
        DialerGetCampaignDetailsResponse,
        DialerGetCampaignListResponse,
        DialerGetCampaignPendingCallsResponse,
        DialerGetCampaignPendingCallsResponseDataCallsItem,
        DialerGetMembersListResponse,
        DialerGetMembersListResponseDataItem,
        DialerRemoveCallResponse,
        DialerRemoveMemberResponse,
        DialerStartCampaignResponse,
        DialerStopCampaignResponse,
        DialerUpdateCallResponse,
        DialerUpdateCampaignStrategyResponse,
    )
    from ...contracts.types import DialerGetCampaignPendingCallsResponseDataCallsItemCallStatus as Status


class Ok(TypedDict):
    """How every answer begins that is no refusal."""

    ErrorCode: int
    Description: str


OK: Ok = {"ErrorCode": 0, "Description": "OK"}


def refusal(row: ErrorCode, message: str) -> Body:
    return {"ErrorCode": row.code, "Description": message}


def _campaign(context: Context) -> CampaignState:
    return campaigns.find(context.exchange, context.parameters.text("Campaign"))


# ---- calls ---------------------------------------------------------------------------------------------


@endpoint("dialer.add_call", refusal=refusal)
def add_call(context: Context) -> DialerAddCallResponse:
    state = _campaign(context)
    campaigns.add(context.exchange, state, call_of(context.exchange, context.parameters))
    return {**OK}


@endpoint("dialer.update_call", refusal=refusal)
def update_call(context: Context) -> DialerUpdateCallResponse:
    state = _campaign(context)
    campaigns.update(context.exchange, state, call_of(context.exchange, context.parameters))
    return {**OK}


@endpoint("dialer.remove_call", refusal=refusal)
def remove_call(context: Context) -> DialerRemoveCallResponse:
    campaigns.remove(context.exchange, _campaign(context), number_of(context.parameters.text("Target")))
    return {**OK}


def call_of(exchange: Exchange, parameters: Parameters) -> PendingCall:
    """One call as its parameters describe it. Raises ``Refused`` for a target or caller id that is no number."""
    values = parameters.values
    target = number_of(parameters.text("Target"))
    caller_id: str = values.get("CallerID", "")
    check_caller_id(caller_id)
    custom: dict[str, Any] | None = values.get("CustomData")
    if parameters.variables:
        custom = {**(custom or {}), **parameters.variables}
    return PendingCall(
        target,
        values["Priority"],
        not_before(exchange, values.get("OriginateTime", 0), local=values.get("IsDateLocal", False)),
        caller_id,
        values.get("CallerName", ""),
        values.get("CustomerName", ""),
        custom or None,
        values.get("IgnoreDncStatus", False),
    )


def number_of(target: str) -> str:
    """E.164. Raises ``Refused`` (``target_invalid``)."""
    number = phones.e164(target)
    if number is None:
        raise Refused("target_invalid", reasons.no_number(target))
    return number


def check_caller_id(caller_id: str) -> None:
    """A number, ``Anonymous`` or nothing. Raises ``Refused`` (``caller_id_invalid``)."""
    if caller_id and caller_id.casefold() != "anonymous" and phones.e164(caller_id) is None:
        raise Refused("caller_id_invalid", reasons.no_number(caller_id))


def not_before(exchange: Exchange, epoch: int, *, local: bool) -> float:
    """``OriginateTime`` as UTC: with ``IsDateLocal`` true it counts on the organization's wall clock (cur). Raises
    ``Refused`` (``invalid``) for one that simulated time does not reach, such as milliseconds.
    """
    if not 0 <= epoch <= LATEST:
        raise Refused("invalid", name="OriginateTime")
    if not epoch or not local:
        return epoch
    return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=exchange.zone).timestamp()


# ---- campaigns -----------------------------------------------------------------------------------------


@endpoint("dialer.get_campaign_list", refusal=refusal)
def get_campaign_list(context: Context) -> DialerGetCampaignListResponse:
    return {**OK, "Data": [_totals(context.exchange, state) for state in context.exchange.campaigns.values()]}


@endpoint("dialer.get_campaign_details", refusal=refusal)
def get_campaign_details(context: Context) -> DialerGetCampaignDetailsResponse:
    return {**OK, "Data": _totals(context.exchange, _campaign(context))}


def _totals(exchange: Exchange, state: CampaignState) -> CampaignTotals:
    entry, pending = exchange.directory.campaigns[state.code], state.pending
    return {
        "Name": entry.name,
        "StatusName": state.status,
        "TotalPendingCalls": len(pending),
        "MaxPriority": pending.highest_priority,
        "MinPriority": pending.lowest_priority,
        "TotalAwaitingCalls": len(pending) if entry.kind == "ivr" else None,
        "Code": state.code,
    }


@endpoint("dialer.get_campaign_pending_calls", refusal=refusal)
def get_campaign_pending_calls(context: Context) -> DialerGetCampaignPendingCallsResponse:
    """The newest first, as the current document shows them."""
    exchange, state = context.exchange, _campaign(context)
    entry, pending = exchange.directory.campaigns[state.code], state.pending
    status: Status = {"Status": 1, "Description": WORDING[exchange.directory.revision].waiting_call}
    return {
        **OK,
        "Data": {
            "Campaign": {
                "ID": entry.id,
                "Name": entry.name,
                "Status": 1 if state.status == "Enabled" else 0,
                "Code": state.code,
                "StatusName": state.status,
                "TotalPendingCalls": len(pending),
                "MaxPriority": pending.highest_priority,
                "MinPriority": pending.lowest_priority,
                "IsDynamic": int(entry.is_dynamic),
            },
            "Calls": [_pending(exchange, entry.id, call, status) for call in pending.newest_first()],
        },
    }


def _pending(
    exchange: Exchange, campaign: int, call: PendingCall, status: Status
) -> DialerGetCampaignPendingCallsResponseDataCallsItem:
    last = call.last_dialled
    return {
        "CampaignID": campaign,
        "CallID": str(call.number),
        "Phone": call.target,
        "CallStatus": status,
        "CallInserted": _milliseconds(datetime.fromtimestamp(call.inserted, UTC)).replace(" ", "T") + "Z",
        "CallerID": call.caller_id,
        "CallerName": call.caller_name,
        "CustomerName": call.customer_name,
        "OriginateTime": int(call.not_before),
        "Priority": call.priority,
        "Priorety": call.priority,
        "LastCallDate": _milliseconds(datetime.fromtimestamp(last, exchange.zone)) if last else None,
        "CustomData": call.custom,
    }


def _milliseconds(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "milliseconds")


@endpoint("dialer.start_campaign", refusal=refusal)
def start_campaign(context: Context) -> DialerStartCampaignResponse:
    campaigns.set_status(context.exchange, _campaign(context), "Enabled")
    return {**OK}


@endpoint("dialer.stop_campaign", refusal=refusal)
def stop_campaign(context: Context) -> DialerStopCampaignResponse:
    campaigns.set_status(context.exchange, _campaign(context), "Disabled")
    return {**OK}


@endpoint("dialer.clear_campaign_calls", refusal=refusal)
def clear_campaign_calls(context: Context) -> DialerClearCampaignCallsResponse:
    campaigns.clear(context.exchange, _campaign(context))
    return {**OK}


@endpoint("dialer.update_campaign_strategy", refusal=refusal)
def update_campaign_strategy(context: Context) -> DialerUpdateCampaignStrategyResponse:
    parameters = context.parameters
    campaigns.set_strategy(
        context.exchange,
        _campaign(context),
        queue=parameters.integer("setQueueForMonitoring"),
        maximum_callers=parameters.integer("setQueueMaximumCallers"),
        coefficient=parameters.number("setCoefficient"),
    )
    return {**OK}


@endpoint("dialer.configure_ivr_campaign", refusal=refusal)
def configure_ivr_campaign(context: Context) -> DialerConfigureIvrCampaignResponse:
    values = context.parameters.values
    campaigns.configure(
        context.exchange,
        _campaign(context),
        max_calls=values.get("ConcurrentStrategy", {}).get("setMaxCalls"),
        members=values.get("RepresentativeList"),
    )
    return {**OK}


# ---- members -------------------------------------------------------------------------------------------


@endpoint("dialer.get_members_list", refusal=refusal)
def get_members_list(context: Context) -> DialerGetMembersListResponse:
    directory = context.exchange.directory
    members = [directory.extensions[sip] for sip in _campaign(context).members if sip in directory.extensions]
    rows: list[DialerGetMembersListResponseDataItem] = [
        {"Member": entry.sip, "DisplayName": _display_name(directory, entry)} for entry in members
    ]
    return {**OK, "Data": rows}


def _display_name(directory: Directory, member: Extension) -> str:
    """The extension's name (3.2), or the person's (cur); the extension's, too, when it is nobody's."""
    user = directory.users.get(member.user or 0)
    return member.name if user is None or directory.revision == "3.2" else user.name


@endpoint("dialer.add_member", refusal=refusal)
def add_member(context: Context) -> DialerAddMemberResponse:
    state, names = _campaign(context), context.parameters.strings("Member")
    added = campaigns.add_members(context.exchange, state, names)
    unknown = (name for name in names if context.exchange.extension_named(name) is None)
    context.notes += [reasons.no_extension(context.exchange, name) for name in islice(unknown, reasons.MOST_NAMED)]
    return {**OK, "Data": {"TotalAdded": added}}


@endpoint("dialer.remove_member", refusal=refusal)
def remove_member(context: Context) -> DialerRemoveMemberResponse:
    state = _campaign(context)
    removed = campaigns.remove_members(context.exchange, state, context.parameters.strings("Member"))
    return {**OK, "Data": {"TotalRemoved": removed}}
