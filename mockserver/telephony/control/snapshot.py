"""An exchange as plain JSON at any moment, and back: it then goes on exactly as it would have.

State is dataclasses and a few classes of plain attributes, written by one rule: an object is
``{"@": class, member: value…}``, a tuple ``{"@": "tuple", "items": […]}``, a dictionary with other keys than text, or
not in the order of its keys, ``{"@": "dict", "items": [[key, value]…]}``: who came first matters, and the members of a
JSON object have no order that every program keeps. Only the classes listed here come back. What is derived from the
directory, and who subscribes, is not part of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, cast

from ..click2call import story as click2call_story
from ..core import story as core_story
from ..core.exchange import Exchange, Question
from ..core.scheduler import Scheduler
from ..dialer import dialer
from ..dialer import story as dialer_story
from ..in_call import story as in_call_story
from ..log.call_log import CallLog
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
from ..model.campaign_list import CampaignList, PendingCall
from ..model.campaign_report import AgentWork, Bucket, CampaignReport
from ..model.campaign_state import CampaignState
from ..model.cdr import Cdr
from ..model.dialer_state import DialerState, Missed
from ..model.directory import Directory
from ..model.events import QueuedCaller
from ..model.extension_state import AgentState, ExtensionState
from ..model.flow_states import Click2CallState, PredictiveState, ProductiveState, RoutedState
from ..model.outcomes import Expectation, Outcome
from ..model.queue_state import QueueState
from ..model.statistics import Statistics, Stretch
from ..routing import story as routing_story
from . import operator, snapshot_version_1
from .flows import new_exchange

VERSION = 2
STATE = (
    "calls",
    "ended",
    "expectations",
    "blacklist",
    "due",
    "questions",
    "question_count",
    "cdr_count",
    "extensions",
    "agents",
    "queues",
    "campaigns",
    "statistics",
)
"""The attributes of an exchange that are state; scheduler, random source, ids and log are written in their own way."""

CLASSES: dict[str, type[Any]] = {
    entry.__name__: entry
    for entry in (
        AgentState,
        AgentWork,
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
        *click2call_story.ENTRIES,
        *core_story.ENTRIES,
        *dialer_story.ENTRIES,
        *in_call_story.ENTRIES,
        *routing_story.ENTRIES,
    )
}
TAG = "@"


class SnapshotError(ValueError):
    """What was given is no snapshot of this version, or none that can be restored here."""


def export(exchange: Exchange) -> dict[str, Any]:
    """The exchange as plain JSON. A call log in a file is named; any other stands in it, record by record."""
    version, words, gauss = exchange.random.getstate()
    log = exchange.log
    return {
        "version": VERSION,
        "organization": exchange.directory.id,
        "seed": exchange.seed,
        "scheduler": exchange.scheduler.export(),
        "random": [version, list(words), gauss],
        "ids": exchange.ids.count,
        "state": {name: plain(getattr(exchange, name)) for name in STATE},
        "log": {"path": log.path, "last_number": log.last_number} if log.durable else None,
        "records": None if log.durable else [plain(cdr) for cdr in log.all()],
    }


def restore(data: dict[str, Any], directory: Directory, log: CallLog | None = None) -> Exchange:
    """An exchange in the state that was exported. ``log`` is needed where the snapshot only names a file.

    Raises ``SnapshotError``.
    """
    if data.get("version") == 1:
        data = snapshot_version_1.upgraded(data)
    if data.get("version") != VERSION:
        raise SnapshotError(f"'version': {data.get('version')!r} is not the {VERSION} that this release reads")
    if data["organization"] != directory.id:
        raise SnapshotError(
            f"this is a snapshot of {data['organization']!r}, not of {directory.id!r}: their ids differ"
        )
    if data["records"] is None and log is None:
        raise SnapshotError(f"the call log is in {data['log']['path']}; open it and give it along")
    if log is None:
        log = CallLog()
        for record in data["records"] or ():
            log.add(object_of(record))
    scheduler = Scheduler.restore(data["scheduler"])
    exchange = new_exchange(directory, now=scheduler.now, seed=data["seed"], log=log)
    exchange.scheduler = scheduler
    version, words, gauss = data["random"]
    exchange.random.setstate((version, tuple(words), gauss))
    exchange.ids.count = data["ids"]
    for name in STATE:
        setattr(exchange, name, object_of(data["state"][name]))
    exchange.ended = OrderedDict(exchange.ended)
    return exchange


def plain(value: Any) -> Any:
    """A value as JSON. Raises ``TypeError`` for a class that is not listed here."""
    if value is None or isinstance(value, str | int | float):
        return value
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
    return {TAG: name, **{member: plain(getattr(value, member)) for member in _members(value)}}


def object_of(data: Any) -> Any:
    """The way back. Raises ``SnapshotError`` for a class that is not listed here."""
    if isinstance(data, list):
        return [object_of(item) for item in cast(list[Any], data)]
    if not isinstance(data, dict):
        return data
    members = cast(dict[str, Any], data)
    name = members.get(TAG)
    if name is None:
        return {key: object_of(members[key]) for key in sorted(members)}
    if name == "tuple":
        return tuple(object_of(item) for item in members["items"])
    if name == "dict":
        return {object_of(key): object_of(item) for key, item in members["items"]}
    kind = CLASSES.get(name)
    if kind is None:
        raise SnapshotError(f"a snapshot does not hold {name!r}")
    made = cast(object, object.__new__(kind))
    for member, value in members.items():
        if member != TAG:
            object.__setattr__(made, member, object_of(value))
    if is_dataclass(kind):
        for entry in fields(kind):
            if entry.name not in members:  # written before there was such a member
                object.__setattr__(made, entry.name, _default(name, entry))
    return made


def _default(name: str, entry: Field[Any]) -> Any:
    if entry.default is not MISSING:
        return entry.default
    if entry.default_factory is not MISSING:
        return entry.default_factory()
    raise SnapshotError(f"{name} has no {entry.name!r}")


def _members(value: Any) -> Iterable[str]:
    if is_dataclass(value):
        return [entry.name for entry in fields(value)]
    kinds: tuple[type, ...] = type(value).__mro__
    slots: list[str] = [name for kind in kinds for name in getattr(kind, "__slots__", ())]
    return slots or list(vars(cast(object, value)))


_ = (dialer, operator)  # every flow and step of calls must be known before one can go on
