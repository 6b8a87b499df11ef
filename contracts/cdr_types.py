"""The kinds of call records: ``CdrType`` (number) and ``Type`` (name) of the call log and CDR notification.

Source: 3.2 §3 and §4 ("Call types"), cdr ("Call Types"); the numbers are those of deployed clients (8, 9, 10,
14, 15, 17 to 19 and 21 to 23 seen, 2, 16 and 20 inferred). The documents' own row numbers are not ids.
"""

from __future__ import annotations

from typing import Literal

from .quick_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CdrType:
    """One kind of call record.

    ``name`` is what this project sends; ``variants`` are other spellings that the documents use for it.
    ``leg`` is 1 or 2 for records that come in pairs, and ``partners`` the ids of the other leg's record
    (a predictive call's leg 1 has either of two as its leg 2). ``mark`` tells where the id comes from.
    """

    id: int
    name: str
    meaning: str
    variants: tuple[str, ...] = ()
    leg: Literal[1, 2] | None = None
    partners: tuple[int, ...] = ()
    mark: Literal["documented", "seen", "inferred"] = "documented"


CDR_TYPES: tuple[CdrType, ...] = (
    CdrType(1, "Incoming Call", "A caller dialled one of the organization's numbers and did not end in a queue."),
    CdrType(2, "CC", "A call through the calling-card (access number) service.", mark="inferred"),
    CdrType(4, "Extension Outgoing", "An extension dialled by hand."),
    CdrType(8, "Queue", "An incoming call that a queue received.", mark="seen"),
    CdrType(
        9, "Click2Call leg1", "Click2Call, not by a dialer: the call to `phone`.",
        ("Click2Callleg1", "Click2Calleg1", "Click2CallLeg1"), 1, (10,), "seen",
    ),
    CdrType(
        10, "Click2Call leg2", "Click2Call, not by a dialer: the call to `target`.",
        ("Click2Callleg2", "Click2Calleg2", "Click2CallLeg2"), 2, (9,), "seen",
    ),
    CdrType(11, "VoiceMail", "Voicenter's voicemail took the call."),
    CdrType(12, "Callference", "A call of the callference service."),
    CdrType(13, "XferCDR", "An extension transferred the call to a number or another extension."),
    CdrType(
        14, "ProductiveCall Leg1", "A dialer campaign of agents: the call to the agent.",
        ("ProductiveCallLeg1",), 1, (15,), "seen",
    ),
    CdrType(
        15, "ProductiveCall Leg2", "A dialer campaign of agents: the call to the customer.",
        ("ProductiveCallLeg2",), 2, (14,), "seen",
    ),
    CdrType(16, "Scrubber", "A call of the number-checking service.", mark="inferred"),
    CdrType(17, "Click 2 IVR", "A predictive campaign: the call to the customer.", (), 1, (18, 19), "seen"),
    CdrType(
        18, "Click 2 IVR Incoming", "A predictive campaign: the answered customer in an IVR layer.",
        (), 2, (17,), "seen",
    ),
    CdrType(
        19, "Click 2 Queue Incoming", "A predictive campaign: the answered customer in a queue.",
        ("Click 2 Queue",), 2, (17,), "seen",
    ),
    CdrType(20, "FaxCdr", "An outgoing fax.", mark="inferred"),
    CdrType(
        21, "Attended CDR leg1", "A transfer with consultation: between the two representatives.", (), 1, (22,), "seen"
    ),
    CdrType(
        22, "Attended CDR leg2", "A transfer with consultation: the caller and the second representative.",
        (), 2, (21,), "seen",
    ),
    CdrType(23, "Auto forward", "An extension forwarded the call by its own setting.", mark="seen"),
)  # fmt: skip

CDR_TYPE_NAMES: tuple[str, ...] = tuple(row.name for row in CDR_TYPES)
"""The names this project sends, in the order of their ids."""

KNOWN_TYPE_NAMES: tuple[str, ...] = tuple(name for row in CDR_TYPES for name in (row.name, *row.variants))
"""Every spelling that contracts know."""

CDR_TYPE_IDS: tuple[int, ...] = tuple(row.id for row in CDR_TYPES)

_BY_ID = {row.id: row for row in CDR_TYPES}


def _fold(name: str) -> str:
    return "".join(name.split()).casefold()


_BY_NAME = {_fold(name): row for row in CDR_TYPES for name in (row.name, *row.variants)}


def cdr_type(key: int | str) -> CdrType:
    """The record kind of an id or a name; names match without regard to case and blanks.

    Raises ``LookupError`` that lists what there is.
    """
    if isinstance(key, int):
        row = _BY_ID.get(key)
        if row is None:
            raise LookupError(f"no CDR type has id {key}; known: {', '.join(map(str, _BY_ID))}")
        return row
    row = _BY_NAME.get(_fold(key))
    if row is None:
        raise LookupError(f"no CDR type is called {key!r}; known: {', '.join(CDR_TYPE_NAMES)}")
    return row


def other_legs(key: int | str) -> tuple[CdrType, ...]:
    """The kinds that the other record of a two-leg call may have; empty for records that stand alone."""
    return tuple(_BY_ID[partner] for partner in cdr_type(key).partners)
