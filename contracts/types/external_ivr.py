"""Messages: external ivr. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "ExternalIvrGetIvrActionRequest",
    "ExternalIvrGetIvrActionRequestData",
    "ExternalIvrGetIvrActionResponse",
    "ExternalIvrGetIvrActionResponseAction",
    "ExternalIvrGetIvrActionResponseDataCall",
    "ExternalIvrGetIvrActionResponseDataHangup",
    "ExternalIvrGetIvrActionResponseDataMenu",
    "ExternalIvrGetIvrActionResponseDataSaydigits",
    "ExternalIvrGetIvrActionResponseDataSilentrecord",
    "ExternalIvrGetIvrActionResponseDataVo",
    "ExternalIvrHangupCallRequest",
    "ExternalIvrHangupCallRequestData",
    "ExternalIvrHangupCallRequestDataCallStatus",
    "ExternalIvrHangupCallResponse",
]


class ExternalIvrGetIvrActionRequestData(TypedDict):
    """The call.

    Part of contract `external_ivr.get_ivr_action.request` (3.2 §5.1, ivr §5.1).
    """

    DID: str
    """The number that the caller dialled."""
    CALLER_ID: str
    """The caller's number."""
    CALLER_NAME: str
    """The caller's name; empty when unknown."""
    IVR_UNIQUE_ID: str
    """The call's id."""
    DTMF: str
    """The keys that the caller pressed; empty when none."""
    MENU: str
    """The customer's name of the menu that was just played; -1 at the start of the call."""
    PREVIOUS_MENU: str
    """The customer's name of the menu before it; -1 at the start of the call."""


class ExternalIvrGetIvrActionRequest(TypedDict):
    """External IVR: what shall the call do next.

    Asked when a call enters the External IVR and after each menu. JSON; or XML-RPC with the method's name as methodName
    and DATA as its one struct.

    Contract `external_ivr.get_ivr_action.request` (3.2 §5.1, ivr §5.1).
    """

    METHOD: Literal["GET_IVR_ACTION"]
    """Name of the method. In XML-RPC it is the methodName, and the struct is DATA."""
    DATA: ExternalIvrGetIvrActionRequestData
    """The call."""


ExternalIvrGetIvrActionResponseAction: TypeAlias = Literal[
    "MENU",
    "CALL",
    "HANGUP",
    "SAYDIGITS",
    " SAYDIGITS ",
    "VO",
    "SILENTRECORD",
]
"""MENU play and collect keys; CALL dial and connect; HANGUP end the call; SAYDIGITS read digits out and collect
keys; VO go to an IVR layer; SILENTRECORD answer and record. SAYDIGITS is also taken with the blanks that ivr's
sample has around it."""


class ExternalIvrGetIvrActionResponseDataMenu(TypedDict):
    """Play a recording and collect keys.

    Part of contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    REC: str
    """Name of the recording to play."""
    LOOP: int | str
    """How many times the recording is played."""
    DELAY: int | str
    """Seconds between two times."""
    SIZE: int | str
    """How many keys are collected at most."""
    MENU: str
    """The customer's own name of the menu; comes back in the next question."""
    VALIDATION: Literal[0, 1, "0", "1"]
    """1: the pressed keys are checked; 0: they are not."""


class ExternalIvrGetIvrActionResponseDataCall(TypedDict):
    """Call somebody and connect the caller.

    Part of contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    TARGET: str
    """Whom to call."""
    CALLERID: str
    """The caller id that the target sees."""
    CALLERNAME: str
    """The caller's name that the target sees."""
    CALLER_REC: NotRequired[str]
    """Recording that the caller hears before the call is made."""
    MOH_CLASS: NotRequired[str]
    """Music that the caller hears while it rings."""
    TARGET_REC: NotRequired[str]
    """Recording that the target hears before the two are connected."""
    CALL_MAX_DIAL: int | str
    """How long it rings at most, in seconds."""
    CALL_MAX: int | str
    """How long the call lasts at most, in seconds."""
    NEXT_MENU: NotRequired[str]
    """Menu to go to when the call fails; without it, or empty, the call is ended."""
    NEXT_MENU_RECORD: NotRequired[str]
    """Recording of that menu."""
    NEXT_MENU_LOOP: NotRequired[int | str]
    """How many times that recording is played."""
    NEXT_MENU_SIZE: NotRequired[int | str]
    """How many keys are collected at most in that menu."""
    NEXT_MENU_WAIT: NotRequired[int | str]
    """Seconds between two times in that menu."""
    REC_STATUS: Literal[0, 1, "0", "1"]
    """1: the call is recorded; 0: it is not."""
    DTMF_PLAY: NotRequired[str]
    """Keys to send once the target has answered."""
    DIALSTRINGS: NotRequired[list[str]]
    """Ready dial strings, tried instead of TARGET."""


class ExternalIvrGetIvrActionResponseDataSaydigits(TypedDict):
    """Play a recording, read digits out, and collect keys.

    Part of contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    REC: str
    """Name of the recording to play."""
    LOOP: int | str
    """How many times the recording is played."""
    DELAY: int | str
    """Seconds between two times."""
    SIZE: int | str
    """How many keys are collected at most."""
    MENU: str
    """The customer's own name of the menu; comes back in the next question."""
    VALIDATION: Literal[0, 1, "0", "1"]
    """1: the pressed keys are checked; 0: they are not."""
    SAYDIGITSRECORD: str
    """Recording to play before the digits."""
    DIGITS: str
    """Digits to read out; other characters are passed over. A string, so that leading zeros stay."""


class ExternalIvrGetIvrActionResponseDataSilentrecord(TypedDict, total=False):
    """Answer the call and record it.

    Part of contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    REC: str
    """Recording to play before the recording starts."""
    MAXDURATION: int | str
    """How long is recorded at most, in seconds."""


class ExternalIvrGetIvrActionResponseDataVo(TypedDict):
    """Go to an IVR layer.

    Part of contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    LAYER: int | str
    """Number of the layer."""
    RECORD: str
    """Name of the recording to play."""
    LOOP: int | str
    """How many times the recording is played."""
    DELAY: int | str
    """Seconds between two times."""


class ExternalIvrGetIvrActionResponseDataHangup(TypedDict, total=False):
    """End the call.

    Part of contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    HANGUP_REC: str
    """Recording to play before the call ends."""
    HANGUP_CAUSE: int | str
    """Cause of the hangup: an ISUP cause code, 16 for a normal one."""


class ExternalIvrGetIvrActionResponse(TypedDict):
    """External IVR: what the call does next.

    The customer's decision, as JSON or as an XML-RPC methodResponse with one struct. Integers pass as strings of
    digits. With STATUS 1 nothing else is read (inferred); with STATUS 0 all four members are mandatory and ACTION says
    what DATA holds.

    Contract `external_ivr.get_ivr_action.response` (3.2 §5.1, ivr §5.1 (Action options)).
    """

    STATUS: Literal[0, 1, "0", "1"]
    """0 OK, 1 error: the customer's server cannot say how the call goes on. A string passes."""
    ACTION: NotRequired[ExternalIvrGetIvrActionResponseAction]
    """MENU play and collect keys; CALL dial and connect; HANGUP end the call; SAYDIGITS read digits out and collect
    keys; VO go to an IVR layer; SILENTRECORD answer and record. SAYDIGITS is also taken with the blanks that ivr's
    sample has around it."""
    LANGUAGE: NotRequired[Literal["he", "en"] | str]
    """Language of announcements, he or en, in any case."""
    DATA: NotRequired[
        ExternalIvrGetIvrActionResponseDataMenu
        | ExternalIvrGetIvrActionResponseDataCall
        | ExternalIvrGetIvrActionResponseDataSaydigits
        | ExternalIvrGetIvrActionResponseDataSilentrecord
        | list[Any]
        | ExternalIvrGetIvrActionResponseDataVo
        | ExternalIvrGetIvrActionResponseDataHangup
    ]
    """What the action needs."""


ExternalIvrHangupCallRequestDataCallStatus: TypeAlias = (
    Literal[
        "ANSWER",
        "ANSWERED",
        "BUSY",
        "NOANSWER",
        "CANCEL",
        "CONGESTION",
        "CHANUNAVAIL",
        "DONTCALL",
        "TORTURE",
        "INVALIDARGS",
    ]
    | str
)
"""What became of the call. ANSWERED (both samples) and ANSWER (the table) are one; ANSWERED is sent."""


class ExternalIvrHangupCallRequestData(TypedDict):
    """The call.

    Part of contract `external_ivr.hangup_call.request` (3.2 §5.2, ivr §5.2).
    """

    DID: str
    """The number that the caller dialled."""
    CALLER_ID: str
    """The caller's number."""
    IVR_UNIQUE_ID: str
    """The call's id."""
    TARGET: str
    """Whom the caller was connected to; empty when nobody was called."""
    CALL_TIME_EPOCH: int
    """When the call was made, in epoch seconds."""
    CALL_START_EPOCH: int
    """When the call's way through the IVR began, in epoch seconds."""
    CALL_DURATION: int
    """Seconds of the whole call."""
    CALL_DAILTIME: int
    """Seconds of ringing until the target answered. The misspelling is the document's."""
    CALL_STATUS: ExternalIvrHangupCallRequestDataCallStatus
    """What became of the call. ANSWERED (both samples) and ANSWER (the table) are one; ANSWERED is sent."""


class ExternalIvrHangupCallRequest(TypedDict):
    """External IVR: a call has ended.

    Told at the end of a call that the External IVR steered. JSON; or XML-RPC with the method's name as methodName and
    DATA as its one struct.

    Contract `external_ivr.hangup_call.request` (3.2 §5.2, ivr §5.2).
    """

    METHOD: Literal["HANGUP_CALL"]
    """Name of the method. In XML-RPC it is the methodName, and the struct is DATA."""
    DATA: ExternalIvrHangupCallRequestData
    """The call."""


class ExternalIvrHangupCallResponse(TypedDict):
    """External IVR: the end of a call was heard.

    JSON, or an XML-RPC methodResponse with one struct.

    Contract `external_ivr.hangup_call.response` (3.2 §5.2, ivr §5.2).
    """

    STATUS: Literal[0, 1, "0", "1"]
    """0 OK, 1 error. A string passes."""
