"""An addendum: what somebody's recordings show beyond the documents, as data. The contracts take it (``addenda.use``).

It is a plain document, for a person to read and edit::

    addendum: 1
    members: [{contract: cdr_notification.request, place: $.callQuality, type: string, samples: [GOOD], share: 0.3}]
    words: [{contract: cdr_notification.request, place: $.status, words: [TRANSFERRED], share: 0.1}]
    types: [{contract: dialer.add_call.response, place: $.ErrorCode, type: string, share: 1}]
    absent: [{contract: cdr_hub.query.response, place: $.TOTAL_HITS, share: 1}]
    errors: [{operation: click2call, code: 9, text: Extension is suspended, http_status: 200}]
    hosts: [{host: recordings.example.net}]

``place`` is a JSON path whose indices are ``[*]``. ``share`` is how many of the fake's messages have it, 0 to 1.
``seen`` may stand in every entry: a sentence on how often and when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from .json_values import is_array, is_object
from .library import names
from .operations import OPERATIONS
from .suggestions import did_you_mean

VERSION = 1
JsonType = Literal["string", "integer", "number", "boolean", "null", "object", "array"]
_TYPES: tuple[str, ...] = get_args(JsonType)
_PLACE = re.compile(r"\$(?:\.[A-Za-z_]\w*|\[\*\]|\['[^']+'\])+\Z")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|(\[\*\])|\['([^']+)'\]")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]+(?:\.[a-z0-9-]+)+\Z", re.IGNORECASE)
EACH: Literal["*"] = "*"
"""The step to every entry of a list."""

Places = Mapping[str, Any]


class AddendumError(ValueError):
    """An addendum cannot be used. ``place`` is where in the document (``members[2].type``), the message why."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        self.reason = message
        super().__init__(f"{place}: {message}" if place else message)


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry says of a contract's messages. ``steps`` lead to the member, ``EACH`` to every entry of a list.

    ``values`` are a new member's samples, or a list's new words. ``kinds`` are JSON types.
    """

    kind: Literal["member", "word", "type", "absent"]
    contract: str
    steps: tuple[str, ...]
    share: float
    values: tuple[Any, ...] = ()
    kinds: tuple[str, ...] = ()
    seen: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """A row that an operation's error table does not have."""

    operation: str
    code: int | str
    text: str
    http_status: int
    seen: str
    entry: str


@dataclass(frozen=True, slots=True)
class Addendum:
    changes: tuple[Change, ...] = ()
    errors: tuple[ErrorRow, ...] = ()
    hosts: tuple[str, ...] = ()


def read(document: Mapping[str, Any]) -> Addendum:
    """The addendum in a plain document. Raises ``AddendumError``."""
    if document.get("addendum") != VERSION:
        raise AddendumError("addendum", f"expected {VERSION}: this is how an addendum begins")
    for name in document:
        if name != "addendum" and name not in _SECTIONS:
            hint = did_you_mean(str(name), _SECTIONS, f"there are {', '.join(_SECTIONS)}")
            raise AddendumError(str(name), f"no section is called so; {hint}")
    changes: list[Change] = []
    for section in ("members", "words", "types", "absent"):
        for place, entry in _entries(document, section):
            changes.append(_SECTIONS[section](place, entry))
    errors = tuple(_error(place, entry) for place, entry in _entries(document, "errors"))
    hosts = tuple(_host(place, entry) for place, entry in _entries(document, "hosts"))
    return Addendum(tuple(changes), errors, hosts)


def _entries(document: Mapping[str, Any], section: str) -> list[tuple[str, dict[str, Any]]]:
    listed = document.get(section)
    if listed is None:
        return []
    if not is_array(listed):
        raise AddendumError(section, "expected a list")
    found: list[tuple[str, dict[str, Any]]] = []
    for index, entry in enumerate(listed):
        place = f"{section}[{index}]"
        if not is_object(entry):
            raise AddendumError(place, "expected an object")
        for name in entry:
            if name not in _MEMBERS[section] | {"seen"}:
                hint = did_you_mean(str(name), _MEMBERS[section], f"there are {', '.join(sorted(_MEMBERS[section]))}")
                raise AddendumError(f"{place}.{name}", f"no member is called so; {hint}")
        found.append((place, entry))
    return found


def _change(kind: Literal["member", "word", "type", "absent"]) -> Callable[[str, dict[str, Any]], Change]:
    def change(place: str, entry: dict[str, Any]) -> Change:
        contract = entry.get("contract")
        if contract not in names() or str(contract).startswith("sandbox."):
            hint = did_you_mean(str(contract), names(), "`voicenter-mock contracts list` shows all")
            raise AddendumError(f"{place}.contract", f"there is no contract {contract!r}; {hint}")
        steps = _steps(place, entry)
        values: list[Any] = []
        kinds: tuple[str, ...] = ()
        if kind == "member":
            values, kinds = _list(place, entry, "samples", needed=False), _kinds(place, entry)
        elif kind == "word":
            values = _list(place, entry, "words", needed=True)
        elif kind == "type":
            values, kinds = _list(place, entry, "samples", needed=False), _kinds(place, entry)
        seen = str(entry.get("seen", ""))
        return Change(kind, str(contract), steps, _share(place, entry), tuple(values), kinds, seen, place)

    return change


def _steps(place: str, entry: dict[str, Any]) -> tuple[str, ...]:
    written = entry.get("place")
    if not isinstance(written, str) or not _PLACE.match(written) or written.endswith("[*]"):
        raise AddendumError(
            f"{place}.place", f"expected a JSON path to a member, such as $.IVR[*].Dtmf; not {written!r}"
        )
    return tuple(name or quoted or EACH for name, _, quoted in _STEP.findall(written))


def _share(place: str, entry: dict[str, Any]) -> float:
    share = entry.get("share", 1)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise AddendumError(f"{place}.share", f"expected a number from 0 to 1, not {share!r}")
    return float(share)


def _kinds(place: str, entry: dict[str, Any]) -> tuple[str, ...]:
    written = entry.get("type")
    kinds: list[Any] = written if is_array(written) else [written]
    for kind in kinds:
        if kind not in _TYPES:
            raise AddendumError(f"{place}.type", f"expected one or several of {', '.join(_TYPES)}; not {kind!r}")
    return tuple(kinds)


def _list(place: str, entry: dict[str, Any], name: str, *, needed: bool) -> list[Any]:
    listed = entry.get(name)
    if listed is None and not needed:
        return []
    if not is_array(listed) or (needed and not listed):
        raise AddendumError(f"{place}.{name}", "expected a list" + (" that is not empty" if needed else ""))
    return listed


def _error(place: str, entry: dict[str, Any]) -> ErrorRow:
    operation, code, text = entry.get("operation"), entry.get("code"), entry.get("text")
    if operation not in OPERATIONS:
        hint = did_you_mean(str(operation), OPERATIONS, f"there are {', '.join(OPERATIONS)}")
        raise AddendumError(f"{place}.operation", f"there is no operation {operation!r}; {hint}")
    if isinstance(code, bool) or not isinstance(code, int | str):
        raise AddendumError(f"{place}.code", f"expected a number or text, not {code!r}")
    if not isinstance(text, str):
        raise AddendumError(f"{place}.text", f"expected text, not {text!r}")
    status = entry.get("http_status", 200)
    if isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599:
        raise AddendumError(f"{place}.http_status", f"expected an HTTP status, not {status!r}")
    return ErrorRow(str(operation), code, text, status, str(entry.get("seen", "")), place)


def _host(place: str, entry: dict[str, Any]) -> str:
    host = entry.get("host")
    if not isinstance(host, str) or not _HOST.match(host):
        raise AddendumError(f"{place}.host", f"expected the name of a host, not {host!r}")
    return host.lower()


_SECTIONS: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "members": _change("member"),
    "words": _change("word"),
    "types": _change("type"),
    "absent": _change("absent"),
    "errors": _error,
    "hosts": _host,
}
_MEMBERS: dict[str, set[str]] = {
    "members": {"contract", "place", "type", "samples", "share"},
    "words": {"contract", "place", "words", "share"},
    "types": {"contract", "place", "type", "samples", "share"},
    "absent": {"contract", "place", "share"},
    "errors": {"operation", "code", "text", "http_status"},
    "hosts": {"host"},
}
