"""Snapshots of the exchange: active calls (3.2 §7, cur) and the extension list (3.2 §8, cur).

The vendor's later texts (2026) have a trap: a code that nobody has gets ``ERR`` 0 and an empty list.
"""

from __future__ import annotations

from dataclasses import replace

from .hosts import MONITOR_HOSTS
from .model import ErrorCode, Operation

_ERRORS = (
    ErrorCode(0, "OK", "A valid request.", "ok"),
    ErrorCode(
        1,
        "Authorization failed.",
        "Use a code that no organization has, leave it out, or send a body that cannot be read.",
        "authorization_failed",
    ),
    ErrorCode(
        2,
        "Internal error.",
        "Give a parameter a value it cannot have, such as queue=abc; the journal names it.",
        "invalid",
        mark="seen",
    ),
    ErrorCode(2, "Internal error.", "Inject a fault of this name.", "internal_error"),
)

_MALFORMED = (
    "Leave the code out, use one with other characters than letters, digits, - and _, or send a body that cannot be "
    "read."
)
_UNKNOWN_CODE = ErrorCode(0, "OK", "Use a code that no organization has.", "invalid_code", revision="2026")
_LIST_ERRORS = (
    *_ERRORS,
    _UNKNOWN_CODE,
    ErrorCode(1, "Unauthorized", _MALFORMED, "authorization_failed", revision="2026"),
)
_INVALID_2026 = "Invalid parameters or internal error"
_CALLS_ERRORS = (
    *_ERRORS,
    _UNKNOWN_CODE,
    ErrorCode(1, "Invalid request format", _MALFORMED, "authorization_failed", revision="2026"),
    *(
        replace(row, message=_INVALID_2026, mark="documented", revision="2026")
        for row in _ERRORS
        if row.name in ("invalid", "internal_error")
    ),
)

OPERATIONS = (
    Operation(
        name="monitor.get_extensions_calls",
        title="Active calls of the extensions",
        source="3.2 §7.1, cur",
        hosts=MONITOR_HOSTS,
        paths=("/comet/API/GetExtensionsCalls",),
        encodings=("query", "json"),
        errors=_CALLS_ERRORS,
        request_shape="monitor.code",
        response_shape="monitor.outcome",
        quick=False,
        notes="An extension that the organization does not have: ERR 0 and an empty EXTENSIONS (inferred).",
    ),
    Operation(
        name="monitor.get_queues_callers",
        title="Callers waiting in the queues",
        source="3.2 §7.2, cur",
        hosts=MONITOR_HOSTS,
        paths=("/comet/API/GetQueuesCallers",),
        encodings=("query", "json"),
        errors=_CALLS_ERRORS,
        request_shape="monitor.code",
        response_shape="monitor.outcome",
        quick=False,
        notes="A queue that the organization does not have: ERR 0 and an empty QUEUES (inferred).",
    ),
    Operation(
        name="monitor.get_extensions",
        title="The organization's extension list",
        source="3.2 §8, cur",
        hosts=MONITOR_HOSTS,
        paths=("/Comet/api/GetExtensions",),
        errors=_LIST_ERRORS,
        request_shape="monitor.code",
        response_shape="monitor.outcome",
        quick=False,
    ),
)
