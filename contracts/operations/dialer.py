"""The dialer's fifteen methods: 3.2 §6, cur (Productive Dialer API).

Two revisions number the errors of a call differently; rows with a ``revision`` are answered by organizations
of that revision only. The current one stands first.
"""

from __future__ import annotations

from .hosts import API_HOSTS
from .model import MIB, Encoding, ErrorCode, Operation

MAX_CALLS_IN_BULK = 100_000
"""Most calls one AddCallsBulk takes (seen in clients)."""

MAX_DETAILED_RESULTS = 3_000
"""Up to so many calls AddCallsBulk answers with an ``AddResult`` row for each (seen in clients)."""

_OK = ErrorCode(0, "OK", "A valid request.", "ok")
_CAMPAIGN_INVALID = ErrorCode(
    1,
    "Invalid campaign code",
    "Use a campaign code that no organization has, or one of another organization.",
    "campaign_invalid",
)
_CAMPAIGN_MISSING = (
    ErrorCode(1, "Campaign code missing", "Leave out Campaign.", "campaign_missing", revision="current"),
    ErrorCode(1, "Invalid campaign code", "Leave out Campaign.", "campaign_missing", mark="inferred", revision="3.2"),
)
_CODE_INVALID = ErrorCode(
    1, "Invalid campaign code", "Send a Code that is none of the organization's.", "invalid_code", mark="inferred"
)
_CODE_MISSING = ErrorCode(1, "Invalid campaign code", "Leave out Code.", "code_missing", mark="inferred")
_UNREADABLE = (
    ErrorCode(
        1,
        "Campaign code missing",
        "Send a body that is not what its content type says, or is too large.",
        "unreadable",
        mark="inferred",
        revision="current",
    ),
    ErrorCode(
        1,
        "Invalid campaign code",
        "Send a body that is not what its content type says, or is too large.",
        "unreadable",
        mark="inferred",
        revision="3.2",
    ),
)
_TARGET_MISSING = (
    ErrorCode(2, "Target missing", "Leave out Target.", "target_missing", revision="current"),
    ErrorCode(2, "The target is invalid", "Leave out Target.", "target_missing", mark="inferred", revision="3.2"),
)
_TARGET_INVALID = (
    ErrorCode(-2, "Number is invalid", "Give a Target that is no phone number.", "target_invalid", revision="current"),
    ErrorCode(2, "The target is invalid", "Give a Target that is no phone number.", "target_invalid", revision="3.2"),
)
_TARGET_UNKNOWN = (
    ErrorCode(
        -2,
        "Number is invalid",
        "Remove a Target that the campaign does not hold.",
        "target_unknown",
        mark="inferred",
        revision="current",
    ),
    ErrorCode(
        2,
        "The target is invalid",
        "Remove a Target that the campaign does not hold.",
        "target_unknown",
        mark="inferred",
        revision="3.2",
    ),
)
_CALLER_ID_INVALID = ErrorCode(
    4, "Invalid caller id", "Give a CallerID that is neither a phone number nor Anonymous.", "caller_id_invalid"
)
_INVALID = ErrorCode(
    3,
    "Unexpected internal error",
    "Give any other parameter a value it cannot have, such as Priority=high; the journal names it.",
    "invalid",
    mark="inferred",
)
_MISSING = ErrorCode(
    3,
    "Unexpected internal error",
    "Leave out a mandatory parameter that has no error of its own; the journal names it.",
    "missing",
    mark="inferred",
)
_INTERNAL = ErrorCode(3, "Unexpected internal error", "Inject a fault of this name.", "internal_error")
_MEMBER_MISSING = ErrorCode(
    2, "Member missing", "Leave out Member, or send an empty list.", "member_missing", mark="inferred"
)
_MEMBER_INVALID = ErrorCode(
    2,
    "Member is invalid",
    "Name only extensions that the organization does not have (AddMember) or that are no members (RemoveMember).",
    "member_invalid",
    mark="inferred",
)
_REPRESENTATIVE_INVALID = ErrorCode(
    2,
    "Member is invalid",
    "Name an extension in RepresentativeList that the organization does not have.",
    "member_invalid",
    mark="inferred",
)
_WRONG_KIND = ErrorCode(
    1,
    "Invalid campaign code",
    "Configure a campaign that is not an IVR campaign.",
    "wrong_campaign_kind",
    mark="inferred",
)
_TOO_MANY = ErrorCode(
    3, "Too many calls", "Send more than 100,000 calls in one request.", "too_many_calls", mark="inferred"
)
_EMPTY = (
    ErrorCode(2, "Target missing", "Send an empty array.", "empty", mark="inferred", revision="current"),
    ErrorCode(2, "The target is invalid", "Send an empty array.", "empty", mark="inferred", revision="3.2"),
)

_ALL: tuple[Encoding, ...] = ("query", "form", "json")


def _method(
    method: str,
    name: str,
    title: str,
    source: str,
    errors: tuple[ErrorCode, ...],
    *,
    json_only: bool = False,
    body_limit: int = MIB,
    quick: bool = True,
    by_code: bool = False,
    shape: str = "dialer.campaign",
    notes: str = "",
) -> Operation:
    return Operation(
        name=f"dialer.{name}",
        title=f"Dialer: {title}",
        source=source,
        hosts=API_HOSTS,
        paths=(f"/ForwardDialer/Dialer/{method}",),
        methods=("POST",) if json_only else ("GET", "POST"),
        encodings=("json",) if json_only else _ALL,
        authority="code" if by_code else "campaign",
        errors=errors,
        body_limit=body_limit,
        quick=quick,
        notes=notes,
        label=f"Dialer: {method}",
        request_shape=shape,
        response_shape="dialer.outcome",
    )


_CAMPAIGN_ERRORS = (_OK, _CAMPAIGN_INVALID, *_CAMPAIGN_MISSING, _CODE_INVALID, *_UNREADABLE, _INVALID, _INTERNAL)
_CALL_ERRORS = (
    _OK,
    _CAMPAIGN_INVALID,
    *_CAMPAIGN_MISSING,
    _CODE_INVALID,
    *_UNREADABLE,
    *_TARGET_MISSING,
    *_TARGET_INVALID,
    _CALLER_ID_INVALID,
    _INVALID,
    _INTERNAL,
)
_MEMBER_ERRORS = (*_CAMPAIGN_ERRORS, _MEMBER_MISSING, _MEMBER_INVALID)

_CODE_NOTE = "Code may be left out: the campaign's code names the organization. When it is sent it must be right."

OPERATIONS = (
    _method(
        "AddCall",
        "add_call",
        "add a call to a campaign",
        "3.2 §6.1, cur",
        _CALL_ERRORS,
        shape="dialer.call",
        notes=_CODE_NOTE,
    ),
    _method(
        "AddCallsBulk",
        "add_calls_bulk",
        "add many calls at once",
        "3.2 §6.11, cur",
        (*_CALL_ERRORS, _TOO_MANY, *_EMPTY),
        json_only=True,
        shape="",
        body_limit=32 * MIB,
        quick=False,
        notes=(
            "A call that cannot be added has its error in its own AddResult row, with the codes of AddCall; the others "
            "are added and the answer's own ErrorCode stays 0. Above 3,000 calls there is no AddResult."
        ),
    ),
    _method(
        "UpdateCall",
        "update_call",
        "change a call of a campaign",
        "3.2 §6.13, cur",
        _CALL_ERRORS,
        shape="dialer.call",
        notes=f"Adds the call when the campaign has none to that target. {_CODE_NOTE}",
    ),
    _method(
        "RemoveCall",
        "remove_call",
        "remove a call from a campaign",
        "3.2 §6.2, cur",
        (*_CAMPAIGN_ERRORS, *_TARGET_MISSING, *_TARGET_INVALID, *_TARGET_UNKNOWN),
        notes=_CODE_NOTE,
    ),
    _method(
        "GetCampaignList",
        "get_campaign_list",
        "list the campaigns",
        "3.2 §6.3, cur",
        (_OK, _CODE_INVALID, _CODE_MISSING, *_UNREADABLE, _INTERNAL),
        by_code=True,
        shape="",
    ),
    _method("GetCampaignDetails", "get_campaign_details", "one campaign's totals", "3.2 §6.14, cur", _CAMPAIGN_ERRORS),
    _method(
        "GetCampaignPendingCalls",
        "get_campaign_pending_calls",
        "a campaign's pending calls",
        "3.2 §6.12, cur",
        _CAMPAIGN_ERRORS,
        json_only=True,
        quick=False,
        notes="Superset of both revisions; only CallStatus.Description differs: Tosend (current), Pending (3.2).",
    ),
    _method("StartCampaign", "start_campaign", "start a campaign", "3.2 §6.8, cur", _CAMPAIGN_ERRORS),
    _method(
        "StopCampaign",
        "stop_campaign",
        "stop a campaign",
        "3.2 §6.7, cur",
        _CAMPAIGN_ERRORS,
        notes="Calls in progress are not ended.",
    ),
    _method(
        "ClearCampaignCalls",
        "clear_campaign_calls",
        "drop a campaign's pending calls",
        "3.2 §6.10, cur",
        _CAMPAIGN_ERRORS,
        quick=False,
    ),
    _method(
        "UpdateCampaignStrategy",
        "update_campaign_strategy",
        "set a campaign's pacing",
        "3.2 §6.9, cur",
        (*_CAMPAIGN_ERRORS, _MISSING),
        notes="A setQueueForMonitoring that is no queue of the organization is an invalid parameter.",
    ),
    _method(
        "ConfigureIvrCampaign",
        "configure_ivr_campaign",
        "configure an IVR campaign",
        "3.2 §6.15",
        (*_CAMPAIGN_ERRORS, _WRONG_KIND, _REPRESENTATIVE_INVALID),
        json_only=True,
    ),
    _method("GetMembersList", "get_members_list", "a campaign's members", "3.2 §6.4, cur", _CAMPAIGN_ERRORS),
    _method(
        "AddMember",
        "add_member",
        "add a member to a campaign",
        "3.2 §6.6, cur",
        _MEMBER_ERRORS,
        notes="TotalAdded counts those who were not members before.",
    ),
    _method(
        "RemoveMember",
        "remove_member",
        "remove a member from a campaign",
        "3.2 §6.5, cur",
        _MEMBER_ERRORS,
        notes="Member may be a list (inferred from the current document's TotalRemoved 2).",
    ),
)
