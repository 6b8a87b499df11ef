"""Messages: dialer. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .definitions import CampaignStatusName, CampaignTotals

__all__ = [
    "DialerAddCallRequest",
    "DialerAddCallResponse",
    "DialerAddCallsBulkRequest",
    "DialerAddCallsBulkRequestCall",
    "DialerAddCallsBulkResponse",
    "DialerAddCallsBulkResponseAddResultItem",
    "DialerAddMemberRequest",
    "DialerAddMemberResponse",
    "DialerAddMemberResponseData",
    "DialerClearCampaignCallsRequest",
    "DialerClearCampaignCallsResponse",
    "DialerConfigureIvrCampaignRequest",
    "DialerConfigureIvrCampaignRequestConcurrentStrategy",
    "DialerConfigureIvrCampaignResponse",
    "DialerGetCampaignDetailsRequest",
    "DialerGetCampaignDetailsResponse",
    "DialerGetCampaignListRequest",
    "DialerGetCampaignListResponse",
    "DialerGetCampaignPendingCallsRequest",
    "DialerGetCampaignPendingCallsResponse",
    "DialerGetCampaignPendingCallsResponseData",
    "DialerGetCampaignPendingCallsResponseDataCallsItem",
    "DialerGetCampaignPendingCallsResponseDataCallsItemCallStatus",
    "DialerGetCampaignPendingCallsResponseDataCampaign",
    "DialerGetMembersListRequest",
    "DialerGetMembersListResponse",
    "DialerGetMembersListResponseDataItem",
    "DialerRemoveCallRequest",
    "DialerRemoveCallResponse",
    "DialerRemoveMemberRequest",
    "DialerRemoveMemberResponse",
    "DialerRemoveMemberResponseData",
    "DialerStartCampaignRequest",
    "DialerStartCampaignResponse",
    "DialerStopCampaignRequest",
    "DialerStopCampaignResponse",
    "DialerUpdateCallRequest",
    "DialerUpdateCallResponse",
    "DialerUpdateCampaignStrategyRequest",
    "DialerUpdateCampaignStrategyResponse",
]


class DialerAddCallRequest(TypedDict):
    """Dialer: AddCall.

    Adds one call to a campaign.

    Contract `dialer.add_call.request` (3.2 §6.1, cur).

    Members of further names may be there: read them with `get`.
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    Target: str | int
    """The number to dial: 0… (Israel) or E.164."""
    CallerID: NotRequired[str | int]
    """The number that the target sees; Anonymous hides it. Left out or empty: the dynamic one of the target's
    country, else the agent's extension's, else the campaign's."""
    CallerName: NotRequired[str | float]
    """The name that the target sees."""
    OriginateTime: NotRequired[int | str]
    """Not to be dialled before this moment, epoch seconds; IsDateLocal says in which zone. Not on every kind of
    campaign. 0: at once."""
    IsDateLocal: NotRequired[bool | int | str]
    """true: OriginateTime counts in the organization's zone; false: in GMT. Left out: plain Unix time."""
    CustomerName: NotRequired[str | float]
    """The customer's name."""
    Priority: NotRequired[int | str]
    """Higher is dialled first."""
    IgnoreDncStatus: NotRequired[bool | int | str]
    """true: dial although the number is on the blacklist. Seen, not documented."""
    CustomData: NotRequired[dict[str, str | float | bool | dict[str, Any] | list[Any] | None]]
    """Custom data (names with var_), in JSON. Goes with the call into pop-up, events and CDR."""


class DialerAddCallResponse(TypedDict):
    """Dialer: AddCall, the answer.

    The outcome.

    Contract `dialer.add_call.response` (3.2 §6.1, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerAddCallsBulkRequestCall(TypedDict):
    """One call.

    Part of contract `dialer.add_calls_bulk.request` (3.2 §6.11, cur).

    Members of further names may be there: read them with `get`.
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    Target: str | int
    """The number to dial: 0… (Israel) or E.164."""
    CallerID: NotRequired[str | int]
    """The number that the target sees; Anonymous hides it. Left out or empty: the dynamic one of the target's
    country, else the agent's extension's, else the campaign's."""
    CallerName: NotRequired[str | float]
    """The name that the target sees."""
    OriginateTime: NotRequired[int | str]
    """Not to be dialled before this moment, epoch seconds; IsDateLocal says in which zone. Not on every kind of
    campaign. 0: at once."""
    IsDateLocal: NotRequired[bool | int | str]
    """true: OriginateTime counts in the organization's zone; false: in GMT. Left out: plain Unix time."""
    CustomerName: NotRequired[str | float]
    """The customer's name."""
    Priority: NotRequired[int | str]
    """Higher is dialled first."""
    IgnoreDncStatus: NotRequired[bool | int | str]
    """true: dial although the number is on the blacklist. Seen, not documented."""
    CustomData: NotRequired[dict[str, str | float | bool | dict[str, Any] | list[Any] | None]]
    """Custom data (names with var_), in JSON. Goes with the call into pop-up, events and CDR."""


DialerAddCallsBulkRequest: TypeAlias = list[DialerAddCallsBulkRequestCall]
"""Dialer: AddCallsBulk.

Up to 100,000 calls (seen), each as in AddCall. A call that breaks a rule is answered in its own row of AddResult; the
others are added.

Contract `dialer.add_calls_bulk.request` (3.2 §6.11, cur).
"""


class DialerAddCallsBulkResponseAddResultItem(TypedDict):
    """One of `AddResult`.

    Part of contract `dialer.add_calls_bulk.response` (3.2 §6.11, cur).
    """

    Target: str | int | None
    """As sent."""
    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    CustomData: NotRequired[dict[str, Any] | None]
    """As sent."""


class DialerAddCallsBulkResponse(TypedDict):
    """Dialer: AddCallsBulk, the answer.

    The outcome, and for up to 3,000 calls (seen) that of each.

    Contract `dialer.add_calls_bulk.response` (3.2 §6.11, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    AddResult: NotRequired[list[DialerAddCallsBulkResponseAddResultItem]]
    """One row a call, in the request's order; missing above 3,000 calls (seen)."""


class DialerAddMemberRequest(TypedDict):
    """Dialer: AddMember.

    The member to be added.

    Contract `dialer.add_member.request` (3.2 §6.6, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    Member: list[str] | str
    """SIP name of the member's extension, or several (inferred)."""


class DialerAddMemberResponseData(TypedDict):
    """How many.

    Part of contract `dialer.add_member.response` (3.2 §6.6, cur).
    """

    TotalAdded: int
    """Members added."""


class DialerAddMemberResponse(TypedDict):
    """Dialer: AddMember, the answer.

    The outcome.

    Contract `dialer.add_member.response` (3.2 §6.6, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    Data: NotRequired[DialerAddMemberResponseData]
    """How many."""


class DialerClearCampaignCallsRequest(TypedDict):
    """Dialer: ClearCampaignCalls.

    Drops all pending calls of a campaign.

    Contract `dialer.clear_campaign_calls.request` (3.2 §6.10, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""


class DialerClearCampaignCallsResponse(TypedDict):
    """Dialer: ClearCampaignCalls, the answer.

    The outcome.

    Contract `dialer.clear_campaign_calls.response` (3.2 §6.10, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerConfigureIvrCampaignRequestConcurrentStrategy(TypedDict, total=False):
    """How many calls at once.

    Part of contract `dialer.configure_ivr_campaign.request` (3.2 §6.15).
    """

    setMaxCalls: int | str
    """Most calls of the campaign at one time."""


class DialerConfigureIvrCampaignRequest(TypedDict):
    """Dialer: ConfigureIvrCampaign.

    Sets the limits and agents of an IVR campaign. JSON only.

    Contract `dialer.configure_ivr_campaign.request` (3.2 §6.15).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    ConcurrentStrategy: NotRequired[DialerConfigureIvrCampaignRequestConcurrentStrategy]
    """How many calls at once."""
    RepresentativeList: NotRequired[list[str] | str]
    """SIP names of the agents' extensions; replaces the list."""


class DialerConfigureIvrCampaignResponse(TypedDict):
    """Dialer: ConfigureIvrCampaign, the answer.

    The outcome.

    Contract `dialer.configure_ivr_campaign.response` (3.2 §6.15).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerGetCampaignDetailsRequest(TypedDict):
    """Dialer: GetCampaignDetails.

    Asks for one campaign's totals.

    Contract `dialer.get_campaign_details.request` (3.2 §6.14, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""


class DialerGetCampaignDetailsResponse(TypedDict):
    """Dialer: GetCampaignDetails, the answer.

    The outcome.

    Contract `dialer.get_campaign_details.response` (3.2 §6.14, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    Data: NotRequired[CampaignTotals]
    """The campaign."""


class DialerGetCampaignListRequest(TypedDict):
    """Dialer: GetCampaignList.

    Asks for the campaigns.

    Contract `dialer.get_campaign_list.request` (3.2 §6.3, cur).
    """

    Code: str | float
    """The organization's API code."""


class DialerGetCampaignListResponse(TypedDict):
    """Dialer: GetCampaignList, the answer.

    The outcome.

    Contract `dialer.get_campaign_list.response` (3.2 §6.3, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    Data: NotRequired[list[CampaignTotals]]
    """The campaigns."""


class DialerGetCampaignPendingCallsRequest(TypedDict):
    """Dialer: GetCampaignPendingCalls.

    Asks for a campaign's pending calls.

    Contract `dialer.get_campaign_pending_calls.request` (3.2 §6.12, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""


class DialerGetCampaignPendingCallsResponseDataCampaign(TypedDict):
    """The campaign.

    Part of contract `dialer.get_campaign_pending_calls.response` (3.2 §6.12, cur).
    """

    ID: NotRequired[int]
    """The campaign's id."""
    Name: str
    """Its name."""
    Status: NotRequired[int]
    """1 while it is enabled."""
    Code: str
    """Its code."""
    StatusName: CampaignStatusName
    """Whether a campaign dials."""
    TotalPendingCalls: int
    """How many calls are in Calls."""
    MaxPriority: int
    """The highest priority among them."""
    MinPriority: int
    """The lowest priority among them."""
    IsDynamic: NotRequired[int | bool]
    """1 when calls can be added while it runs."""


class DialerGetCampaignPendingCallsResponseDataCallsItemCallStatus(TypedDict):
    """What is to become of it.

    Part of contract `dialer.get_campaign_pending_calls.response` (3.2 §6.12, cur).
    """

    Status: Literal[1] | int
    """1: to be dialled."""
    Description: Literal["Tosend", "Pending"] | str
    """Tosend (current) or Pending (3.2)."""


class DialerGetCampaignPendingCallsResponseDataCallsItem(TypedDict):
    """One of `Calls`.

    Part of contract `dialer.get_campaign_pending_calls.response` (3.2 §6.12, cur).
    """

    CampaignID: NotRequired[int]
    """The campaign's id."""
    CallID: NotRequired[str]
    """A small number that the campaign counts up; not the id that calls have elsewhere."""
    Phone: str | int
    """The number to dial, in E.164."""
    CallerID: str
    """As added."""
    CallerName: str
    """As added."""
    CustomerName: str
    """As added."""
    OriginateTime: NotRequired[int]
    """Not to be dialled before this moment, epoch seconds (UTC); 0: at once."""
    Priority: NotRequired[int]
    """Higher is dialled first."""
    Priorety: NotRequired[int]
    """The same under the misspelt name that the current document uses."""
    CallStatus: DialerGetCampaignPendingCallsResponseDataCallsItemCallStatus
    """What is to become of it."""
    CallInserted: NotRequired[str]
    """When it was added: ISO 8601 with milliseconds, Z."""
    LastCallDate: NotRequired[str | None]
    """When it was last dialled, YYYY-MM-DD HH:mm:ss.SSS, or null."""
    CustomData: dict[str, Any] | None
    """As added, null when there was none."""


class DialerGetCampaignPendingCallsResponseData(TypedDict):
    """The campaign and its calls, with the keys of both revisions.

    Part of contract `dialer.get_campaign_pending_calls.response` (3.2 §6.12, cur).
    """

    Campaign: DialerGetCampaignPendingCallsResponseDataCampaign
    """The campaign."""
    Calls: list[DialerGetCampaignPendingCallsResponseDataCallsItem]
    """The pending calls."""


class DialerGetCampaignPendingCallsResponse(TypedDict):
    """Dialer: GetCampaignPendingCalls, the answer.

    The campaign and its pending calls.

    Contract `dialer.get_campaign_pending_calls.response` (3.2 §6.12, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    Data: NotRequired[DialerGetCampaignPendingCallsResponseData]
    """The campaign and its calls, with the keys of both revisions."""


class DialerGetMembersListRequest(TypedDict):
    """Dialer: GetMembersList.

    Asks for a campaign's members.

    Contract `dialer.get_members_list.request` (3.2 §6.4, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""


class DialerGetMembersListResponseDataItem(TypedDict):
    """One of `Data`.

    Part of contract `dialer.get_members_list.response` (3.2 §6.4, cur).
    """

    Member: str
    """SIP name of the member's extension."""
    DisplayName: str
    """The extension's name."""


class DialerGetMembersListResponse(TypedDict):
    """Dialer: GetMembersList, the answer.

    The outcome.

    Contract `dialer.get_members_list.response` (3.2 §6.4, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    Data: NotRequired[list[DialerGetMembersListResponseDataItem]]
    """The members."""


class DialerRemoveCallRequest(TypedDict):
    """Dialer: RemoveCall.

    Takes the call to that target out of a campaign.

    Contract `dialer.remove_call.request` (3.2 §6.2, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    Target: str | int
    """The number whose call to remove."""


class DialerRemoveCallResponse(TypedDict):
    """Dialer: RemoveCall, the answer.

    The outcome.

    Contract `dialer.remove_call.response` (3.2 §6.2, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerRemoveMemberRequest(TypedDict):
    """Dialer: RemoveMember.

    The member to be removed.

    Contract `dialer.remove_member.request` (3.2 §6.5, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    Member: list[str] | str
    """SIP name of the member's extension, or several (inferred)."""


class DialerRemoveMemberResponseData(TypedDict):
    """How many.

    Part of contract `dialer.remove_member.response` (3.2 §6.5, cur).
    """

    TotalRemoved: int
    """Members removed."""


class DialerRemoveMemberResponse(TypedDict):
    """Dialer: RemoveMember, the answer.

    The outcome.

    Contract `dialer.remove_member.response` (3.2 §6.5, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
    Data: NotRequired[DialerRemoveMemberResponseData]
    """How many."""


class DialerStartCampaignRequest(TypedDict):
    """Dialer: StartCampaign.

    Lets a campaign dial.

    Contract `dialer.start_campaign.request` (3.2 §6.8, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""


class DialerStartCampaignResponse(TypedDict):
    """Dialer: StartCampaign, the answer.

    The outcome.

    Contract `dialer.start_campaign.response` (3.2 §6.8, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerStopCampaignRequest(TypedDict):
    """Dialer: StopCampaign.

    Stops a campaign; calls in progress go on.

    Contract `dialer.stop_campaign.request` (3.2 §6.7, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""


class DialerStopCampaignResponse(TypedDict):
    """Dialer: StopCampaign, the answer.

    The outcome.

    Contract `dialer.stop_campaign.response` (3.2 §6.7, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerUpdateCallRequest(TypedDict):
    """Dialer: UpdateCall.

    Changes the call to that target, or adds it when the campaign has none (cur).

    Contract `dialer.update_call.request` (3.2 §6.13, cur).

    Members of further names may be there: read them with `get`.
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    Target: str | int
    """The number to dial: 0… (Israel) or E.164."""
    CallerID: NotRequired[str | int]
    """The number that the target sees; Anonymous hides it. Left out or empty: the dynamic one of the target's
    country, else the agent's extension's, else the campaign's."""
    CallerName: NotRequired[str | float]
    """The name that the target sees."""
    OriginateTime: NotRequired[int | str]
    """Not to be dialled before this moment, epoch seconds; IsDateLocal says in which zone. Not on every kind of
    campaign. 0: at once."""
    IsDateLocal: NotRequired[bool | int | str]
    """true: OriginateTime counts in the organization's zone; false: in GMT. Left out: plain Unix time."""
    CustomerName: NotRequired[str | float]
    """The customer's name."""
    Priority: NotRequired[int | str]
    """Higher is dialled first."""
    IgnoreDncStatus: NotRequired[bool | int | str]
    """true: dial although the number is on the blacklist. Seen, not documented."""
    CustomData: NotRequired[dict[str, str | float | bool | dict[str, Any] | list[Any] | None]]
    """Custom data (names with var_), in JSON. Goes with the call into pop-up, events and CDR."""


class DialerUpdateCallResponse(TypedDict):
    """Dialer: UpdateCall, the answer.

    The outcome.

    Contract `dialer.update_call.response` (3.2 §6.13, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""


class DialerUpdateCampaignStrategyRequest(TypedDict):
    """Dialer: UpdateCampaignStrategy.

    Sets how fast an IVR campaign dials.

    Contract `dialer.update_campaign_strategy.request` (3.2 §6.9, cur).
    """

    Campaign: str | float
    """The campaign's code, from GetCampaignList."""
    Code: NotRequired[str | float]
    """The organization's API code. May be left out: the campaign's code names the organization (seen)."""
    setQueueForMonitoring: int | str
    """Id of the queue whose agents and waiting callers set the pace."""
    setQueueMaximumCallers: int | str
    """How many callers may wait there before dialling stops; 0: none."""
    setCoefficient: float | str
    """Calls to dial for each free agent."""


class DialerUpdateCampaignStrategyResponse(TypedDict):
    """Dialer: UpdateCampaignStrategy, the answer.

    The outcome.

    Contract `dialer.update_campaign_strategy.response` (3.2 §6.9, cur).
    """

    ErrorCode: Literal[0, 1, 2, 3, 4, -2] | int
    """0 OK. current: 1 campaign code, 2 target missing, -2 number (seen). 3.2: 1 campaign code, 2 target, 3 internal
    error, 4 caller id."""
    Description: str
    """The same as a sentence."""
