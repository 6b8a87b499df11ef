"""What an organization consists of, as its document describes it: accounts, people, numbers, routes, limits.

Everything here is immutable. What changes while the exchange runs (who is logged in, which device is on,
which calls are up) is state of the exchange, not of the directory; editing an organization replaces entries.
Times are seconds, prices agorot a minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from ....contracts.callback_names import CallbackName
from ....contracts.operations import Revision
from ....contracts.quick_dataclasses import dataclass

DeviceState = Literal["online", "offline"]
Direction = Literal["incoming", "outgoing", "internal"]
"""A call's or a record's direction, as seen from the organization."""
QueueStrategy = Literal["ring_all", "round_robin", "longest_idle", "fewest_calls"]
LayerKind = Literal[
    "menu",
    "playback",
    "queue",
    "extension",
    "phone",
    "voicemail",
    "external_layer",
    "external_ivr",
    "voice_bot",
    "conference",
    "hangup",
]
AiDataType = Literal["boolean", "string", "number", "json array", "json object list", "json object"]
CampaignKind = Literal["agents", "ivr"]
CampaignStatus = Literal["Enabled", "Disabled", "Deleted"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account or, with a ``parent``, a department of one."""

    id: int
    name: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """An API code. ``trusted_ips`` empty means every address (networks in CIDR form are taken too).

    ``account`` is what the code sees at ``IdentityCriteria=Account``.
    """

    code: str
    account: int
    trusted_ips: tuple[str, ...] = ()
    bearer: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A person who can log in. ``code`` also serves as an API code (3.2 §10: any code of any user)."""

    id: int
    name: str
    code: str
    account: int
    email: str = ""
    pin: str = ""
    login_code: str = ""
    extension: str | None = None
    logged_in: bool = True
    status: int = 1


@dataclass(frozen=True, slots=True)
class Extension:
    """A SIP extension. ``id`` is the realtime events' ``number``."""

    sip: str
    id: int
    name: str
    account: int
    user: int | None = None
    speed_dial: str = ""
    password: str = ""
    caller_id: str = ""
    device: DeviceState = "online"
    click2call_blocked: bool = False
    forward_to: str = ""
    forward_after_seconds: float = 20
    voicemail: int | None = None


@dataclass(frozen=True, slots=True)
class Trunk:
    """A SIP trunk: what ``phone=SIPTRUNK`` reaches (c2c §1.2)."""

    name: str
    number: str
    account: int


@dataclass(frozen=True, slots=True)
class Route:
    """Where a call goes: a layer (by number), queue or voicemail (by id), extension or phone (by name)."""

    kind: Literal["layer", "queue", "extension", "voicemail", "phone", "hangup"]
    target: str = ""


@dataclass(frozen=True, slots=True)
class Did:
    """A number of the organization that callers dial, as written locally (``0722776772``)."""

    number: str
    route: Route
    name: str = ""
    account: int | None = None
    user: int | None = None


@dataclass(frozen=True, slots=True)
class LeadTracker:
    """A pool of the organization's numbers, one for each concurrent visitor of a web page, who keeps it for
    ``hold_seconds`` (lead-tracker; how long is inferred). Without ``numbers`` it has all of them.
    """

    token: str
    numbers: tuple[str, ...] = ()
    hold_seconds: float = 1800


@dataclass(frozen=True, slots=True)
class Intent:
    """What a VoiceBot's caller wants: they speak ``speech_seconds`` and say the ``parameters``, the customer's function
    is asked (at ``url``, or the organization's), and the bot replies for ``reply_seconds``. ``fail_output`` is what it
    says when the function fails, ``announcement`` a template of what it says when it does not. The function is asked
    with the documented message, unless there is a ``body`` (a template) of the intent's own, or ``method`` is GET.
    """

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    url: str = ""
    method: Literal["POST", "GET"] = "POST"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, Any] | None = None
    announcement: str = ""
    speech_seconds: float = 4
    reply_seconds: float = 4
    fail_output: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One IVR layer. ``number`` is how people and the external APIs name it, ``id`` is Voicenter's own.

    ``keys`` maps the digits a caller presses to the next layer's number. ``target`` names the queue,
    extension, phone or voicemail of such a layer; ``next`` is where the call goes when the layer is done
    (hang up if ``None``), ``fallback`` where it goes when an external layer fails or a menu gets nothing.
    ``prompt_seconds`` is how long the announcement plays. ``intents`` are a VoiceBot's conversation, in its order.
    """

    number: int
    id: int
    name: str
    kind: LayerKind
    prompt: str = ""
    prompt_seconds: float = 3
    keys: Mapping[str, int] = field(default_factory=dict[str, int])
    digits: int = 1
    wait_seconds: float = 5
    repeat: int = 2
    target: str = ""
    next: int | None = None
    fallback: int | None = None
    intents: tuple[Intent, ...] = ()


FIRST_LAYER = 0
HANGUP_LAYER = Layer(666, 666, "Hang up", "hangup")
BUILT_IN_LAYERS = (FIRST_LAYER, HANGUP_LAYER.number)


@dataclass(frozen=True, slots=True)
class QueueMember:
    """An extension in a queue; higher ``weight`` (penalty reversed) is rung first."""

    extension: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    """A waiting queue. Zero ``maximum_callers`` or ``maximum_wait_seconds`` means no limit.

    ``exit_keys`` maps a digit to the layer a waiting caller leaves to.
    """

    id: int
    name: str
    account: int
    members: tuple[QueueMember, ...] = ()
    strategy: QueueStrategy = "ring_all"
    weight: int = 1
    maximum_callers: int = 0
    maximum_wait_seconds: float = 0
    ring_seconds: float = 20
    retry_seconds: float = 1
    wrap_up_seconds: float = 0
    join_empty: bool = True
    exit_keys: Mapping[str, int] = field(default_factory=dict[str, int])
    overflow: Route | None = None


@dataclass(frozen=True, slots=True)
class Voicemail:
    id: int
    name: str
    greeting_seconds: float = 4
    maximum_seconds: float = 120


@dataclass(frozen=True, slots=True)
class Conference:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EarlierCall:
    """A call from before the organization began: found by its id and by its recording's file, counted nowhere.

    ``time`` is when it was answered (epoch), ``duration`` the talk in seconds.
    """

    id: str
    time: float
    caller: str
    target: str
    direction: Direction = "incoming"
    duration: int = 60
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """An announcement that can be played by name."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """A status an agent can set (3.2 §10). ``available``: queues and dialers ring agents who have it."""

    id: int
    name: str
    color: str = "#808080"
    available: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """When a dialer tries a number again after one outcome."""

    status: str
    delay_seconds: float
    maximum: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """A dialer campaign (API §6). ``calling_hours`` are local ``HH:MM`` pairs; empty means always. Without
    ``maximum_attempts`` a number is dialled as often as ``retries`` say.
    """

    id: int
    code: str
    name: str
    kind: CampaignKind
    account: int
    status: CampaignStatus = "Enabled"
    caller_id: str = ""
    members: tuple[str, ...] = ()
    queue: int | None = None
    layer: int | None = None
    queue_for_monitoring: int | None = None
    queue_maximum_callers: int = 0
    coefficient: float = 1
    max_calls: int = 5
    dial_seconds: float = 30
    wrap_up_seconds: float = 5
    calling_hours: tuple[tuple[str, str], ...] = ()
    calling_days: tuple[int, ...] = ()
    retries: tuple[Retry, ...] = ()
    maximum_attempts: int | None = None
    allow_duplicates: bool = True
    is_dynamic: bool = True


@dataclass(frozen=True, slots=True)
class CallbackTarget:
    """Where a callback goes. ``url`` may also name a function or application that is bound at run time.

    ``retry_seconds`` is the schedule in simulated time; after the last attempt the delivery has failed.
    ``verify`` false takes any TLS certificate of an https URL.
    """

    name: CallbackName
    url: str = ""
    method: Literal["GET", "POST"] = "POST"
    encoding: Literal["json", "xml-rpc", "form", "query"] = "json"
    retry_seconds: tuple[float, ...] = (60, 300, 900, 3600)
    timeout_seconds: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Chance:
    """What a kind of party does with a ringing call: seeded probabilities and ranges of seconds."""

    answer: float = 1.0
    busy: float = 0.0
    reject: float = 0.0
    unavailable: float = 0.0
    congestion: float = 0.0
    voicemail: float = 0.0
    ring_seconds: tuple[float, float] = (3, 8)
    talk_seconds: tuple[float, float] = (30, 120)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How people behave when nothing else decides: agents at their extensions, outside parties, callers.

    What is left of the probabilities after busy, reject and so on is "no answer".
    """

    agents: Chance = Chance(ring_seconds=(2, 6))
    outside: Chance = Chance()
    patience_seconds: tuple[float, float] = (60, 300)


@dataclass(frozen=True, slots=True)
class Limits:
    """Zero means no limit, all on the organization's clock. ``requests_per_minute`` is the CDR hub's (error 1), which
    then refuses for ``pause_seconds`` whatever comes. ``history_per_week`` is how many histories of calls may be asked
    for, ``recordings_per_minute`` how many recordings. ``call_log_delay_seconds`` is how long after its end a record
    can be found by the hub, ``resend_probability`` how likely a callback is sent twice.
    """

    requests_per_minute: int = 0
    pause_seconds: float = 0
    history_per_week: int = 0
    recordings_per_minute: int = 0
    resend_probability: float = 0
    call_log_delay_seconds: float = 0
    strict_records: bool = False
    concurrent_calls: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """Agorot a minute, begun minutes count whole."""

    local: float = 3
    mobile: float = 7
    international: float = 40


@dataclass(frozen=True, slots=True)
class AiQuestion:
    """What the analysis asks of each conversation. An empty ``answer`` is made up, to fit."""

    key: str
    question: str = ""
    data_type: AiDataType = "string"
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Ai:
    """The analysis of recorded conversations. ``language`` is what is spoken (``call``: the call's announcements').
    It is there ``ai_delay_seconds`` after the call; ``wait_for_recording``: the CDR push waits for it.
    """

    language: Literal["call", "he", "en"] = "call"
    ai_delay_seconds: float = 0
    wait_for_recording: bool = True
    questions: tuple[AiQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with an operation or callback on its way, and which times.

    ``on`` names operations (``click2call``, ``dialer.*``) or callbacks (``cdr``, ``popup``, …). What happens:
    a documented ``error`` (a row's name or its code), an HTTP ``status``, a ``delay_seconds``, a ``reset``
    connection, a spoiled ``body``, a ``duplicate``, ``out_of_order``. Which times: the ``first`` so many (0: no
    limit), ``every`` so many-th, with a ``probability``, ``when`` parameters have these values (``*`` stands for
    anything). ``takes_effect``: whether it is done, or the customer gets it, all the same; ``None``: what is usual.
    """

    on: str
    error: str = ""
    status: int = 0
    delay_seconds: float = 0
    reset: bool = False
    body: Literal["", "truncated", "malformed", "empty"] = ""
    duplicate: bool = False
    out_of_order: bool = False
    first: int = 0
    every: int = 1
    probability: float = 1.0
    when: Mapping[str, str] = field(default_factory=dict[str, str])
    takes_effect: bool | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """One organization's whole document, indexed. Lookups by what a request carries; keys are as written.

    ``time_zone`` is an IANA name. ``server_time_offset_minutes`` is the realtime events'
    ``servertimeoffset``; ``None`` means the zone's own offset at that moment.
    """

    id: str
    name: str
    accounts: Mapping[int, Account]
    codes: Mapping[str, Code]
    users: Mapping[int, User]
    extensions: Mapping[str, Extension]
    trunks: Mapping[str, Trunk]
    dids: Mapping[str, Did]
    layers: Mapping[int, Layer]
    queues: Mapping[int, Queue]
    voicemails: Mapping[int, Voicemail]
    conferences: Mapping[str, Conference]
    recordings: Mapping[str, Recording]
    statuses: Mapping[int, AgentStatus]
    campaigns: Mapping[str, Campaign]
    lead_trackers: Mapping[str, LeadTracker]
    callbacks: Mapping[CallbackName, CallbackTarget]
    caller_ids: Mapping[str, str]
    behaviour: Behaviour = Behaviour()
    limits: Limits = Limits()
    prices: Prices = Prices()
    time_zone: str = "Asia/Jerusalem"
    revision: Revision = "current"
    seed: int = 0
    now: float | None = None
    server_time_offset_minutes: int | None = None
    queue_statuses: Literal["documented", "detailed"] = "documented"
    queue_wait_in_duration: bool = False
    acknowledgement: Literal["status", "strict"] = "status"
    ai: Ai | None = None
    realtime_tokens: tuple[str, ...] = ()
    realtime_accounts: Mapping[str, str] = field(default_factory=dict[str, str])
    realtime_ping_interval_seconds: float = 60
    blacklist: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    earlier_calls: Mapping[str, EarlierCall] = field(default_factory=dict[str, EarlierCall])

    def top_account(self, account: int) -> Account:
        """The account at the top of ``account``'s hierarchy (itself when it has no parent)."""
        entry = self.accounts[account]
        while entry.parent is not None:
            entry = self.accounts[entry.parent]
        return entry

    def user_code(self, user: int) -> str:
        """The code of a user by their id: the id's digits of who is not here any more, empty for 0, which is nobody."""
        entry = self.users.get(user)
        return entry.code if entry is not None else str(user or "")

    def layer(self, number: int) -> Layer | None:
        """The IVR layer of that number. Where the document has none of it, 0 is its first one and 666 hangs up, as on
        every account (the vendor's later texts).
        """
        found = self.layers.get(number)
        if found is None and number == FIRST_LAYER:
            return next(iter(self.layers.values()), None)
        return HANGUP_LAYER if found is None and number == HANGUP_LAYER.number else found

    def user_of_login_code(self, login_code: str) -> User | None:
        return next((user for user in self.users.values() if user.login_code and user.login_code == login_code), None)
