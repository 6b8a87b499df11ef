"""A row of an operation's error table as its answer, or the row that recordings have in its place."""

from __future__ import annotations

from collections.abc import Mapping

from ...contracts.error_members import code_member, text_member
from ...contracts.learned import recorded_row_for
from ...contracts.operations import ErrorCode, Operation
from ...contracts.recorded_names import is_recorded
from ..api import Endpoint
from ..api.endpoints import Body
from ..wire.http import HttpRequest, HttpResponse
from . import error_rows


def refuse(
    endpoint: Endpoint, request: HttpRequest, row: ErrorCode, details: Mapping[str, str]
) -> tuple[Body | HttpResponse, ErrorCode]:
    """The answer in the operation's own form, and the row that it has become."""
    operation = endpoint.operation
    found = recorded_row_for(operation, row, (request.method, request.path, request.query, request.body))
    if not is_recorded(found):
        return endpoint.refusal(row, error_rows.message(row, details)), row
    if found.content_type:
        return HttpResponse(found.http_status, found.content_type, found.message.encode()), found
    like = _documented_row(operation, row)
    body = dict(endpoint.refusal(like, error_rows.message(like, details)))
    for name, value in ((code_member(operation), found.code), (text_member(operation), found.message)):
        if name in body:
            body[name] = value
    return body, found


def _documented_row(operation: Operation, row: ErrorCode) -> ErrorCode:
    """The row of the documents that the rest of an answer is made after: itself for a documented one, else one of the
    same code, or any that refuses."""
    if not is_recorded(row):
        return row
    rows = [entry for entry in operation.errors if entry.name != "ok" and not is_recorded(entry)]
    return next((entry for entry in rows if str(entry.code) == str(row.code)), rows[0])
