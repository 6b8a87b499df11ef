"""Messages: cdr notification. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .definitions import AiEmotions, AiInsights, CdrType, DialStatus

__all__ = [
    "CdrNotificationRequest",
    "CdrNotificationRequestAiData",
    "CdrNotificationRequestAiDataTranscriptItem",
    "CdrNotificationRequestDialerData",
    "CdrNotificationRequestIvrItem",
    "CdrNotificationRequestLeg1DialStatusName",
    "CdrNotificationResponse",
    "CdrNotificationResponseErrorNumber",
]


CdrNotificationRequestLeg1DialStatusName: TypeAlias = (
    Literal[
        "",
        "ANSWER",
        "BUSY",
        "NOANSWER",
        "CANCEL",
        "NOTDIALED",
        "NOTCALLED",
        "ABANDONE",
        "TIMEOUT",
        "EXIT",
        "FULL",
        "JOINEMPTY",
        "VOEND",
        "TE",
        "VOICEMAIL",
        "CONGESTION",
        "CHANUNAVAIL",
        "INVALIDARGS",
        "SSWPREAUTH",
    ]
    | str
)
"""Two-leg calls (Click2Call, dialers): what became of leg 1. Empty otherwise."""


class CdrNotificationRequestIvrItem(TypedDict):
    """One of `IVR`.

    Part of contract `cdr_notification.request` (cdr, 3.2 §4).
    """

    layer_id: int
    """Voicenter's own id of the layer."""
    layer_name: str
    """The layer's name."""
    layer_number: int
    """The layer's number in the organization."""
    Dtmf: int | str
    """What the caller pressed; 0 when nothing."""
    dtmf_order: int
    """The layer's place in the call's way through the IVR, from 1."""


class CdrNotificationRequestDialerData(TypedDict, total=False):
    """What the campaign knows of the call, custom data included; dialer calls only. No source names its members: what
    stands here is inferred, with AddCall's names where it has them.

    Part of contract `cdr_notification.request` (cdr, 3.2 §4).
    """

    CampaignCode: str
    """Code of the campaign."""
    CallID: int
    """The call's number in the campaign's list."""
    CustomerName: str
    """The customer's name, as AddCall gave it."""
    Priority: int
    """The call's priority."""
    Attempt: int
    """Which attempt at this number it was, from 1."""
    IgnoreDncStatus: bool
    """Whether the do-not-call list was to be ignored."""
    IsDnc: bool
    """Whether the number was on the do-not-call list (blacklist) when the record was written."""
    CustomData: dict[str, Any] | list[Any]
    """The call's custom data."""


class CdrNotificationRequestAiDataTranscriptItem(TypedDict):
    """One of `transcript`.

    Part of contract `cdr_notification.request` (cdr, 3.2 §4).
    """

    speaker: Literal["Speaker0", "Speaker1"] | str
    """Speaker0 is the agent, Speaker1 the customer. The texts also call them callee and caller, which cannot hold of
    outgoing calls: there Speaker0 is the agent (inferred)."""
    text: str
    """What was said."""
    startTime: float
    """Seconds from the beginning of the recording, with fractions."""
    endTime: NotRequired[float]
    """When the sentence ends; a sample leaves it out."""
    sentence_id: NotRequired[int]
    """The sentence's number from 0, which `emotions` refers to; a sample leaves it out."""


class CdrNotificationRequestAiData(TypedDict, total=False):
    """What the analysis of the recording found; only where it is switched on.

    Part of contract `cdr_notification.request` (cdr, 3.2 §4).
    """

    insights: AiInsights
    """What the conversation was about."""
    emotions: AiEmotions
    """How the parties felt."""
    transcript: list[CdrNotificationRequestAiDataTranscriptItem]
    """What was said, sentence by sentence, in order."""


class CdrNotificationRequest(TypedDict):
    """CDR notification.

    One call detail record, sent to the customer's server after each call or leg. POST as JSON, XML-RPC (methodCall CDR
    with one struct: i8 for time, i4 for other integers, string) or form (nested values as JSON text). 3.2 sends a part
    of the members; those are mandatory.

    Contract `cdr_notification.request` (cdr, 3.2 §4).

    Members of further names may be there: read them with `get`.
    """

    caller: str
    """The caller's number as the destination saw it; a phone number or an extension's SIP name."""
    target: str
    """Where the call went: a phone number in E.164 without plus sign, or an extension's SIP name. Empty when it
    reached nobody."""
    time: int
    """When the call was made: epoch seconds, on Israel time (cdr). It is no Unix time: read as UTC it shows the wall
    clock in Israel, so who takes it for Unix time is two or three hours late."""
    duration: int
    """Seconds of talk; ringing is not in it. For a queue's call the wait may be in it."""
    ivruniqueid: str
    """The call's id."""
    type: CdrType
    """The kind of call."""
    status: DialStatus
    """What became of the call. Of two-leg calls, what became of leg 2; a leg-1 record has its own status (inferred)."""
    leg1DialStatusName: NotRequired[CdrNotificationRequestLeg1DialStatusName]
    """Two-leg calls (Click2Call, dialers): what became of leg 1. Empty otherwise."""
    targetextension: str
    """SIP name of the extension that answered, or that rang; empty when none did."""
    callerextension: str
    """SIP name of the extension that the call came from; empty when it came from outside."""
    did: str
    """The number that the caller dialled; incoming calls only, else empty."""
    queueid: int | None
    """Id of the queue that the call went to. 0 when none (3.2); null in some deployments (cdr)."""
    queuename: NotRequired[str | None]
    """Name of the queue that the call went to; empty when none."""
    record: NotRequired[str]
    """URL of the recording; empty when there is none."""
    price: NotRequired[float]
    """The call's price in agorot (hundredths of a shekel)."""
    dialtime: NotRequired[int]
    """Seconds of ringing before the call was answered or given up."""
    representative_name: NotRequired[str]
    """Name of the user who was logged in at the extension, else of whom the extension or number belongs to."""
    representative_code: NotRequired[str]
    """Code of that user (digits)."""
    targetextension_name: NotRequired[str]
    """Name of the extension in targetextension."""
    callerextension_name: NotRequired[str]
    """Name of the extension in callerextension."""
    target_country: NotRequired[str]
    """Country that an outgoing call went to, in English."""
    caller_country: NotRequired[str]
    """Country that an incoming call came from, in English."""
    seconds_waiting_in_queue: NotRequired[int]
    """Seconds that the caller waited in the queue; queue calls only. In 3.2 in JSON only."""
    OriginalIvrUniqueID: NotRequired[str]
    """Id of the call that this one came from, such as the one that was transferred; related calls only. In 3.2 in
    JSON only."""
    DepartmentName: NotRequired[str]
    """Name of the department (account) of the call."""
    DepartmentID: NotRequired[int]
    """Id of the department (account) of the call."""
    DepartmentId: NotRequired[int]
    """Another spelling of DepartmentID: cdr's own example of it."""
    TopDepartmentName: NotRequired[str]
    """Name of the account at the top of the department's hierarchy."""
    TopDepartmentID: NotRequired[int]
    """Id of the account at the top of the department's hierarchy."""
    IVR: NotRequired[list[CdrNotificationRequestIvrItem] | str]
    """The IVR layers that an incoming call went through, in order; also as a JSON text of the same."""
    direction: NotRequired[Literal["incoming", "outgoing", "internal"] | str]
    """incoming, outgoing or internal. Seen, not documented."""
    extenUser: NotRequired[str]
    """SIP name of the organization's extension in the call. Seen, not documented."""
    callerPhone: NotRequired[str]
    """The outside party's number. Seen, not documented."""
    isAnswer: NotRequired[int | bool]
    """Whether the call was answered: 1 or 0, or a boolean. Seen, not documented."""
    actualCallDuration: NotRequired[int]
    """Seconds of talk, without any wait. Seen, not documented."""
    actualCallDialtime: NotRequired[int]
    """Seconds of ringing, without any wait. Seen, not documented."""
    CUSTOM_DATA: NotRequired[dict[str, Any] | list[Any] | None]
    """The call's custom data; also as top-level var_… members. Seen, not documented."""
    CustomData: NotRequired[dict[str, Any] | list[Any] | None]
    """The same, as the vendor's later texts call it. Seen, not documented."""
    campaignID: NotRequired[int]
    """Id of the dialer campaign; dialer calls only. Seen, not documented."""
    campaignCode: NotRequired[str]
    """Code of the dialer campaign; dialer calls only. Seen, not documented."""
    campaignName: NotRequired[str]
    """Name of the dialer campaign; dialer calls only. Seen, not documented."""
    campaignTypeName: NotRequired[str]
    """Kind of the dialer campaign, in words; dialer calls only. Seen, not documented."""
    dialerData: NotRequired[CdrNotificationRequestDialerData | None]
    """What the campaign knows of the call, custom data included; dialer calls only. No source names its members:
    what stands here is inferred, with AddCall's names where it has them. Seen, not documented."""
    aiData: NotRequired[CdrNotificationRequestAiData | None]
    """What the analysis of the recording found; only where it is switched on."""


CdrNotificationResponseErrorNumber: TypeAlias = Literal[0, 1, 2, "0", "1", "2"]
"""0 OK, 1 parse error, 2 application error; a number or a string."""


class CdrNotificationResponse(TypedDict, total=False):
    """Acknowledgement of a CDR notification.

    What the customer's server answers, with HTTP status 200, as JSON, XML-RPC or form. err 0 acknowledges; 1 and 2 make
    Voicenter send the record again. An answer without err breaks this contract and acknowledges all the same (cdr, step
    3), unless the organization is strict. Names in either case (3.2 err, cdr Err); other members are fine.

    Contract `cdr_notification.response` (3.2 §4, cdr (Client Response)).
    """

    err: CdrNotificationResponseErrorNumber
    """0 OK, 1 parse error, 2 application error; a number or a string."""
    Err: CdrNotificationResponseErrorNumber
    """The same, as cdr writes it."""
    errdesc: str | None
    """What went wrong, or OK."""
    Errdesc: str | None
    """The same, as cdr writes it."""
