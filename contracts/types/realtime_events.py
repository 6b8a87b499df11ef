"""Messages: realtime events. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .definitions import ExtensionEventReason, HangupCause, QueueEventReason
from .realtime_definitions import RealtimeDialer, RealtimeExtension, RealtimeQueue, RealtimeUser

__all__ = [
    "RealtimeAllDialersStatus",
    "RealtimeAllExtensionsStatus",
    "RealtimeAllUsersStatus",
    "RealtimeCloseme",
    "RealtimeDialerEvent",
    "RealtimeDialersUpdated",
    "RealtimeDialersUpdatedObject",
    "RealtimeExtensionEvent",
    "RealtimeExtensionEventData",
    "RealtimeExtensionsUpdated",
    "RealtimeExtensionsUpdatedObject",
    "RealtimeKeepalive",
    "RealtimeKeepaliveResponse",
    "RealtimeLogin",
    "RealtimeLoginAccount",
    "RealtimeLoginResponse",
    "RealtimeLoginStatus",
    "RealtimeLoginSuccess",
    "RealtimeLoginUser",
    "RealtimeLoginUserCode",
    "RealtimeLoginUserCodeObject",
    "RealtimeQueueEvent",
    "RealtimeQueuesUpdated",
    "RealtimeQueuesUpdatedObject",
    "RealtimeResync",
    "RealtimeResyncObject",
    "RealtimeUpdateMonitoredExtensions",
    "RealtimeWebPhoneAnswer",
    "RealtimeWebPhoneCall",
    "RealtimeWebPhoneFailed",
    "RealtimeWebPhoneFailedAction",
    "RealtimeWebPhoneHangUp",
    "RealtimeWebPhoneMute",
    "RealtimeWebPhoneRegister",
    "RealtimeWebPhoneRegistered",
]


class RealtimeAllDialersStatus(TypedDict):
    """AllDialersStatus.

    The dialer campaigns that the login sees: the fourth message after connecting. No document has it.

    Contract `realtime.all_dialers_status` (seen in clients).
    """

    dialers: list[RealtimeDialer]
    """The campaigns. Seen, not documented."""
    servertime: NotRequired[int]
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes. Seen, not documented."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC. Seen, not documented."""
    errorCode: NotRequired[int]
    """0 when all is well. Seen, not documented."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong. Seen, not documented."""


class RealtimeAllExtensionsStatus(TypedDict):
    """AllExtensionsStatus.

    The extensions that the login sees, each with its calls: the third message after connecting, and the answer to
    resync.

    Contract `realtime.all_extensions_status` (cur).
    """

    extensions: list[RealtimeExtension]
    """The extensions."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC."""
    errorCode: NotRequired[int]
    """0 when all is well."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong."""


class RealtimeAllUsersStatus(TypedDict):
    """AllUsersStatus.

    The users of the account. No document has it.

    Contract `realtime.all_users_status` (seen in clients).
    """

    users: list[RealtimeUser]
    """The users. Seen, not documented."""
    servertime: NotRequired[int]
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes. Seen, not documented."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC. Seen, not documented."""
    errorCode: NotRequired[int]
    """0 when all is well. Seen, not documented."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong. Seen, not documented."""


RealtimeCloseme: TypeAlias = dict[str, Any] | str | None
"""closeme.

The client asks to be disconnected. What some send with it means nothing; most send nothing (null here).

Contract `realtime.closeme` (seen in clients).
"""


class RealtimeDialerEvent(TypedDict, total=False):
    """DialerEvent.

    Something happened in a dialer campaign. No document has it.

    Contract `realtime.dialer_event` (seen in clients).
    """

    eventName: Literal["dialer"] | str
    """The event's kind: dialer. Seen, not documented."""
    reason: str | None
    """What happened. Seen, not documented."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes. Seen, not documented."""
    servertimeoffset: int
    """Minutes by which servertime is ahead of UTC. Seen, not documented."""
    telephonyservertime: int | None
    """The moment of the message on the exchange's clock, in epoch seconds of its local time. Seen, not documented."""
    callerID: str | int | None
    """Number of the other party. Seen, not documented."""
    ivruniqueid: str | None
    """Id of the call that the event is about. Seen, not documented."""
    dialStatus: str | None
    """What became of the dial. Seen, not documented."""
    data: RealtimeDialer
    """The campaign as it is after what happened. Seen, not documented."""
    campaignID: int | str | None
    """Id of the campaign, where the event has it beside data. Seen, not documented."""


class RealtimeDialersUpdatedObject(TypedDict, total=False):
    """The organization was edited and dialer campaigns came, went or changed; clients answer with resync. Its payload
    is not known: clients only react to the name. Ours says which (inferred).

    Part of contract `realtime.dialers_updated` (seen in clients).
    """

    dialers: list[str | int | dict[str, Any]]
    """Which dialer campaigns changed."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: int
    """Minutes by which servertime is ahead of UTC."""
    errorCode: int
    """0 when all is well."""
    errorDesc: str | None
    """OK, or what is wrong."""


RealtimeDialersUpdated: TypeAlias = RealtimeDialersUpdatedObject | str | list[Any] | None
"""DialersUpdated.

The organization was edited and dialer campaigns came, went or changed; clients answer with resync. Its payload is not
known: clients only react to the name. Ours says which (inferred).

Contract `realtime.dialers_updated` (seen in clients).
"""


class RealtimeExtensionEventData(RealtimeExtension, total=False):
    """The extension as it is after what happened, and the event's own members where they stand inside it.

    Part of contract `realtime.extension_event` (cur, 3.2 §9).
    """

    eventName: Literal["extension"] | str
    """The event's kind: extension."""
    reason: ExtensionEventReason
    """What happened."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: int
    """Minutes by which servertime is ahead of UTC."""
    telephonyservertime: int | None
    """The moment of the message on the exchange's clock, in epoch seconds of its local time."""
    cause: HangupCause | None
    """HANGUP: why the call ended."""
    callerID: str | int | None
    """HANGUP: number of the other party."""
    ivruniqueid: str | None
    """HANGUP: the ended call's id."""
    dialStatus: str | None
    """HANGUP: what became of the dial, as in the call log. Seen, not documented."""
    queueID: int | str | None
    """HANGUP of a queue's call: id of the queue."""
    campaignID: int | str | None
    """HANGUP of a dialer's call: id of the campaign."""


class RealtimeExtensionEvent(TypedDict):
    """ExtensionEvent.

    Something happened at an extension: a call came or went out, was answered, held or ended, or the agent's status
    changed. eventName, reason, servertime and servertimeoffset stand inside data (call events in cur), beside it
    (userStatusUpdate, 3.2, and what is seen), or at both places.

    Contract `realtime.extension_event` (cur, 3.2 §9).
    """

    eventName: NotRequired[Literal["extension"] | str]
    """The event's kind: extension."""
    reason: NotRequired[ExtensionEventReason]
    """What happened."""
    servertime: NotRequired[int]
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC."""
    telephonyservertime: NotRequired[int | None]
    """The moment of the message on the exchange's clock, in epoch seconds of its local time."""
    cause: NotRequired[HangupCause | None]
    """HANGUP: why the call ended."""
    callerID: NotRequired[str | int | None]
    """HANGUP: number of the other party."""
    ivruniqueid: NotRequired[str | None]
    """HANGUP: the ended call's id."""
    dialStatus: NotRequired[str | None]
    """HANGUP: what became of the dial, as in the call log. Seen, not documented."""
    queueID: NotRequired[int | str | None]
    """HANGUP of a queue's call: id of the queue."""
    campaignID: NotRequired[int | str | None]
    """HANGUP of a dialer's call: id of the campaign."""
    data: RealtimeExtensionEventData
    """The extension as it is after what happened, and the event's own members where they stand inside it."""


class RealtimeExtensionsUpdatedObject(TypedDict, total=False):
    """The organization was edited and extensions came, went or changed; clients answer with resync. Its payload is not
    known: clients only react to the name. Ours says which (inferred).

    Part of contract `realtime.extensions_updated` (seen in clients).
    """

    extensions: list[str | int | dict[str, Any]]
    """Which extensions changed."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: int
    """Minutes by which servertime is ahead of UTC."""
    errorCode: int
    """0 when all is well."""
    errorDesc: str | None
    """OK, or what is wrong."""


RealtimeExtensionsUpdated: TypeAlias = RealtimeExtensionsUpdatedObject | str | list[Any] | None
"""ExtensionsUpdated.

The organization was edited and extensions came, went or changed; clients answer with resync. Its payload is not known:
clients only react to the name. Ours says which (inferred).

Contract `realtime.extensions_updated` (seen in clients).
"""


RealtimeKeepalive: TypeAlias = str | None
"""keepalive.

The client asks whether its login still holds. Some send their token, some nothing (null here).

Contract `realtime.keepalive` (seen in clients).
"""


class RealtimeKeepaliveResponse(TypedDict, total=False):
    """keepaliveResponse.

    The answer to keepalive. No document has it.

    Contract `realtime.keepalive_response` (seen in clients).
    """

    errorCode: int
    """0 when all is well. Seen, not documented."""
    errorDesc: str | None
    """OK, or what is wrong. Seen, not documented."""
    isOk: bool | int
    """Whether the login still holds. Seen, not documented."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes. Seen, not documented."""
    servertimeoffset: int
    """Minutes by which servertime is ahead of UTC. Seen, not documented."""


class RealtimeLogin(TypedDict):
    """login.

    Login inside the socket with a token (older clients). Answered with loginResponse and the snapshots.

    Contract `realtime.login` (seen in clients).
    """

    token: str
    """A realtime token. Seen, not documented."""


class RealtimeLoginAccount(TypedDict):
    """loginAccount.

    Login inside the socket as an account (older clients). Answered with loginResponse and the snapshots.

    Contract `realtime.login_account` (seen in clients).
    """

    username: NotRequired[str]
    """The account's name."""
    password: str
    """The account's password."""
    user: NotRequired[str]
    """Another name for username. Seen, not documented."""


class RealtimeLoginResponse(TypedDict):
    """loginResponse.

    The answer to a login inside the socket (older clients). No document has it but as onLoginResponse(errorCode,
    errorDesc) of 3.2's script.

    Contract `realtime.login_response` (3.2 §9 (script), seen in clients).
    """

    errorCode: int
    """0 when all is well. Seen, not documented."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong. Seen, not documented."""
    servertime: NotRequired[int]
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes. Seen, not documented."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC. Seen, not documented."""


class RealtimeLoginStatus(TypedDict):
    """loginStatus.

    The queues that the login sees, with who waits in them: the second message after connecting. The wire says queues;
    the document's table says Queues.

    Contract `realtime.login_status` (cur).
    """

    queues: NotRequired[list[RealtimeQueue]]
    """The queues."""
    Queues: NotRequired[list[RealtimeQueue]]
    """The same, as the document's table spells it."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC."""
    errorCode: int
    """0 when all is well."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong."""


class RealtimeLoginSuccess(TypedDict):
    """loginSuccess.

    The socket's token was taken: the first message after connecting.

    Contract `realtime.login_success` (cur).
    """

    errorCode: int
    """0 when all is well."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC."""


class RealtimeLoginUser(TypedDict, total=False):
    """loginUser.

    Login inside the socket as a user, or as an account (older clients). Answered with loginResponse and the snapshots.

    Contract `realtime.login_user` (seen in clients).
    """

    user: str
    """The user's e-mail address, or the account's name. Seen, not documented."""
    password: str
    """The user's PIN or the account's password. Seen, not documented."""
    email: str
    """Another name for user."""
    username: str
    """Another name for user."""
    pin: str
    """Another name for password."""


class RealtimeLoginUserCodeObject(TypedDict):
    """Login inside the socket with a user's code (3.2's script, older clients). Answered with loginResponse and the
    snapshots.

    Part of contract `realtime.login_user_code` (3.2 §9 (script), seen in clients).
    """

    code: str | int
    """The user's code. Seen, not documented."""
    orgCode: NotRequired[str | int | None]
    """A code of the organization, where the user's code alone is not enough. Seen, not documented."""


RealtimeLoginUserCode: TypeAlias = RealtimeLoginUserCodeObject | str
"""loginUserCode.

Login inside the socket with a user's code (3.2's script, older clients). Answered with loginResponse and the snapshots.

Contract `realtime.login_user_code` (3.2 §9 (script), seen in clients).
"""


class RealtimeQueueEvent(TypedDict):
    """QueueEvent.

    Something happened in a queue. At JOIN the call is among Calls, afterwards it no longer is.

    Contract `realtime.queue_event` (cur).
    """

    eventName: NotRequired[Literal["queue"] | str]
    """The event's kind: queue."""
    reason: QueueEventReason
    """What happened."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: NotRequired[int]
    """Minutes by which servertime is ahead of UTC."""
    telephonyservertime: NotRequired[int | None]
    """The moment of the message on the exchange's clock, in epoch seconds of its local time."""
    ivruniqueid: NotRequired[str | None]
    """Id of the call that the event is about."""
    data: RealtimeQueue
    """The queue as it is after what happened."""


class RealtimeQueuesUpdatedObject(TypedDict, total=False):
    """The organization was edited and queues came, went or changed; clients answer with resync. Its payload is not
    known: clients only react to the name. Ours says which (inferred).

    Part of contract `realtime.queues_updated` (seen in clients).
    """

    queues: list[str | int | dict[str, Any]]
    """Which queues changed."""
    servertime: int
    """The moment of the message, in epoch seconds of UTC moved by servertimeoffset minutes."""
    servertimeoffset: int
    """Minutes by which servertime is ahead of UTC."""
    errorCode: int
    """0 when all is well."""
    errorDesc: str | None
    """OK, or what is wrong."""


RealtimeQueuesUpdated: TypeAlias = RealtimeQueuesUpdatedObject | str | list[Any] | None
"""QueuesUpdated.

The organization was edited and queues came, went or changed; clients answer with resync. Its payload is not known:
clients only react to the name. Ours says which (inferred).

Contract `realtime.queues_updated` (seen in clients).
"""


class RealtimeResyncObject(TypedDict, total=False):
    """The client asks for the snapshots again. Some send nothing (null here).

    Part of contract `realtime.resync` (seen in clients).
    """

    cache: bool | int
    """Whether a snapshot from the server's cache will do. Seen, not documented."""


RealtimeResync: TypeAlias = RealtimeResyncObject | None
"""resync.

The client asks for the snapshots again. Some send nothing (null here).

Contract `realtime.resync` (seen in clients).
"""


class RealtimeUpdateMonitoredExtensions(TypedDict):
    """updateMonitoredExtensions.

    From now on the client wants events of these extensions only.

    Contract `realtime.update_monitored_extensions` (seen in clients).
    """

    extensionsString: str
    """SIP names or ids of extensions, with commas between; empty for all. Seen, not documented."""


class RealtimeWebPhoneAnswer(TypedDict):
    """webPhoneAnswer.

    The web phone answers a ringing call.

    Contract `realtime.web_phone_answer` (this project's own, for the script of 3.2 §11).
    """

    ivrid: str
    """The call's id."""


class RealtimeWebPhoneCall(TypedDict):
    """webPhoneCall.

    The web phone calls. Shows as NEWCALL of its extension, or is answered with webPhoneFailed.

    Contract `realtime.web_phone_call` (this project's own, for the script of 3.2 §11).
    """

    number: str
    """A phone number, or an extension's SIP name."""


RealtimeWebPhoneFailedAction: TypeAlias = (
    Literal["webPhoneCall", "webPhoneAnswer", "webPhoneHangUp", "webPhoneMute"] | str
)
"""The event that cannot be done."""


class RealtimeWebPhoneFailed(TypedDict):
    """webPhoneFailed.

    What the web phone asked for cannot be done.

    Contract `realtime.web_phone_failed` (this project's own, for the script of 3.2 §11).
    """

    action: RealtimeWebPhoneFailedAction
    """The event that cannot be done."""
    ivrid: str
    """The call's id; empty when there is no call."""
    errorCode: int
    """0 when all is well."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong."""


class RealtimeWebPhoneHangUp(TypedDict):
    """webPhoneHangUp.

    The web phone ends a call, or refuses one that rings.

    Contract `realtime.web_phone_hang_up` (this project's own, for the script of 3.2 §11).
    """

    ivrid: str
    """The call's id."""


class RealtimeWebPhoneMute(TypedDict):
    """webPhoneMute.

    The web phone mutes a call, or unmutes it. Without audio to silence it is the recording that is muted: it shows as
    recording.IsMuted.

    Contract `realtime.web_phone_mute` (this project's own, for the script of 3.2 §11).
    """

    ivrid: str
    """The call's id."""
    mute: bool
    """true mutes, false unmutes."""


class RealtimeWebPhoneRegister(TypedDict):
    """webPhoneRegister.

    The web phone registers as an extension. Answered with webPhoneRegistered; from then on the client is told the
    extension's events, and the extension rings until the client answers. How the real web phone does this is not known:
    it speaks WebRTC.

    Contract `realtime.web_phone_register` (this project's own, for the script of 3.2 §11).
    """

    user: str
    """SIP name of the extension."""
    password: str
    """The extension's password."""


class RealtimeWebPhoneRegistered(TypedDict):
    """webPhoneRegistered.

    The answer to webPhoneRegister.

    Contract `realtime.web_phone_registered` (this project's own, for the script of 3.2 §11).
    """

    errorCode: int
    """0 when all is well."""
    errorDesc: NotRequired[str | None]
    """OK, or what is wrong."""
