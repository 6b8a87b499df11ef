"""Messages: popup. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypedDict

__all__ = [
    "PopupRequest",
    "PopupRequestCurrentCall",
    "PopupResponse",
]


class PopupRequestCurrentCall(TypedDict, total=False):
    """The call as the realtime events write it.

    Part of contract `popup.request` (3.2 §2; today's members seen in clients).
    """

    callStarted: int
    """When it began to ring, in epoch seconds."""
    callAnswered: int
    """When it was answered, in epoch seconds; 0 when it was not."""
    answered: int | bool
    """Whether the call was answered: 1 or 0."""
    callername: str
    """The other party's name."""
    callerphone: str
    """The other party's number."""
    callstatus: Literal["Ringing", "Dialing", "Talking", "Hold", "Hangup"] | str
    """How far the call is."""
    direction: Literal["Incoming", "Outgoing", "Click2Call"] | str
    """Direction of the call."""
    ivrid: str
    """The call's id."""
    did: str
    """The number that the caller dialled."""
    originalCallerID: str
    """The caller's number before any transfer."""
    isInternal: int | bool
    """Whether both parties are extensions: 1 or 0."""
    customdata: dict[str, Any] | list[Any] | None
    """The call's custom data once more, where the vendor's later texts read them."""


class PopupRequest(TypedDict):
    """Pop-up: a call rings, is answered or ends.

    Tells the customer's server who is in a call, so that it can answer with what to show. 3.2: GET with phone alone,
    before the extension rings. Seen today: GET or a form with five members, or POST JSON with all, at Ringing, Talking
    and Hangup.

    Contract `popup.request` (3.2 §2; today's members seen in clients).
    """

    phone: str
    """The other party's number, in E.164 without plus sign (3.2's sample: 0…)."""
    callerName: NotRequired[str]
    """The other party's name. Seen, not documented."""
    ivrid: NotRequired[str]
    """The call's id. Seen, not documented."""
    extenUser: NotRequired[str]
    """SIP name of the extension that rings or talks. Seen, not documented."""
    did: NotRequired[str]
    """The number that the caller dialled; empty for outgoing calls. Seen, not documented."""
    status: NotRequired[Literal["Ringing", "Talking", "Hangup"] | str]
    """How far the call is. Seen, not documented."""
    statusCall: NotRequired[Literal["Ringing", "Talking", "Hangup"] | str]
    """The same as status; the vendor's SDK reads only this one. Seen, not documented."""
    direction: NotRequired[Literal["Incoming", "Outgoing", "Click2Call"] | str]
    """Direction of the call. Seen, not documented."""
    recordFile: NotRequired[str]
    """File name of the recording; empty when there is none. Seen, not documented."""
    isMuted: NotRequired[int | bool]
    """Whether the recording is muted: 1 or 0, or a boolean. Seen, not documented."""
    callStarted: NotRequired[int]
    """When it began to ring, in epoch seconds. Seen, not documented."""
    isAnswered: NotRequired[int | bool]
    """Whether the call was answered: 1 or 0, or a boolean. Seen, not documented."""
    callAnswered: NotRequired[int]
    """When it was answered, in epoch seconds; 0 when it was not. Seen, not documented."""
    cause: NotRequired[str]
    """Why the call ended; at Hangup only. Seen, not documented."""
    customdata: NotRequired[dict[str, Any] | list[Any] | None]
    """The call's custom data. Seen, not documented."""
    currentCall: NotRequired[PopupRequestCurrentCall | None]
    """The call as the realtime events write it. Seen, not documented."""


class PopupResponse(TypedDict):
    """Pop-up: what to show.

    JSON. Only STATUS is mandatory; any other answer is survived, and nothing is shown.

    Contract `popup.response` (3.2 §2).
    """

    STATUS: Literal["OK"] | str
    """OK when the customer's server knows the caller."""
    URL: NotRequired[str]
    """Page to open when the agent clicks the bubble."""
    CLIENTNAME: NotRequired[str]
    """Name of the client to show."""
    TOTAL: NotRequired[str | int]
    """How many clients have this number; as a string (3.2) or a number."""
    COMPANY: NotRequired[str]
    """Company of the client to show."""
