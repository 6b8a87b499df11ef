"""What each flow keeps of a call beside what every call has: one class a flow, in ``Call.flow_state``."""

from __future__ import annotations

from typing import Literal

from ....contracts.dial_statuses import DialStatusName
from ....contracts.quick_dataclasses import dataclass
from .calls import FlowState, PartyKind
from .directory import Direction

Click2CallAction = Literal["call", "message", "callference"]


@dataclass(slots=True)
class RoutedState(FlowState):
    """A call in which one party is led to another.

    ``record_type`` is the CDR type of a plain call, ``direction`` the record's. ``caller_extension`` is whose
    extension dials (or transfers, or forwards), ``shown`` the number the called party sees where it is not the
    caller's. After an attended transfer ``started`` is when the recorded part began and ``talk_since`` when its talk
    did (epochs, 0: with the call, with the answer). ``beep`` is when a mailbox begins to record, ``mailbox_extension``
    whose it is. ``questions`` counts how often a customer's IVR has been asked, ``turned_away`` how many queues did not
    take the caller at the moment ``turned_away_at`` (epoch).
    """

    record_type: int
    direction: Direction
    caller_extension: str = ""
    shown: str = ""
    started: float = 0
    talk_since: float = 0
    beep: float = 0
    mailbox_extension: str = ""
    questions: int = 0
    turned_away: int = 0
    turned_away_at: float = 0


@dataclass(slots=True)
class ProductiveState(FlowState):
    """An agents campaign's call. ``campaign_id`` is the wire's number of the campaign. ``shown`` and ``shown_name``
    are what the customer sees; ``dial_seconds`` is how long they may ring. ``connecting``:
    the call has not yet brought agent and customer together, and counts as being in set-up. ``blacklisted``: the
    customer was, when their turn came.
    """

    campaign_id: int
    shown: str
    shown_name: str
    dial_seconds: float
    ignore_blacklist: bool
    connecting: bool = True
    blacklisted: bool = False


@dataclass(slots=True, kw_only=True)
class Click2CallState(FlowState):
    """What leg 2 of a Click2Call needs when its turn comes, and how long the call may take. Seconds.

    ``target_kind`` is empty where there is no target. ``voicemail`` answers for the phone, if it is an extension's;
    ``dial_blacklisted_target``: the blacklist is ignored for leg 2. ``play_seconds``: the length of a message, which
    begins with ``announcement``; ``conference``: a callference's room.
    """

    action: Click2CallAction
    target_kind: PartyKind | Literal[""]
    target_caller_id: str
    target_caller_name: str
    target_dial_seconds: float
    target_auto_answer: bool
    maximum_seconds: float
    voicemail: str
    dial_blacklisted_target: bool
    play_seconds: float
    conference: str = ""
    announcement: str = ""


@dataclass(slots=True)
class PredictiveState(RoutedState):
    """An IVR campaign's call. ``campaign_id`` and ``connecting`` as in ``ProductiveState``; ``result`` is the
    attempt's status, empty until it is certain.
    """

    campaign_id: int = 0
    connecting: bool = True
    result: DialStatusName | Literal[""] = ""
