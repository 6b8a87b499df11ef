"""Click2Call: 3.2 §1, c2c."""

from __future__ import annotations

from .hosts import API_HOSTS
from .model import ErrorCode, Operation

OPERATIONS = (
    Operation(
        name="click2call",
        title="Click2Call: call, message, callference, terminate",
        source="3.2 §1, c2c §1.1–1.7",
        hosts=API_HOSTS,
        paths=("/ForwardDialer/click2call.aspx",),
        answers=("xml-rpc", "json"),
        errors=(
            ErrorCode(0, "OK", "A valid request.", "ok"),
            ErrorCode(1, "{name} is missing", "Leave out a mandatory parameter.", "missing"),
            ErrorCode(1, "{name} is invalid", "Give a parameter a value it cannot have.", "invalid"),
            ErrorCode(
                1,
                "Invalid request",
                "Send a body that is not what its content type says, or is too large.",
                "unreadable",
                mark="inferred",
            ),
            ErrorCode(
                1,
                "Too many var_ parameters",
                "Send more than ten parameters that begin with var_.",
                "too_many_variables",
            ),
            ErrorCode(
                1, "Phone has no active call", "Terminate an extension that is in no call.", "no_call", mark="inferred"
            ),
            ErrorCode(1, "Invalid code", "Use a code that no organization has.", "invalid_code", mark="inferred"),
            ErrorCode(2, "Application error", "Inject a fault of this name.", "application_error"),
            ErrorCode(
                3,
                "Extension representative offline",
                "Ask for a device check and switch the device off, or dial a login code nobody is logged in with.",
                "offline",
            ),
            ErrorCode(
                4,
                "Extension blocked for Click2Call calls",
                "Dial an extension that the organization blocks for Click2Call.",
                "blocked",
            ),
        ),
    ),
)
