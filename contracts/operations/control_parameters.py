"""The control API's path and query parameters, by name: what each is for, what it may be, an example.

``operation.name`` goes before ``name``, where an operation means something of its own by it.
"""

from __future__ import annotations

from typing import Any

from ..quick_dataclasses import dataclass

_FLAG = {"type": "string", "enum": ["0", "1", "true", "false"]}


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """``schema`` is JSON Schema."""

    description: str
    schema: dict[str, Any]
    example: str | int


PATH_PARAMETERS: dict[str, tuple[str, str]] = {
    "id": ("The organization's id.", "demo"),
    "ivrid": ("The call's id, or as much of its beginning as only one call has.", "2023111422132000aa00000001demo"),
    "number": ("The delivery's or fault's number.", "1"),
    "callback": (
        "Which message: cdr, popup, external_ivr, external_ivr_hangup, external_layer or voicebot.",
        "cdr",
    ),
    "code": ("The campaign's code.", "demo-agents-campaign"),
    "user": ("The user's id, code or name.", "12345678"),
    "sip": ("The extension's SIP name.", "SIPSIP1"),
}
"""What each is for, and an example."""

QUERY_PARAMETERS: dict[str, QueryParameter] = {
    "statistics.since": QueryParameter(
        "From when on, epoch seconds. Default: the beginning.", {"type": "number", "minimum": 0}, 1700000000
    ),
    "as": QueryParameter("What kind of test.", {"type": "string", "enum": ["pytest"], "default": "pytest"}, "pytest"),
    "bucket": QueryParameter(
        "Seconds of each row, at least. Default: so many that a chart has enough rows.",
        {"type": "integer", "minimum": 1},
        60,
    ),
    "since": QueryParameter("Only entries with a higher number.", {"type": "integer", "minimum": 0, "default": 0}, 0),
    "limit": QueryParameter("At most so many entries.", {"type": "integer", "minimum": 0, "default": 1000}, 100),
    "active": QueryParameter("1: only calls that are up.", _FLAG, "1"),
    "unresolved": QueryParameter("1: only requests that found no organization.", _FLAG, "1"),
    "status": QueryParameter(
        "Only deliveries with this status.",
        {"type": "string", "enum": ["pending", "acknowledged", "failed"]},
        "failed",
    ),
    "callback": QueryParameter("Only deliveries of this callback.", {"type": "string"}, "cdr"),
    "ivrid": QueryParameter("Only what belongs to this call.", {"type": "string"}, "2023111422132000aa00000001demo"),
}
