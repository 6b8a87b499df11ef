"""Messages: control organizations. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from .control_definitions import SandboxClock, SandboxJournalEntry

__all__ = [
    "SandboxAdvanceClock",
    "SandboxCreateOrganization",
    "SandboxEditOrganization",
    "SandboxHealth",
    "SandboxHealthProblemsItem",
    "SandboxHealthProblemsItemReason",
    "SandboxOrganizationState",
    "SandboxOrganizations",
    "SandboxOrganizationsItem",
    "SandboxRequests",
    "SandboxResetOrganization",
    "SandboxRestored",
    "SandboxSetClock",
    "SandboxSnapshot",
    "SandboxSnapshotClock",
    "SandboxSnapshotFaults",
]


class SandboxAdvanceClock(TypedDict, total=False):
    """Advance the clock.

    By seconds, up to a moment, or until nothing waits for anything.

    Contract `sandbox.advance_clock` (control API).
    """

    seconds: float
    """Simulated seconds."""
    until: float | str
    """A moment (epoch seconds, or an ISO 8601 date and time, without an offset local in the organization's time
    zone), or the word idle."""


class SandboxCreateOrganization(TypedDict, total=False):
    """Make an organization.

    From a template under another id, from a whole document, or from the text of an organization file.

    Contract `sandbox.create_organization` (control API).
    """

    id: str
    """The organization's id: letters, digits, - and _, at most 64."""
    template: str
    """Name of a template: demo, or the document the server was started with."""
    document: dict[str, Any]
    """A whole organization document."""
    yaml: str
    """The text of an organization file, YAML or JSON; problems are told with its lines."""
    replace: bool
    """Put it in the place of one with this id."""
    clock: Literal["manual", "realtime", "scaled"]
    """How simulated time relates to the wall clock."""
    speed: float
    """Simulated seconds in one real second."""
    now: float | str
    """Epoch seconds, or an ISO 8601 date and time (without an offset: local in the organization's time zone)."""
    seed: int
    """Decides everything that is left to chance."""
    lenient: bool
    """Let contract violations pass where possible."""


SandboxEditOrganization: TypeAlias = dict[str, Any]
"""Edit an organization.

A JSON merge patch (RFC 7396) of its document: objects are merged, null removes, lists replace.

Contract `sandbox.edit_organization` (control API).
"""


SandboxHealthProblemsItemReason: TypeAlias = Literal[
    "full",
    "read_only",
    "locked",
    "missing",
    "replaced",
    "damaged",
    "unusable",
    "failed",
]
"""What is wrong with the file."""


class SandboxHealthProblemsItem(TypedDict):
    """One organization.

    Part of contract `sandbox.health` (control API).
    """

    organization: str
    """Its id."""
    reason: SandboxHealthProblemsItemReason
    """What is wrong with the file."""
    message: str
    """The same as a sentence that names the file."""


class SandboxHealth(TypedDict):
    """Health.

    The server answers; degraded: some organization's database cannot be used, see serve --db.

    Contract `sandbox.health` (control API).
    """

    status: Literal["ok", "degraded"]
    """Whether all organizations can be used."""
    version: str
    """Version of voicenter-mock."""
    problems: NotRequired[list[SandboxHealthProblemsItem]]
    """Which organizations' databases cannot be used, and why."""


class SandboxOrganizationState(TypedDict):
    """An organization.

    Its document, how to reach it, and its clock.

    Contract `sandbox.organization_state` (control API).
    """

    id: str
    """The organization's id: letters, digits, - and _, at most 64."""
    base_url: str
    """Base URL that names it."""
    code: str
    """Its first API code."""
    clock: SandboxClock
    """Its clock."""
    document: dict[str, Any]
    """Its whole document."""


class SandboxOrganizationsItem(TypedDict):
    """One of `organizations`.

    Part of contract `sandbox.organizations` (control API).
    """

    id: str
    """The organization's id: letters, digits, - and _, at most 64."""
    name: str
    """Its name."""
    base_url: str
    """Base URL that names it."""
    clock: SandboxClock
    """Its clock."""


class SandboxOrganizations(TypedDict):
    """Organizations.

    Every organization on the server.

    Contract `sandbox.organizations` (control API).
    """

    organizations: list[SandboxOrganizationsItem]
    """In the order they were made."""


class SandboxRequests(TypedDict):
    """Journal.

    Requests with their answers, contract violations and hints.

    Contract `sandbox.requests` (control API).
    """

    requests: list[SandboxJournalEntry]
    """Oldest first."""


class SandboxResetOrganization(TypedDict, total=False):
    """Reset an organization.

    Back to its start.

    Contract `sandbox.reset_organization` (control API).
    """

    now: float | str
    """Epoch seconds, or an ISO 8601 date and time (without an offset: local in the organization's time zone)."""
    seed: int
    """Another seed."""


class SandboxRestored(TypedDict):
    """Restored.

    Where the organization stands now.

    Contract `sandbox.restored` (control API).
    """

    ivrids: list[str]
    """Ids of the calls that are up."""
    now: float
    """Simulated time, epoch seconds."""


class SandboxSetClock(TypedDict, total=False):
    """Change the clock.

    Mode, speed or both.

    Contract `sandbox.set_clock` (control API).
    """

    mode: Literal["manual", "realtime", "scaled"]
    """How simulated time relates to the wall clock."""
    speed: float
    """Simulated seconds in one real second."""


class SandboxSnapshotClock(TypedDict):
    """Clock mode and speed.

    Part of contract `sandbox.snapshot` (control API).
    """

    mode: Literal["manual", "realtime", "scaled"]
    """Mode."""
    speed: float
    """Factor of the wall clock."""


class SandboxSnapshotFaults(TypedDict):
    """Faults on duty, with their counts and the state of their chance.

    Part of contract `sandbox.snapshot` (control API).
    """

    count: int
    """The highest number so far."""
    random: list[Any]
    """State of the generator."""
    standing: list[dict[str, Any]]
    """Each fault with number, seen and struck."""


class SandboxSnapshot(TypedDict):
    """Snapshot.

    A whole organization at one moment: its document, its exchange (calls, time, people, random state, call log), its
    clock and what is on its way to the customer.

    Contract `sandbox.snapshot` (control API).
    """

    schema: Literal[1]
    """Version of this form."""
    document: dict[str, Any]
    """The organization's document."""
    exchange: dict[str, Any]
    """The exchange's state."""
    clock: NotRequired[SandboxSnapshotClock]
    """Clock mode and speed."""
    deliveries: NotRequired[dict[str, Any] | None]
    """Callbacks, settled and pending."""
    faults: NotRequired[SandboxSnapshotFaults]
    """Faults on duty, with their counts and the state of their chance."""
    request_counts: NotRequired[dict[str, Any]]
    """When requests were answered that a limit counts, epochs. Absent in older snapshots: none were."""
    played: NotRequired[dict[str, Any]]
    """What was played since the organization's start, so that the session can still be exported."""
