"""Messages: lead tracker. Written by tools/write_types.py from the schemas."""

from typing import Any, NotRequired, TypedDict

__all__ = [
    "LeadTrackerGetNumberRequest",
    "LeadTrackerGetNumberResponse",
]


class LeadTrackerGetNumberRequest(TypedDict):
    """Lead Tracker: a number for a visitor.

    In the query, or JSON.

    Contract `lead_tracker.get_number.request` (this project's own: the script is in lead-tracker (the vendor's
    claude-marketplace), its HTTP is not).
    """

    token: str | float
    """The token of a pool of numbers; public by design."""
    visitorInfo: NotRequired[dict[str, str | float | bool | dict[str, Any] | list[Any] | None]]
    """What the page knows of its visitor, flat; in a query as JSON text. It becomes custom data of their calls."""


class LeadTrackerGetNumberResponse(TypedDict, total=False):
    """Lead Tracker: a number for a visitor, the answer.

    The number, or an error with HTTP 400, 401 or 500.

    Contract `lead_tracker.get_number.response` (this project's own: the script is in lead-tracker (the vendor's
    claude-marketplace), its HTTP is not).
    """

    DID: str
    """The number that this visitor is to see."""
    hold_seconds: float
    """How long it is theirs, in seconds."""
    error: str
    """What went wrong."""
