"""Messages: organization document. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .control_definitions import SandboxFault

__all__ = [
    "SandboxOrganization",
    "SandboxOrganizationAccountsItem",
    "SandboxOrganizationAi",
    "SandboxOrganizationAiQuestionsItem",
    "SandboxOrganizationAiQuestionsItemDataType",
    "SandboxOrganizationBehaviour",
    "SandboxOrganizationCallbacks",
    "SandboxOrganizationCallbacksCdr",
    "SandboxOrganizationCallbacksExternalIvr",
    "SandboxOrganizationCallbacksExternalLayer",
    "SandboxOrganizationCallbacksPopup",
    "SandboxOrganizationCallbacksVoicebot",
    "SandboxOrganizationCampaignsItem",
    "SandboxOrganizationCampaignsItemRetriesItem",
    "SandboxOrganizationCampaignsItemRetriesItemStatus",
    "SandboxOrganizationChance",
    "SandboxOrganizationCodesItem",
    "SandboxOrganizationConferencesItem",
    "SandboxOrganizationDidsItem",
    "SandboxOrganizationEarlierCallsItem",
    "SandboxOrganizationExtensionsItem",
    "SandboxOrganizationLayersItem",
    "SandboxOrganizationLayersItemIntentsItem",
    "SandboxOrganizationLayersItemKind",
    "SandboxOrganizationLeadTrackersItem",
    "SandboxOrganizationLimits",
    "SandboxOrganizationPrices",
    "SandboxOrganizationQueuesItem",
    "SandboxOrganizationQueuesItemMembersItem",
    "SandboxOrganizationRealtime",
    "SandboxOrganizationRecordingsItem",
    "SandboxOrganizationRoute",
    "SandboxOrganizationStatusesItem",
    "SandboxOrganizationTrunksItem",
    "SandboxOrganizationUsersItem",
    "SandboxOrganizationVoicemailsItem",
]


SandboxOrganizationAiQuestionsItemDataType: TypeAlias = Literal[
    "boolean",
    "string",
    "number",
    "json array",
    "json object list",
    "json object",
]
"""What its answer is."""


class SandboxOrganizationAiQuestionsItem(TypedDict):
    """One question.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    key: str | int
    """Its short name."""
    question: NotRequired[str | int]
    """The question in words."""
    data_type: NotRequired[SandboxOrganizationAiQuestionsItemDataType]
    """What its answer is."""
    answer: NotRequired[str | int]
    """The answer, as text. Absent or empty: one that fits the conversation, by the organization's seed."""


class SandboxOrganizationAi(TypedDict, total=False):
    """The analysis of recorded conversations: `aiData` of the CDR push, `ai_data` of a call's history. Absent or
    `false`: off; `true`: on, with all that can be said here left as it is.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    language: Literal["call", "he", "en"]
    """Which language is spoken: Hebrew, English, or that of the call's announcements (`call`), Hebrew unless
    somebody chose another."""
    ai_delay_seconds: float
    """How long after a call's end its analysis is there, in seconds."""
    wait_for_recording: bool
    """Whether the CDR push waits for the analysis, as it does in production for the recording. Otherwise one that
    takes `ai_delay_seconds` is not in the push, only in the call's history."""
    questions: list[SandboxOrganizationAiQuestionsItem]
    """What is asked of each conversation. Absent or empty: why the customer called, whether that was settled, and
    how content they were."""


class SandboxOrganizationAccountsItem(TypedDict):
    """An account, or with `parent` a department of one.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: NotRequired[int]
    """`AccountID`, `DepartmentID`. Absent: the next free number from 70000001."""
    name: str | int
    """`AccountName`, `DepartmentName`."""
    parent: NotRequired[int | None]
    """The account this is a department of; null or absent at the top."""


class SandboxOrganizationCodesItem(TypedDict):
    """An API code.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    code: str | int
    """The code itself."""
    account: NotRequired[int]
    """The account or department that it is for: what `IdentityCriteria=Account` and `showAll=0` are about, with the
    departments below. Absent: the first account."""
    trusted_ips: NotRequired[list[str]]
    """Addresses or networks (`10.0.0.0/8`) that may use the code; an empty list lets every address in. Others get
    error 4 of the call log."""
    bearer: NotRequired[str | None]
    """The same authority as a token for `Authorization: Bearer`; null or absent means none."""


class SandboxOrganizationUsersItem(TypedDict):
    """A person.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: NotRequired[int]
    """`UserID`, `representative`. Absent: the user code when it is a number, else the next free number from
    20000001."""
    name: str | int
    """`UserName`, `RepresentativeName`."""
    code: NotRequired[str | int]
    """The user code: `RepresentativeCode`; also serves as an API code (3.2 §10). Absent: the id."""
    account: NotRequired[int]
    """The account or department the person belongs to. Absent: the first account."""
    email: NotRequired[str]
    """The e-mail address, for realtime logins and `UserEmail`."""
    pin: NotRequired[str | int]
    """The PIN that goes with the e-mail address in realtime logins."""
    login_code: NotRequired[str | int]
    """What `phone=logincode&phonelogincode=…` of Click2Call names the person by."""
    extension: NotRequired[str | int | None]
    """The SIP name of the extension the person works at. Absent: the first extension whose `user` this is, if any."""
    logged_in: NotRequired[bool]
    """Whether the person is logged in at that extension when the organization starts."""
    status: NotRequired[int]
    """The status (3.2 §10) a logged-in person starts with."""


class SandboxOrganizationExtensionsItem(TypedDict):
    """A SIP extension.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    sip: str | int
    """The SIP name: what requests call `extension`, `phone` or `target`. Two may not differ in case only."""
    id: NotRequired[int]
    """The realtime events' `number`. Absent: the next free number from 30000001."""
    name: NotRequired[str | int]
    """What people see. Absent: the SIP name."""
    account: NotRequired[int]
    """The account or department it belongs to. Absent: its user's, else the first account."""
    user: NotRequired[int | None]
    """The user it belongs to. Absent: the one who names it as `extension`, if any."""
    speed_dial: NotRequired[str | int]
    """`SpeedDial`: the short number colleagues dial."""
    password: NotRequired[str | int]
    """The SIP password, for the web phone."""
    caller_id: NotRequired[str | int]
    """The number shown when it calls out; empty: from `caller_ids`."""
    device: NotRequired[Literal["online", "offline"]]
    """Whether a device is registered when the organization starts; calls to an extension that is `offline` fail with
    CHANUNAVAIL."""
    click2call_blocked: NotRequired[bool]
    """Click2Call refuses it (error 4)."""
    forward_to: NotRequired[str | int]
    """Number or extension that takes unanswered calls (Auto forward); empty: none."""
    forward_after_seconds: NotRequired[float]
    """How long it rings before the call is forwarded, in seconds."""
    voicemail: NotRequired[int | None]
    """The voicemail that takes its unanswered calls; null or absent: none."""


class SandboxOrganizationTrunksItem(TypedDict):
    """A SIP trunk.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    name: str | int
    """Its name."""
    number: str | int
    """The number that is rung behind it."""
    account: NotRequired[int]
    """The account or department it belongs to. Absent: the first account."""


class SandboxOrganizationRoute(TypedDict, total=False):
    """Where a call goes, written as one of `{layer: 1}`, `{queue: 10035}`, `{extension: SIPSIP1}`, `{voicemail: 701}`,
    `{phone: '0501234567'}` or `hangup`; the long form is `{kind: queue, target: 10035}`.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    layer: int
    """The number of an IVR layer."""
    queue: int
    """The id of a queue."""
    extension: str | int
    """The SIP name of an extension."""
    voicemail: int
    """The id of a voicemail."""
    phone: str | int
    """An outside number."""
    kind: Literal["layer", "queue", "extension", "voicemail", "phone", "hangup"]
    """The long form: what kind of place it is."""
    target: str | int
    """The long form: which one; not for `hangup`."""


class SandboxOrganizationDidsItem(TypedDict):
    """A number of the organization.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    number: str | int
    """The number as people write it locally, `0722776772`: so it appears in `did`."""
    route: SandboxOrganizationRoute | str
    """Where its callers go, for instance `{queue: 10035}` or `{layer: 1}`."""
    name: NotRequired[str | int]
    """What people call it."""
    account: NotRequired[int | None]
    """The account or department it belongs to; null or absent: none of its own."""
    user: NotRequired[int | None]
    """The user it belongs to: the representative of its calls when nobody is logged in (cdr)."""


SandboxOrganizationLayersItemKind: TypeAlias = Literal[
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
"""`menu` plays and waits for a key; `playback` only plays; `queue`, `extension`, `phone`, `voicemail`, `conference`
lead to their `target`; `external_layer` and `external_ivr` ask the customer's server; `voice_bot` holds a
conversation of scripted `intents`; `hangup` ends the call."""


class SandboxOrganizationLayersItemIntentsItem(TypedDict):
    """One intent that needs the customer's data.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    name: str | int
    """What it is called, for `explain`."""
    parameters: NotRequired[dict[str, str | int]]
    """What the caller says: the members of `IntentParameters`. They stay for the intents after it."""
    url: NotRequired[str]
    """The function of this intent: an http or https URL. Absent or empty: the one of `callbacks`."""
    method: NotRequired[Literal["POST", "GET"]]
    """HTTP method. A GET has the members of `body` in its query, and nothing else."""
    headers: NotRequired[dict[str, str]]
    """Further HTTP headers, beside those of `callbacks.voicebot`."""
    body: NotRequired[dict[str, Any] | None]
    """A body of the intent's own instead of the documented message, whatever it holds. `{{name}}` in a text is
    filled in with the parameter of that name; `{{TimeNow}}`, `{{DateNow}}` and `{{caller_id}}` with what they say.
    Absent or null: the documented message."""
    announcement: NotRequired[str | int]
    """What the bot says to an answer: a template of parameters and of paths into the answer (`{{orders.0.day}}`).
    Absent or empty: nothing of its own."""
    speech_seconds: NotRequired[float]
    """How long the caller speaks before the function is asked, in seconds."""
    reply_seconds: NotRequired[float]
    """How long the bot speaks afterwards, in seconds."""
    fail_output: NotRequired[str | int]
    """What the bot says when the function fails. Absent or empty: nothing."""


class SandboxOrganizationLayersItem(TypedDict):
    """One IVR layer.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    number: int
    """How people, `keys`, GO_TO_LAYER and VO name it; `layer_number` of the CDR."""
    id: NotRequired[int]
    """`layer_id` of the CDR. Absent: the next free number from 40000001."""
    name: NotRequired[str | int]
    """`layer_name`. Absent: `Layer <number>`."""
    kind: SandboxOrganizationLayersItemKind
    """`menu` plays and waits for a key; `playback` only plays; `queue`, `extension`, `phone`, `voicemail`,
    `conference` lead to their `target`; `external_layer` and `external_ivr` ask the customer's server; `voice_bot`
    holds a conversation of scripted `intents`; `hangup` ends the call."""
    prompt: NotRequired[str | int]
    """The announcement: the name of one of `recordings`, or its words."""
    prompt_seconds: NotRequired[float]
    """How long the announcement plays, in seconds. Absent: as long as the recording, else 3."""
    keys: NotRequired[dict[str, int]]
    """A menu's keys: digits, and the number of the layer each leads to."""
    digits: NotRequired[int]
    """How many digits are collected."""
    wait_seconds: NotRequired[float]
    """How long it waits for a digit after the announcement, in seconds."""
    repeat: NotRequired[int]
    """How often the announcement is played before the layer gives up."""
    target: NotRequired[str | int]
    """The queue's or voicemail's id, the extension's SIP name, the phone number or the conference code of such a
    layer."""
    next: NotRequired[int | None]
    """The layer the call goes to when this one is done; null or absent: hang up."""
    fallback: NotRequired[int | None]
    """The layer the call goes to when a menu gets no key it knows, or the customer's server fails; null or absent:
    hang up. A `voice_bot` without one goes on with its next intent."""
    intents: NotRequired[list[SandboxOrganizationLayersItemIntentsItem]]
    """A VoiceBot's conversation: what the caller wants, in this order."""


class SandboxOrganizationQueuesItemMembersItem(TypedDict):
    """A SIP name, or an extension with its weight.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    extension: str | int
    """The SIP name."""
    weight: NotRequired[int]
    """Members with a higher weight are rung first."""


class SandboxOrganizationQueuesItem(TypedDict):
    """A waiting queue.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: int
    """`QueueID`, `queueid`."""
    name: str | int
    """`QueueName`."""
    account: NotRequired[int]
    """The account or department it belongs to. Absent: the first account."""
    members: NotRequired[list[SandboxOrganizationQueuesItemMembersItem | str | int]]
    """The extensions it rings: SIP names, or objects with a weight."""
    strategy: NotRequired[Literal["ring_all", "round_robin", "longest_idle", "fewest_calls"]]
    """Who of the free members is rung."""
    weight: NotRequired[int]
    """When an agent is free for two queues, the one with the higher weight goes first."""
    maximum_callers: NotRequired[int]
    """How many may wait; 0: any number."""
    maximum_wait_seconds: NotRequired[float]
    """How long one may wait, in seconds; 0: for ever."""
    ring_seconds: NotRequired[float]
    """How long members ring before the call goes back to waiting, in seconds."""
    retry_seconds: NotRequired[float]
    """The pause before members are rung again, in seconds."""
    wrap_up_seconds: NotRequired[float]
    """How long a member is left alone after a call, in seconds."""
    join_empty: NotRequired[bool]
    """Whether callers may wait while no member is logged in."""
    exit_keys: NotRequired[dict[str, int]]
    """Digits that take a waiting caller out, and the number of the layer each leads to."""
    overflow: NotRequired[SandboxOrganizationRoute | str]
    """Where a call goes that may not wait (longer). Absent: hang up."""


class SandboxOrganizationVoicemailsItem(TypedDict):
    """A voicemail box.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: int
    """`vm_id` of Click2Call."""
    name: NotRequired[str | int]
    """Its name. Absent: `Voicemail <id>`."""
    greeting_seconds: NotRequired[float]
    """How long the greeting plays, in seconds."""
    maximum_seconds: NotRequired[float]
    """How long a message may be, in seconds."""


class SandboxOrganizationConferencesItem(TypedDict):
    """A conference room.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    code: str | int
    """Its entry code."""
    name: NotRequired[str | int]
    """Its name. Absent: `Conference <code>`."""


class SandboxOrganizationRecordingsItem(TypedDict):
    """An announcement.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    name: str | int
    """Its name, without a file extension."""
    seconds: float
    """How long it plays, in seconds."""


class SandboxOrganizationEarlierCallsItem(TypedDict):
    """A call that has ended.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: str | int
    """The call's id."""
    time: float
    """When it was answered, in epoch seconds."""
    caller: str | int
    """Who called."""
    target: str | int
    """Who was called."""
    direction: NotRequired[Literal["incoming", "outgoing", "internal"]]
    """As seen from the organization."""
    duration: NotRequired[int]
    """How long they talked, in seconds."""
    recording: NotRequired[str]
    """The file name of its recording. Absent: it was not recorded."""


class SandboxOrganizationStatusesItem(TypedDict):
    """A status.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: int
    """`Status` of SetStatusFromAPI."""
    name: str | int
    """Its name."""
    color: NotRequired[str]
    """`Color` of GetStatusesList, such as #2ecc71."""
    available: NotRequired[bool]
    """Whether queues and dialers ring agents who have it. Absent: only status 1."""


SandboxOrganizationCampaignsItemRetriesItemStatus: TypeAlias = Literal[
    "BUSY",
    "NOANSWER",
    "CANCEL",
    "CONGESTION",
    "CHANUNAVAIL",
    "INVALIDARGS",
    "ABANDONE",
]
"""The CDR status of the attempt that failed."""


class SandboxOrganizationCampaignsItemRetriesItem(TypedDict):
    """The retries after one status.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    status: SandboxOrganizationCampaignsItemRetriesItemStatus
    """The CDR status of the attempt that failed."""
    delay_seconds: float
    """How long after, in seconds."""
    maximum: int
    """How often at most."""


class SandboxOrganizationCampaignsItem(TypedDict):
    """A dialer campaign (3.2 §6).

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    id: NotRequired[int]
    """`CampaignID`. Absent: the next free number from 60000001."""
    code: str | int
    """The campaign code: `Campaign` of every dialer request."""
    name: NotRequired[str | int]
    """`Name`. Absent: the code."""
    kind: Literal["agents", "ivr"]
    """`agents` rings the agent first, then the customer; `ivr` dials the customer first, then leads into a queue or
    layer."""
    account: NotRequired[int]
    """The account or department it belongs to. Absent: the first account."""
    status: NotRequired[Literal["Enabled", "Disabled", "Deleted"]]
    """`StatusName` when the organization starts."""
    caller_id: NotRequired[str | int]
    """The number customers see; empty: from `caller_ids`."""
    members: NotRequired[list[str | int]]
    """SIP names of the agents it works with."""
    queue: NotRequired[int | None]
    """The queue that answered customers of an `ivr` campaign go to."""
    layer: NotRequired[int | None]
    """The layer that answered customers of an `ivr` campaign go to."""
    queue_for_monitoring: NotRequired[int | None]
    """`setQueueForMonitoring`: the queue whose waiting callers slow the campaign down."""
    queue_maximum_callers: NotRequired[int]
    """`setQueueMaximumCallers`: how many may wait there; 0: none."""
    coefficient: NotRequired[float]
    """`setCoefficient`: calls started for each free agent."""
    max_calls: NotRequired[int]
    """`setMaxCalls`: calls at once."""
    dial_seconds: NotRequired[float]
    """How long a customer's phone rings, in seconds."""
    wrap_up_seconds: NotRequired[float]
    """How long an agent is left alone after a call, in seconds."""
    calling_hours: NotRequired[list[list[str]]]
    """When it calls, as pairs of local times; an empty list: at any time."""
    calling_days: NotRequired[list[int]]
    """On which days it calls, 0 Monday to 6 Sunday; an empty list: on every day."""
    retries: NotRequired[list[SandboxOrganizationCampaignsItemRetriesItem]]
    """When a number is tried again, by the status its call ended with."""
    maximum_attempts: NotRequired[int]
    """How often a number is dialled at most, whatever happens. Absent: as often as `retries` say."""
    allow_duplicates: NotRequired[bool]
    """Whether a number may be in the list twice."""
    is_dynamic: NotRequired[bool]
    """`IsDynamic`."""


class SandboxOrganizationLeadTrackersItem(TypedDict):
    """One pool.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    token: str | int
    """What the page's script names the pool by; public by design."""
    numbers: NotRequired[list[str | int]]
    """The numbers, which `dids` has too. Without any, all that `dids` has."""
    hold_seconds: NotRequired[float]
    """How long a visitor keeps their number, in seconds."""


class SandboxOrganizationCallbacksCdr(TypedDict, total=False):
    """The CDR notification after each call or leg.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    url: str
    """Where it goes: an http or https URL; empty means that it is not sent. In process it may also name a function
    or application that is bound at run time."""
    method: Literal["POST"]
    """HTTP method. Absent: GET when the encoding is `query`, else POST."""
    encoding: Literal["json", "xml-rpc", "form"]
    """How the message is written on the wire."""
    retry_seconds: list[float]
    """The retry schedule, for the messages that are repeated until they are acknowledged: how long after each failed
    attempt the next one goes out, in simulated seconds. After the last one the delivery has failed; an empty list
    means one attempt."""
    timeout_seconds: float | None
    """How long an answer is waited for, in real seconds. Absent or null: as long as the documents say."""
    verify: bool
    """Whether the certificate of an https URL must be trusted; `false` takes any, also a self-signed one."""
    headers: dict[str, str]
    """Further HTTP headers."""


class SandboxOrganizationCallbacksPopup(TypedDict, total=False):
    """The pop-up screen. Without an encoding: `json` in the current revision, `query` in 3.2.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    url: str
    """Where it goes: an http or https URL; empty means that it is not sent. In process it may also name a function
    or application that is bound at run time."""
    method: Literal["GET", "POST"]
    """HTTP method. Absent: GET when the encoding is `query`, else POST."""
    encoding: Literal["json", "query", "form"]
    """How the message is written on the wire."""
    retry_seconds: list[float]
    """The retry schedule, for the messages that are repeated until they are acknowledged: how long after each failed
    attempt the next one goes out, in simulated seconds. After the last one the delivery has failed; an empty list
    means one attempt."""
    timeout_seconds: float | None
    """How long an answer is waited for, in real seconds. Absent or null: 3 seconds."""
    verify: bool
    """Whether the certificate of an https URL must be trusted; `false` takes any, also a self-signed one."""
    headers: dict[str, str]
    """Further HTTP headers."""


class SandboxOrganizationCallbacksExternalIvr(TypedDict, total=False):
    """The External IVR: GET_IVR_ACTION and HANGUP_CALL.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    url: str
    """Where it goes: an http or https URL; empty means that it is not sent. In process it may also name a function
    or application that is bound at run time."""
    method: Literal["POST"]
    """HTTP method. Absent: GET when the encoding is `query`, else POST."""
    encoding: Literal["json", "xml-rpc"]
    """How the message is written on the wire."""
    retry_seconds: list[float]
    """The retry schedule, for the messages that are repeated until they are acknowledged: how long after each failed
    attempt the next one goes out, in simulated seconds. After the last one the delivery has failed; an empty list
    means one attempt."""
    timeout_seconds: float | None
    """How long an answer is waited for, in real seconds. Absent or null: as long as the documents say."""
    verify: bool
    """Whether the certificate of an https URL must be trusted; `false` takes any, also a self-signed one."""
    headers: dict[str, str]
    """Further HTTP headers."""


class SandboxOrganizationCallbacksExternalLayer(TypedDict, total=False):
    """The External Layer: IVR_LAYER_INPUT.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    url: str
    """Where it goes: an http or https URL; empty means that it is not sent. In process it may also name a function
    or application that is bound at run time."""
    method: Literal["POST"]
    """HTTP method. Absent: GET when the encoding is `query`, else POST."""
    encoding: Literal["json"]
    """How the message is written on the wire."""
    retry_seconds: list[float]
    """The retry schedule, for the messages that are repeated until they are acknowledged: how long after each failed
    attempt the next one goes out, in simulated seconds. After the last one the delivery has failed; an empty list
    means one attempt."""
    timeout_seconds: float | None
    """How long an answer is waited for, in real seconds. Absent or null: 5 seconds."""
    verify: bool
    """Whether the certificate of an https URL must be trusted; `false` takes any, also a self-signed one."""
    headers: dict[str, str]
    """Further HTTP headers."""


class SandboxOrganizationCallbacksVoicebot(TypedDict, total=False):
    """The VoiceBot's function, for intents without a URL of their own.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    url: str
    """Where it goes: an http or https URL; empty means that it is not sent. In process it may also name a function
    or application that is bound at run time."""
    method: Literal["POST"]
    """HTTP method. Absent: GET when the encoding is `query`, else POST."""
    encoding: Literal["json"]
    """How the message is written on the wire."""
    retry_seconds: list[float]
    """The retry schedule, for the messages that are repeated until they are acknowledged: how long after each failed
    attempt the next one goes out, in simulated seconds. After the last one the delivery has failed; an empty list
    means one attempt."""
    timeout_seconds: float | None
    """How long an answer is waited for, in real seconds. Absent or null: 10 seconds, after which the bot freezes."""
    verify: bool
    """Whether the certificate of an https URL must be trusted; `false` takes any, also a self-signed one."""
    headers: dict[str, str]
    """Further HTTP headers."""


class SandboxOrganizationCallbacks(TypedDict, total=False):
    """What Voicenter sends to the customer's server, by name. Absent ones have no URL.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    cdr: SandboxOrganizationCallbacksCdr
    """The CDR notification after each call or leg."""
    popup: SandboxOrganizationCallbacksPopup
    """The pop-up screen. Without an encoding: `json` in the current revision, `query` in 3.2."""
    external_ivr: SandboxOrganizationCallbacksExternalIvr
    """The External IVR: GET_IVR_ACTION and HANGUP_CALL."""
    external_layer: SandboxOrganizationCallbacksExternalLayer
    """The External Layer: IVR_LAYER_INPUT."""
    voicebot: SandboxOrganizationCallbacksVoicebot
    """The VoiceBot's function, for intents without a URL of their own."""


class SandboxOrganizationChance(TypedDict, total=False):
    """What one kind of party does with a ringing call: probabilities (0 to 1), drawn with the organization's seed. What
    is left of 1 is 'no answer'.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    answer: float
    """Answers. Absent: whatever the others leave of 1."""
    busy: float
    """Is busy."""
    reject: float
    """Rejects the call after ringing."""
    unavailable: float
    """Cannot be reached (CHANUNAVAIL)."""
    congestion: float
    """The network fails (CONGESTION)."""
    voicemail: float
    """The party's own voicemail answers after 20 seconds."""
    ring_seconds: list[float]
    """How long it rings before the answer or the rejection, in seconds. Absent: 2 to 6 for agents, 3 to 8 for
    outside parties."""
    talk_seconds: list[float]
    """How long an answered call lasts, in seconds."""


class SandboxOrganizationBehaviour(TypedDict, total=False):
    """How people behave when no script, expectation or magic number decides.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    agents: SandboxOrganizationChance
    """Agents at their extensions."""
    outside: SandboxOrganizationChance
    """Parties at outside phones."""
    patience_seconds: list[float]
    """How long a caller waits before hanging up, in seconds."""


class SandboxOrganizationLimits(TypedDict, total=False):
    """Limits of the service; 0 means none.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    requests_per_minute: int
    """Requests a minute to the call log, on the organization's clock; more get error 1."""
    pause_seconds: float
    """How long the call log refuses whatever comes after each error 1, in seconds; the vendor says to wait 5."""
    history_per_week: int
    """How many histories of calls may be asked for in a week; more get HTTP 401. Seen: 400."""
    recordings_per_minute: int
    """How many recordings may be fetched in a minute; more get HTTP 429 (inferred)."""
    resend_probability: float
    """How likely each callback is sent twice, one right after the other, by the organization's seed: the vendor says
    that any may be retransmitted."""
    call_log_delay_seconds: float
    """How long after a call's end the call log has its record, in seconds; the vendor says a few minutes."""
    strict_records: bool
    """Whether a call log request that matches more than 10,000 records gets error 3, instead of the first 10,000."""
    concurrent_calls: int
    """Calls at once."""


class SandboxOrganizationPrices(TypedDict, total=False):
    """What calls cost, in agorot a minute; begun minutes count whole.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    local: float
    """To Israeli numbers."""
    mobile: float
    """To Israeli mobiles."""
    international: float
    """Abroad."""


class SandboxOrganizationRealtime(TypedDict, total=False):
    """Who may log in to the realtime socket, besides users with e-mail address and PIN, and its heartbeat.

    Part of contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2
    and cur).
    """

    tokens: list[str | int]
    """Monitor tokens. Absent: one, `<id>-token`."""
    accounts: dict[str, str | int]
    """Account logins: user name and password."""
    ping_interval_seconds: float
    """Engine.IO's `pingInterval`. Shorter than the idle time-out of a proxy in between. For sockets whose URL names
    the organization (path or `token`), or the only one."""


class SandboxOrganization(TypedDict, total=False):
    """Organization document.

    What one organization of the sandbox consists of: accounts, codes, people, numbers, routes, campaigns, callback
    targets and settings. Written as YAML or JSON; everything may be left out. The one that ships,
    `mockserver/organizations/demo.yaml`, is meant to be read as an example.

    Contract `sandbox.organization` (voicenter-mock (no document of Voicenter's); the terms are those of 3.2 and
    cur).
    """

    id: str
    """The organization's own id, in base paths (`/o/<id>/…`) and as the prefix of the codes that copies of it get.
    Absent: the file's name without its ending, else `organization`."""
    name: str | int
    """What people call the organization. Absent: its id."""
    time_zone: str
    """IANA name of the zone its local times are in."""
    revision: Literal["current", "3.2", "2026", 2026] | float
    """Which generation of the documents is served where not all can be: dialer error codes, status answer codes, the
    pop-up's form; `2026` is what the vendor has published since, unverified."""
    seed: int
    """Decides everything that is left to chance; the same seed, inputs and start give the same bytes."""
    now: float | str | None
    """When its clock starts: an epoch in seconds, or an ISO 8601 date-time (without an offset: local in
    `time_zone`). Absent or null: the present."""
    server_time_offset_minutes: int | None
    """The realtime events' `servertimeoffset`, in minutes. Absent or null: the zone's own offset at that moment; 0
    means that `servertime` is UTC."""
    queue_statuses: Literal["documented", "detailed"]
    """Whether a call that leaves a queue unanswered has the documented status ABANDONE, or one of TIMEOUT, EXIT,
    FULL, JOINEMPTY."""
    queue_wait_in_duration: bool
    """Whether a queue call's `duration` also counts the seconds of waiting. It does in revision 2026, unless it is
    said here."""
    acknowledgement: Literal["status", "strict"]
    """What acknowledges a CDR: HTTP 200, unless an `err` in the answer says otherwise (`status`), or only an `err`
    of 0 (`strict`)."""
    ai: SandboxOrganizationAi | bool
    """The analysis of recorded conversations: `aiData` of the CDR push, `ai_data` of a call's history. Absent or
    `false`: off; `true`: on, with all that can be said here left as it is."""
    accounts: list[SandboxOrganizationAccountsItem]
    """The account and its departments; one without a parent is another account, whose data codes of the first do not
    see when they ask for their own. Absent: one account. The first is the one that entries without `account` belong
    to."""
    codes: list[SandboxOrganizationCodesItem]
    """API codes: the `code` of every request. Absent: one, `<id>-code`, for the first account."""
    users: list[SandboxOrganizationUsersItem]
    """People who can log in: agents and their managers."""
    extensions: list[SandboxOrganizationExtensionsItem]
    """SIP extensions."""
    trunks: list[SandboxOrganizationTrunksItem]
    """SIP trunks: what `phone=SIPTRUNK` of Click2Call reaches."""
    dids: list[SandboxOrganizationDidsItem]
    """The numbers that callers dial."""
    layers: list[SandboxOrganizationLayersItem]
    """IVR layers."""
    queues: list[SandboxOrganizationQueuesItem]
    """Waiting queues."""
    voicemails: list[SandboxOrganizationVoicemailsItem]
    """Voicemail boxes."""
    conferences: list[SandboxOrganizationConferencesItem]
    """Conference rooms: what `bbbcode` of `action=callference` enters."""
    recordings: list[SandboxOrganizationRecordingsItem]
    """Announcements that requests, layers and the customer's IVR play by name."""
    earlier_calls: list[SandboxOrganizationEarlierCallsItem]
    """Calls from before the organization began: the call history finds them by their id and the player by their
    recording. The call log, statistics and pushes know nothing of them."""
    statuses: list[SandboxOrganizationStatusesItem]
    """The statuses an agent can set (3.2 §10). Absent: 1 Login, 2 Logout, 3 Lunch, 4 Status 4, 5 Administrative, 7
    Private, 9 Other, 11 Training, 12 Team meeting, 13 Brief. 1 and 2 are there in any case."""
    campaigns: list[SandboxOrganizationCampaignsItem]
    """Dialer campaigns."""
    lead_trackers: list[SandboxOrganizationLeadTrackersItem]
    """Pools of numbers for visitors of web pages (Lead Tracker)."""
    callbacks: SandboxOrganizationCallbacks
    """What Voicenter sends to the customer's server, by name. Absent ones have no URL."""
    caller_ids: dict[str, str | int]
    """The pool of caller ids: ISO country code of the called number (`IL`), or `default`, and the number it sees."""
    behaviour: SandboxOrganizationBehaviour
    """How people behave when no script, expectation or magic number decides."""
    limits: SandboxOrganizationLimits
    """Limits of the service; 0 means none."""
    prices: SandboxOrganizationPrices
    """What calls cost, in agorot a minute; begun minutes count whole."""
    realtime: SandboxOrganizationRealtime
    """Who may log in to the realtime socket, besides users with e-mail address and PIN, and its heartbeat."""
    blacklist: list[str | int]
    """Numbers that are not called."""
    faults: list[SandboxFault]
    """What goes wrong on the way, with operations and callbacks: see docs/how-to/faults.md."""
