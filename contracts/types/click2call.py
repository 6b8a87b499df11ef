"""Messages: click2call. Written by tools/write_types.py from the schemas."""

from typing import Literal, NotRequired, TypedDict

__all__ = [
    "Click2callRequest",
    "Click2callResponse",
]


class Click2callRequest(TypedDict):
    """Click2Call request.

    Asks Voicenter to connect two parties (call), to play recordings to one (message), to bring one into a conference
    (callference), or to hang up an extension's call (terminate). Query string, form or JSON; parameter names without
    regard to case; values of query and form are strings.

    Contract `click2call.request` (3.2 §1, c2c §1.1–1.7).

    Members of further names may be there: read them with `get`.
    """

    phone: str | int
    """Who is called first: a phone number or an extension. SIPTRUNK for an extension behind a SIP trunk; logincode
    for the extension that the user of phonelogincode is logged in to. With action terminate, the extension whose
    call is to end."""
    target: NotRequired[str | int]
    """Who is called second, once phone has answered: a phone number or an extension. Mandatory with action call,
    unknown to the others."""
    code: str | float
    """The API code, which says whose call it is."""
    action: NotRequired[Literal["call", "message", "callference", "terminate"] | str]
    """What to do; without it, call (the PHP sample of c2c §1.7 sends none)."""
    format: NotRequired[Literal["XML", "JSON"] | str]
    """How the answer is written: an XML-RPC methodResponse, or JSON. In any case (seen in clients)."""
    record: NotRequired[bool | int | str]
    """Whether the call is recorded (call, message)."""
    phonelogincode: NotRequired[str | float]
    """The login code of the user whose extension is to ring. With phone=logincode only."""
    phonecallerid: NotRequired[str | float]
    """The caller id that phone sees. Not every provider supports it. Call only."""
    phonecallername: NotRequired[str | float]
    """The caller's name that phone sees. Not every provider supports it. Call only."""
    targetcallerid: NotRequired[str | float]
    """The caller id that target sees. Not every provider supports it."""
    targetcallername: NotRequired[str | float]
    """The caller's name that target sees. Not every provider supports it."""
    phonemaxdialtime: NotRequired[int | str]
    """How long phone rings at most, in seconds. Without it 60 for call, 30 for message and callference."""
    targetmaxdialtime: NotRequired[int | str]
    """How long target rings at most, in seconds. Call only."""
    maxduration: NotRequired[int | str]
    """How long the call lasts at most, in seconds. Without it 7200 for call, 30 for message and callference."""
    phoneautoanswer: NotRequired[bool | int | str]
    """Whether phone, an extension, answers by itself."""
    targetautoanswer: NotRequired[bool | int | str]
    """Whether target, an extension, answers by itself. Call only."""
    checkphonedevicestate: NotRequired[bool | int | str]
    """Whether the call is refused when phone, an extension, is offline. Call only."""
    checktargetdevicestate: NotRequired[bool | int | str]
    """Whether the call is refused when target, an extension, is offline. Call only."""
    language: NotRequired[Literal["he", "en", "ru"] | str]
    """The language of the system's announcements: he, en, ru and so on. Call only."""
    vm_id: NotRequired[str | float]
    """The voicemail that takes the call when phone, an extension, does not answer. Call only."""
    ignoredncstatus: NotRequired[int | str]
    """Whose entry on the blacklist is ignored: 1 phone, 2 target, 3 both; 0 nobody's. Call only. Seen, not
    documented."""
    pre_rec: NotRequired[str | float]
    """The recording played first, by its name without extension. Message only."""
    dtmf: NotRequired[str | int]
    """Digits that are read out one by one after pre_rec. Message only."""
    loop_rec: NotRequired[str | float]
    """The recording played after the digits, by its name without extension. Message only."""
    post_rec: NotRequired[str | float]
    """The recording played last, by its name without extension. Message only."""
    bbbcode: NotRequired[str | float]
    """The entry code of the conference. Callference only."""


class Click2callResponse(TypedDict):
    """Click2Call answer.

    What became of the request, not of the call. XML-RPC writes every value as a string, JSON the error code as an
    integer.

    Contract `click2call.response` (3.2 §1.6, c2c §1.6).
    """

    ERRORCODE: Literal[0, 1, 2, 3, 4, "0", "1", "2", "3", "4"]
    """0 OK, 1 invalid request parameters, 2 application error, 3 extension representative offline, 4 extension
    blocked for Click2Call calls. A string in XML."""
    ERRORMESSAGE: str
    """A short sentence, such as OK or Phone is missing."""
    CALLID: str
    """The call's id; empty on failure."""
