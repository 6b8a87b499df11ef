"""What the exchange refuses to do: named as in the catalogue's error tables, and in sentences for testers."""

from __future__ import annotations

from typing import Literal

from ....contracts.operations.error_names import ErrorName
from ....contracts.sentences import NOTHING, Sentence

Code = Literal["unknown", "ended", "invalid", "state"]
TesterError = Literal[
    "unknown_did",
    "unknown_extension",
    "limit",
    "busy",
    "not_talking",
    "not_held",
    "held",
    "nobody_there",
]
"""Refusals that only testers meet: no operation of Voicenter's has a row for them."""
RefusalName = ErrorName | TesterError


class Refused(Exception):
    """``error`` is the name of a row in the operation's error table, ``details`` fill its message. ``hint`` says to
    testers why, where Voicenter's own words do not.
    """

    def __init__(self, error: RefusalName, hint: Sentence = NOTHING, /, **details: str) -> None:
        super().__init__(f"{error}: {details}" if details else error)
        self.error: RefusalName = error
        self.hint = hint
        self.details = details


class CannotBeDone(Exception):
    """``code``: ``unknown`` (no such call), ``ended``, ``invalid`` (a value), ``state`` (not at this moment)."""

    def __init__(self, code: Code, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.field = field


_MESSAGES: dict[RefusalName, tuple[Code, str]] = {
    "unknown_did": ("invalid", "{name!r} is no number of this organization; it has {known}"),
    "unknown_extension": ("invalid", "{name!r} is no extension of this organization; it has {known}"),
    "invalid": ("invalid", "{name!r} is no possible telephone number"),
    "limit": ("state", "the organization's limit of {name} calls at once is reached"),
    "offline": ("state", "extension {name} is offline"),
    "busy": ("state", "extension {name} is talking; hold or end that call first"),
    "not_talking": ("state", "{name} is not talking in this call"),
    "not_held": ("state", "{name} has not put this call on hold"),
    "held": ("state", "{name} has put this call on hold and cannot be passed on"),
    "nobody_there": ("state", "{name} has nobody at the other end now"),
}
_LOGIN: dict[RefusalName, tuple[Code, str, str]] = {
    "extension_unknown": ("invalid", "there is no such extension", "extension"),
    "status_unsupported": ("invalid", "the organization has no such status", "status"),
    "extension_in_use": ("state", "somebody else is logged in at that extension", "extension"),
    "logged_in_elsewhere": ("state", "the agent is logged in at another extension", "extension"),
    "not_logged_in": ("state", "the agent is not logged in", "status"),
    "no_pin": ("state", "the user has no PIN to log in with", "status"),
}


def explain_refusal(refused: Refused, field: str = "") -> CannotBeDone:
    """The sentence for a refusal; ``field`` is the parameter it is about."""
    code, message = _MESSAGES.get(refused.error, ("state", f"{refused}"))
    return CannotBeDone(code, message.format_map(refused.details), field)


def explain_login_refusal(refused: Refused) -> CannotBeDone:
    """The sentence for the refusal of an agent's status."""
    return CannotBeDone(*_LOGIN[refused.error])
