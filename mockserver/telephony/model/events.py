"""What the exchange tells the world: facts, in the order they happened. Nobody changes them.

Subscribers (callbacks, realtime, journal, page) turn them into messages; nothing here knows the wire. Those that
come by the hundred thousand are not frozen: that makes a dataclass six times as slow to make.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from ....contracts.dial_statuses import DialStatusName
from ....contracts.quick_dataclasses import dataclass
from .calls import ExtensionCall
from .cdr import Cdr, CdrRow
from .shown_calls import NO_CALLS, ShownCalls

ExtensionReason = Literal["NEWCALL", "ANSWER", "HANGUP", "HOLD", "UNHOLD", "userStatusUpdate"]
QueueReason = Literal["JOIN", "EXIT", "ABANDONED", "ANSWER"]
DialerReason = Literal["NEWCALL", "ANSWER", "HANGUP", "UPDATE"]


@dataclass(slots=True)
class AgentSnapshot:
    """Who is logged in at an extension: ``user`` 0 and ``status`` 2 (logged out) when nobody is."""

    user: int
    status: int
    since: float


@dataclass(slots=True)
class ExtensionEvent:
    """Something happened to a call at an extension, or to its agent (then ``call`` is ``None``).

    ``calls`` are the extension's calls after the event; the call that ended is not among them.
    ``cause`` is the hang-up's text, ``dial_status`` the leg's CDR status. Epochs follow the rule of
    API §9: the last event, the last ANSWER, the last HANGUP of that extension.
    """

    time: float
    reason: ExtensionReason
    extension: str
    call: ExtensionCall | None
    calls: tuple[ExtensionCall, ...]
    agent: AgentSnapshot
    last_event: float
    last_answer: float
    last_hangup: float
    cause: str = ""
    cause_code: int = 0
    dial_status: DialStatusName | Literal[""] = ""


@dataclass(slots=True)
class QueuedCaller:
    call_id: str
    caller: str
    caller_name: str
    joined: float


@dataclass(slots=True)
class QueueEvent:
    """A caller joined or left a queue; ``callers`` are those waiting afterwards (on JOIN with the new one)."""

    time: float
    reason: QueueReason
    queue: int
    call_id: str
    callers: tuple[QueuedCaller, ...]
    answered_by: str = ""


@dataclass(slots=True)
class DialerEvent:
    """A campaign's call changed, or the campaign itself did (``call`` is ``None``). ``shown`` has the calls that the
    campaign has after so many ``changes``.
    """

    time: float
    reason: DialerReason
    campaign: str
    call: ExtensionCall | None
    shown: ShownCalls = NO_CALLS
    changes: int = 0

    @property
    def calls(self) -> tuple[ExtensionCall, ...]:
        """The campaign's calls after the event, put together anew each time."""
        return self.shown.after(self.changes)


@dataclass(slots=True)
class CdrEvent:
    """A record was written to the call log."""

    time: float
    row: CdrRow

    @property
    def cdr(self) -> Cdr:
        """The record, made anew each time."""
        return Cdr(*self.row)


@dataclass(slots=True)
class CallEnded:
    """A call is over, all its records are written."""

    time: float
    call_id: str


@dataclass(frozen=True, slots=True)
class SteeredCallEnded:
    """A call that a customer's External IVR has steered is over (3.2 §5.2): what its HANGUP_CALL says.

    ``target`` is whom it dialled last, empty when nobody; ``made`` when that was, else when the call came;
    ``started`` when the call came (epochs). ``duration`` is the whole call's, ``dial_seconds`` the ring's.
    ``status`` is a row of the table of CALL_STATUS, ``ANSWER`` for an answered call.
    """

    time: float
    call_id: str
    did: str
    caller: str
    target: str
    made: float
    started: float
    duration: int
    dial_seconds: int
    status: DialStatusName


@dataclass(frozen=True, slots=True)
class DirectoryChanged:
    """The organization was edited: what kind of thing changed."""

    time: float
    what: Literal["extensions", "queues", "campaigns", "users", "other"]


Event = ExtensionEvent | QueueEvent | DialerEvent | CdrEvent | CallEnded | SteeredCallEnded | DirectoryChanged

EventRow = tuple[Callable[..., Event], tuple[Any, ...]]
"""An event that nobody has looked at yet: its kind, and what it is made of."""
