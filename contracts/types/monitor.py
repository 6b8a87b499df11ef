"""Messages: monitor. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypedDict

__all__ = [
    "MonitorGetExtensionsCallsRequest",
    "MonitorGetExtensionsCallsResponse",
    "MonitorGetExtensionsCallsResponseExtensionsItem",
    "MonitorGetExtensionsCallsResponseExtensionsItemCallsItem",
    "MonitorGetExtensionsCallsResponseExtensionsItemCallsItemRecording",
    "MonitorGetExtensionsRequest",
    "MonitorGetExtensionsResponse",
    "MonitorGetExtensionsResponseExtensionsItem",
    "MonitorGetQueuesCallersRequest",
    "MonitorGetQueuesCallersResponse",
    "MonitorGetQueuesCallersResponseQueuesItem",
    "MonitorGetQueuesCallersResponseQueuesItemCallersItem",
]


class MonitorGetExtensionsRequest(TypedDict):
    """The organization's extension list.

    Asks for the extensions.

    Contract `monitor.get_extensions.request` (3.2 §8, cur).
    """

    code: str | float
    """The organization's API code."""
    showAll: NotRequired[bool | int | str]
    """true: the whole organization; false: the code's own account with every department below it, but no other
    account. Left out: the whole organization (seen)."""


class MonitorGetExtensionsResponseExtensionsItem(TypedDict):
    """One of `EXTENSIONS`.

    Part of contract `monitor.get_extensions.response` (3.2 §8, cur).
    """

    SIP: str
    """The extension's SIP name."""
    Name: str
    """Its name."""
    SpeedDial: str
    """The short number inside the organization."""
    AccountID: int
    """Id of the account or department it belongs to."""
    AccountName: str
    """Its name."""
    UserName: NotRequired[str | None]
    """Name of the user whom it belongs to."""
    UserEmail: NotRequired[str | None]
    """That user's e-mail address."""


class MonitorGetExtensionsResponse(TypedDict):
    """The organization's extension list, the answer.

    What there is at this moment, or an error.

    Contract `monitor.get_extensions.response` (3.2 §8, cur).
    """

    ERR: Literal[0, 1, 2] | int
    """0 OK, 1 authorization, 2 internal error."""
    DESC: str
    """The same as a sentence."""
    EXTENSIONS: NotRequired[list[MonitorGetExtensionsResponseExtensionsItem]]
    """The extensions."""


class MonitorGetExtensionsCallsRequest(TypedDict):
    """Active calls of the extensions.

    Asks which calls the extensions are in.

    Contract `monitor.get_extensions_calls.request` (3.2 §7.1, cur).
    """

    code: str | float
    """The organization's API code."""
    extension: NotRequired[str]
    """Only this extension. Left out: all. Seen, not documented."""


class MonitorGetExtensionsCallsResponseExtensionsItemCallsItemRecording(TypedDict, total=False):
    """The recording that is being made.

    Part of contract `monitor.get_extensions_calls.response` (3.2 §7.1, cur).
    """

    Filename: str
    """Its file name."""
    IsMuted: int | bool
    """1 while it is muted."""


class MonitorGetExtensionsCallsResponseExtensionsItemCallsItem(TypedDict):
    """One of `calls`.

    Part of contract `monitor.get_extensions_calls.response` (3.2 §7.1, cur).
    """

    callername: NotRequired[str]
    """The other party's name, or its number."""
    callerphone: str
    """The other party's number."""
    callstarted: NotRequired[int]
    """When the call began, epoch seconds (UTC: inferred)."""
    callanswered: NotRequired[int]
    """When it was answered, 0 until then."""
    callStarted: NotRequired[int]
    """The same as callstarted. Seen, not documented."""
    callAnswered: NotRequired[int]
    """The same as callanswered. Seen, not documented."""
    answered: Literal[0, 1]
    """1 once it is answered."""
    callstatus: Literal["Ringing", "Dialing", "Talking", "Hold"] | str
    """What the extension is doing."""
    ivrid: str
    """The call's id."""
    direction: Literal["Incoming", "Outgoing", "Click2Call", "Spy"] | str
    """Which way."""
    customdata: NotRequired[dict[str, Any] | list[Any] | None]
    """The call's custom data. Seen, not documented."""
    recording: NotRequired[MonitorGetExtensionsCallsResponseExtensionsItemCallsItemRecording | None]
    """The recording that is being made. Seen, not documented."""
    did: NotRequired[str]
    """The organization's number that the caller dialled. Seen, not documented."""


class MonitorGetExtensionsCallsResponseExtensionsItem(TypedDict):
    """One of `EXTENSIONS`.

    Part of contract `monitor.get_extensions_calls.response` (3.2 §7.1, cur).
    """

    name: str
    """The extension's name."""
    representative: NotRequired[str]
    """Name of the user who is logged in, or empty."""
    peerstatus: NotRequired[Literal["Reachable", "Unknown"] | str]
    """Whether the device can be reached."""
    username: str
    """The extension's SIP name."""
    extensionID: NotRequired[int]
    """The extension's id. Seen, not documented."""
    userID: NotRequired[int]
    """Id of the user whom the extension belongs to. Seen, not documented."""
    onlineUserID: NotRequired[int]
    """Id of the user who is logged in, 0 for nobody. Seen, not documented."""
    onlineUserStatus: NotRequired[Literal[1, 2, 3, 4, 5, 7, 9, 11, 12, 13] | int]
    """That user's status; 2, logged out, for nobody. Seen, not documented."""
    calls: list[MonitorGetExtensionsCallsResponseExtensionsItemCallsItem]
    """The calls that the extension is in."""


class MonitorGetExtensionsCallsResponse(TypedDict):
    """Active calls of the extensions, the answer.

    What there is at this moment, or an error.

    Contract `monitor.get_extensions_calls.response` (3.2 §7.1, cur).
    """

    ERR: Literal[0, 1, 2] | int
    """0 OK, 1 authorization, 2 internal error."""
    DESC: str
    """The same as a sentence."""
    EXTENSIONS: NotRequired[list[MonitorGetExtensionsCallsResponseExtensionsItem]]
    """The extensions."""


class MonitorGetQueuesCallersRequest(TypedDict):
    """Callers waiting in the queues.

    Asks who waits in the queues.

    Contract `monitor.get_queues_callers.request` (3.2 §7.2, cur).
    """

    code: str | float
    """The organization's API code."""
    queue: NotRequired[int | str]
    """Only the queue with this id. Left out: all. Seen, not documented."""


class MonitorGetQueuesCallersResponseQueuesItemCallersItem(TypedDict):
    """One of `Callers`.

    Part of contract `monitor.get_queues_callers.response` (3.2 §7.2, cur).
    """

    Phone: str
    """The caller's number."""
    CallID: str
    """The call's id."""
    JoinTime: int
    """Since when, epoch seconds (UTC: inferred)."""
    Duration: NotRequired[int]
    """For how long, in seconds. Seen, not documented."""


class MonitorGetQueuesCallersResponseQueuesItem(TypedDict):
    """One of `QUEUES`.

    Part of contract `monitor.get_queues_callers.response` (3.2 §7.2, cur).
    """

    Name: str
    """The queue's name."""
    ID: int
    """Its id."""
    Weight: NotRequired[int]
    """Its weight against other queues. Seen, not documented."""
    Callers: list[MonitorGetQueuesCallersResponseQueuesItemCallersItem]
    """Who waits, the longest first."""


class MonitorGetQueuesCallersResponse(TypedDict):
    """Callers waiting in the queues, the answer.

    What there is at this moment, or an error.

    Contract `monitor.get_queues_callers.response` (3.2 §7.2, cur).
    """

    ERR: Literal[0, 1, 2] | int
    """0 OK, 1 authorization, 2 internal error."""
    DESC: str
    """The same as a sentence."""
    QUEUES: NotRequired[list[MonitorGetQueuesCallersResponseQueuesItem]]
    """The queues."""
