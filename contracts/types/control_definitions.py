"""Messages: control definitions. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "SandboxAdvance",
    "SandboxAgent",
    "SandboxAnalysis",
    "SandboxAttempt",
    "SandboxAttemptVerdict",
    "SandboxCall",
    "SandboxCallLayersItem",
    "SandboxCampaign",
    "SandboxCampaignReason",
    "SandboxClock",
    "SandboxDelivery",
    "SandboxEventCall",
    "SandboxExpectation",
    "SandboxExtension",
    "SandboxFault",
    "SandboxJournalEntry",
    "SandboxLeg",
    "SandboxLegRole",
    "SandboxOutcome",
    "SandboxOutcomeKind",
    "SandboxOutcomeWord",
    "SandboxSentence",
    "SandboxStandingFault",
    "SandboxTimelineEntry",
]


SandboxOutcomeWord: TypeAlias = Literal[
    "answer",
    "voicemail",
    "busy",
    "reject",
    "no_answer",
    "unavailable",
    "congestion",
    "unallocated",
    "invalid",
    "cancel",
    "dont_call",
    "torture",
    "cause",
    "no-answer",
    "dont-call",
    "ANSWER",
    "ANSWERED",
    "VOICEMAIL",
    "BUSY",
    "NOANSWER",
    "CHANUNAVAIL",
    "CONGESTION",
    "INVALIDARGS",
    "CANCEL",
    "DONTCALL",
    "TORTURE",
    1,
    2,
    3,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    26,
    27,
    28,
    29,
    31,
    34,
    38,
    41,
    42,
    47,
    55,
    57,
    58,
    65,
    70,
    79,
    87,
    88,
    102,
    111,
    127,
]
"""What a dialled party does: "answer", "voicemail", "busy", "reject", "no_answer", "unavailable", "congestion",
"unallocated", "invalid", "cancel", "dont_call", "torture", "cause"; the status that its leg gets ("NOANSWER"), or an
ISUP cause's number, says it too."""


class SandboxAnalysis(TypedDict, total=False):
    """Whether the conversation is analysed, and how it went. Left out: as the organization says.

    Shared definition `sandbox_analysis`.
    """

    language: Literal["he", "en"]
    """The language that is spoken."""
    mood: Literal["negative", "neutral", "positive"]
    """How the customer feels. Left out: as the seed has it; who waited long is seldom content."""
    summary: str
    """The summary, word for word."""


class SandboxAgent(TypedDict):
    """An agent now.

    Shared definition `sandbox_agent`.
    """

    user: int
    """The user's id."""
    name: str
    """The user's name."""
    status: int
    """Status id; 1 logged in, 2 logged out."""
    status_name: str
    """What the organization calls it."""
    since: float
    """Since when, epoch seconds."""
    extension: str
    """Where; empty when logged out."""


SandboxLegRole: TypeAlias = Literal["phone", "target", "caller", "agent", "voicemail", "conference", "recorder"] | str
"""What the call's flow calls the party."""


class SandboxLeg(TypedDict):
    """One connection between the exchange and a party.

    Shared definition `sandbox_leg`.
    """

    index: int
    """Place in the call, from 0."""
    role: SandboxLegRole
    """What the call's flow calls the party."""
    kind: Literal["extension", "phone", "trunk", "service"]
    """What is dialled; service: the exchange itself, as a mailbox, conference or recorder."""
    number: str
    """SIP name, or E.164 number without plus."""
    state: Literal["NEW", "RINGING", "TALKING", "HELD", "ENDED"]
    """State of the leg."""
    dialed_at: float
    """When it was dialled, epoch seconds; 0: never."""
    answered_at: float
    """When it answered, epoch seconds; 0: never."""
    ended_at: float
    """When it ended, epoch seconds; 0: not yet."""
    status: str
    """CDR status once it has ended; empty before."""
    cause: int
    """ISUP cause of the ending."""
    shown_number: str
    """The number the party sees."""
    shown_name: str
    """The name the party sees."""
    ended_by: Literal["", "party", "other", "system"]
    """Who ended it; empty when nobody did."""
    refusal: str
    """What the called person's privacy menu said: DONTCALL or TORTURE; empty otherwise."""


class SandboxCallLayersItem(TypedDict, total=False):
    """One of `layers`.

    Part of shared definition `sandbox_call`.
    """

    layer_number: int
    """Number of the layer."""
    layer_id: int
    """Voicenter's id of the layer."""
    layer_name: str
    """Name of the layer."""
    digits: str
    """Keys pressed there."""


class SandboxCall(TypedDict):
    """A call.

    One call with its legs.

    Contract `sandbox.call` (control API).
    """

    ivrid: str
    """The call's id, the same everywhere."""
    flow: str
    """Which flow decides how the call goes on."""
    direction: str
    """Direction as events show it."""
    started: float
    """Epoch seconds."""
    ended: float
    """Epoch seconds; 0: still up."""
    caller: str
    """Who calls."""
    target: str
    """Who is called."""
    did: str
    """The number dialled by an incoming caller."""
    queue: int
    """Queue id; 0: none."""
    campaign: str
    """Campaign code, if a dialer made the call."""
    recording: str
    """Recording's file name; empty when not recorded."""
    muted: bool
    """Whether the recording is muted."""
    custom: dict[str, Any]
    """Custom data."""
    legs: list[SandboxLeg]
    """Its legs in the order they came."""
    cdrs: list[int]
    """Numbers of its records in the call log."""
    caller_name: str
    """The caller's name; empty when unknown."""
    original_call: str
    """Id of the call this one comes from, by transfer, forwarding or consultation."""
    queue_waited: float
    """Seconds waited in the queue, once that is over."""
    layers: list[SandboxCallLayersItem]
    """IVR layers the caller went through."""


SandboxCampaignReason: TypeAlias = Literal[
    "",
    "stopped",
    "nothing_pending",
    "hours",
    "time",
    "agents",
    "coefficient",
    "calls",
    "waiting",
    "limit",
]
"""Why it dials no more at the moment: it is stopped; nothing is pending; the calling hours are over; the next
number's time has not come; no agent is free; as many calls are in set-up as the coefficient allows; as many are up
as it may have; its queue is full; the organization's limit of calls is reached. Empty: it has not looked yet."""


class SandboxCampaign(TypedDict):
    """A campaign now. Of the numbers it has taken, each is pending, in a call, or has its outcome.

    Shared definition `sandbox_campaign`.
    """

    code: str
    """The campaign's code."""
    name: str
    """Its name."""
    kind: Literal["agents", "ivr"]
    """Whether the agent or the customer is called first."""
    status: Literal["Enabled", "Disabled", "Deleted"]
    """Enabled: it dials."""
    members: list[str]
    """SIP names of its agents."""
    pending: int
    """How many calls wait to be dialled."""
    calls: list[str]
    """The ids of its calls that are up."""
    numbers: int
    """How many numbers it has taken so far."""
    reason: SandboxCampaignReason
    """Why it dials no more at the moment: it is stopped; nothing is pending; the calling hours are over; the next
    number's time has not come; no agent is free; as many calls are in set-up as the coefficient allows; as many are
    up as it may have; its queue is full; the organization's limit of calls is reached. Empty: it has not looked yet."""
    outcomes: dict[str, int]
    """How many numbers have ended in which way."""


SandboxAdvance = TypedDict(
    "SandboxAdvance",
    {
        # Simulated time when it began, epoch seconds.
        "from": float,
        # Where it goes, epoch seconds; null: until nothing waits any more.
        "until": float | None,
    },
)
"""The advance that is running.

Shared definition `sandbox_advance`.
"""


class SandboxClock(TypedDict):
    """A clock.

    An organization's clock.

    Contract `sandbox.clock` (control API).
    """

    mode: Literal["manual", "realtime", "scaled"]
    """How simulated time relates to the wall clock."""
    speed: float
    """Simulated seconds in one real second; 1 unless scaled."""
    now: float
    """Simulated time, epoch seconds (UTC)."""
    local: str
    """The same in the organization's time zone, ISO 8601 with offset."""
    advancing: bool
    """Whether an advance is running."""
    cancelled: NotRequired[bool]
    """Whether a running advance was told to stop (only in the answer to cancel)."""
    advance: NotRequired[SandboxAdvance]
    """The advance that is running."""


SandboxAttemptVerdict: TypeAlias = Literal[
    "acknowledged",
    "refused",
    "malformed",
    "http_error",
    "redirect",
    "timeout",
    "unreachable",
    "too_large",
    "broken",
    "raised",
    "circuit_open",
    "no_target",
    "put_off",
    "too_many_pending",
]
"""What the answer was worth."""


class SandboxSentence(TypedDict):
    """A sentence, and what a translation of it is made from.

    Shared definition `sandbox_sentence`.
    """

    text: str
    """The sentence."""
    message: str
    """Name of the sentence; empty: somebody else's words, which are not translated."""
    values: dict[str, str | float | bool | dict[str, Any] | list[Any]]
    """What the sentence says, by name; objects are sentences within it."""


class SandboxAttempt(TypedDict):
    """One attempt to deliver.

    Shared definition `sandbox_attempt`.
    """

    at: float
    """Simulated time, epoch seconds."""
    verdict: SandboxAttemptVerdict
    """What the answer was worth."""
    detail: str
    """Why, in a few words."""
    status: int
    """HTTP status; 0: none."""
    response: str
    """Beginning of the answer's body."""
    milliseconds: float
    """Real time the attempt took."""
    violations: list[str]
    """What the answer's contract says, field and rule."""
    detail_sentence: NotRequired[SandboxSentence]
    """A sentence, and what a translation of it is made from."""
    violation_sentences: NotRequired[list[SandboxSentence]]
    """The violations again, for translations."""


class SandboxDelivery(TypedDict):
    """A delivery.

    One callback with its attempts.

    Contract `sandbox.delivery` (control API).
    """

    id: int
    """Number of the delivery."""
    callback: Literal["cdr", "popup", "external_ivr", "external_layer", "voicebot"]
    """Which callback."""
    contract: str
    """Its name in the catalogue; its contracts are this with .request and .response."""
    ivrid: str
    """The call it is about."""
    record: NotRequired[int]
    """Number of the call log's record that it pushes; 0: none."""
    about: str
    """Which leg or stage of the call, and who calls whom."""
    status: Literal["pending", "acknowledged", "failed"]
    """Where it stands."""
    target: str
    """URL, or the function's name."""
    method: str
    """HTTP method."""
    content_type: str
    """Content type of the request."""
    request: dict[str, Any]
    """The message."""
    planned_at: float
    """Simulated time, epoch seconds."""
    next_attempt_at: float | None
    """Simulated time of the next attempt, epoch seconds; null: none."""
    in_flight: bool
    """Whether an attempt is under way."""
    answer: Any
    """The last decoded answer, right or wrong; null: none yet."""
    attempts: list[SandboxAttempt]
    """Every attempt so far."""
    seen_in_recordings: NotRequired[list[str]]
    """Where the message is as an addendum has it; left out when it is nowhere."""


class SandboxEventCall(TypedDict):
    """A call as one extension sees it.

    Shared definition `sandbox_event_call`.
    """

    call_id: str
    """The call's id."""
    started: float
    """When it began, epoch seconds."""
    caller_name: str
    """The other party's name."""
    caller_phone: str
    """The other party's number."""
    status: str
    """What the call is doing, in the words of the realtime events."""
    direction: str
    """How the call came to the extension, in the words of the realtime events."""
    custom: dict[str, Any]
    """The customer's own data that travels with the call."""
    answered_at: float
    """When it was answered, epoch seconds; 0: it was not."""
    answered: bool
    """Whether it was answered."""
    recording: str
    """Name of the recording's file; empty: not recorded."""
    muted: bool
    """Whether the recording is muted."""
    did: str
    """The number that the caller dialled; empty when the call did not come in on one."""
    click2call_leg: int
    """Click2Call: 1 or 2; else 0."""
    queue_id: int
    """Id of the queue that the call came from; 0: none."""
    campaign_id: int
    """Id of the campaign that made the call; 0: none."""
    call_type: int
    """Kind of call, as the events number it."""
    internal: bool
    """Whether both parties are extensions."""
    original_caller: str
    """Who first called, for a call that was passed on; else empty."""
    spied: bool
    """Whether a supervisor listens."""
    related: list[str]
    """Ids of calls that this one came from or led to."""
    in_use: bool
    """Whether this extension's own side is connected."""


SandboxOutcomeKind: TypeAlias = Literal[
    "answer",
    "voicemail",
    "busy",
    "reject",
    "no_answer",
    "unavailable",
    "congestion",
    "unallocated",
    "invalid",
    "cancel",
    "dont_call",
    "torture",
    "cause",
]
"""What a dialled party does."""


class SandboxExpectation(TypedDict):
    """How the next dials of a number go.

    Shared definition `sandbox_expectation`.
    """

    number: str
    """SIP name or E.164 number; empty for any."""
    times: int
    """How many more dials it decides."""
    kind: SandboxOutcomeKind
    """What the party does."""
    ring_seconds: float
    """Seconds until it answers or rejects."""
    talk_seconds: float | None
    """Seconds until it hangs up after answering; null: the other side does."""
    cause: int
    """ISUP cause, for kind cause."""
    ai: NotRequired[bool | SandboxAnalysis]
    """Whether the conversation that comes of it is analysed, and how; left out: as the organization says."""


class SandboxExtension(TypedDict):
    """An extension now.

    Shared definition `sandbox_extension`.
    """

    sip: str
    """SIP name."""
    name: str
    """Its name."""
    device: Literal["online", "offline"]
    """Whether its telephone is registered."""
    telephone: bool
    """Whether that is a real one, registered over SIP."""
    user: int
    """Who is logged in; 0: nobody."""
    free: bool
    """Whether queues and dialers may ring it now."""
    calls: list[str]
    """Ids of its calls, in the order they came."""
    wrap_up_until: float
    """Epoch until which its agent wraps up; 0: never did."""


class SandboxStandingFault(TypedDict):
    """A fault on duty. Members that say nothing are left out.

    Shared definition `sandbox_standing_fault`.
    """

    number: int
    """Its number, for deleting it."""
    on: str
    """What goes wrong: an operation (click2call, dialer.add_call), a callback (cdr, popup, external_ivr,
    external_layer, voicebot or a message of theirs), or several with * (dialer.*)."""
    error: NotRequired[str | int]
    """A documented error of the operation: its name (invalid_code) or its code; of a callback what the customer's
    server answers: 1 or 2."""
    status: NotRequired[int]
    """The HTTP status of the answer, 200 to 599, with a page instead of the documented body; 0: the usual one."""
    delay_seconds: NotRequired[float]
    """How late the answer comes, in real seconds; in process nobody waits, but a client's time-out strikes."""
    reset: NotRequired[bool]
    """The connection is reset, there is no answer."""
    body: NotRequired[Literal["", "truncated", "malformed", "empty"]]
    """What arrives of the body: the connection breaks in the middle of it, it cannot be parsed, or it is empty. Of a
    callback: the message."""
    duplicate: NotRequired[bool]
    """The request or message arrives twice."""
    out_of_order: NotRequired[bool]
    """Callbacks only: the message is overtaken by what goes out in the next 30 simulated seconds, or in
    delay_seconds."""
    first: NotRequired[int]
    """Only the first so many times; 0: without end."""
    every: NotRequired[int]
    """Only every so many-th time."""
    probability: NotRequired[float]
    """How likely it is each time, from the organization's seed."""
    when: NotRequired[dict[str, str | float | bool]]
    """Only while these parameters have these values; * in a value stands for anything."""
    takes_effect: NotRequired[bool | None]
    """Whether the operation is done, or the customer gets the message, although the answer goes wrong. Absent or
    null: not with error, status and reset; else it is."""
    seen: int
    """How many requests or messages fitted it so far."""
    struck: int
    """How many of them it struck."""


class SandboxFault(TypedDict):
    """What goes wrong with an operation or callback on its way, and which times.

    Shared definition `sandbox_fault`.
    """

    on: str
    """What goes wrong: an operation (click2call, dialer.add_call), a callback (cdr, popup, external_ivr,
    external_layer, voicebot or a message of theirs), or several with * (dialer.*)."""
    error: NotRequired[str | int]
    """A documented error of the operation: its name (invalid_code) or its code; of a callback what the customer's
    server answers: 1 or 2."""
    status: NotRequired[int]
    """The HTTP status of the answer, 200 to 599, with a page instead of the documented body; 0: the usual one."""
    delay_seconds: NotRequired[float]
    """How late the answer comes, in real seconds; in process nobody waits, but a client's time-out strikes."""
    reset: NotRequired[bool]
    """The connection is reset, there is no answer."""
    body: NotRequired[Literal["", "truncated", "malformed", "empty"]]
    """What arrives of the body: the connection breaks in the middle of it, it cannot be parsed, or it is empty. Of a
    callback: the message."""
    duplicate: NotRequired[bool]
    """The request or message arrives twice."""
    out_of_order: NotRequired[bool]
    """Callbacks only: the message is overtaken by what goes out in the next 30 simulated seconds, or in
    delay_seconds."""
    first: NotRequired[int]
    """Only the first so many times; 0: without end."""
    every: NotRequired[int]
    """Only every so many-th time."""
    probability: NotRequired[float]
    """How likely it is each time, from the organization's seed."""
    when: NotRequired[dict[str, str | float | bool]]
    """Only while these parameters have these values; * in a value stands for anything."""
    takes_effect: NotRequired[bool | None]
    """Whether the operation is done, or the customer gets the message, although the answer goes wrong. Absent or
    null: not with error, status and reset; else it is."""


class SandboxOutcome(TypedDict, total=False):
    """What a dialled party does.

    Shared definition `sandbox_outcome`.
    """

    kind: SandboxOutcomeWord
    """What it does."""
    ring_seconds: float
    """Seconds until it answers or rejects."""
    talk_seconds: float | None
    """Seconds until it hangs up after answering; null: the other side does."""
    cause: int
    """ISUP cause, for kind cause."""


class SandboxJournalEntry(TypedDict):
    """One request.

    Shared definition `sandbox_journal_entry`.
    """

    number: int
    """Number in the journal."""
    at: float
    """Simulated time of the organization (epoch seconds); wall time when none was found."""
    method: str
    """HTTP method."""
    path: str
    """Path as requested."""
    operation: str
    """Operation of the catalogue; empty when no path matched."""
    organization: str
    """Organization's id; empty when none was found."""
    encoding: str
    """How the request was written."""
    parameters: dict[str, Any]
    """What it said, shortened."""
    status: int
    """HTTP status of the answer."""
    error: int | str
    """The answer's own error code."""
    answer: str
    """Beginning of the answer."""
    violations: list[str]
    """Contract violations, field and rule."""
    hints: list[str]
    """How to mend it."""
    after_event: NotRequired[int]
    """Number of the organization's last event before it; 0 when there was none."""
    calls: NotRequired[list[str]]
    """Ids of the calls that it names, and of the one that a Click2Call made."""
    violation_sentences: NotRequired[list[SandboxSentence]]
    """The violations again, for translations."""
    hint_sentences: NotRequired[list[SandboxSentence]]
    """The hints again, for translations."""
    seen_in_recordings: NotRequired[list[str]]
    """Where the answer is as an addendum has it; left out when it is nowhere."""


class SandboxTimelineEntry(TypedDict):
    """One thing that happened, did not happen or will.

    Shared definition `sandbox_timeline_entry`.
    """

    time: float
    """Simulated time, epoch seconds."""
    kind: Literal["request", "call", "recording", "event", "attempt", "next", "absent"]
    """call: what parties and exchange did. attempt: one of a callback. next: what is still to come, or that nothing
    does. absent: what did not happen, and why."""
    text: str
    """The sentence, without its time."""
    message: str
    """Name of the sentence, for translations."""
    values: dict[str, str | float | bool | dict[str, Any] | list[Any]]
    """What the sentence says, by name; objects are sentences within it."""
    level: Literal["info", "good", "warning", "bad"]
    """Whether somebody should stop here."""
    request: int
    """Number in the journal; 0: none."""
    record: int
    """Number in the call log; 0: none."""
    event: int
    """Number of the event; 0: none."""
    delivery: int
    """Number of the delivery; 0: none."""
    call: str
    """Another call that it leads to; empty: none."""
