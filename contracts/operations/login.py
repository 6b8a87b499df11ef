"""Agents' login, logout and status: 3.2 §10; today's answers and the list of statuses were seen in clients.

The two revisions answer with different codes. ``ErrorCode.code`` is the answer's ``Status``; ``STATUS_ERRORS``
has the ``StatusError`` that goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .hosts import API_HOSTS
from .model import ErrorCode, Operation

_NO_USER = "Use a UserID that is neither the first five digits of a user's code nor a user's id."
_BAD_CODE = "Use a Code that no organization has."
_NO_EXTENSION = "Name an ExtensionUser that the organization does not have."
_BAD_STATUS = "Ask for a Status that the organization does not have, such as 99."
_IN_USE = "Log in to an extension that another user is logged in to."
_MISSING = "Leave out a mandatory parameter."
_UNREADABLE = "Send a body that is not what its content type says, or is too large."
_FAULT = "Inject a fault of this name."
_EXTENSION = ("ExtensionUser",)

_CURRENT = (
    ErrorCode(1, "OK", "A valid request.", "ok", mark="seen", revision="current"),
    ErrorCode(2, "Authorization Failed", _BAD_CODE, "authorization_failed", mark="seen", revision="current"),
    ErrorCode(2, "Authorization Failed", _NO_USER, "user_unknown", mark="seen", revision="current"),
    ErrorCode(
        3,
        "No extension found",
        _NO_EXTENSION,
        "extension_unknown",
        mark="seen",
        revision="current",
        parameters=_EXTENSION,
    ),
    ErrorCode(4, "Status not support", _BAD_STATUS, "status_unsupported", mark="seen", revision="current"),
    ErrorCode(4, "Extension is already in use", _IN_USE, "extension_in_use", mark="seen", revision="current"),
    ErrorCode(4, "Missing parameters", _MISSING, "missing", mark="inferred", revision="current"),
    ErrorCode(4, "Missing parameters", _UNREADABLE, "unreadable", mark="inferred", revision="current"),
    ErrorCode(4, "Error on update", _FAULT, "internal_error", mark="seen", revision="current"),
)

_REVISION_3_2 = (
    ErrorCode(1, "OK", "A valid request.", "ok", revision="3.2"),
    ErrorCode(2, "Authorization failed", _BAD_CODE, "authorization_failed", revision="3.2"),
    ErrorCode(5, "Wrong Username or Password", _NO_USER, "user_unknown", revision="3.2"),
    ErrorCode(
        5,
        "Failed - Extension Monitor doesn't exist",
        _NO_EXTENSION,
        "extension_unknown",
        revision="3.2",
        parameters=_EXTENSION,
    ),
    ErrorCode(3, "Missing parameters", _BAD_STATUS, "status_unsupported", mark="inferred", revision="3.2"),
    ErrorCode(4, "Extension is already in use", _IN_USE, "extension_in_use", revision="3.2"),
    ErrorCode(3, "Missing parameters", _MISSING, "missing", revision="3.2"),
    ErrorCode(3, "Missing parameters", _UNREADABLE, "unreadable", mark="inferred", revision="3.2"),
    ErrorCode(5, "An unexpected error occurred", _FAULT, "internal_error", revision="3.2"),
    ErrorCode(
        4,
        "You're already logged in with a different extension",
        "Log in with a second extension while logged in with another.",
        "logged_in_elsewhere",
        revision="3.2",
    ),
    ErrorCode(
        5,
        "Not logged in",
        "Set a status other than 1 for a user who is not logged in.",
        "not_logged_in",
        revision="3.2",
    ),
    ErrorCode(
        5,
        "Failed - User has no organizational PIN Code",
        "Log in a user who has no PIN in the organization's document.",
        "no_pin",
        revision="3.2",
    ),
    ErrorCode(4, "Failed - Hour Log Error", _FAULT, "hour_log_error", revision="3.2"),
    ErrorCode(4, "Failed - Queue registration error", _FAULT, "queue_registration_error", revision="3.2"),
    ErrorCode(5, "Please choose extension", _FAULT, "choose_extension", revision="3.2"),
    ErrorCode(
        5,
        "There was a problem with the user, please contact support",
        _FAULT,
        "user_problem",
        revision="3.2",
    ),
)

STATUS_ERRORS: Mapping[Literal["current", "3.2"], Mapping[str, int]] = {
    "current": {
        "ok": 1,
        "authorization_failed": 0,
        "user_unknown": 0,
        "extension_unknown": 0,
        "status_unsupported": 0,
        "extension_in_use": 4,
        "missing": 6,
        "unreadable": 0,
        "internal_error": 4,
    },
    "3.2": {
        "ok": 0,
        "authorization_failed": 0,
        "user_unknown": 4,
        "extension_unknown": 7,
        "status_unsupported": 0,
        "extension_in_use": 4,
        "missing": 0,
        "unreadable": 0,
        "internal_error": 6,
        "logged_in_elsewhere": 5,
        "not_logged_in": 3,
        "no_pin": 8,
        "hour_log_error": 2,
        "queue_registration_error": 3,
        "choose_extension": 1,
        "user_problem": 5,
    },
}
"""``StatusError`` of each row, by revision and name. 3.2 counts within ``Status`` 4 and within 5 and sends a
string; today's answers have 1 success, 0 format, 4 internal, 6 missing, as integers (seen; which of them goes
with which error is inferred where the vendor's table leaves it open)."""

OPERATIONS = (
    Operation(
        name="login.set_status",
        title="Log an agent in or out, or set the status",
        source="3.2 §10",
        hosts=API_HOSTS,
        paths=("/UserLogin/SetStatusFromAPI",),
        errors=(*_CURRENT, *_REVISION_3_2),
        notes=(
            "Code is for authorization only: any code of any user of the organization. In the current revision a login "
            "with a second extension moves the user there, and logging out twice is a success (inferred). Rows 'Status "
            "Changed' and 'Successfully Logged In' of 3.2's table are no errors and are not sent."
        ),
    ),
    Operation(
        name="login.get_statuses_list",
        title="The organization's agent statuses",
        source="seen in clients",
        hosts=API_HOSTS,
        paths=("/UserLogin/GetStatusesList",),
        methods=("GET",),
        encodings=("query",),
        errors=(
            ErrorCode(1, "OK", "A valid request.", "ok", mark="inferred"),
            ErrorCode(
                2,
                "Authorization Failed",
                "Use a code that no organization has, or leave it out.",
                "authorization_failed",
                mark="inferred",
            ),
        ),
        mark="seen",
        notes="On an error Statuses is empty, and Status and StatusErroMessage say why (inferred).",
    ),
)
