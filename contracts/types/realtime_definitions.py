"""Messages: realtime definitions. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypedDict

from .definitions import AgentStatus, CallDirection, CallState

__all__ = [
    "RealtimeCall",
    "RealtimeDialer",
    "RealtimeExtension",
    "RealtimeExtensionSummery",
    "RealtimeQueue",
    "RealtimeQueueCall",
    "RealtimeRecording",
    "RealtimeUser",
]


class RealtimeRecording(TypedDict, total=False):
    """The file that the call is recorded to, if any.

    Shared definition `realtime_recording` (cur).
    """

    Filename: str | None
    """Name of the recording's file; empty when the call is not recorded."""
    IsMuted: int
    """1 while the recording is muted, else 0."""
    Options: str | None
    """Options of the recorder. Seen, not documented."""
    ApproximateURL: str | None
    """Where the recording will be found. Seen, not documented."""


class RealtimeCall(TypedDict):
    """One call as the extension that has it sees it.

    Shared definition `realtime_call` (cur).
    """

    callStarted: int
    """When the call began, in epoch seconds on the base of servertime."""
    calldurationinterval: NotRequired[int]
    """The same as callStarted: what a display counts the call's length from."""
    callAnswered: int
    """When the call was answered, in epoch seconds on the base of servertime; 0 when it has not been."""
    answered: int
    """1 when the call has been answered, else 0."""
    callername: NotRequired[str | int | None]
    """Name of the other party; its number when no name is known."""
    callerphone: str | int | None
    """Number of the other party, as dialled or shown. An integer for short internal numbers (seen)."""
    callstatus: CallState
    """What the call is doing. Leg 2 of a Click2Call is Talking before it is answered: so documented."""
    customdata: NotRequired[dict[str, Any] | list[Any] | str | None]
    """The customer's own data that travels with the call."""
    direction: CallDirection
    """How the call came to the extension."""
    ivrid: str
    """The call's id."""
    recording: NotRequired[RealtimeRecording | None]
    """The file that the call is recorded to."""
    did: NotRequired[str | int | None]
    """The organization's number that the caller dialled; empty for calls that did not come in on one."""
    c2cdirection: NotRequired[Literal["1", "2", 1, 2]]
    """Click2Call only: the leg, 1 or 2."""
    outgoingcallername: NotRequired[str | int | None]
    """Name that the called party sees. Seen, not documented."""
    outgoingcallerphone: NotRequired[str | int | None]
    """Number that the called party sees. Seen, not documented."""
    relatedIvrUniqueIDs: NotRequired[list[str | None] | str | None]
    """Ids of calls that this one came from or led to. Seen, not documented."""
    callType: NotRequired[str | int | None]
    """Kind of the call, such as Incoming or Outgoing. Seen, not documented."""
    channel: NotRequired[str | None]
    """The exchange's name of the extension's channel. Seen, not documented."""
    channel2: NotRequired[str | None]
    """The exchange's name of the other party's channel. Seen, not documented."""
    isSpyed: NotRequired[bool | int | str | None]
    """Whether a supervisor listens in. Seen, not documented."""
    isInternal: NotRequired[bool | int | str | None]
    """Whether both parties are extensions of the organization. Seen, not documented."""
    ip: NotRequired[str | None]
    """Address of the exchange's server that has the call. Seen, not documented."""
    queueID: NotRequired[int | str | None]
    """Id of the queue that the call came from; queue calls only. Seen, not documented."""
    originalCallerID: NotRequired[str | int | None]
    """Number of who first called, for calls that were passed on. Seen, not documented."""
    originalCallerName: NotRequired[str | int | None]
    """Name of who first called, for calls that were passed on. Seen, not documented."""
    actualDialedNumber: NotRequired[str | int | None]
    """The number that was dialled in the end. Seen, not documented."""


class RealtimeDialer(TypedDict, total=False):
    """A dialer campaign and its calls. Seen in clients only.

    Shared definition `realtime_dialer` (seen in clients).
    """

    campaignID: int
    """Id of the campaign. Seen, not documented."""
    name: str | None
    """Name of the campaign. Seen, not documented."""
    typeID: Literal[3, 5] | int | None
    """Kind of the campaign: 5 Automatic (of agents), 3 IVR (predictive). Seen, not documented."""
    type: Literal["Automatic", "IVR"] | str | None
    """Kind of the campaign, in words. Seen, not documented."""
    code: str | None
    """Code of the campaign. Seen, not documented."""
    userID: int | None
    """Id of the campaign's user. Seen, not documented."""
    accountID: int | None
    """Id of the campaign's account. Seen, not documented."""
    calls: list[Any] | dict[str, Any] | None
    """The calls that the campaign has up now. Seen, not documented."""
    data: dict[str, Any] | list[Any] | None
    """The campaign's numbers, such as how many calls are pending. Seen, not documented."""
    currentCall: RealtimeCall
    """The call that the event is about."""


class RealtimeExtensionSummery(TypedDict, total=False):
    """What a display shows of the agent. Misspelt on the wire.

    Part of shared definition `realtime_extension` (cur).
    """

    representative: str | None
    """Name of who is logged in, else of whom the extension belongs to."""


class RealtimeExtension(TypedDict):
    """An extension with who is logged in at it, its calls and when it was last busy.

    Shared definition `realtime_extension` (cur).
    """

    calls: NotRequired[list[RealtimeCall]]
    """The calls that the extension has now; an ended one is no longer in it."""
    userID: int | None
    """Id of the user whom the extension belongs to."""
    userName: str | None
    """Name of the user whom the extension belongs to."""
    number: int
    """Id of the extension."""
    extenUser: str
    """SIP name of the extension, such as SIPSIP1."""
    accountID: NotRequired[int | None]
    """Id of the extension's account. Seen, not documented."""
    topAccountID: NotRequired[int | None]
    """Id of the account at the top of the hierarchy. Seen, not documented."""
    summery: NotRequired[RealtimeExtensionSummery | None]
    """What a display shows of the agent. Misspelt on the wire."""
    onlineUserID: NotRequired[int | None]
    """Id of the user who is logged in at the extension."""
    representative: int | None
    """Id of the user who is logged in at the extension; 0 when nobody is."""
    representativeStatus: AgentStatus
    """Status of the agent; 2 when nobody is logged in."""
    lastCallEventEpoch: NotRequired[int]
    """The extension's last call event, in epoch seconds on the base of servertime; 0 when there was none."""
    lastAnsweredCallEventEpoch: NotRequired[int]
    """The extension's last ANSWER, in epoch seconds on the base of servertime; 0 when there was none."""
    lastHangupCallEpoch: NotRequired[int]
    """The extension's last HANGUP, in epoch seconds on the base of servertime; 0 when there was none."""
    representativeUpdated: NotRequired[int]
    """When the agent's status last changed, in epoch milliseconds on the base of servertime; 0 when nobody is logged
    in."""
    peerStatus: NotRequired[Literal["OK"] | str | None]
    """Whether the device is registered: OK, or null (seen)."""
    currentCall: NotRequired[RealtimeCall]
    """The call that the event is about: at HANGUP as it last was. Not in userStatusUpdate."""


class RealtimeUser(TypedDict):
    """A user of the account. Seen in clients only.

    Shared definition `realtime_user` (seen in clients).
    """

    userID: int
    """Id of the user. Seen, not documented."""
    userName: NotRequired[str | None]
    """Name of the user. Seen, not documented."""
    accountID: NotRequired[int | None]
    """Id of the user's account. Seen, not documented."""


class RealtimeQueueCall(TypedDict):
    """One caller who waits in a queue.

    Shared definition `realtime_queue_call` (cur).
    """

    CallerID: str | int | None
    """The caller's number."""
    CallerName: NotRequired[str | int | None]
    """The caller's name, when the provider or the customer's data gives one."""
    IvrUniqueID: str
    """The call's id."""
    JoinTimeStamp: int
    """When the caller joined the queue, in epoch seconds on the base of servertime."""
    calldurationinterval: NotRequired[int]
    """The same as JoinTimeStamp: what a display counts the wait from."""
    ivrid: NotRequired[str]
    """The call's id, the same as IvrUniqueID."""
    customdata: NotRequired[dict[str, Any] | list[Any] | str | None]
    """The customer's own data that travels with the call."""
    isDistributedQueue: NotRequired[bool | int | None]
    """Whether the queue is distributed over several servers. Seen, not documented."""


class RealtimeQueue(TypedDict):
    """A queue with the calls that wait in it.

    Shared definition `realtime_queue` (cur).
    """

    QueueID: int
    """Id of the queue."""
    QueueName: NotRequired[str | None]
    """Name of the queue."""
    Calls: list[RealtimeQueueCall]
    """The calls that wait, the longest first."""
    UserID: NotRequired[int | None]
    """Id of the queue's user."""
    DistributorID: NotRequired[int | None]
    """Id of the queue's distributor."""
    IsDistributedQueue: NotRequired[bool | int | None]
    """Whether the queue is distributed over several servers. Seen, not documented."""
    AnsweredAgent: NotRequired[str | int | dict[str, Any] | None]
    """The agent who answered; at EXIT. Seen, not documented."""
