"""Why a call ended: ISUP causes, their SIP answers, the realtime event's words and the status that fits.

Cause, definition and SIP answer are the 33 rows of the External IVR document (ivr, 3.2 §5 "SIP RFC error
codes"). ``event`` and ``status`` are this project's decision, because no document joins the three: ``event`` is
the one of the eight texts that clients know which says it best, ``status`` what a dial that fails with the cause
gets in the call log. A leg that was answered has ``ANSWER``, whatever cause ends it.
"""

from __future__ import annotations

from enum import StrEnum

from .dial_statuses import DialStatusName
from .quick_dataclasses import dataclass


class HangupCause(StrEnum):
    """``cause`` of a HANGUP event: the first is cur's, the next seven are seen in clients, the others inferred."""

    NORMAL_HANGUP = "Normal hangup"
    USER_BUSY = "User busy"
    CALL_REJECTED = "Call Rejected"
    UNALLOCATED_NUMBER = "Unallocated (unassigned) number"
    UNKNOWN = "Unknown"
    NO_USER_RESPONDING = "No user responding"
    USER_ALERTING_NO_ANSWER = "User alerting, no answer"
    ANSWERED_ELSEWHERE = "Answered elsewhere"
    NO_ROUTE_TRANSIT = "No route to specified transmit network"
    NO_ROUTE = "No route to destination"
    SUBSCRIBER_ABSENT = "Subscriber absent"
    NUMBER_CHANGED = "Number changed"
    REDIRECTED = "Redirected to new destination"
    OUT_OF_ORDER = "Destination out of order"
    INVALID_FORMAT = "Invalid number format"
    FACILITY_REJECTED = "Facility rejected"
    UNSPECIFIED = "Normal, unspecified"
    CIRCUIT_CONGESTION = "Circuit/channel congestion"
    NETWORK_OUT_OF_ORDER = "Network out of order"
    TEMPORARY_FAILURE = "Temporary failure"
    SWITCH_CONGESTION = "Switching equipment congestion"
    INCOMING_BARRED = "Incoming call barred"
    BEARER_NOT_AUTHORIZED = "Bearer capability not authorized"
    BEARER_NOT_AVAILABLE = "Bearer capability not available"
    BEARER_NOT_IMPLEMENTED = "Bearer capability not implemented"
    INCOMPATIBLE = "Incompatible destination"
    TIMER_EXPIRY = "Recover on timer expiry"
    PROTOCOL_ERROR = "Protocol error, unspecified"
    INTERWORKING = "Interworking, unspecified"


@dataclass(frozen=True, slots=True)
class Cause:
    """One row: ISUP cause ``code`` (1 to 127), its ``definition``, the SIP answer it maps to, the event's text
    and the call-log status of a dial that fails so. ``sip_code`` is ``None`` where the document names a method
    (``BYE or CANCEL``) instead of an answer."""

    code: int
    definition: str
    sip_code: int | None
    sip_text: str
    event: HangupCause
    status: DialStatusName


CAUSES: tuple[Cause, ...] = (
    Cause(1, "Unallocated (unassigned) number", 404, "Not Found", HangupCause.UNALLOCATED_NUMBER, "CONGESTION"),
    Cause(2, "no route to network", 404, "Not Found", HangupCause.NO_ROUTE_TRANSIT, "CONGESTION"),
    Cause(3, "no route to destination", 404, "Not Found", HangupCause.NO_ROUTE, "CONGESTION"),
    Cause(16, "normal call clearing", None, "BYE or CANCEL", HangupCause.NORMAL_HANGUP, "CANCEL"),
    Cause(17, "user busy", 486, "Busy here", HangupCause.USER_BUSY, "BUSY"),
    Cause(18, "no user responding", 408, "Request Timeout", HangupCause.NO_USER_RESPONDING, "CHANUNAVAIL"),
    Cause(
        19, "no answer from the user", 480, "Temporarily unavailable", HangupCause.USER_ALERTING_NO_ANSWER, "NOANSWER"
    ),
    Cause(20, "subscriber absent", 480, "Temporarily unavailable", HangupCause.SUBSCRIBER_ABSENT, "CHANUNAVAIL"),
    Cause(21, "call rejected", 403, "Forbidden", HangupCause.CALL_REJECTED, "BUSY"),
    Cause(22, "number changed (w/o diagnostic)", 410, "Gone", HangupCause.NUMBER_CHANGED, "CONGESTION"),
    Cause(22, "number changed (w/ diagnostic)", 301, "Moved Permanently", HangupCause.NUMBER_CHANGED, "CONGESTION"),
    Cause(23, "redirection to new destination", 410, "Gone", HangupCause.REDIRECTED, "CONGESTION"),
    # The non-selected user is the phone that rang along while another one answered.
    Cause(26, "non-selected user clearing", 404, "Not Found", HangupCause.ANSWERED_ELSEWHERE, "CANCEL"),
    Cause(27, "destination out of order", 502, "Bad Gateway", HangupCause.OUT_OF_ORDER, "CHANUNAVAIL"),
    Cause(28, "address incomplete", 484, "Address incomplete", HangupCause.INVALID_FORMAT, "INVALIDARGS"),
    Cause(29, "facility rejected", 501, "Not implemented", HangupCause.FACILITY_REJECTED, "CONGESTION"),
    Cause(31, "normal unspecified", 480, "Temporarily unavailable", HangupCause.UNSPECIFIED, "CHANUNAVAIL"),
    Cause(34, "no circuit available", 503, "Service unavailable", HangupCause.CIRCUIT_CONGESTION, "CONGESTION"),
    Cause(38, "network out of order", 503, "Service unavailable", HangupCause.NETWORK_OUT_OF_ORDER, "CONGESTION"),
    Cause(41, "temporary failure", 503, "Service unavailable", HangupCause.TEMPORARY_FAILURE, "CONGESTION"),
    Cause(
        42, "switching equipment congestion", 503, "Service unavailable", HangupCause.SWITCH_CONGESTION, "CONGESTION"
    ),
    Cause(47, "resource unavailable", 503, "Service unavailable", HangupCause.UNKNOWN, "CONGESTION"),
    Cause(55, "incoming calls barred within CUG", 403, "Forbidden", HangupCause.INCOMING_BARRED, "CONGESTION"),
    Cause(57, "bearer capability not authorized", 403, "Forbidden", HangupCause.BEARER_NOT_AUTHORIZED, "CONGESTION"),
    Cause(
        58,
        "bearer capability not presently",
        503,
        "Service unavailable",
        HangupCause.BEARER_NOT_AVAILABLE,
        "CONGESTION",
    ),
    Cause(
        65,
        "bearer capability not implemented",
        488,
        "Not Acceptable Here",
        HangupCause.BEARER_NOT_IMPLEMENTED,
        "CONGESTION",
    ),
    Cause(70, "only restricted digital avail", 488, "Not Acceptable Here", HangupCause.UNKNOWN, "CONGESTION"),
    Cause(79, "service or option not implemented", 501, "Not implemented", HangupCause.UNKNOWN, "CONGESTION"),
    Cause(87, "user not member of CUG", 403, "Forbidden", HangupCause.CALL_REJECTED, "CONGESTION"),
    Cause(88, "incompatible destination", 503, "Service unavailable", HangupCause.INCOMPATIBLE, "CONGESTION"),
    Cause(102, "recovery of timer expiry", 504, "Gateway timeout", HangupCause.TIMER_EXPIRY, "CONGESTION"),
    Cause(111, "protocol error", 500, "Server internal error", HangupCause.PROTOCOL_ERROR, "CONGESTION"),
    Cause(127, "interworking unspecified", 500, "Server internal error", HangupCause.INTERWORKING, "CONGESTION"),
)
"""In the document's order. Cause 22 has two rows, with different SIP answers."""

CAUSE_CODES: tuple[int, ...] = tuple(dict.fromkeys(row.code for row in CAUSES))
_ROWS = {code: tuple(row for row in CAUSES if row.code == code) for code in CAUSE_CODES}

_USUAL_CODE = {
    "ANSWER": 16,
    "VOICEMAIL": 16,
    "CANCEL": 16,
    "NOTDIALED": 16,
    "BUSY": 17,
    "NOANSWER": 19,
    "CHANUNAVAIL": 20,
    "INVALIDARGS": 28,
    "CONGESTION": 34,
}


def rows_of(code: int) -> tuple[Cause, ...]:
    """All rows of an ISUP cause (two for 22). Raises ``LookupError`` that lists the causes there are."""
    rows = _ROWS.get(code)
    if rows is None:
        raise LookupError(f"no row for ISUP cause {code}; known: {', '.join(map(str, CAUSE_CODES))}")
    return rows


def cause(code: int) -> Cause:
    """The row of an ISUP cause, the first one for 22. Raises ``LookupError``."""
    return rows_of(code)[0]


def causes_of_sip(sip_code: int) -> tuple[Cause, ...]:
    """The causes that map to a SIP answer, in the document's order; empty when none does."""
    return tuple(row for row in CAUSES if row.sip_code == sip_code)


def cause_of_status(status: str) -> Cause:
    """The usual cause of a leg that ended with ``status`` (``BUSY`` is 17, ``NOANSWER`` 19…).

    Raises ``LookupError`` for statuses that no dial has (``VOEND``, ``ABANDONE``…).
    """
    code = _USUAL_CODE.get(status)
    if code is None:
        raise LookupError(f"no ISUP cause belongs to status {status!r}; there is one for {', '.join(_USUAL_CODE)}")
    return cause(code)


def status_of(code: int, *, answered: bool) -> str:
    """The call-log status of a leg that ended with ISUP cause ``code``. Raises ``LookupError``."""
    return "ANSWER" if answered else cause(code).status
