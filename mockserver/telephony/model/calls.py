"""Calls and their legs, and how one extension sees a call: plain mutable state, nothing that acts.

Times are epochs in seconds (UTC), ``0`` where a thing has not happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any, Final, Literal, Self, TypeVar

from ....contracts.dial_statuses import DialStatusName
from ....contracts.quick_dataclasses import dataclass
from .analysis import AnalysisWish
from .outcomes import Outcome
from .story import Story

FEW_LEGS: Final = 8
"""Of a call with more, those that have ended are passed over."""

Member = TypeVar("Member")
LegRole = Literal["phone", "target", "agent", "customer", "caller", "voicemail", "conference", "recorder"]
"""What a flow calls a leg. The last three are services."""
LegState = Literal["NEW", "RINGING", "TALKING", "HELD", "ENDED"]
CallStatus = Literal["Ringing", "Dialing", "Talking", "Hold"]
"""A call's ``callstatus`` at an extension."""
PartyKind = Literal["extension", "phone", "trunk", "service"]
"""``service``: the exchange itself, as a voicemail, a conference or a recorder."""
By = Literal["party", "other", "system"]
"""Who ends a leg: its own party, the other party of the call, or the exchange (terminate, time limit)."""


@dataclass(slots=True)
class Leg:
    """One connection between the exchange and a party.

    ``number`` is the party's E.164 number or SIP name. ``status`` is the CDR status, certain once the leg has ended.
    """

    index: int
    role: LegRole
    kind: PartyKind
    number: str
    state: LegState = "NEW"
    dialed_at: float = 0
    answered_at: float = 0
    ended_at: float = 0
    status: DialStatusName | Literal[""] = ""
    cause: int = 16
    shown_number: str = ""
    shown_name: str = ""
    talk_seconds: float | None = None
    timer: int = 0
    ended_by: By | Literal[""] = ""
    refusal: Literal["", "DONTCALL", "TORTURE"] = ""
    """What the called person's privacy menu said (``DONTCALL``, ``TORTURE``); empty otherwise."""
    line: str = ""
    """The line of the real telephone that carries the leg; empty for simulated parties."""

    @property
    def open(self) -> bool:
        return self.state != "ENDED"

    @property
    def outcome(self) -> DialStatusName:
        """The status of a leg that has ended, or was answered."""
        assert self.status
        return self.status

    @property
    def connected(self) -> bool:
        return self.state in ("TALKING", "HELD")


def growing(values: Sequence[Member]) -> list[Member]:
    """What stays a sequence of a call, as a list that more are added to: itself, or one of what is there."""
    return values if isinstance(values, list) else [*values]


NO_LEGS: Final[list[Leg]] = []


class RecentLegs:
    """Of the many legs of a call those that may matter for what happens next, in their order and by number: all that
    are up, the latest of each role, and some that have ended since this was made. There are ``most`` at most.
    """

    __slots__ = ("by_number", "latest", "legs", "most")

    def __init__(self, legs: list[Leg]) -> None:
        latest: dict[LegRole, Leg] = {leg.role: leg for leg in legs}
        self.legs: list[Leg] = []
        self.latest = latest
        self.by_number: dict[str, list[Leg]] = {}
        for leg in legs:
            if leg.open or latest[leg.role] is leg:
                self.add(leg)
        self.most = 2 * len(self.legs) + FEW_LEGS

    def add(self, leg: Leg) -> None:
        """The latest."""
        self.legs.append(leg)
        self.latest[leg.role] = leg
        self.by_number.setdefault(leg.number, []).append(leg)


@dataclass(slots=True)
class ExtensionCall:
    """A call as one extension sees it: what events, pop-ups and the monitor API show.

    ``caller_name`` and ``caller_phone`` are what the extension is shown. ``status`` and ``direction`` are the wire's;
    ``click2call_leg`` is ``1`` or ``2`` (``0`` otherwise). ``custom`` is the call's own dictionary, shared. ``in_use``:
    this extension's own side of the call is connected, so that its line is taken, whether or not the other side has
    answered.

    Once it is shown it is replaced and never changed: events keep it, and need no copies.
    """

    call_id: str
    started: float
    caller_name: str
    caller_phone: str
    status: CallStatus
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
    in_use: bool = False

    def copy(self) -> ExtensionCall:
        """Another like it, to be changed before it is shown."""
        return ExtensionCall(
            self.call_id, self.started, self.caller_name, self.caller_phone, self.status, self.direction, self.custom,
            self.answered_at, self.answered, self.recording, self.muted, self.did, self.click2call_leg, self.queue_id,
            self.campaign_id, self.call_type, self.internal, self.original_caller, self.spied, self.related,
            self.in_use,
        )  # fmt: skip


@dataclass(slots=True)
class Visit:
    """One IVR layer the call went through, with what the caller pressed there."""

    layer_number: int
    layer_id: int
    layer_name: str
    digits: str = ""


@dataclass(slots=True)
class Press:
    """Keys a scripted caller presses at one place that takes keys: any place, or only at ``place`` (a layer's
    number, or ``queue``). ``after`` is in seconds from arriving there; ``None``: a second after the announcement.
    ``typing``: they are in the middle of them.
    """

    keys: str
    after: float | None = None
    place: str = ""
    typing: bool = False


@dataclass(slots=True)
class HangUp:
    """A scripted caller hangs up so many seconds after arriving at ``place``: ``start``, ``layer`` (any), a
    layer's number, ``queue``, ``ringing``, ``talking``, ``voicemail``.
    """

    place: str
    after: float


@dataclass(slots=True)
class Caller:
    """How the person who calls behaves. ``patience_seconds`` is how long they wait in a queue or hear it ring
    before they hang up, ``talk_seconds`` how long they talk (``None``: as the other side likes),
    ``message_seconds`` how long they speak to a voicemail. Sequences are replaced and never changed.
    """

    presses: Sequence[Press] = ()
    hang_ups: Sequence[HangUp] = ()
    patience_seconds: float | None = None
    talk_seconds: float | None = None
    message_seconds: float = 10
    waiting_since: float = 0
    press_timer: int = 0
    place_timer: int = 0
    patience_timer: int = 0
    talk_timer: int = 0


@dataclass(slots=True)
class LayerPosition:
    """Where a call stands in the IVR: layer ``number``, what it collects, and what its customer's IVR said.

    ``round`` counts how often the announcement has been played, ``menu`` and ``previous_menu`` are the
    customer's own names of menus. ``collecting`` says what the keys are for; empty: none are taken now, ``asking``:
    the customer has been asked and has not answered yet. ``timed_out``: the last time they did not answer in time.
    ``parameters`` is what the caller has told a VoiceBot. ``announcement`` names what is played, from ``announced_at``
    (epoch) on.
    """

    number: int
    previous: int
    collecting: Literal["", "menu", "external_layer", "external_ivr", "asking"] = ""
    keys: str = ""
    size: int = 1
    round: int = 0
    rounds: int = 1
    prompt_seconds: float = 0
    wait_seconds: float = 5
    menu: str = "-1"
    previous_menu: str = "-1"
    read_back: bool = False
    timed_out: bool = False
    parameters: dict[str, str] = field(default_factory=dict)
    announcement: str = ""
    announcement_seconds: float = 0
    announced_at: float = 0


@dataclass(slots=True)
class DialPlan:
    """What a customer's IVR or layer, or a route, wants dialled, and what follows.

    ``together``: all at once, the first to answer gets the call; else one after the other. ``then_…`` are layer
    numbers. ``next_menu`` holds the External IVR's NEXT_MENU members, ``music`` what the caller hears while it rings,
    ``announcement`` (of ``announcement_seconds``) what a party that answers hears before the two are connected, and
    ``tones`` the keys that are sent to it then.
    """

    parties: list[tuple[PartyKind, str]]
    together: bool = True
    dial_seconds: float = 60
    call_seconds: float = 7200
    shown_number: str = ""
    shown_name: str = ""
    record: bool | None = None
    then_failed: int | None = None
    then_unanswered: int | None = None
    then_answered: int | None = None
    next_menu: dict[str, Any] = field(default_factory=dict)
    mailbox: int | None = None
    music: str = ""
    announcement: str = ""
    announcement_seconds: float = 0
    tones: str = ""
    dialled: int = 0


@dataclass(slots=True)
class QueueVisit:
    """A caller in a queue. ``ringing`` are the indexes of legs that ring for them, ``retry_at`` when agents may
    be rung again after nobody answered. ``fallback`` is the layer to go to when the queue does not serve them,
    ``exit_size`` the length of the longest exit key (0: none), ``keys`` what they have pressed of one.
    """

    queue: int
    joined: float
    ringing: Sequence[int] = ()
    retry_at: float = 0
    fallback: int | None = None
    wait_timer: int = 0
    left: bool = False
    exit_size: int = 0
    keys: str = ""


@dataclass(slots=True, kw_only=True)
class FlowState:
    """What a flow keeps of a call. ``parties`` says how those behave who will be dialled, by SIP name, E.164 number
    or role; who is not in it behaves as the organization's profile says.
    """

    parties: dict[str, Outcome] = field(default_factory=dict)

    @classmethod
    def of(cls, call: Call) -> Self:
        """The state of a call whose flow keeps this class."""
        state = call.flow_state
        assert isinstance(state, cls)
        return state


@dataclass(slots=True)
class Call:
    """One call, with one id everywhere.

    ``flow`` names the flow that decides what happens next, ``flow_state`` is what it keeps of the call. ``story``
    holds what happened and when, for ``explain`` and the timeline. ``caller_script``, ``position``, ``plan`` and
    ``queue`` belong to a caller who is led somewhere: how they behave, where in the IVR they are, who is being
    dialled for them, and the queue they wait in. ``recording`` is the file that is made now, empty for none;
    ``own_recording`` the one name that this call's recording has, whether made or not. ``analysis`` is what somebody
    wants of its analysis (``None``: what the organization says). Most of ten thousand calls that are kept have next to
    nothing in their sequences: ``cdrs`` and ``mute_spans`` become lists, the others are replaced and never changed.
    """

    id: str
    flow: str
    account: int
    started: float
    direction: str
    flow_state: FlowState
    caller: str = ""
    caller_name: str = ""
    target: str = ""
    did: str = ""
    user: int = 0
    queue_id: int = 0
    queue_waited: float = 0
    campaign: str = ""
    recording: str = ""
    own_recording: str = ""
    muted: bool = False
    mute_spans: Sequence[tuple[float, float]] = ()
    original_call: str = ""
    language: str = "he"
    analysis: AnalysisWish | None = None
    legs: list[Leg] = field(default_factory=list)
    visits: Sequence[Visit] = ()
    custom: dict[str, Any] = field(default_factory=dict)
    timer: int = 0
    ended_at: float = 0
    cdrs: Sequence[int] = ()
    caller_script: Caller | None = None
    position: LayerPosition | None = None
    plan: DialPlan | None = None
    queue: QueueVisit | None = None
    steered: bool = False
    """A customer's External IVR has had a say; its HANGUP_CALL is due at the end."""
    spied_by: Sequence[str] = ()
    story: Story = field(default_factory=Story)
    _recent_legs: RecentLegs | None = None

    @property
    def ended(self) -> bool:
        return self.ended_at > 0

    @property
    def recent_legs(self) -> list[Leg]:
        """All that are up, the latest of each role, and some that have ended lately, in their order. A queue may ring
        its agents for hours, and what happens next does not depend on how often.
        """
        recent = self._recent_legs
        return self.legs if recent is None else recent.legs

    def add_to_recent_legs(self, leg: Leg) -> None:
        """One of many that the call has, and the last."""
        recent = self._recent_legs
        if recent is None:
            self._recent_legs = RecentLegs(self.legs)
        elif len(recent.legs) < recent.most:
            recent.add(leg)
        else:
            self._recent_legs = RecentLegs([*recent.legs, leg])

    def connected_to(self, number: str) -> bool:
        """One of its legs is up with that party: an E.164 number or SIP name."""
        recent = self._recent_legs
        legs = self.legs if recent is None else recent.by_number.get(number, NO_LEGS)
        for leg in legs:  # noqa: SIM110 - sooner done than a generator is made
            if leg.number == number and leg.connected:
                return True
        return False

    def leg(self, role: LegRole) -> Leg | None:
        """The latest leg of that role."""
        if self._recent_legs is not None:
            return self._recent_legs.latest.get(role)
        for leg in reversed(self.legs):
            if leg.role == role:
                return leg
        return None
