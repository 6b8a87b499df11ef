"""One call's history with its AI analysis, from the newer API manager (seen; none of the documents has it)."""

from __future__ import annotations

from .hosts import MANAGER_HOSTS
from .model import ErrorCode, Operation

OPERATIONS = (
    Operation(
        name="history.get_call",
        title="History of one call",
        source="seen in clients",
        hosts=MANAGER_HOSTS,
        paths=("/api-manager-v1/Call/History/{CALLID}",),
        methods=("GET",),
        encodings=("query",),
        authority="bearer",
        errors=(
            ErrorCode(200, "OK", "Ask with a right token for a call that has ended.", "ok", mark="seen"),
            ErrorCode(
                401,
                "Unauthorized",
                "Leave out the Authorization header or use a token that no organization has.",
                "unauthorized",
                http_status=401,
                mark="inferred",
            ),
            ErrorCode(
                401,
                "Weekly usage limit reached",
                "Set the organization's limits.history_per_week to 1 and ask twice within a week of its clock.",
                "request_limit",
                http_status=401,
                mark="seen",
            ),
            ErrorCode(
                404,
                "Call not found",
                "Ask for a call that is not in the call log.",
                "call_not_found",
                http_status=404,
                mark="inferred",
            ),
            ErrorCode(
                500,
                "Internal error",
                "Inject a fault of this name.",
                "internal_error",
                http_status=500,
                mark="inferred",
            ),
        ),
        mark="seen",
        notes="Bearer endpoints answer errors with the HTTP status.",
    ),
)
