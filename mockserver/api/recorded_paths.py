"""Paths that only recordings have (``contracts.addenda``): answered with their samples."""

from __future__ import annotations

from ...contracts.learned import recorded_answer
from ...contracts.library import made_of_schemas
from ...contracts.operations import ErrorCode, Operation
from ..wire.encoding import JSON_TYPE, to_json
from ..wire.http import HttpResponse
from .endpoints import Body, Context, Endpoint


@made_of_schemas
def endpoint_of(operation: Operation) -> Endpoint:
    """What answers an operation that an addendum has added to the catalogue."""
    return Endpoint(operation, _answer, _refusal)


def _answer(context: Context) -> HttpResponse:
    asked = {**context.members, **context.path_values}
    status, message = recorded_answer(context.operation.name, context.request.method, asked)
    return HttpResponse(status, JSON_TYPE, to_json(message))


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"error": message, "code": row.code}
