"""The organization's blacklist: cur (Blacklist API)."""

from __future__ import annotations

from .hosts import API_HOSTS
from .model import MIB, ErrorCode, Operation

_ERRORS = (
    ErrorCode(0, "OK", "A valid request.", "ok"),
    ErrorCode(
        1,
        "Authorization failed",
        "Use a code that no organization has, leave it out, or send a body that cannot be read.",
        "authorization_failed",
    ),
    ErrorCode(
        2,
        "The Phone field is missing or invalid",
        "Leave out Phones, send an empty list, or something that is no list of phones.",
        "phones_missing",
        mark="seen",
        parameters=("Phones",),
    ),
    ErrorCode(2, "Internal error", "Inject a fault of this name.", "internal_error", mark="inferred"),
)

PHONE_ERRORS = (
    ErrorCode(0, "OK", "A valid phone.", "ok"),
    ErrorCode(1, "Phone format is invalid", "Send a Phone that is no phone number.", "phone_invalid", mark="seen"),
    ErrorCode(2, "Internal error", "Inject a fault of this name.", "phone_internal_error", mark="seen"),
)
"""What stands in the answer's ``Phones[]`` row of each phone. The codes were seen, the wording of 1 and 2 is
inferred."""

_BODY_LIMIT = 8 * MIB

OPERATIONS = (
    Operation(
        name="blacklist.add",
        title="Add phones to the blacklist",
        source="cur",
        hosts=API_HOSTS,
        paths=("/Blacklist/AddBlackList",),
        label="Blacklist: AddBlackList",
        request_shape="blacklist.phones",
        response_shape="blacklist.outcome",
        encodings=("query", "json"),
        errors=(*_ERRORS, *PHONE_ERRORS[1:]),
        body_limit=_BODY_LIMIT,
        quick=False,
        notes=(
            "Errors of single phones (phone_invalid, phone_internal_error) stand in the phone's own row; the answer's "
            "own ErrorCode stays 0. A phone that is on the list already is OK, and its name is replaced (inferred)."
        ),
    ),
    Operation(
        name="blacklist.remove_bulk",
        title="Remove phones from the blacklist",
        source="cur",
        hosts=API_HOSTS,
        paths=("/Blacklist/RemoveBulkFromBlacklist",),
        label="Blacklist: RemoveBulkFromBlacklist",
        request_shape="blacklist.phones",
        response_shape="blacklist.outcome",
        encodings=("query", "json"),
        errors=(*_ERRORS, *PHONE_ERRORS[1:]),
        body_limit=_BODY_LIMIT,
        quick=False,
        notes="As AddBlackList. A phone that is not on the list is OK (inferred).",
    ),
)
