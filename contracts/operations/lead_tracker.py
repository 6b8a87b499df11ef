"""Lead Tracker: the script for web pages is the vendor's (lead-tracker), how it asks for a number nobody describes.

The operation that our own script calls is this project's.
"""

from __future__ import annotations

from .hosts import SCRIPT_HOSTS
from .model import ErrorCode, Operation

OPERATIONS = (
    Operation(
        name="lead_tracker.get_number",
        title="Lead Tracker: a number for a visitor",
        source="this project's own: the script is in lead-tracker (the vendor's claude-marketplace), its HTTP is not",
        hosts=SCRIPT_HOSTS,
        paths=("/cdn/Scripts/did_trace_worker/number",),
        encodings=("query", "json"),
        authority="login",
        errors=(
            ErrorCode(200, "OK", "A token of a pool.", "ok", mark="inferred"),
            ErrorCode(400, "{name} is missing", "Leave out the token.", "missing", http_status=400, mark="inferred"),
            ErrorCode(
                400,
                "{name} is invalid",
                "Give visitorInfo a value that is no object.",
                "invalid",
                http_status=400,
                mark="inferred",
            ),
            ErrorCode(
                400,
                "Invalid request",
                "Send a body that is not what its content type says, or is too large.",
                "unreadable",
                http_status=400,
                mark="inferred",
            ),
            ErrorCode(
                401, "Unauthorized", "Use a token that no pool has.", "unauthorized", http_status=401, mark="inferred"
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
        body_limit=64 * 1024,
        mark="inferred",
        notes=(
            "What the served script asks; your own code has no reason to. The numbers are those of lead_trackers in "
            "the organization document. When all are held the one that is free soonest is given away."
        ),
    ),
    Operation(
        name="scripts.lead_tracker",
        title="Script of the Lead Tracker",
        source="lead-tracker (the vendor's claude-marketplace)",
        hosts=SCRIPT_HOSTS,
        paths=("/cdn/Scripts/did_trace_worker/index.min.js",),
        methods=("GET",),
        encodings=("query",),
        answers=("javascript",),
        authority="none",
        mark="inferred",
        notes="Defines VC_DID_TRACKER.",
    ),
)
