"""What became of a call or a leg, in one word: the status table of the call log and the CDR notification.

Source: 3.2 §3 and §4 ("Call statuses"), cdr ("Call Statuses", "Call Error Types"); the queue's four detailed
statuses are seen (3.2 announces them); ``DONTCALL`` and ``TORTURE`` come from External IVR (3.2 §5.2, ivr).
The sentences are this project's. The words are the wire's, misspelling included (``ABANDONE``).
"""

from __future__ import annotations

from typing import Literal

from .quick_dataclasses import dataclass

Group = Literal["leg", "two_leg", "queue", "ivr", "error", "privacy"]
"""Where a status comes from: any dialled leg; leg 2 of a two-leg call; a queue; the IVR before any dial; a
failure to reach the destination (the documents' "error types"); the callee's privacy menu."""

DialStatusName = Literal[
    "ANSWER",
    "BUSY",
    "NOANSWER",
    "CANCEL",
    "NOTDIALED",
    "NOTCALLED",
    "ABANDONE",
    "TIMEOUT",
    "EXIT",
    "FULL",
    "JOINEMPTY",
    "VOEND",
    "TE",
    "VOICEMAIL",
    "CONGESTION",
    "CHANUNAVAIL",
    "INVALIDARGS",
    "SSWPREAUTH",
    "DONTCALL",
    "TORTURE",
]


@dataclass(frozen=True, slots=True)
class DialStatus:
    """One row of the status table.

    ``dialled``: a destination was dialled (whatever came of it). ``answered``: a person, or a mailbox or IVR
    that counts as one, took the call. ``talk``: the record may have a duration of talk above zero seconds.
    ``in_cdr``: the call log and the CDR notification use it. ``detailed``: a queue's record carries it only
    for organizations with ``queue_statuses: detailed``, and has ``ABANDONE`` otherwise.
    """

    name: DialStatusName
    group: Group
    meaning: str
    dialled: bool
    answered: bool = False
    talk: bool = False
    in_cdr: bool = True
    detailed: bool = False
    mark: Literal["documented", "seen"] = "documented"


DIAL_STATUSES: tuple[DialStatus, ...] = (
    DialStatus("ANSWER", "leg", "The destination answered.", dialled=True, answered=True, talk=True),
    DialStatus("BUSY", "leg", "The destination was busy or rejected the call.", dialled=True),
    DialStatus("NOANSWER", "leg", "The destination rang until the dial timed out.", dialled=True),
    DialStatus("CANCEL", "leg", "The caller or the system hung up while the destination rang.", dialled=True),
    DialStatus("NOTDIALED", "leg", "The caller hung up before the dial, or the extension never rang.", dialled=False),
    DialStatus("NOTCALLED", "two_leg", "Leg 2 was not dialled because leg 1 failed.", dialled=False),
    DialStatus("ABANDONE", "queue", "The caller left the queue before anybody answered.", dialled=False),
    DialStatus(
        "TIMEOUT", "queue", "The caller waited as long as the queue allows.", dialled=False, detailed=True, mark="seen"
    ),
    DialStatus("EXIT", "queue", "The caller left the queue by a digit.", dialled=False, detailed=True, mark="seen"),
    DialStatus("FULL", "queue", "The queue had no room for the caller.", dialled=False, detailed=True, mark="seen"),
    DialStatus(
        "JOINEMPTY", "queue", "Nobody was there to answer the queue.", dialled=False, detailed=True, mark="seen"
    ),
    DialStatus("VOEND", "ivr", "The caller hung up in the IVR before any extension rang.", dialled=False),
    DialStatus("TE", "ivr", "The IVR itself ended the call.", dialled=False),
    DialStatus("VOICEMAIL", "leg", "The voicemail took the call.", dialled=True, answered=True, talk=True),
    DialStatus("CONGESTION", "error", "The number is not known, or the network had no room.", dialled=True),
    DialStatus("CHANUNAVAIL", "error", "The destination cannot be reached: not registered.", dialled=True),
    DialStatus("INVALIDARGS", "error", "What was to be dialled cannot be dialled.", dialled=False),
    DialStatus("SSWPREAUTH", "error", "The system cancelled the call before the dial.", dialled=False),
    DialStatus("DONTCALL", "privacy", "The callee asked not to be called by this caller.", dialled=True, in_cdr=False),
    DialStatus("TORTURE", "privacy", "The callee sent the caller to the torture menu.", dialled=True, in_cdr=False),
)

CDR_STATUSES: tuple[DialStatusName, ...] = tuple(row.name for row in DIAL_STATUSES if row.in_cdr)
"""Every status that a CDR may carry, in the table's order (API: ``DialStatus``, ``status``)."""

HANGUP_CALL_STATUSES: tuple[str, ...] = (
    "ANSWER",
    "ANSWERED",
    "BUSY",
    "NOANSWER",
    "CANCEL",
    "CONGESTION",
    "CHANUNAVAIL",
    "DONTCALL",
    "TORTURE",
    "INVALIDARGS",
)
"""``CALL_STATUS`` of External IVR's ``HANGUP_CALL``: its table, and the samples' ``ANSWERED`` (3.2 §5.2, ivr)."""

_BY_NAME: dict[str, DialStatus] = {row.name: row for row in DIAL_STATUSES}


def dial_status(name: str) -> DialStatus:
    """The row of a status, matched without regard to case; External IVR's ``ANSWERED`` is ``ANSWER``.

    Raises ``LookupError`` that lists the known statuses.
    """
    word = name.strip().upper()
    row = _BY_NAME.get("ANSWER" if word == "ANSWERED" else word)
    if row is None:
        raise LookupError(f"no call status is called {name!r}; known: {', '.join(_BY_NAME)}")
    return row


def is_answered(name: str) -> bool:
    """Whether a record with this status was answered. Raises ``LookupError`` for an unknown status."""
    return dial_status(name).answered


def queue_status(name: str, *, detailed: bool) -> DialStatusName:
    """The status a queue's record carries: ``name`` itself, or ``ABANDONE`` for the four detailed ones
    unless the organization says ``queue_statuses: detailed``."""
    row = dial_status(name)
    return "ABANDONE" if row.detailed and not detailed else row.name
