"""The control API's path and query parameters, by name: what each is for and what it may be (JSON Schema).

``operation.name`` goes before ``name``, where an operation means something of its own by it.
"""

from __future__ import annotations

from typing import Any

_FLAG = {"type": "string", "enum": ["0", "1", "true", "false"]}

PATH_PARAMETERS: dict[str, str] = {
    "id": "The organization's id.",
    "ivrid": "The call's id.",
    "number": "The delivery's or fault's number.",
    "callback": "Which message: cdr, popup, ivr, hangup or layer.",
    "code": "The campaign's code.",
    "user": "The user's id, code or name.",
    "sip": "The extension's SIP name.",
}

QUERY_PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "statistics.since": ("From when on, epoch seconds. Default: the beginning.", {"type": "number", "minimum": 0}),
    "as": ("What kind of test.", {"type": "string", "enum": ["pytest"], "default": "pytest"}),
    "bucket": (
        "Seconds of each row, at least. Default: so many that a chart has enough rows.",
        {"type": "integer", "minimum": 1},
    ),
    "since": ("Only entries with a higher number.", {"type": "integer", "minimum": 0, "default": 0}),
    "limit": ("At most so many entries.", {"type": "integer", "minimum": 0, "default": 1000}),
    "active": ("1: only calls that are up.", _FLAG),
    "unresolved": ("1: only requests that found no organization.", _FLAG),
    "status": ("Only deliveries with this status.", {"type": "string", "enum": ["pending", "acknowledged", "failed"]}),
    "callback": ("Only deliveries of this callback.", {"type": "string"}),
    "ivrid": ("Only what belongs to this call.", {"type": "string"}),
}
