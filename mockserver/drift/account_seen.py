"""The account that a recording shows, as an organization document: who and what was named, and nothing that was not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ..telephony.model.phones import e164
from ..traffic.member_kinds import plain_name

_SIP = re.compile(r"[A-Za-z0-9_.-]{1,64}\Z")
_DEEPEST = 30
Entry = dict[str, Any]


@dataclass(slots=True)
class AccountSeen:
    """Takes every judged message (``observe``) and makes a document of them all (``document``)."""

    codes: dict[str, Entry] = field(default_factory=dict[str, Entry])
    accounts: dict[int, Entry] = field(default_factory=dict[int, Entry])
    users: dict[int, Entry] = field(default_factory=dict[int, Entry])
    people: dict[str, str] = field(default_factory=dict[str, str])
    extensions: dict[str, Entry] = field(default_factory=dict[str, Entry])
    queues: dict[int, Entry] = field(default_factory=dict[int, Entry])
    campaigns: dict[str, Entry] = field(default_factory=dict[str, Entry])
    layers: dict[int, Entry] = field(default_factory=dict[int, Entry])
    dids: dict[str, Entry] = field(default_factory=dict[str, Entry])
    statuses: dict[int, Entry] = field(default_factory=dict[int, Entry])
    tokens: dict[str, None] = field(default_factory=dict[str, None])
    caller_ids: dict[str, int] = field(default_factory=dict[str, int])

    def observe(self, contract: str, message: Any) -> None:
        for names in _objects(message):
            self._code(contract, names)
            self._extension(contract, names)
            self._queue(names)
            self._campaign(contract, names)
            self._layer(contract, names)
            self._departments(names)
            self._add_did(names)
            self._status(contract, names)

    # ---- what messages name ------------------------------------------------------------------------------

    def _code(self, contract: str, names: Entry) -> None:
        if not contract.endswith(".request"):
            return
        if contract.startswith("realtime_login.") and _text(names.get("token")):
            self.tokens[_text(names["token"])] = None
        code = _text(names.get("code"))
        if code and not contract.startswith(("dialer.", "recording.")):
            self.codes.setdefault(code, {"code": code})
        campaign = _text(names.get("campaign"))
        if campaign and contract.startswith("dialer."):
            self.campaigns.setdefault(campaign, {"code": campaign, "kind": "agents"})

    def _extension(self, contract: str, names: Entry) -> None:
        if contract.startswith("monitor."):
            self._ring(names.get("username"), name=_text(names.get("name")))
            return
        sip = names.get("extenuser") or names.get("extensionuser") or names.get("sip")
        if sip:
            self._ring(sip, id=_number(names.get("number")))
            self._user(_number(names.get("userid")), _text(names.get("username")), _text(sip))
        for end in ("caller", "target"):
            self._ring(names.get(f"{end}extension"), name=_text(names.get(f"{end}extensionname")))
        code, name = _text(names.get("representativecode")), _text(names.get("representativename"))
        if code and name:
            self.people.setdefault(code, name)

    def _ring(self, sip: Any, *, id: int = 0, name: str = "") -> None:
        text = _text(sip)
        if not text or not _SIP.match(text) or e164(text) is not None:
            return
        entry = self.extensions.setdefault(text, {"sip": text})
        if id:
            entry.setdefault("id", id)
        if name:
            entry.setdefault("name", name)

    def _user(self, id: int, name: str, sip: str) -> None:
        if id and name:
            self.users.setdefault(id, {"id": id, "name": name})
            self.users[id].setdefault("extension", sip)

    def _queue(self, names: Entry) -> None:
        number = _number(names.get("queueid"))
        name = _text(names.get("queuename"))
        if "callers" in names:  # GetQueuesCallers
            number, name = _number(names.get("id")), _text(names.get("name"))
        if number:
            entry = self.queues.setdefault(number, {"id": number, "name": name or f"Queue {number}"})
            if name:
                entry["name"] = name

    def _campaign(self, contract: str, names: Entry) -> None:
        if not contract.startswith("dialer.") or "totalpendingcalls" not in names or not _text(names.get("code")):
            return
        code = _text(names["code"])
        entry = self.campaigns.setdefault(code, {"code": code})
        entry["kind"] = "ivr" if names.get("totalawaitingcalls") is not None else "agents"
        if _text(names.get("name")):
            entry["name"] = _text(names["name"])
        if names.get("statusname") in ("Enabled", "Disabled", "Deleted"):
            entry["status"] = names["statusname"]

    def _layer(self, contract: str, names: Entry) -> None:
        if "layername" in names and "layernumber" in names:
            number = _number(names["layernumber"], least=-1)
            if number >= 0:
                entry = self.layers.setdefault(number, {"number": number, "kind": "menu"})
                entry["name"] = _text(names["layername"]) or f"Layer {number}"
                if _number(names.get("layerid")):
                    entry["id"] = _number(names["layerid"])
        elif contract == "external_layer.request" and "layerid" in names:
            number = _number(names["layerid"], least=-1)
            if number >= 0:
                self.layers[number] = {"number": number, "kind": "external_layer"} | self.layers.get(number, {})
                self.layers[number]["kind"] = "external_layer"

    def _departments(self, names: Entry) -> None:
        top, department = _number(names.get("topdepartmentid")), _number(names.get("departmentid"))
        if top:
            self.accounts.setdefault(
                top, {"id": top, "name": _text(names.get("topdepartmentname")) or f"Account {top}"}
            )
        if department and department not in self.accounts:
            entry = {"id": department, "name": _text(names.get("departmentname")) or f"Account {department}"}
            self.accounts[department] = entry | ({"parent": top} if top and top != department else {})

    def _add_did(self, names: Entry) -> None:
        did = _text(names.get("did"))
        if did and e164(did) is not None:
            entry = self.dids.setdefault(e164(did) or did, {"number": did})
            if _number(names.get("queueid")):
                entry["route"] = {"queue": _number(names["queueid"])}
            elif _text(names.get("targetextension")) in self.extensions and "route" not in entry:
                entry["route"] = {"extension": _text(names["targetextension"])}
        caller = _text(names.get("caller"))
        if names.get("type") in ("Extension Outgoing", "Click2Call leg2") and e164(caller) is not None:
            self.caller_ids[caller] = self.caller_ids.get(caller, 0) + 1

    def _status(self, contract: str, names: Entry) -> None:
        if contract == "login.get_statuses_list.response" and "color" in names:
            number = _number(names.get("id") or names.get("status"))
            if number and _text(names.get("name")):
                self.statuses[number] = {"id": number, "name": _text(names["name"]), "color": _text(names["color"])}

    # ---- the document ------------------------------------------------------------------------------------

    def document(self, id: str) -> Entry:
        """A document that ``organizations.read`` takes: what others name is in it, too."""
        self._add_people()
        for campaign in self.campaigns.values():
            if campaign.get("kind") == "ivr" and self.queues:
                campaign.setdefault("queue", min(self.queues))
        first = next(iter(self.layers), None)
        for entry in self.dids.values():
            entry.setdefault("route", self._somewhere(first))
        sections: Entry = {
            "accounts": sorted(self.accounts.values(), key=lambda account: "parent" in account),
            "codes": list(self.codes.values()),
            "users": list(self.users.values()),
            "extensions": list(self.extensions.values()),
            "dids": [entry for entry in self.dids.values() if entry["route"]],
            "layers": sorted(self.layers.values(), key=lambda layer: layer["number"]),
            "queues": [entry | {"members": list(self.extensions)} for entry in self.queues.values()],
            "statuses": list(self.statuses.values()),
            "campaigns": [self._with_members(entry) for entry in self.campaigns.values()],
        }
        found: Entry = {"id": id, "name": f"Recorded account {id}"}
        found |= {name: entries for name, entries in sections.items() if entries}
        if self.caller_ids:
            found["caller_ids"] = {"default": max(self.caller_ids, key=lambda number: self.caller_ids[number])}
        if self.tokens:
            found["realtime"] = {"tokens": list(self.tokens)}
        return found

    def _add_people(self) -> None:
        """Representatives that only records name; one who is a user of that name already gets their code."""
        by_name = {user["name"]: user for user in self.users.values()}
        for code, name in self.people.items():
            if name in by_name:
                by_name[name].setdefault("code", code)
            elif code.isdigit() and int(code) not in self.users:
                self.users[int(code)] = {"id": int(code), "name": name, "code": code}

    def _somewhere(self, layer: int | None) -> Entry:
        if layer is not None:
            return {"layer": layer}
        if self.queues:
            return {"queue": min(self.queues)}
        return {"extension": next(iter(self.extensions))} if self.extensions else {}

    def _with_members(self, campaign: Entry) -> Entry:
        return campaign | (
            {"members": list(self.extensions)} if campaign["kind"] == "agents" and self.extensions else {}
        )


UNKNOWN = (
    "which extensions are a queue's and a campaign's members: all of them are written here",
    "where a number leads that no queue's or extension's record names: to the first layer, queue or extension",
    "what the layers do: all are menus without keys, but for External Layer's",
    "PINs, passwords, mail addresses and login codes of users; prices, limits, retry schedules, calling hours",
    "calls that were not recorded, and everybody who was in none of them",
)
"""What a recording does not show."""


def write(document: Entry) -> str:
    """The YAML, with what could not be known in comments."""
    from .addendum_file import dump

    lines = ["# An account as a recording showed it (`voicenter-mock organizations from-recording`), with pseudonyms."]
    lines += ["# Not in it, because a recording does not show it:", *(f"# - {one}" for one in UNKNOWN)]
    return "\n".join(lines) + "\n" + dump(document)


def _objects(value: Any, depth: int = 0) -> Iterator[Entry]:
    """Every object of a message, with its names as ``member_kinds`` compares them. Custom data is the customer's."""
    if is_array(value):
        for inner in value:
            yield from _objects(inner, depth + 1)
    elif is_object(value) and depth < _DEEPEST:
        yield {plain_name(name): inner for name, inner in value.items()}
        for name, inner in value.items():
            if plain_name(name) != "customdata":
                yield from _objects(inner, depth + 1)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any, *, least: int = 0) -> int:
    """A number, also as text; ``least`` for anything else."""
    if isinstance(value, bool):
        return least
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdigit() and len(value) < 16 else least
