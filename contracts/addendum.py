"""An addendum: what somebody's recordings show beyond the documents, as data. The contracts take it (``addenda.use``).

It is a plain document, for a person to read and edit::

    addendum: 1
    members: [{contract: cdr_notification.request, place: $.callQuality, type: string, samples: [GOOD], share: 0.3}]
    words: [{contract: cdr_notification.request, place: $.status, words: [TRANSFERRED], share: 0.1}]
    types: [{contract: dialer.add_call.response, place: $.ErrorCode, type: string, share: 1}]
    forms: [{contract: cdr_hub.query.response, place: "$.CDR_LIST[*].Date", samples: [10/10/2021 12:04:58], share: 1}]
    absent: [{contract: cdr_hub.query.response, place: $.TOTAL_HITS, share: 1}]
    errors: [{operation: click2call, code: 9, text: Extension is suspended, http_status: 200}]
    hosts: [{host: recordings.example.net}]
    events: [{event: AgentEvent, samples: [{agent: 12, status: LUNCH}], share: 0.1}]
    paths: [{method: POST, path: /api/v2/calls, requests: [{from: yesterday}], answers: [{calls: []}]}]

``place`` is a JSON path whose indices are ``[*]``. ``share`` is how many of the fake's messages have it, 0 to 1.
``seen`` may stand in every entry: a sentence on how often and when.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeGuard, get_args

from . import addendum_fields as fields
from .addendum_fields import EACH, AddendumError, Entry
from .json_values import is_object
from .library import names
from .operations import OPERATIONS
from .operations.model import Method
from .quick_dataclasses import dataclass
from .suggestions import did_you_mean

VERSION = 1
ChangeKind = Literal["member", "word", "type", "form", "absent"]
_METHODS: tuple[Method, ...] = get_args(Method)
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]+(?:\.[a-z0-9-]+)+\Z", re.IGNORECASE)
_PATH = re.compile(r"/[^\s?#]*\Z")
_OWN_PATHS = ("/_", "/o/", "/socket.io")
_PLACEHOLDER, _NAME = re.compile(r"\{([^}]*)"), re.compile(r"[A-Za-z_]+\Z")
_EVENT = re.compile(r"[A-Za-z][\w .:/-]{0,99}\Z")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry says of a contract's messages. ``steps`` lead to the member, ``EACH`` to every entry of a list.

    ``values`` are samples of a new member, type or form, or a list's new words. ``kinds`` are JSON types.
    """

    kind: ChangeKind
    contract: str
    steps: tuple[str, ...]
    share: float
    values: tuple[Any, ...] = ()
    kinds: tuple[str, ...] = ()
    seen: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """A row that an operation's error table does not have.

    ``share`` is how many of the refusals that the documents give this code are so. With ``content_type`` the answer is
    no message of the operation but ``text``, and ``code`` its HTTP status.
    """

    operation: str
    code: int | str
    text: str
    http_status: int
    share: float
    content_type: str
    seen: str
    entry: str


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """A socket event that no document knows. ``share`` is how often it follows another event of the server."""

    name: str
    sender: Literal["server", "client"]
    samples: tuple[Any, ...]
    share: float
    seen: str
    entry: str


@dataclass(frozen=True, slots=True)
class RecordedPath:
    """A path of Voicenter's that no operation has, with what it was asked and what it answered."""

    method: Method
    path: str
    host: str
    requests: tuple[dict[str, Any], ...]
    answers: tuple[Any, ...]
    http_status: int
    seen: str
    entry: str


@dataclass(frozen=True, slots=True)
class Addendum:
    changes: tuple[Change, ...] = ()
    errors: tuple[ErrorRow, ...] = ()
    hosts: tuple[str, ...] = ()
    events: tuple[RecordedEvent, ...] = ()
    paths: tuple[RecordedPath, ...] = ()


def read(document: Mapping[str, Any]) -> Addendum:
    """The addendum in a plain document. Raises ``AddendumError``."""
    if document.get("addendum") != VERSION:
        raise AddendumError("addendum", f"expected {VERSION}: this is how an addendum begins")
    for name in document:
        if name != "addendum" and name not in _MEMBERS:
            hint = did_you_mean(str(name), _MEMBERS, f"there are {', '.join(_MEMBERS)}")
            raise AddendumError(str(name), f"no section is called so; {hint}")
    changes = [
        _change(kind, place, entry)
        for section, kind in _CHANGES.items()
        for place, entry in fields.entries(document, section, _MEMBERS[section])
    ]
    return Addendum(
        tuple(changes),
        tuple(_error(place, entry) for place, entry in fields.entries(document, "errors", _MEMBERS["errors"])),
        tuple(_host(place, entry) for place, entry in fields.entries(document, "hosts", _MEMBERS["hosts"])),
        tuple(_event(place, entry) for place, entry in fields.entries(document, "events", _MEMBERS["events"])),
        tuple(_path(place, entry) for place, entry in fields.entries(document, "paths", _MEMBERS["paths"])),
    )


def _change(kind: ChangeKind, place: str, entry: Entry) -> Change:
    contract = entry.get("contract")
    if contract not in names() or str(contract).startswith("sandbox."):
        hint = did_you_mean(str(contract), names(), "`voicenter-mock contracts list` shows all")
        raise AddendumError(f"{place}.contract", f"there is no contract {contract!r}; {hint}")
    steps = fields.steps(place, entry)
    values: list[Any] = []
    if kind != "absent":
        name = "words" if kind == "word" else "samples"
        values = fields.values(place, entry, name, needed=kind in ("word", "form"))
    kinds = fields.kinds(place, entry) if kind in ("member", "type") else ()
    return Change(
        kind, str(contract), steps, fields.share(place, entry), tuple(values), kinds, fields.describe_seen(entry), place
    )


def _error(place: str, entry: Entry) -> ErrorRow:
    operation = entry.get("operation")
    if operation not in OPERATIONS:
        hint = did_you_mean(str(operation), OPERATIONS, f"there are {', '.join(OPERATIONS)}")
        raise AddendumError(f"{place}.operation", f"there is no operation {operation!r}; {hint}")
    status, content_type = fields.status(place, entry), entry.get("content_type", "")
    if not isinstance(content_type, str) or (content_type and not _MEDIA_TYPE.match(content_type)):
        raise AddendumError(f"{place}.content_type", f"expected a media type, such as text/html; not {content_type!r}")
    code = entry.get("code", status if content_type else None)
    if isinstance(code, bool) or not isinstance(code, int | str):
        raise AddendumError(f"{place}.code", f"expected a number or text, not {code!r}")
    text = fields.text(place, entry, "text")
    documented = not content_type and any(str(row.code) == str(code) for row in OPERATIONS[operation].errors)
    share = fields.share(place, entry, 1 if documented else 0)
    if share and not documented:
        what = f"an answer of {content_type}" if content_type else f"an error {code}"
        raise AddendumError(
            f"{place}.share", f"nothing in the fake brings {what} about: inject it as a fault, seen_{code}"
        )
    return ErrorRow(str(operation), code, text, status, share, content_type, fields.describe_seen(entry), place)


def _host(place: str, entry: Entry) -> str:
    host = entry.get("host")
    if not isinstance(host, str) or not _HOST.match(host):
        raise AddendumError(f"{place}.host", f"expected the name of a host, not {host!r}")
    return host.lower()


def _event(place: str, entry: Entry) -> RecordedEvent:
    name, sender = entry.get("event"), entry.get("sender", "server")
    if not isinstance(name, str) or not _EVENT.match(name):
        raise AddendumError(f"{place}.event", f"expected the name of an event, not {name!r}")
    if sender not in ("server", "client"):
        raise AddendumError(f"{place}.sender", f"expected server or client, not {sender!r}")
    samples = fields.values(place, entry, "samples", needed=True)
    share = fields.share(place, entry) if sender == "server" else fields.share(place, entry, 0)
    if share and sender == "client":
        raise AddendumError(f"{place}.share", "clients send it, not the fake")
    return RecordedEvent(name, sender, tuple(samples), share, fields.describe_seen(entry), place)


def _path(place: str, entry: Entry) -> RecordedPath:
    method, path, host = entry.get("method"), entry.get("path"), entry.get("host", "api.voicenter.co.il")
    if not _is_method(method):
        raise AddendumError(f"{place}.method", f"expected one of {', '.join(_METHODS)}; not {method!r}")
    if not isinstance(path, str) or not _PATH.match(path) or path.startswith(_OWN_PATHS):
        raise AddendumError(f"{place}.path", f"expected a path, such as /api/v2/calls; not {path!r}")
    parts = _PLACEHOLDER.findall(path)
    if len(set(parts)) < len(parts) or not all(_NAME.match(part) for part in parts) or "file" in parts:
        raise AddendumError(
            f"{place}.path", f"each {{name}} is letters, and stands once, and none is {{file}}: {path!r}"
        )
    requests = fields.values(place, entry, "requests", needed=False)
    for index, request in enumerate(requests):
        if not is_object(request):
            raise AddendumError(f"{place}.requests[{index}]", f"expected an object, not {request!r}")
    answers = fields.values(place, entry, "answers", needed=True)
    at = _host(place, {"host": host})
    return RecordedPath(
        method,
        path,
        at,
        tuple(requests),
        tuple(answers),
        fields.status(place, entry),
        fields.describe_seen(entry),
        place,
    )


def _is_method(value: object) -> TypeGuard[Method]:
    return value in _METHODS


_CHANGES: dict[str, ChangeKind] = {
    "members": "member", "words": "word", "types": "type", "forms": "form", "absent": "absent",
}  # fmt: skip
_MEMBERS: dict[str, frozenset[str]] = {
    "members": frozenset(("contract", "place", "type", "samples", "share")),
    "words": frozenset(("contract", "place", "words", "share")),
    "types": frozenset(("contract", "place", "type", "samples", "share")),
    "forms": frozenset(("contract", "place", "samples", "share")),
    "absent": frozenset(("contract", "place", "share")),
    "errors": frozenset(("operation", "code", "text", "http_status", "content_type", "share")),
    "hosts": frozenset(("host",)),
    "events": frozenset(("event", "sender", "samples", "share")),
    "paths": frozenset(("method", "path", "host", "requests", "answers", "http_status")),
}
"""The sections, and what their entries may have beside ``seen``."""

SECTIONS = tuple(_MEMBERS)

__all__ = [
    "EACH", "SECTIONS", "VERSION", "Addendum", "AddendumError", "Change", "ErrorRow", "RecordedEvent", "RecordedPath",
    "read",
]  # fmt: skip
