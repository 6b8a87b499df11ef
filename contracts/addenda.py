"""Addenda in use: the contracts, the catalogue and the hosts of this process with what recordings have shown.

``use`` is for a process as a whole and comes first: a server or a test session reads its addendum when it starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from . import amendment, learned, library, recorded
from .addendum import Addendum, AddendumError, Change, ErrorRow
from .error_members import code_member
from .library import Schema
from .operations import OPERATIONS, SOCKET_EVENTS
from .operations import hosts as named_hosts
from .operations.error_names import ErrorName
from .operations.model import ErrorCode
from .recorded_names import ROW_PREFIX
from .recordings import Refusals

_documented: dict[str, tuple[ErrorCode, ...]] = {}
"""The error tables that were added to, as the documents have them."""


def use(addendum: Addendum) -> None:
    """From now on contracts accept what the addendum says, strategies draw it, and the fake sends it.

    It takes the place of one that was in use. Raises ``AddendumError``, with nothing changed, for an entry that does
    not fit the contracts.
    """
    forget()
    by_contract: dict[str, list[Change]] = {}
    for change in (*addendum.changes, *_codes_of(addendum.errors)):
        by_contract.setdefault(change.contract, []).append(change)
    for name, changes in by_contract.items():
        amendment.amend(library.stored(name), changes)  # raises before anything is in use
    tables, instead = _with_rows(addendum.errors)
    events, event_schemas = recorded.events(addendum.events)
    operations, operation_schemas = recorded.operations(addendum.paths)

    def amend(name: str, schema: Schema) -> Schema:
        found = by_contract.get(name)
        return amendment.amend(schema, found) if found else schema

    for name, rows in tables.items():
        _documented[name] = OPERATIONS[name].errors
        _set_errors(name, rows)
    SOCKET_EVENTS.update(events)
    OPERATIONS.update(operations)
    named_hosts.added.update(addendum.hosts, (path.host for path in addendum.paths))
    learned.send(addendum, instead)
    if addendum != Addendum():
        library.amend_with(amend, event_schemas | operation_schemas)


def forget() -> None:
    """The documents alone again."""
    for name, rows in _documented.items():
        _set_errors(name, rows)
    _documented.clear()
    for catalogue in (SOCKET_EVENTS, OPERATIONS):
        for name in [name for name, entry in catalogue.items() if entry.source == amendment.SEEN]:
            del catalogue[name]
    named_hosts.added.clear()
    learned.send(Addendum(), {})
    library.amend_with(None, {})


def _with_rows(added: Iterable[ErrorRow]) -> tuple[dict[str, tuple[ErrorCode, ...]], Refusals]:
    """The tables with the rows, and which of these the fake sends instead of the documents' own, how often."""
    tables: dict[str, tuple[ErrorCode, ...]] = {}
    instead: Refusals = {}
    for row in added:
        rows = tables.get(row.operation, OPERATIONS[row.operation].errors)
        written = (str(row.code), row.text, row.http_status, row.content_type)
        if any((str(one.code), one.message, one.http_status, one.content_type) == written for one in rows):
            raise AddendumError(row.entry, f"{row.operation} has this error already")
        often = f" ({row.seen})" if row.seen else ""
        cause = f"Inject a fault of this name: {amendment.SEEN}{often}."
        name = f"{ROW_PREFIX}{row.code}"
        if any(one.name == name for one in rows):
            name = f"{name}_{sum(one.name.startswith(name) for one in rows) + 1}"
        literal = row.text.replace("{", "(").replace("}", ")")  # braces are places to fill in
        new = ErrorCode(
            row.code, literal, cause, cast("ErrorName", name), row.http_status, mark="seen",
            content_type=row.content_type,
        )  # fmt: skip
        tables[row.operation] = (*rows, new)
        if row.share:
            instead.setdefault(row.operation, []).append((new, row.share))
    return tables, instead


def _codes_of(rows: Iterable[ErrorRow]) -> Iterator[Change]:
    """Error codes as words of the answers' contracts, which list those that there are."""
    for row in rows:
        operation = OPERATIONS[row.operation]
        member = code_member(operation)
        listed = amendment.listed_words(library.stored(operation.response_contract), member)
        if listed and not row.content_type and all(str(row.code) != str(one) for one in listed):
            kinds: set[type] = {type(one) for one in listed}
            both = [kind(row.code) for kind in (int, str) if kind in kinds and str(row.code).lstrip("-").isdigit()]
            yield Change("word", operation.response_contract, (member,), 0, tuple(both or [row.code]), seen=row.seen)


def _set_errors(name: str, rows: tuple[ErrorCode, ...]) -> None:
    """Everybody who has an entry of the catalogue has this one object, so its table is exchanged in it."""
    object.__setattr__(OPERATIONS[name], "errors", rows)


__all__ = ["AddendumError", "forget", "use"]
