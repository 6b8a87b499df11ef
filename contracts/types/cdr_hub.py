"""Messages: cdr hub. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .definitions import CdrType, DialStatus

__all__ = [
    "CdrHubQueryRequest",
    "CdrHubQueryRequestSearch",
    "CdrHubQueryRequestSortItem",
    "CdrHubQueryRequestSortItemField",
    "CdrHubQueryResponse",
    "CdrHubQueryResponseRecord",
    "CdrHubQueryResponseRecordCdrType",
    "CdrHubQueryResponseRecordDtmfdataItem",
]


class CdrHubQueryRequestSearch(TypedDict, total=False):
    """The search criteria.

    Part of contract `cdr_hub.query.request` (3.2 §3, cur).
    """

    fromdate: str
    """Earliest call start, GMT. Left out: a day before todate (inferred)."""
    todate: str
    """Latest call start, GMT. Left out: now (inferred)."""
    phones: list[str | int] | str | int
    """Records whose caller or target is one of these numbers, with or without the country code."""
    extensions: list[str] | str
    """Records whose caller's or target's extension is one of these."""
    IdentityCriteria: Literal["Account", "Hierarchical", "Department", "User"] | str
    """Whose records: the code's account with its departments (Account, the default), with all below it
    (Hierarchical), the code's account alone (Department), or the user whose code it is (User). Any case. (Inferred.)"""
    CallID: str
    """Records of this one call."""
    cdrTypes: list[int | str] | int | str
    """Records of these kinds, by the number in CdrType."""
    campaignID: list[int | str] | int | str
    """Records of these dialer campaigns, by id. Seen, not documented."""
    queueID: list[int | str] | int | str
    """Records of these queues, by id. Seen, not documented."""


CdrHubQueryRequestSortItemField: TypeAlias = (
    Literal[
        "CallerNumber",
        "TargetNumber",
        "Date",
        "DateEpoch",
        "Duration",
        "CallID",
        "CustomData",
        "Type",
        "CdrType",
        "DialStatus",
        "DialStatus2",
        "TargetExtension",
        "CallerExtension",
        "DID",
        "QueueName",
        "RecordURL",
        "RecordExpect",
        "Price",
        "RingTime",
        "RepresentativeName",
        "RepresentativeCode",
        "UserName",
        "UserId",
        "DTMFData",
        "DepartmentName",
        "DepartmentId",
        "TargetPrefixName",
        "aiData",
    ]
    | str
)
"""A member of the records, in any case."""


class CdrHubQueryRequestSortItem(TypedDict):
    """One of `sort`.

    Part of contract `cdr_hub.query.request` (3.2 §3, cur).
    """

    field: CdrHubQueryRequestSortItemField
    """A member of the records, in any case."""
    order: NotRequired[Literal["asc", "desc"] | str]
    """Ascending or descending. Any case."""


class CdrHubQueryRequest(TypedDict, total=False):
    """Call log: a query.

    Search criteria and the fields wanted. In JSON the criteria stand in search, in a query beside the rest. Without
    code an Authorization header with a bearer token is needed (seen).

    Contract `cdr_hub.query.request` (3.2 §3, cur).
    """

    code: str | float
    """The organization's API code."""
    format: Literal["JSON", "HTML"] | str
    """How the answer is written: JSON or an HTML table. Any case."""
    version: str | float
    """The version of the API that the client was written for; has no effect. Seen, not documented."""
    fields: list[str | float] | str | float
    """The members that each record shall have, in any case; the answer spells them as here. Left out: all, in lower
    case (seen)."""
    search: CdrHubQueryRequestSearch
    """The search criteria."""
    sort: list[CdrHubQueryRequestSortItem]
    """What to sort by, the most important first. Left out: newest first (inferred)."""
    fromdate: str
    """Earliest call start, GMT. Left out: a day before todate (inferred). Beside search, as in a query (JSON clients
    do so too: seen)."""
    todate: str
    """Latest call start, GMT. Left out: now (inferred). Beside search, as in a query (JSON clients do so too: seen)."""
    phones: list[str | int] | str | int
    """Records whose caller or target is one of these numbers, with or without the country code. Beside search, as in
    a query (JSON clients do so too: seen)."""
    extensions: list[str] | str
    """Records whose caller's or target's extension is one of these. Beside search, as in a query (JSON clients do so
    too: seen)."""
    IdentityCriteria: Literal["Account", "Hierarchical", "Department", "User"] | str
    """Whose records: the code's account with its departments (Account, the default), with all below it
    (Hierarchical), the code's account alone (Department), or the user whose code it is (User). Any case. (Inferred.)
    Beside search, as in a query (JSON clients do so too: seen)."""
    CallID: str
    """Records of this one call. Beside search, as in a query (JSON clients do so too: seen)."""
    cdrTypes: list[int | str] | int | str
    """Records of these kinds, by the number in CdrType. Beside search, as in a query (JSON clients do so too: seen)."""
    campaignID: list[int | str] | int | str
    """Records of these dialer campaigns, by id. Beside search, as in a query (JSON clients do so too: seen). Seen,
    not documented."""
    queueID: list[int | str] | int | str
    """Records of these queues, by id. Beside search, as in a query (JSON clients do so too: seen). Seen, not
    documented."""


CdrHubQueryResponseRecordCdrType: TypeAlias = (
    Literal[1, 2, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23] | int
)
"""The number of that kind."""


class CdrHubQueryResponseRecordDtmfdataItem(TypedDict, total=False):
    """CdrHubQueryResponseRecordDtmfdata.

    Part of contract `cdr_hub.query.response` (3.2 §3, cur).
    """

    LayerName: str
    """The layer's name."""
    DTMF: int | str
    """What the caller pressed there, 0 for nothing."""
    LayerNumber: str | int
    """The layer's number."""


class CdrHubQueryResponseRecord(TypedDict, total=False):
    """The members that were asked for, spelled as in the request; all of them in lower case when none were named
    (seen).

    Part of contract `cdr_hub.query.response` (3.2 §3, cur).

    Members of further names may be there: read them with `get`.
    """

    CallerNumber: str
    """The caller's number: in E.164 for the outside party, as dialled for one's own number."""
    TargetNumber: str
    """The destination: in E.164 for the outside party, else the number or SIP name that was dialled."""
    Date: str
    """When the call began, GMT."""
    DateEpoch: int
    """When the call began, epoch seconds (UTC: inferred)."""
    Duration: int
    """Talk time in seconds, without ringing."""
    CallID: str
    """The call's id, the same as ivruniqueid and CALLID elsewhere."""
    CustomData: dict[str, str | float | bool | dict[str, Any] | list[Any] | None]
    """The call's custom data; transferred calls have OriginalIvrUniqueID in it, analysed ones AiExists (seen; true:
    inferred)."""
    Type: CdrType
    """What kind of call this was."""
    CdrType: CdrHubQueryResponseRecordCdrType
    """The number of that kind."""
    DialStatus: DialStatus
    """What became of the call, of leg 2 where there are two."""
    DialStatus2: str
    """What became of leg 1 where there are two (inferred: the documents only name the field), else empty."""
    TargetExtension: str
    """SIP name of the extension that was called, or empty."""
    CallerExtension: str
    """SIP name of the extension that called, or empty."""
    DID: str
    """The organization's number that the caller dialled; empty for other calls."""
    QueueName: str
    """The queue's name, or empty."""
    RecordURL: str
    """Where the recording can be had, or empty."""
    RecordExpect: bool
    """Whether the call was to be recorded."""
    Price: float
    """Price in agorot."""
    RingTime: int
    """Ring time in seconds."""
    RepresentativeName: str
    """Name of the user who was logged in, else of the one whom the extension or number belongs to."""
    RepresentativeCode: str | int
    """That user's code."""
    UserName: str
    """Name of the user whom the extension or number belongs to."""
    UserId: int | str
    """Id of the user whom the extension or number belongs to."""
    DTMFData: list[CdrHubQueryResponseRecordDtmfdataItem]
    """The IVR layers that the call went through, in order."""
    DepartmentName: str
    """The account or department of the call."""
    DepartmentId: int
    """Its id."""
    TargetPrefixName: str
    """The country of the destination, or empty."""
    aiData: dict[str, Any] | None
    """Always null: the analysis of the conversation comes in the CDR push and in the history of one call.
    `CustomData.AiExists` says that there is one."""


class CdrHubQueryResponse(TypedDict):
    """Call log: the answer.

    The records that were found, at most 10,000 (seen), or an error. With format=HTML the answer is a table instead and
    has no contract.

    Contract `cdr_hub.query.response` (3.2 §3, cur).
    """

    ERROR_NUMBER: Literal[0, 1, 2, 3, 4, 5] | int
    """0 OK, 1 request limit, 2 authorization, 3 CDR limit, 4 address not trusted, 5 date range (seen)."""
    ERROR_DESCRIPTION: str
    """The same as a sentence."""
    STATUS_CODE: NotRequired[Literal[200, 403, 404] | int]
    """An HTTP status, but in the body: HTTP itself answers 200."""
    TOTAL_HITS: NotRequired[int]
    """Records that match."""
    RETURN_HITS: NotRequired[int]
    """Records in this answer."""
    CDR_LIST: NotRequired[list[CdrHubQueryResponseRecord]]
    """The records."""
