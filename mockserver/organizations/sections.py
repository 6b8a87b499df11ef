"""The lists of a document as the exchange's entries, with what was left out filled in.

What is derived depends on the document alone: numbers count up from a fixed first one in the document's
order and step over those that are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from ..telephony.model.directory import (
    Account,
    AgentStatus,
    Campaign,
    Code,
    Conference,
    Did,
    EarlierCall,
    Extension,
    Layer,
    LeadTracker,
    Queue,
    Recording,
    Trunk,
    User,
    Voicemail,
)
from ..telephony.model.extension_state import LOGGED_IN, LOGGED_OUT, USUAL_STATUSES
from .entries import build

Item = Mapping[str, Any]
"""One object of a list in the document."""

FIRST_ACCOUNT = 70000001
FIRST_USER = 20000001
FIRST_EXTENSION = 30000001
FIRST_LAYER = 40000001
FIRST_CAMPAIGN = 60000001
"""The first number that an entry without an id gets; far apart, so that nobody takes one for another."""

_LARGEST_ID = 2**53 - 1


class Sections(NamedTuple):
    """Every list of a document, in its order, doubles included."""

    accounts: list[Account]
    codes: list[Code]
    users: list[User]
    extensions: list[Extension]
    trunks: list[Trunk]
    dids: list[Did]
    layers: list[Layer]
    queues: list[Queue]
    voicemails: list[Voicemail]
    conferences: list[Conference]
    recordings: list[Recording]
    statuses: list[AgentStatus]
    campaigns: list[Campaign]
    lead_trackers: list[LeadTracker]
    earlier_calls: list[EarlierCall]


def fill_in(document: Item, *, id: str, name: str) -> Sections:
    """The entries of a document that keeps to its schema. ``id`` and ``name`` are the organization's."""

    def items(section: str) -> Sequence[Item]:
        return document.get(section, ())

    accounts = [build(Account, item) for item in _number_items(items("accounts") or [{"name": name}], FIRST_ACCOUNT)]
    home = accounts[0].id
    recordings = [build(Recording, item) for item in items("recordings")]
    users, extensions = _people(items("users"), items("extensions"), home)
    return Sections(
        accounts=accounts,
        codes=[build(Code, {"account": home, **item}) for item in document.get("codes", [{"code": f"{id}-code"}])],
        users=users,
        extensions=extensions,
        trunks=[build(Trunk, {"account": home, **item}) for item in items("trunks")],
        dids=[build(Did, item) for item in items("dids")],
        layers=_layers(items("layers"), recordings),
        queues=[build(Queue, {"account": home, **item}) for item in items("queues")],
        voicemails=[build(Voicemail, {"name": f"Voicemail {item['id']}", **item}) for item in items("voicemails")],
        conferences=[
            build(Conference, {"name": f"Conference {item['code']}", **item}) for item in items("conferences")
        ],
        recordings=recordings,
        statuses=_statuses(items("statuses")) if "statuses" in document else list(USUAL_STATUSES),
        campaigns=[
            build(Campaign, {"name": item["code"], "account": home, **item})
            for item in _number_items(items("campaigns"), FIRST_CAMPAIGN)
        ],
        lead_trackers=[build(LeadTracker, item) for item in items("lead_trackers")],
        earlier_calls=[build(EarlierCall, item) for item in items("earlier_calls")],
    )


def _number_items(items: Sequence[Item], first: int) -> Iterable[Item]:
    used = {item["id"] for item in items if "id" in item}
    free = (number for number in count(first) if number not in used)
    return (item if "id" in item else {"id": next(free), **item} for item in items)


def _people(
    user_items: Sequence[Item], extension_items: Sequence[Item], home: int
) -> tuple[list[User], list[Extension]]:
    """Users and extensions, who may name each other from either side."""
    extension_of: dict[int, str] = {}
    for item in extension_items:
        if item.get("user") is not None:
            extension_of.setdefault(item["user"], str(item["sip"]))
    users: list[User] = []
    for item in _number_items([_with_id_from_code(item) for item in user_items], FIRST_USER):
        extension = item.get("extension")
        if extension is None:
            extension = extension_of.get(item["id"])
        users.append(build(User, {"account": home, "code": item["id"], **item, "extension": extension}))

    user_of: dict[str, int] = {}
    for user in users:
        if user.extension is not None:
            user_of.setdefault(user.extension, user.id)
    account_of = {user.id: user.account for user in users}
    extensions: list[Extension] = []
    for item in _number_items(extension_items, FIRST_EXTENSION):
        user_id = item.get("user")
        if user_id is None:
            user_id = user_of.get(str(item["sip"]))
        derived = {"name": item["sip"], "account": account_of.get(user_id or 0, home)}
        extensions.append(build(Extension, {**derived, **item, "user": user_id}))
    return users, extensions


def _with_id_from_code(item: Item) -> Item:
    code = str(item.get("code", ""))
    if "id" in item or not (code.isascii() and code.isdigit() and 0 < int(code) <= _LARGEST_ID):
        return item
    return {"id": int(code), **item}


def _layers(items: Sequence[Item], recordings: Iterable[Recording]) -> list[Layer]:
    seconds = {recording.name: recording.seconds for recording in recordings}
    layers: list[Layer] = []
    for item in _number_items(items, FIRST_LAYER):
        derived: dict[str, Any] = {"name": f"Layer {item['number']}"}
        if str(item.get("prompt", "")) in seconds:
            derived["prompt_seconds"] = seconds[str(item["prompt"])]
        layers.append(build(Layer, {**derived, **item}))
    return layers


def _statuses(items: Sequence[Item]) -> list[AgentStatus]:
    """The given ones, and login and logout, which no organization can do without."""
    given = [build(AgentStatus, {"available": item["id"] == LOGGED_IN, **item}) for item in items]
    ids = {status.id for status in given}
    return [*given, *(usual for usual in USUAL_STATUSES if usual.id in {LOGGED_IN, LOGGED_OUT} - ids)]
