"""CDR notifications of one kind and outcome, whose members agree: who, when, how long, what it cost (cdr, 3.2 §4)."""

from __future__ import annotations

from typing import Any

from ..cdr_types import CDR_TYPES, CdrType, cdr_type
from ..dial_statuses import CDR_STATUSES, DialStatus, dial_status
from . import numbers, people
from .identities import account_ids, call_id_at, queue_ids, representative_codes, tail
from .moments import epochs, utc
from .picks import Maker, Picks
from .vocabulary import seconds

_OUTGOING = (4, 9, 10, 14, 15, 17, 20)
_QUEUES = (8, 19)
_IN_IVR = ("VOEND", "TE")
_OF_QUEUES = ("ABANDONE", "TIMEOUT", "EXIT", "FULL", "JOINEMPTY")


def statuses_of(kind: CdrType) -> tuple[str, ...]:
    """The statuses that records of a kind usually have."""
    if kind.id in _QUEUES:
        return ("ANSWER", "CANCEL", "VOICEMAIL", *_OF_QUEUES)
    usual = tuple(name for name in CDR_STATUSES if name not in (*_OF_QUEUES, *_IN_IVR, "NOTCALLED"))
    if kind.id == 1:
        return (*usual, *_IN_IVR)
    return (*usual, "NOTCALLED") if kind.leg == 2 else usual


def status_of_a_cdr(name: str) -> DialStatus:
    """Raises ``LookupError`` that lists the statuses that CDRs have."""
    wanted = dial_status(name)
    if not wanted.in_cdr:
        raise LookupError(f"no CDR has status {wanted.name!r}; known: {', '.join(CDR_STATUSES)}")
    return wanted


def records(type: int | str | None = None, status: str | None = None) -> Maker:
    """What makes CDR notifications of a kind (id or name) with a status, or of all of both.

    Raises ``LookupError`` that lists the kinds or statuses there are.
    """
    kinds = CDR_TYPES if type is None else (cdr_type(type),)
    wanted = None if status is None else status_of_a_cdr(status)

    def make(picks: Picks) -> dict[str, Any]:
        kind = kinds[picks.choose(len(kinds))]
        known = (wanted.name,) if wanted else statuses_of(kind)
        return _record(kind, dial_status(known[picks.choose(len(known))]), picks)

    return make


def _record(kind: CdrType, status: DialStatus, picks: Picks) -> dict[str, Any]:
    time = epochs(picks)
    queue = kind.id in _QUEUES
    outgoing = kind.id in _OUTGOING
    duration = seconds(picks) if status.talk else 0
    dialtime = seconds(picks) % 60 if status.dialled else 0
    own, outside = numbers.dids(picks), numbers.international_numbers(picks)
    country = _country(outside)
    extension, agent = numbers.extension_names(picks), people.person_names(picks)
    reached = status.answered or status.dialled
    file = f"{utc(time):%Y%m%d%H%M}{tail(picks, 6).lower()}-aws-{extension}.mp3" if duration else ""
    record: dict[str, Any] = {
        "caller": own if outgoing else outside,
        "target": outside if outgoing else (extension if reached else ""),
        "time": time,
        "duration": duration,
        "ivruniqueid": call_id_at(time, picks),
        "type": kind.name,
        "status": status.name,
        "targetextension": extension if reached and not outgoing else "",
        "callerextension": extension if outgoing else "",
        "did": "" if outgoing else own,
        "queueid": queue_ids(picks) if queue else 0,
        "queuename": people.queue_names(picks) if queue else "",
        "record": f"https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/{file}" if file else "",
        "price": (duration + 59) // 60 * (7 if country == "Israel" else 40) if outgoing else 0,
        "dialtime": dialtime,
        "representative_name": agent,
        "representative_code": representative_codes(picks),
        "targetextension_name": agent if reached and not outgoing else "",
        "callerextension_name": agent if outgoing else "",
        "target_country": country if outgoing else "",
        "caller_country": "" if outgoing else country,
    }
    if kind.leg is not None:
        record["leg1DialStatusName"] = _first_leg(kind, status, picks)
    if queue:
        record["seconds_waiting_in_queue"] = seconds(picks)
    if kind.id in (1, 8) and picks.choose(2):
        record["IVR"] = [_layer(order, picks) for order in range(1, 2 + picks.choose(3))]
    if kind.id in (13, 21, 22):
        record["OriginalIvrUniqueID"] = call_id_at(time - 60, picks)
    if picks.choose(2):
        department = people.department_names(picks)
        record |= {"DepartmentName": department, "DepartmentID": account_ids(picks)}
        record |= {"TopDepartmentName": people.company_names(picks), "TopDepartmentID": account_ids(picks)}
    if picks.choose(2):
        custom = {"var_customer": str(1000 + picks.choose(9000))}
        record |= {**custom, "CUSTOM_DATA": custom}
    return record


def _first_leg(kind: CdrType, status: DialStatus, picks: Picks) -> str:
    """Leg 2 is not called because leg 1 failed, and dialled because it was answered."""
    if kind.leg == 1:
        return status.name
    return ("NOANSWER", "BUSY", "CANCEL")[picks.choose(3)] if status.name == "NOTCALLED" else "ANSWER"


def _layer(order: int, picks: Picks) -> dict[str, Any]:
    return {
        "layer_id": 1234 + picks.choose(100),
        "layer_name": people.layer_names(picks),
        "layer_number": order - 1,
        "Dtmf": picks.choose(10),
        "dtmf_order": order,
    }


_COUNTRIES = (
    ("972", "Israel"), ("1", "United States"), ("44", "United Kingdom"), ("49", "Germany"), ("33", "France"),
    ("7", "Russia"), ("39", "Italy"), ("962", "Jordan"), ("61", "Australia"), ("357", "Cyprus"),
)  # fmt: skip


def _country(number: str) -> str:
    return next((name for prefix, name in sorted(_COUNTRIES, reverse=True) if number.startswith(prefix)), "")
