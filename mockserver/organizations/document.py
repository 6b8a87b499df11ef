"""The organization document: what one organization of the sandbox consists of, written as plain data.

Its schema is the contract ``sandbox.organization``; ``demo.yaml`` beside this file is the example to read.
``load`` takes a document from a file, ``read`` makes the exchange's directory of it, ``describe`` is the
way back, ``instantiate`` makes a copy under another id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import islice
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from ...contracts.callback_names import CALLBACK_NAMES, CallbackName
from ...contracts.operations import WORDING, Revision
from ..state import fault_words
from ..state.moments import read_moment
from ..telephony.model.directory import (
    Ai,
    Behaviour,
    CallbackTarget,
    Chance,
    Directory,
    Limits,
    Prices,
)
from .entries import as_data, build, readers
from .files import LoadedDocument, load, loads
from .instances import check_id, instantiate, is_id
from .problems import DocumentError, DocumentProblem, did_you_mean
from .sections import Sections, fill_in

__all__ = [
    "DocumentError",
    "DocumentProblem",
    "LoadedDocument",
    "check_id",
    "describe",
    "instantiate",
    "load",
    "loads",
    "read",
]

DEFAULT_ID = "organization"
"""What an organization is called that has no id, neither its own nor given nor its file's name."""
DEFAULT_TIME_ZONE = "Asia/Jerusalem"
PROBLEMS = 100
"""After so many nothing more is looked for."""

Members = Mapping[str, Any]


def read(document: Members, *, id: str | None = None, trusted: bool = False) -> Directory:
    """The directory of a document. ``id`` goes before the document's own; codes stay as they are written.

    A document without an id takes its file's name (``shop.yaml`` is ``shop``), and so do the codes it leaves out.
    Raises ``DocumentError`` with everything that is wrong. ``trusted`` documents are not checked: only for
    what a test has read without it.
    """
    try:
        return _read(document, id, trusted)
    except DocumentError as error:
        if not isinstance(document, LoadedDocument):
            raise
        raise error.in_file(document.source, document.lines) from None


def _read(document: Members, given_id: str | None, trusted: bool) -> Directory:
    if not trusted:
        from .rules import violations

        if problems := list(islice(violations(document), PROBLEMS)):
            raise DocumentError(problems)
    organization_id = check_id(document.get("id", _default_id(document)) if given_id is None else given_id)
    name = str(document.get("name", organization_id))
    sections = fill_in(document, id=organization_id, name=name)
    if not trusted:
        _zone(document.get("time_zone", DEFAULT_TIME_ZONE))
    directory = _directory(document, organization_id, name, sections)
    if not trusted:
        from .references import check

        if problems := list(islice(check(sections, directory), PROBLEMS)):
            raise DocumentError(problems)
    return directory


def _default_id(document: Members) -> str:
    stem = Path(document.source).stem if isinstance(document, LoadedDocument) else ""
    return stem if is_id(stem) else DEFAULT_ID


def _directory(document: Members, organization_id: str, name: str, sections: Sections) -> Directory:
    realtime: Members = document.get("realtime", {})
    revision = cast("Revision", str(document.get("revision", "current")))
    wording = WORDING[revision]
    settings: dict[str, Any] = {
        "queue_statuses": wording.queue_statuses,
        "queue_wait_in_duration": wording.queue_wait_in_duration,
        **{key: document[key] for key in _SETTINGS if key in document},
    }
    return Directory(
        id=organization_id,
        name=name,
        accounts=_by(sections.accounts, lambda account: account.id),
        codes=_by(sections.codes, lambda code: code.code),
        users=_by(sections.users, lambda user: user.id),
        extensions=_by(sections.extensions, lambda extension: extension.sip),
        trunks=_by(sections.trunks, lambda trunk: trunk.name),
        dids=_by(sections.dids, lambda did: did.number),
        layers=_by(sections.layers, lambda layer: layer.number),
        queues=_by(sections.queues, lambda queue: queue.id),
        voicemails=_by(sections.voicemails, lambda voicemail: voicemail.id),
        conferences=_by(sections.conferences, lambda conference: conference.code),
        recordings=_by(sections.recordings, lambda recording: recording.name),
        statuses=_by(sections.statuses, lambda status: status.id),
        campaigns=_by(sections.campaigns, lambda campaign: campaign.code),
        lead_trackers=_by(sections.lead_trackers, lambda tracker: tracker.token),
        callbacks={name: _callback(name, document.get("callbacks", {}), revision) for name in CALLBACK_NAMES},
        caller_ids={country: str(number) for country, number in document.get("caller_ids", {}).items()},
        behaviour=_behaviour(document.get("behaviour", {})),
        limits=build(Limits, document.get("limits", {})),
        prices=build(Prices, document.get("prices", {})),
        ai=_ai(document.get("ai", False)),
        revision=revision,
        now=_start(document.get("now"), document.get("time_zone", DEFAULT_TIME_ZONE)),
        realtime_tokens=tuple(str(token) for token in realtime.get("tokens", [f"{organization_id}-token"])),
        realtime_accounts={user: str(password) for user, password in realtime.get("accounts", {}).items()},
        realtime_ping_interval_seconds=realtime.get("ping_interval_seconds", 60),
        blacklist=tuple(str(number) for number in document.get("blacklist", ())),
        faults=tuple(fault_words.from_members(item) for item in document.get("faults", ())),
        earlier_calls=_by(sections.earlier_calls, lambda call: call.id),
        **settings,
    )


_SETTINGS = (
    "time_zone",
    "seed",
    "server_time_offset_minutes",
    "queue_statuses",
    "queue_wait_in_duration",
    "acknowledgement",
)
"""Members that a directory takes as they are."""


def _by(entries: Sequence[Any], key: Callable[[Any], Any]) -> dict[Any, Any]:
    return {key(entry): entry for entry in entries}


def _callback(name: CallbackName, callbacks: Members, revision: Revision) -> CallbackTarget:
    given: Members = callbacks.get(name, {})
    encoding = given.get("encoding", "query" if name == "popup" and revision == "3.2" else "json")
    derived = {"encoding": encoding, "method": "GET" if encoding == "query" else "POST"}
    return build(CallbackTarget, {**derived, **given, "name": name})


def _behaviour(given: Members) -> Behaviour:
    usual = Behaviour()
    patience = given.get("patience_seconds", usual.patience_seconds)
    return Behaviour(
        _chance(given.get("agents", {}), usual.agents),
        _chance(given.get("outside", {}), usual.outside),
        tuple(patience),
    )


def _chance(given: Members, usual: Chance) -> Chance:
    """Whoever only says how often a party is busy means that it answers the other times."""
    read = readers(Chance)
    chance = replace(usual, **{name: read[name](value) for name, value in given.items()})
    if "answer" in given:
        return chance
    others = chance.busy + chance.reject + chance.unavailable + chance.congestion + chance.voicemail
    return replace(chance, answer=max(0.0, round(1 - others, 9)))


def _ai(given: Members | bool) -> Ai | None:
    if isinstance(given, bool):
        return Ai() if given else None
    return build(Ai, given)


def _start(written: float | str | None, time_zone: str) -> float | None:
    """``now`` as an epoch; without an offset it is local time."""
    if not isinstance(written, str):
        return written
    try:
        return read_moment(written, _zone(time_zone))
    except ValueError as error:
        raise DocumentError([("now", str(error))]) from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # an unknown name; a folder of zones; a path
        from zoneinfo import available_timezones

        near = did_you_mean(name, sorted(available_timezones()))
        raise DocumentError([("time_zone", f"{name!r} is no time zone{near}")]) from None


def describe(directory: Directory) -> dict[str, Any]:
    """The document of a directory, complete: what was left out or written short is spelled out.

    It is plain data (JSON), and ``read(describe(directory)) == directory``.
    """
    document: dict[str, Any] = {}
    for entry in fields(Directory):
        value = getattr(directory, entry.name)
        if entry.name in _LISTS:
            document[entry.name] = [as_data(member) for member in value.values()]
        elif entry.name == "callbacks":
            targets = {target.name: as_data(target) for target in directory.callbacks.values()}
            document["callbacks"] = {name: _without_name(target) for name, target in targets.items()}
        elif entry.name.startswith("realtime_"):
            document.setdefault("realtime", {})[entry.name.removeprefix("realtime_")] = as_data(value)
        elif value is not None:
            document[entry.name] = as_data(value)
    return document


_LISTS = frozenset(Sections._fields)


def _without_name(target: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in target.items() if name != "name"}
