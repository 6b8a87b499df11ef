"""The shape of a catalogue entry: what one operation, callback or socket event is.

Parameters are not listed here: they stand in the request schema (``<name>.request``), which says each
one's type, default, description and source. Everything else a reader of the catalogue needs (routing, the
reference pages, OpenAPI, the coverage table) is read from these entries.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from ..quick_dataclasses import dataclass
from .error_names import ErrorName
from .revisions import Revision

Encoding = Literal["query", "form", "json", "xml-rpc"]
"""How a request or a callback is written on the wire."""

Answer = Literal["json", "xml-rpc", "form", "html", "audio", "javascript", "none"]
"""How an answer is written on the wire."""

Authority = Literal["code", "campaign", "bearer", "refresh_token", "access_token", "call", "login", "none"]
"""What in a request says whose it is: an API code, a campaign code, an API token or a login's in the header
``Authorization: Bearer``, a call or extension, a login of its own, or nothing."""

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

Mark = Literal["documented", "seen", "inferred"]
"""Where a statement comes from: the documents, deployed clients, or this project's own decision."""

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One row of an operation's error table.

    ``message`` is the wire's wording; ``{name}`` in it is filled in by the operation (``IP address {address}
    is not trusted.``). ``cause`` tells a tester how to make it happen, in one sentence. ``revision`` is set
    where only organizations of that revision answer so (``current``: those of 2026 too, without a row of their own).
    ``parameters`` are those that get this row when they have a value that they cannot have; any other gets
    ``<parameter>_invalid`` or ``invalid``. With a ``content_type`` the answer is no message of the operation but the
    text itself (a gateway's page, which only recordings show).
    """

    code: int | str
    message: str
    cause: str
    name: ErrorName
    http_status: int = 200
    mark: Mark = "documented"
    revision: Revision | None = None
    parameters: tuple[str, ...] = ()
    content_type: str = ""


def _answering(revision: Revision) -> tuple[Revision | None, ...]:
    """The revisions whose rows one answers."""
    return (None, "current", "2026") if revision == "2026" else (None, revision)


@dataclass(frozen=True, slots=True)
class Operation:
    """One HTTP operation that a customer's system calls on Voicenter.

    ``paths``: the first is the canonical spelling; all are matched without regard to case and with or without
    a trailing slash; ``{name}`` stands for one path segment. ``body_limit`` is in bytes. ``quick`` operations
    answer in well under a millisecond whatever the organization holds; the others are kept off the server's
    event loop. ``label`` is the title of its schemas, where that is not ``title``. ``request_shape`` and
    ``response_shape`` name what its messages share with others' (``contracts/shapes.json``); a message that has
    nothing of its own has its schema from there.
    """

    name: str
    title: str
    source: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    methods: tuple[Method, ...] = ("GET", "POST")
    encodings: tuple[Encoding, ...] = ("query", "form", "json")
    answers: tuple[Answer, ...] = ("json",)
    authority: Authority = "code"
    errors: tuple[ErrorCode, ...] = ()
    body_limit: int = MIB
    quick: bool = True
    mark: Mark = "documented"
    notes: str = ""
    label: str = ""
    request_shape: str = ""
    response_shape: str = ""

    @property
    def request_contract(self) -> str:
        return f"{self.name}.request"

    @property
    def response_contract(self) -> str:
        return f"{self.name}.response"

    def rows(self, revision: Revision = "current") -> tuple[ErrorCode, ...]:
        """The rows that a revision answers, each name once: its own go before those of every revision, and where 2026
        has none of its own it answers as the current one.
        """
        known = _answering(revision)
        found: dict[str, ErrorCode] = {}
        for row in self.errors:
            if row.revision in known and (row.name not in found or row.revision == revision):
                found[row.name] = row
        return tuple(found.values())

    def error(self, name: str, revision: Revision = "current") -> ErrorCode:
        """The row called ``name`` that a revision answers. Raises ``KeyError`` with the names there are."""
        known, found = _answering(revision), None
        for row in self.errors:
            if row.name == name and row.revision in known:
                if row.revision == revision:
                    return row
                found = found or row
        if found is not None:
            return found
        raise KeyError(f"{self.name} has no error {name!r}; it has {', '.join(row.name for row in self.errors)}")


@dataclass(frozen=True, slots=True)
class Callback:
    """One message that Voicenter sends to the customer's server, and the answer it expects.

    ``timeout_seconds`` is how long Voicenter waits, in real seconds. ``steers`` callbacks decide how the call
    goes on. ``retried`` ones are sent again until they are acknowledged.
    """

    name: str
    title: str
    source: str
    encodings: tuple[Encoding, ...]
    answers: tuple[Answer, ...]
    timeout_seconds: float
    steers: bool = False
    retried: bool = False
    mark: Mark = "documented"
    notes: str = ""

    @property
    def request_contract(self) -> str:
        return f"{self.name}.request"

    @property
    def response_contract(self) -> str:
        return f"{self.name}.response"


@dataclass(frozen=True, slots=True)
class SocketEvent:
    """One socket.io event. ``name`` is the wire's (``ExtensionEvent``), ``contract`` ours."""

    name: str
    contract: str
    sender: Literal["server", "client"]
    title: str
    source: str
    mark: Mark = "documented"


@dataclass(frozen=True, slots=True)
class ControlOperation:
    """One operation of the control API (``/_sandbox/…``), which is this project's own.

    ``path`` is under ``/_sandbox``; ``{name}`` stands for one segment. ``status`` is the answer's on success.
    ``request`` and ``response`` name schemas, or are ``None`` where there is no body. ``media`` are the answer's media
    types besides JSON: what a client that accepts one gets, or everybody where there is no ``response``. ``public``
    operations ask for no control token.
    """

    name: str
    title: str
    method: Method
    path: str
    request: str | None = None
    response: str | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    errors: tuple[int, ...] = field(default=())
    quick: bool = True
    notes: str = ""
    media: tuple[str, ...] = ()
    public: bool = False
