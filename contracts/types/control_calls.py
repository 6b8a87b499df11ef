"""Messages: control calls. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .control_definitions import (
    SandboxAgent,
    SandboxAnalysis,
    SandboxCall,
    SandboxExpectation,
    SandboxExtension,
    SandboxOutcome,
    SandboxOutcomeKind,
)

__all__ = [
    "SandboxActInCall",
    "SandboxAddExpectation",
    "SandboxAgentState",
    "SandboxAgents",
    "SandboxCalls",
    "SandboxExpectations",
    "SandboxExplanation",
    "SandboxExtensionState",
    "SandboxExtensions",
    "SandboxHangUpCall",
    "SandboxMuteCall",
    "SandboxPlaceCall",
    "SandboxPlaceCallDigitsItem",
    "SandboxPlaceCallHangUpItem",
    "SandboxPlacedCall",
    "SandboxPressDigits",
    "SandboxQueues",
    "SandboxQueuesItem",
    "SandboxQueuesItemCallersItem",
    "SandboxSetAgent",
    "SandboxSetExtension",
    "SandboxSpyCall",
    "SandboxTransferCall",
]


class SandboxActInCall(TypedDict, total=False):
    """Somebody acts.

    Answer, reject, hold, unhold.

    Contract `sandbox.act_in_call` (control API).
    """

    extension: str
    """Which extension (or leg) acts, where the call has several."""


class SandboxAddExpectation(TypedDict):
    """Expect.

    How the next dials of a number go.

    Contract `sandbox.add_expectation` (control API).
    """

    number: NotRequired[str]
    """A phone number or extension; left out: any."""
    times: NotRequired[int]
    """How many dials it decides. Default: 1."""
    kind: SandboxOutcomeKind
    """What the party does."""
    ring_seconds: NotRequired[float]
    """Seconds until it answers or rejects."""
    talk_seconds: NotRequired[float | None]
    """Seconds until it hangs up after answering; null: the other side does."""
    cause: NotRequired[int]
    """ISUP cause, for kind cause."""
    ai: NotRequired[bool | SandboxAnalysis]
    """Whether the conversation that comes of it is analysed, and how it goes. Left out: as the organization says."""


SandboxAgentState: TypeAlias = SandboxAgent
"""An agent.

An agent now.

Contract `sandbox.agent_state` (control API).
"""


class SandboxAgents(TypedDict):
    """Agents.

    Every agent now.

    Contract `sandbox.agents` (control API).
    """

    agents: list[SandboxAgent]
    """In the document's order."""


class SandboxCalls(TypedDict):
    """Calls.

    Calls that are up, and ended ones that are still known.

    Contract `sandbox.calls` (control API).
    """

    calls: list[SandboxCall]
    """Oldest first."""


class SandboxExpectations(TypedDict):
    """Expectations.

    How the next dials of numbers go.

    Contract `sandbox.expectations` (control API).
    """

    expectations: list[SandboxExpectation]
    """In the order they are asked."""


class SandboxExplanation(TypedDict):
    """An explanation.

    What happened to a call, in sentences.

    Contract `sandbox.explanation` (control API).
    """

    ivrid: str
    """The call."""
    sentences: list[str]
    """One for each thing that happened, oldest first."""


SandboxExtensionState: TypeAlias = SandboxExtension
"""An extension.

An extension now.

Contract `sandbox.extension_state` (control API).
"""


class SandboxExtensions(TypedDict):
    """Extensions.

    Every extension now.

    Contract `sandbox.extensions` (control API).
    """

    extensions: list[SandboxExtension]
    """In the document's order."""


class SandboxHangUpCall(TypedDict, total=False):
    """Hang up.

    Ends a call now.

    Contract `sandbox.hang_up_call` (control API).
    """

    by: Literal["party", "system", "caller", "target", "agent", "phone"] | str
    """Who ends it: system; party (who called); or a leg by its role, SIP name or number. Default: system."""


SandboxMuteCall: TypeAlias = dict[str, Any]
"""Mute.

Mutes a recording, or lets it go on.

Contract `sandbox.mute_call` (control API).
"""


class SandboxPlaceCallDigitsItem(TypedDict):
    """One of `digits`.

    Part of contract `sandbox.place_call` (control API).
    """

    press: str
    """Keys: 0 to 9, * and #."""
    after: NotRequired[float]
    """Seconds after arriving at the place; left out: a second after its announcement."""
    at: NotRequired[str | int]
    """Only at this layer (its number), or in a queue (queue)."""


class SandboxPlaceCallHangUpItem(TypedDict):
    """One place.

    Part of contract `sandbox.place_call` (control API).
    """

    at: str | int
    """start, layer, a layer's number, queue, ringing, talking or voicemail."""
    after: float
    """Seconds after arriving there."""


class SandboxPlaceCall(TypedDict, total=False):
    """Place a call.

    Starts a call: somebody calls a number of the organization, or (with extension and target) an extension dials.

    Contract `sandbox.place_call` (control API).
    """

    caller: str
    """The caller's number; empty: withheld."""
    caller_name: str
    """The caller's name."""
    did: str
    """The number that is called. Default: the organization's first."""
    digits: str | list[str | SandboxPlaceCallDigitsItem]
    """Keys the caller presses. A text: as places ask for them, a comma ends what goes to one place. An array: texts,
    or objects that say when and where."""
    hang_up: list[SandboxPlaceCallHangUpItem]
    """Where the caller hangs up."""
    patience_seconds: float | None
    """How long the caller waits in a queue or hears it ring. Default: as the organization's callers do."""
    talk_seconds: float | None
    """How long the caller talks. Left out: as long as the other side."""
    message_seconds: float
    """How long the caller speaks to a voicemail. Default: 10."""
    extension: str
    """The extension that dials, for an outgoing or internal call."""
    target: str
    """What the extension dials: a number, or another extension."""
    caller_id: str
    """The number that the target of an outgoing call sees."""
    dial_seconds: float
    """How long an outgoing call rings at most. Default: 60."""
    record: bool
    """Whether an outgoing call is recorded. Default: true."""
    parties: dict[str, SandboxOutcome]
    """What those do who are dialled: by SIP name, number, agent (in a queue) or target."""
    custom: dict[str, Any]
    """Custom data."""
    service: Literal["extension", "calling_card", "number_check", "fax"]
    """What an outgoing call is made through: it decides the record's type. Default: extension."""
    ai: bool | SandboxAnalysis
    """Whether the conversation is analysed, and how it went. Left out: as the organization says."""


class SandboxPlacedCall(TypedDict):
    """A call was placed.

    The id of the new call.

    Contract `sandbox.placed_call` (control API).
    """

    ivrid: str
    """The call's id, the same everywhere."""


class SandboxPressDigits(TypedDict):
    """Press keys.

    The caller presses keys.

    Contract `sandbox.press_digits` (control API).
    """

    digits: str
    """Keys: 0 to 9, * and #."""


class SandboxQueuesItemCallersItem(TypedDict):
    """Somebody who waits.

    Part of contract `sandbox.queues` (control API).
    """

    ivrid: str
    """The call's id."""
    caller: str
    """The caller's number as it is shown locally."""
    caller_name: str
    """The caller's name; empty when there is none."""
    joined: float
    """Since when, epoch seconds."""


class SandboxQueuesItem(TypedDict):
    """One queue.

    Part of contract `sandbox.queues` (control API).
    """

    id: int
    """The queue's id."""
    name: str
    """Its name."""
    members: list[str]
    """SIP names of its members."""
    callers: list[SandboxQueuesItemCallersItem]
    """Who waits, the longest first."""


class SandboxQueues(TypedDict):
    """Queues.

    Every queue and who waits in it.

    Contract `sandbox.queues` (control API).
    """

    queues: list[SandboxQueuesItem]
    """In the document's order."""


class SandboxSetAgent(TypedDict):
    """Change an agent.

    Logs an agent in or out, or changes the status.

    Contract `sandbox.set_agent` (control API).
    """

    status: int
    """Status id: 1 log in, 2 log out, others as the organization names them."""
    extension: NotRequired[str]
    """Where. Default: where the agent is, or the user's own extension."""


class SandboxSetExtension(TypedDict):
    """Change an extension.

    What its telephone does.

    Contract `sandbox.set_extension` (control API).
    """

    device: Literal["online", "offline"]
    """Whether its telephone is registered. Calls that are up go on."""


class SandboxSpyCall(TypedDict):
    """Listen.

    A supervisor's extension listens to the call.

    Contract `sandbox.spy_call` (control API).
    """

    extension: str
    """The extension that listens."""


class SandboxTransferCall(TypedDict, total=False):
    """Transfer.

    Passes the other party on.

    Contract `sandbox.transfer_call` (control API).
    """

    to: str
    """A number or an extension. Not needed to complete."""
    kind: Literal["blind", "consult", "complete"]
    """blind: at once. consult: the call goes on hold and the extension calls first. complete: who is on hold gets
    who was consulted. Default: blind."""
    extension: str
    """Which extension (or leg) acts, where the call has several."""
