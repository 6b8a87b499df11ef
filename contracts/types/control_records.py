"""Messages: control records. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .control_definitions import SandboxAdvance, SandboxDelivery, SandboxEventCall, SandboxStandingFault

__all__ = [
    "SandboxAddFault",
    "SandboxCdr",
    "SandboxCdrs",
    "SandboxChanges",
    "SandboxChangesClock",
    "SandboxDeliveries",
    "SandboxDeliveriesCircuitsItem",
    "SandboxError",
    "SandboxErrorError",
    "SandboxEvents",
    "SandboxEventsItem",
    "SandboxEventsItemAgent",
    "SandboxEventsItemCallersItem",
    "SandboxEventsItemType",
    "SandboxFaults",
    "SandboxIntegration",
    "SandboxIntegrationCallbacksItem",
    "SandboxIntegrationProblemsItem",
    "SandboxIntegrationRequests",
    "SandboxSendCallback",
    "SandboxSockets",
    "SandboxSocketsItem",
    "SandboxStatistics",
    "SandboxStatisticsRowsItem",
    "SandboxStatisticsRowsItemCampaignsValue",
]


class SandboxAddFault(TypedDict):
    """Inject a fault.

    Lets an operation or callback go wrong, which times and under which condition.

    Contract `sandbox.add_fault` (control API).
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


class SandboxCdr(TypedDict):
    """A record of the call log.

    One record as the CDR push writes it, and what in the other lists belongs to it.

    Contract `sandbox.cdr` (control API).
    """

    number: int
    """Its number in the call log."""
    ivrid: str
    """The call it belongs to."""
    call_known: bool
    """Whether that call can still be looked at; the call log outlives calls."""
    cdr: dict[str, Any]
    """The record, with the members of cdr_notification.request."""
    deliveries: list[int]
    """Numbers of the callbacks that pushed it."""
    requests: list[int]
    """Numbers in the journal of the requests that made or named its call."""
    events: list[int]
    """Numbers of its call's events."""


class SandboxCdrs(TypedDict):
    """Call log.

    Records as the CDR push writes them, with their number.

    Contract `sandbox.cdrs` (control API).
    """

    cdrs: list[dict[str, Any]]
    """Oldest first."""


class SandboxChangesClock(TypedDict):
    """The clock, as far as it costs nothing to know; simulated time goes on between two changes.

    Part of contract `sandbox.changes` (control API).
    """

    mode: Literal["manual", "realtime", "scaled"]
    """How simulated time relates to the wall clock."""
    speed: float
    """Simulated seconds in one real second; 1 unless scaled."""
    now: float
    """Simulated time, epoch seconds (UTC)."""
    advancing: bool
    """Whether an advance is running."""
    advance: NotRequired[SandboxAdvance]
    """The advance that is running."""


class SandboxChanges(TypedDict):
    """What has changed.

    Numbers that are others when there is something new to ask for; nothing else about them means anything.

    Contract `sandbox.changes` (control API).
    """

    events: int
    """The number of the newest event."""
    requests: int
    """The number of the newest request in the journal."""
    deliveries: int
    """Grows when a delivery is planned or changes."""
    last_delivery: int
    """The number of the newest delivery."""
    calls: int
    """Grows when something happens in a call."""
    agents: int
    """Agents: another when one has logged in or out, changed the status or is in another call."""
    extensions: int
    """The same for extensions, their devices too."""
    queues: int
    """Grows when a caller joins or leaves a queue."""
    campaigns: int
    """Campaigns: another when one is started or stopped, dials, or its list changes."""
    cdrs: int
    """The number of the newest record in the call log."""
    expectations: int
    """Expectations: another when one is set or used."""
    faults: int
    """Faults: another when one is set, removed or strikes."""
    organization: int
    """Another when the organization's document is edited, or it is reset or replaced."""
    organizations: int
    """Grows when an organization on this server is made or deleted."""
    unresolved: int
    """The number of the newest request that found no organization."""
    clock: SandboxChangesClock
    """The clock, as far as it costs nothing to know; simulated time goes on between two changes."""


class SandboxDeliveriesCircuitsItem(TypedDict):
    """One target.

    Part of contract `sandbox.deliveries` (control API).
    """

    target: str
    """Its URL."""
    consecutive_failures: int
    """Attempts in a row that were not answered."""
    opened_at: float
    """Simulated time, epoch seconds."""
    next_probe_at: float
    """Simulated time from which one attempt is let through, epoch seconds."""


class SandboxDeliveries(TypedDict):
    """Deliveries.

    Callbacks with their attempts.

    Contract `sandbox.deliveries` (control API).
    """

    deliveries: list[SandboxDelivery]
    """Oldest first."""
    circuits: list[SandboxDeliveriesCircuitsItem]
    """Targets that kept not answering: attempts there fail at once (circuit_open) until a probe is answered."""


class SandboxErrorError(TypedDict):
    """What is wrong.

    Part of contract `sandbox.error` (control API).
    """

    code: str
    """A word for programs, such as invalid."""
    message: str
    """A sentence for people."""
    field: str
    """The member or parameter that is wrong; empty when it is none of them."""
    hint: str
    """What to do; may be empty."""


class SandboxError(TypedDict):
    """Control API error.

    The one shape of the control API's errors.

    Contract `sandbox.error` (control API).
    """

    error: SandboxErrorError
    """What is wrong."""


SandboxEventsItemType: TypeAlias = (
    Literal["extension", "queue", "dialer", "cdr", "call_ended", "steered_call_ended", "organization"] | str
)
"""Kind of event."""


class SandboxEventsItemAgent(TypedDict):
    """Who is logged in at the extension (extension).

    Part of contract `sandbox.events` (control API).
    """

    user: int
    """The user's id; 0: nobody."""
    status: int
    """Status of the agent; 2: logged out."""
    since: float
    """Since when, epoch seconds."""


class SandboxEventsItemCallersItem(TypedDict):
    """Who waits.

    Part of contract `sandbox.events` (control API).
    """

    call_id: str
    """The call's id."""
    caller: str
    """The caller's number."""
    caller_name: str
    """The caller's name."""
    joined: float
    """Since when, epoch seconds."""


class SandboxEventsItem(TypedDict):
    """What happened. Which members it has besides the first three depends on its type, named here in brackets.

    Part of contract `sandbox.events` (control API).
    """

    number: int
    """Number of the event."""
    type: SandboxEventsItemType
    """Kind of event."""
    time: float
    """Simulated time, epoch seconds."""
    reason: NotRequired[str]
    """What exactly (extension, queue, dialer): NEWCALL, ANSWER, HANGUP, JOIN and the like."""
    extension: NotRequired[str]
    """SIP name of the extension (extension)."""
    call: NotRequired[SandboxEventCall | None]
    """The call (extension, dialer); null when it is about none."""
    calls: NotRequired[list[SandboxEventCall]]
    """The calls of the extension or campaign after the event (extension, dialer)."""
    agent: NotRequired[SandboxEventsItemAgent]
    """Who is logged in at the extension (extension)."""
    last_event: NotRequired[float]
    """The extension's last call event, epoch seconds; 0: none (extension)."""
    last_answer: NotRequired[float]
    """The extension's last ANSWER, epoch seconds; 0: none (extension)."""
    last_hangup: NotRequired[float]
    """The extension's last HANGUP, epoch seconds; 0: none (extension)."""
    cause: NotRequired[str]
    """Why the call ended, in the words of the realtime events; empty: it has not (extension)."""
    cause_code: NotRequired[int]
    """The same as an ISUP cause; 0: none (extension)."""
    dial_status: NotRequired[str]
    """CDR status of a leg that ended; else empty (extension)."""
    queue: NotRequired[int]
    """Id of the queue (queue)."""
    call_id: NotRequired[str]
    """The call's id (queue, call_ended, steered_call_ended)."""
    callers: NotRequired[list[SandboxEventsItemCallersItem]]
    """Who waits in the queue after the event; after JOIN with the new one (queue)."""
    answered_by: NotRequired[str]
    """SIP name of the extension that took the call; empty: none did (queue)."""
    campaign: NotRequired[str]
    """The campaign's code (dialer)."""
    cdr: NotRequired[dict[str, Any]]
    """The record that was written to the call log, as the log keeps it (cdr)."""
    did: NotRequired[str]
    """The number that the caller dialled (steered_call_ended)."""
    caller: NotRequired[str]
    """The caller's number (steered_call_ended)."""
    target: NotRequired[str]
    """Whom the External IVR dialled last; empty: nobody (steered_call_ended)."""
    made: NotRequired[float]
    """When that was, else when the call came, epoch seconds (steered_call_ended)."""
    started: NotRequired[float]
    """When the call came, epoch seconds (steered_call_ended)."""
    duration: NotRequired[int]
    """Seconds of the whole call (steered_call_ended)."""
    dial_seconds: NotRequired[int]
    """Seconds that the target rang (steered_call_ended)."""
    status: NotRequired[str]
    """What became of the call, in the words of CALL_STATUS (steered_call_ended)."""
    what: NotRequired[str]
    """What kind of thing was edited (organization)."""


class SandboxEvents(TypedDict):
    """Events.

    What happened at extensions, queues and campaigns.

    Contract `sandbox.events` (control API).
    """

    events: list[SandboxEventsItem]
    """Oldest first."""


class SandboxFaults(TypedDict):
    """Faults.

    The faults on duty, oldest first; when several fit, the oldest strikes.

    Contract `sandbox.faults` (control API).
    """

    faults: list[SandboxStandingFault]
    """Oldest first."""


class SandboxIntegrationCallbacksItem(TypedDict):
    """One callback.

    Part of contract `sandbox.integration` (control API).
    """

    callback: Literal["cdr", "popup", "external_ivr", "external_layer", "voicebot"]
    """Which callback."""
    address: str
    """Where it goes; empty: nowhere."""
    sent: int
    """How many were attempted."""
    not_accepted: int
    """How many were not acknowledged at their last attempt."""
    given_up: int
    """How many of those have no attempt left."""
    violating: int
    """Answers that were taken although they break their contract."""
    last: int
    """Number of the newest that was not accepted; 0: none."""
    outcome: str
    """What that one came to."""


class SandboxIntegrationRequests(TypedDict):
    """The journal.

    Part of contract `sandbox.integration` (control API).
    """

    total: int
    """How many requests it has."""
    refused: int
    """How many were answered with an error."""
    violating: int
    """How many were taken although they break their contract."""


class SandboxIntegrationProblemsItem(TypedDict):
    """One problem.

    Part of contract `sandbox.integration` (control API).
    """

    severity: Literal["bad", "warning", "info"]
    """bad: does not work. warning: works here, and may not in production. info: not tried yet."""
    text: str
    """The sentence."""
    message: str
    """Name of the sentence, for translations."""
    values: dict[str, str | float | bool | dict[str, Any] | list[Any]]
    """What the sentence says, by name; objects are sentences within it."""
    list: Literal["", "requests", "unresolved", "deliveries"]
    """Which list has more; empty: none."""
    number: int
    """Where in it; 0: nowhere."""


class SandboxIntegration(TypedDict):
    """How an integration is doing.

    What of an integration does not work, in the order of what to mend first.

    Contract `sandbox.integration` (control API).
    """

    callbacks: list[SandboxIntegrationCallbacksItem]
    """Each callback."""
    requests: SandboxIntegrationRequests
    """The journal."""
    unresolved: int
    """Requests to this server that found no organization."""
    problems: list[SandboxIntegrationProblemsItem]
    """What to mend, first things first."""


class SandboxSendCallback(TypedDict, total=False):
    """Send a callback.

    One documented message, sent at once and without retries.

    Contract `sandbox.send_callback` (control API).
    """

    to: str
    """Where to; absent: the organization's target."""
    set: dict[str, Any]
    """Other values for the message's members; a.b names a member inside a. In messages with DATA a plain name is one
    there."""
    encoding: Literal["json", "xml-rpc", "form", "query"]
    """How it is written; absent: as the organization's target says."""


class SandboxSocketsItem(TypedDict):
    """One of `sockets`.

    Part of contract `sandbox.sockets` (this project).
    """

    remote: str
    """The client's address."""
    namespace: str
    """The socket.io namespace it listens in."""
    user: int
    """Id of the user whose extension and queues it sees; 0 for the whole account."""
    extension: str
    """SIP name of the extension that it is, for a web phone; else empty."""


class SandboxSockets(TypedDict):
    """Realtime clients.

    The clients that are logged in to the organization's socket.

    Contract `sandbox.sockets` (this project).
    """

    sockets: list[SandboxSocketsItem]
    """One entry for each login."""


class SandboxStatisticsRowsItemCampaignsValue(TypedDict):
    """Those that did something, by code.

    Part of contract `sandbox.statistics` (control API).
    """

    dialled: int
    """Attempts to reach a customer that are over."""
    answered: int
    """Those of them that were answered."""


SandboxStatisticsRowsItem = TypedDict(
    "SandboxStatisticsRowsItem",
    {
        # When the stretch begins, epoch seconds; a multiple of its length.
        "from": float,
        # Calls that were up at once, at most.
        "most_calls": int,
        # Calls that began, of any kind.
        "arrived": int,
        # Calls that ended after two people had talked.
        "answered": int,
        # Callers who hung up while they waited in a queue.
        "abandoned": int,
        # How long those waited in queues who left one, for whatever reason; 0 when nobody did.
        "mean_wait_seconds": float,
        # The longest of these waits.
        "longest_wait_seconds": float,
        # Those that did something, by code.
        "campaigns": dict[str, SandboxStatisticsRowsItemCampaignsValue],
    },
)
"""One of `rows`.

Part of contract `sandbox.statistics` (control API).
"""


class SandboxStatistics(TypedDict):
    """Statistics.

    What charts need, in stretches of simulated time, every one from the first to the present, at most 500.

    Contract `sandbox.statistics` (control API).
    """

    began: float
    """Since when things are counted, epoch seconds: the organization's start, also that of one put back from a
    snapshot."""
    now: float
    """Simulated time, epoch seconds."""
    seconds: int
    """How long a row's stretch is: what was asked for, or more where that long ago is not known so finely any more,
    or there would be more than 500 rows."""
    rows: list[SandboxStatisticsRowsItem]
    """Oldest first, without gaps."""
