"""An exchange as plain JSON at any moment, and back: it then goes on exactly as it would have.

State is dataclasses and a few classes of plain attributes, written by one rule: an object is
``{"@": class, member: value…}``, a tuple ``{"@": "tuple", "items": […]}``, a dictionary with other keys than text, or
not in the order of its keys, ``{"@": "dict", "items": [[key, value]…]}``: who came first matters, and the members of a
JSON object have no order that every program keeps. Only the classes listed here come back. What is derived from the
directory, and who subscribes, is not part of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, cast, get_origin

from ....contracts.json_values import is_object
from ....contracts.quick_dataclasses import dataclass
from ..click2call import story as click2call_story
from ..core import story as core_story
from ..core.exchange import Exchange, OwnRequest, Question
from ..dialer import dialer, pacing
from ..dialer import story as dialer_story
from ..in_call import story as in_call_story
from ..log.call_log import CallLog
from ..model.analysis import AnalysisWish
from ..model.calls import (
    Call,
    Caller,
    DialPlan,
    ExtensionCall,
    FlowState,
    HangUp,
    LayerPosition,
    Leg,
    Press,
    QueueVisit,
    Visit,
)
from ..model.campaign_list import CampaignList
from ..model.campaign_report import AgentWork, Bucket, CampaignReport
from ..model.campaign_state import CampaignState
from ..model.cdr import Cdr
from ..model.dialer_state import DialerState, Missed
from ..model.directory import Directory
from ..model.events import QueuedCaller
from ..model.extension_state import AgentState, ExtensionState
from ..model.flow_states import Click2CallState, PredictiveState, ProductiveState, RoutedState
from ..model.outcomes import Expectation, Outcome
from ..model.pending_call import PendingCall
from ..model.queue_state import QueueState
from ..model.statistics import Statistics, Stretch
from ..model.story import Story, StoryEntry
from ..model.visitors import Visitor
from ..model.written_types import written_types
from ..routing import story as routing_story
from . import operator, snapshot_version_1
from .flows import new_exchange
from .random_state import random_state, set_random_state
from .snapshot_references import check_references
from .snapshot_schedule import restore_scheduler
from .snapshot_values import TAG, Cause, Signed, SnapshotError, Unbounded, Values, written_members

VERSION = 2
STATE: dict[str, Any] = {
    "calls": dict[str, Call],
    "ended": dict[str, Call],
    "expectations": list[Expectation],
    "blacklist": dict[str, str],
    "due": list[tuple[str, int]],
    "questions": dict[int, Question],
    "question_count": int,
    "cdr_count": int,
    "extensions": dict[str, ExtensionState],
    "agents": dict[int, AgentState],
    "queues": dict[int, QueueState],
    "campaigns": dict[str, CampaignState],
    "statistics": Statistics,
    "visitors": dict[str, Visitor],
}
"""The attributes of an exchange that are state, with their types; scheduler, random source, ids and log are written in
their own way.
"""

_ADDED: dict[str, Any] = {"visitors": {}}
"""What a snapshot of version 2 may not have, because it was written before there was such a thing."""

CLASSES: dict[str, type[Any]] = {
    entry.__name__: entry
    for entry in (
        AgentState,
        AgentWork,
        AnalysisWish,
        Bucket,
        Call,
        Caller,
        Click2CallState,
        CampaignList,
        CampaignReport,
        CampaignState,
        Cdr,
        DialerState,
        DialPlan,
        Expectation,
        ExtensionCall,
        ExtensionState,
        FlowState,
        HangUp,
        LayerPosition,
        Leg,
        Missed,
        Outcome,
        OwnRequest,
        PendingCall,
        PredictiveState,
        Press,
        ProductiveState,
        Question,
        QueueState,
        QueueVisit,
        QueuedCaller,
        RoutedState,
        Statistics,
        Stretch,
        Visit,
        Visitor,
        *click2call_story.ENTRIES,
        *core_story.ENTRIES,
        *dialer_story.ENTRIES,
        *in_call_story.ENTRIES,
        *routing_story.ENTRIES,
    )
}
_MEMBERS: dict[type[Any], dict[str, Any]] = {
    Leg: {**written_types(Leg), "cause": Cause},
    Outcome: {**written_types(Outcome), "cause": Cause},
    Statistics: {"began": float, "kept": list[list[Stretch]], "open": list[Stretch | None]},
    PendingCall: {
        "number": int, "target": str, "caller_id": str, "caller_name": str, "customer_name": str, "priority": Signed,
        "not_before": float, "inserted": float, "custom": dict[str, Any] | None, "ignore_blacklist": bool,
        "attempts": int, "last_dialled": float, "outcomes": tuple[str, ...], "key": Unbounded, "round": Signed,
    },
    CampaignList: {
        "_calls": dict[int, PendingCall], "_by_target": dict[str, int | list[int]], "_ready": list[Unbounded],
        "_later": list[tuple[float, Unbounded]], "_counts": dict[Signed, int], "_highest": list[Signed],
        "_lowest": list[Signed], "_round": int, "numbered": int,
    },
}  # fmt: skip
"""Of the classes that are no dataclasses, and where a number has other bounds than its type says."""
_MADE: dict[type[Any], Callable[[], Any]] = {
    Statistics: partial(Statistics, 0.0),
    PendingCall: partial(PendingCall, ""),
    CampaignList: CampaignList,
}

_SEQUENCES = {
    (owner, member)
    for owner in (Call, Caller, QueueVisit)
    for member, kind in written_types(owner).items()
    if get_origin(kind) is Sequence
}

VALUES = Values(CLASSES, tagged=True, members=_MEMBERS, made=_MADE, written_as={Story: (list[StoryEntry], Story.of)})


@dataclass(slots=True)
class _Written:
    """A snapshot's outermost members. ``log`` says which file has the records, where they do not stand here."""

    version: int
    organization: str
    seed: int
    scheduler: dict[str, Any]
    random: list[Any]
    ids: int
    state: dict[str, Any]
    log: dict[str, Any] | None
    records: list[Cdr] | None


def export(exchange: Exchange) -> dict[str, Any]:
    """The exchange as plain JSON. A call log in a file is named; any other stands in it, record by record."""
    log = exchange.log
    for campaign in exchange.campaigns.values():
        campaign.pending.unpack()
    exchange.statistics.sum_up()
    file = {"path": log.path, "last_number": log.last_number, "last_call": log.last_call} if log.durable else None
    return {
        "version": VERSION,
        "organization": exchange.directory.id,
        "seed": exchange.seed,
        "scheduler": exchange.scheduler.export(),
        "random": random_state(exchange.random),
        "ids": exchange.ids.count,
        "state": {name: plain(getattr(exchange, name)) for name in STATE},
        "log": file,
        "records": None if log.durable else [plain(cdr) for cdr in log.all()],
    }


def restore(data: Any, directory: Directory, log: CallLog | None = None) -> Exchange:
    """An exchange in the state that was exported. ``log`` is needed where the snapshot only names a file.

    Raises ``SnapshotError``, which names the place.
    """
    if not is_object(data):
        raise SnapshotError("a snapshot is an object")
    if data.get("version") == 1:
        data = snapshot_version_1.upgrade(data)
    if data.get("version") != VERSION:
        raise SnapshotError(f"'version': {data.get('version')!r} is not the {VERSION} that this release reads")
    written: _Written = VALUES.read(_Written, {TAG: _Written.__name__, **data})
    if written.organization != directory.id:
        raise SnapshotError(
            f"this is a snapshot of {written.organization!r}, not of {directory.id!r}: their ids differ"
        )
    scheduler = restore_scheduler(written.scheduler, VALUES)
    exchange = new_exchange(directory, now=scheduler.now, seed=written.seed, log=_log(written, log))
    exchange.scheduler, exchange.now = scheduler, scheduler.now
    set_random_state(exchange.random, written.random, "random")
    exchange.ids.count = written.ids
    state = {**_ADDED, **data["state"]}
    for name in state.keys() ^ STATE.keys():
        raise SnapshotError("it is no state of an exchange" if name in state else "it is missing", f"state.{name}")
    for name, hint in STATE.items():
        setattr(exchange, name, VALUES.read(hint, state[name], ((None, "state"), name)))
    exchange.ended = OrderedDict(exchange.ended)
    check_references(exchange)
    exchange.index()
    for campaign in exchange.campaigns.values():
        pacing.drop_taken(exchange, campaign.dialer)
    return exchange


def _log(written: _Written, given: CallLog | None) -> CallLog:
    if written.records is None:
        return _same_file(written.log or {}, given)
    log, last = CallLog(), 0
    for index, record in enumerate(written.records):
        if record.number <= last:
            raise SnapshotError("the records are not in the order of their numbers", f"records[{index}].number")
        last = record.number
        log.add(record)
    return log


def _same_file(written: dict[str, Any], given: CallLog | None) -> CallLog:
    """The file that has the records of a snapshot without any. A log in no file has none: that is for a rehearsal."""
    path, last_number = written.get("path"), written.get("last_number", 0)
    if given is None:
        raise SnapshotError(f"the call log is in {path}; open it and give it along")
    if given.durable:
        found = given.all(since=last_number - 1, limit=1) if last_number else []
        known = written.get("last_call")  # older snapshots do not say
        if last_number and (not found or known not in (None, found[0].call_id)):
            raise SnapshotError(f"{given.path} does not have the {last_number} records that it left in {path}", "log")
    return given


def plain(value: Any) -> Any:
    """A value as JSON. Raises ``TypeError`` for a class that is not listed here."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Story):
        return [plain(entry) for entry in value.entries()]
    if isinstance(value, list):
        return [plain(item) for item in cast(list[Any], value)]
    if isinstance(value, tuple | frozenset | set):
        return {TAG: "tuple", "items": [plain(item) for item in cast(Iterable[Any], value)]}
    if isinstance(value, dict):
        members = cast(dict[Any, Any], value)
        if all(isinstance(key, str) for key in members) and TAG not in members and list(members) == sorted(members):
            return {key: plain(item) for key, item in members.items()}
        return {TAG: "dict", "items": [[plain(key), plain(item)] for key, item in members.items()]}
    name = type(value).__name__
    if CLASSES.get(name) is not type(value):
        raise TypeError(f"{type(value)} is no state that a snapshot knows; list it in telephony/control/snapshot.py")
    return {TAG: name, **{member: plain(_as_list(value, member)) for member in _members(value)}}


def object_of(data: Any) -> Any:
    """The way back. Raises ``SnapshotError`` for a class that is not listed here."""
    return VALUES.read(Any, data)


def _as_list(value: Any, member: str) -> Any:
    """The value of a member; one that is any sequence is written as a list."""
    found: Any = getattr(value, member)
    return list(cast(Iterable[Any], found)) if (type(value), member) in _SEQUENCES else found


def _members(value: Any) -> Iterable[str]:
    """Of a campaign's list too only these: the rest is for calls that are packed, and now none is."""
    kind = cast("type[Any]", type(value))
    return _MEMBERS.get(kind) or written_members(kind)


_ = (dialer, operator)  # every flow and step of calls must be known before one can go on
