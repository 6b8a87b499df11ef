"""Where an operation's answer has its error code, and where the sentence that says the same."""

from __future__ import annotations

import re
from functools import cache

from .library import stored
from .operations.model import Operation

_CODES = ("ERRORCODE", "ERROR_NUMBER", "ErrorCode", "ERR", "StatusCode", "Status")
_TEXTS = (
    *("ERRORMESSAGE", "ERROR_DESCRIPTION", "ErrorMessage", "Description", "Message", "DESC", "StatusErrorMessage"),
    *("StatusErroMessage", "error"),
)
_PLACEHOLDER = re.compile(r"\\\{\w+\\\}")


def code_member(operation: Operation) -> str:
    """The member of an answer that holds the error code, empty for operations that answer with none."""
    return _first(operation, _CODES)


def text_member(operation: Operation) -> str:
    """The member that says the same as a sentence."""
    return _first(operation, _TEXTS)


def is_wording(wording: str, text: str) -> bool:
    """Whether a text is a row's wording with its places filled in, in any case."""
    return _pattern(wording).fullmatch(text) is not None


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return re.compile(_PLACEHOLDER.sub(".{1,200}", re.escape(wording)), re.IGNORECASE | re.DOTALL)


def _first(operation: Operation, names: tuple[str, ...]) -> str:
    properties = stored(operation.response_contract).get("properties", {})
    return next((name for name in names if name in properties), "")
