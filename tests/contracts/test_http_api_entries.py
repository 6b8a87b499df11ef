"""The catalogue entries of the HTTP APIs: what holds for each, whatever the API."""

from __future__ import annotations

import string

import pytest

from voicenter_mock.contracts.operations import (
    REVISIONS,
    Revision,
    blacklist,
    cdr_hub,
    dialer,
    history,
    login,
    monitor,
    recording,
)
from voicenter_mock.contracts.operations.model import ErrorCode, Operation

from ..suite.cases import for_each

OPERATIONS: list[Operation] = [
    entry for module in (cdr_hub, dialer, monitor, login, blacklist, recording, history) for entry in module.OPERATIONS
]
each_operation = for_each("operation", OPERATIONS, ids=lambda operation: operation.name)


def rows(operation: Operation, revision: Revision) -> tuple[ErrorCode, ...]:
    return operation.rows(revision)


@each_operation
@pytest.mark.parametrize("revision", REVISIONS)
def test_an_error_name_means_one_row_in_each_revision(operation: Operation, revision: Revision) -> None:
    own = [(row.name, row.revision) for row in operation.errors]
    assert len(own) == len(set(own))
    assert [operation.error(row.name, revision) for row in rows(operation, revision)] == [*rows(operation, revision)]


@each_operation
def test_2026_is_the_current_revision_but_for_rows_of_its_own(operation: Operation) -> None:
    later = [row for row in rows(operation, "2026") if row.revision != "2026"]
    assert set(later) <= set(rows(operation, "current"))
    assert {row.name for row in rows(operation, "current")} <= {row.name for row in rows(operation, "2026")}


@each_operation
def test_every_error_of_the_current_revision_exists_in_3_2(operation: Operation) -> None:
    assert {row.name for row in rows(operation, "current")} <= {row.name for row in rows(operation, "3.2")}


@each_operation
def test_an_error_name_alone_finds_the_current_revisions_row(operation: Operation) -> None:
    for row in rows(operation, "current"):
        assert operation.error(row.name) is row


@each_operation
def test_every_error_has_a_cause_that_is_a_sentence(operation: Operation) -> None:
    for row in operation.errors:
        assert row.cause[0] in string.ascii_uppercase
        assert row.cause.endswith(".")


@each_operation
def test_a_json_only_operation_takes_no_get(operation: Operation) -> None:
    assert ("GET" in operation.methods) == ("query" in operation.encodings)


def test_the_dialer_has_its_fifteen_methods() -> None:
    assert len(dialer.OPERATIONS) == 15


def test_a_bulk_of_100_000_calls_of_20_megabytes_is_within_its_body_limit() -> None:
    bulk = next(entry for entry in dialer.OPERATIONS if entry.name == "dialer.add_calls_bulk")
    assert bulk.body_limit >= 32 * 1024 * 1024


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_login_answer_has_its_status_error(revision: Revision) -> None:
    entry = next(entry for entry in login.OPERATIONS if entry.name == "login.set_status")
    status_errors = login.STATUS_ERRORS["3.2" if revision == "3.2" else "current"]
    assert set(status_errors) == {row.name for row in rows(entry, revision)}


def test_every_error_of_the_call_log_has_its_status_code() -> None:
    assert set(cdr_hub.STATUS_CODES) == {row.name for row in cdr_hub.OPERATIONS[0].errors}
