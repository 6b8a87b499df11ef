"""Where an operation's answer has its error code, and where the sentence that says the same."""

from __future__ import annotations

from .library import stored
from .operations.model import Operation

_CODES = ("ERRORCODE", "ERROR_NUMBER", "ErrorCode", "ERR", "StatusCode", "Status")
_TEXTS = (
    *("ERRORMESSAGE", "ERROR_DESCRIPTION", "ErrorMessage", "Description", "Message", "DESC", "StatusErrorMessage"),
    *("StatusErroMessage", "error"),
)


def code_member(operation: Operation) -> str:
    """The member of an answer that holds the error code, empty for operations that answer with none."""
    return _first(operation, _CODES)


def text_member(operation: Operation) -> str:
    """The member that says the same as a sentence."""
    return _first(operation, _TEXTS)


def _first(operation: Operation, names: tuple[str, ...]) -> str:
    properties = stored(operation.response_contract).get("properties", {})
    return next((name for name in names if name in properties), "")
