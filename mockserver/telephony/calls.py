"""Calls and their legs, and how one extension sees a call: plain mutable state, nothing that acts.

Times are epochs in seconds (UTC), ``0`` where a thing has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

LegState = Literal["NEW", "RINGING", "TALKING", "HELD", "ENDED"]
PartyKind = Literal["extension", "phone", "trunk"]
By = Literal["party", "other", "system"]
"""Who ends a leg: its own party, the other party of the call, or the exchange (terminate, time limit)."""


@dataclass(slots=True)
class Leg:
    """One connection between the exchange and a party.

    ``number`` is the party's E.164 number or SIP name; ``role`` is what the flow calls it (``phone``,
    ``target``, ``agent``, ``caller``). ``status`` is the CDR status, certain once the leg has ended.
    """

    index: int
    role: str
    kind: PartyKind
    number: str
    state: LegState = "NEW"
    dialed_at: float = 0
    answered_at: float = 0
    ended_at: float = 0
    status: str = ""
    cause: int = 16
    shown_number: str = ""
    shown_name: str = ""
    talk_seconds: float | None = None
    timer: int = 0
    ended_by: By | Literal[""] = ""

    @property
    def open(self) -> bool:
        return self.state != "ENDED"

    @property
    def connected(self) -> bool:
        return self.state in ("TALKING", "HELD")


@dataclass(slots=True)
class ExtensionCall:
    """A call as one extension sees it: what events, pop-ups and the monitor API show.

    ``status`` is the wire's ``callstatus``, ``direction`` its ``direction``; ``click2call_leg`` is ``1`` or
    ``2`` (``0`` otherwise). ``custom`` is the call's own dictionary, shared.
    """

    call_id: str
    started: float
    caller_name: str
    caller_phone: str
    status: str
    direction: str
    custom: dict[str, Any]
    answered_at: float = 0
    answered: bool = False
    recording: str = ""
    muted: bool = False
    did: str = ""
    click2call_leg: int = 0
    queue_id: int = 0
    campaign_id: int = 0
    call_type: int = 0
    internal: bool = False
    original_caller: str = ""
    spied: bool = False
    related: tuple[str, ...] = ()

    def snapshot(self) -> ExtensionCall:
        """A copy that later changes do not touch."""
        copy: ExtensionCall = object.__new__(ExtensionCall)
        for name in _VIEW_FIELDS:
            setattr(copy, name, getattr(self, name))
        return copy


_VIEW_FIELDS = tuple(ExtensionCall.__dataclass_fields__)


@dataclass(slots=True)
class Visit:
    """One IVR layer the call went through, with what the caller pressed there."""

    layer_number: int
    layer_id: int
    layer_name: str
    digits: str = ""


@dataclass(slots=True)
class Call:
    """One call, with one id everywhere.

    ``flow`` names the flow that decides what happens next; ``data`` is that flow's own plain data.
    ``story`` holds what happened, (time, what, details), for ``explain`` and the timeline.
    """

    id: str
    flow: str
    account: int
    started: float
    direction: str
    caller: str = ""
    caller_name: str = ""
    target: str = ""
    did: str = ""
    user: int = 0
    queue_id: int = 0
    queue_waited: float = 0
    campaign: str = ""
    recording: str = ""
    muted: bool = False
    mute_spans: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    original_call: str = ""
    language: str = "he"
    legs: list[Leg] = field(default_factory=list[Leg])
    visits: list[Visit] = field(default_factory=list[Visit])
    custom: dict[str, Any] = field(default_factory=dict[str, Any])
    script: dict[str, Any] = field(default_factory=dict[str, Any])
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    timer: int = 0
    ended_at: float = 0
    cdrs: list[int] = field(default_factory=list[int])
    story: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list[tuple[float, str, dict[str, Any]]])

    @property
    def ended(self) -> bool:
        return self.ended_at > 0

    def leg(self, role: str) -> Leg | None:
        """The latest leg of that role."""
        for leg in reversed(self.legs):
            if leg.role == role:
                return leg
        return None
