"""The realtime events of one call, in the order in which the socket brings them (cur, 3.2 §9)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ..causes import HangupCause
from ..quick_dataclasses import dataclass
from . import numbers, people
from .identities import account_ids, call_id_at, queue_ids, recording_files
from .moments import epochs
from .picks import Picks
from .vocabulary import seconds

_UNANSWERED = (
    HangupCause.NORMAL_HANGUP,
    HangupCause.USER_BUSY,
    HangupCause.CALL_REJECTED,
    HangupCause.USER_ALERTING_NO_ANSWER,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event: the wire's ``name``, its ``contract``, and the ``payload``."""

    name: str
    contract: str
    payload: dict[str, Any]


@dataclass(slots=True)
class _Extension:
    """What events say of an extension, as it changes."""

    state: dict[str, Any]
    call: dict[str, Any]
    offset: int

    def event(self, reason: str, now: int, **more: Any) -> Event:
        payload = {
            "eventName": "extension",
            "reason": reason,
            "servertime": now,
            "servertimeoffset": self.offset,
            **more,
        }
        self.state["lastCallEventEpoch"] = now
        data = payload | deepcopy(self.state) | {"currentCall": deepcopy(self.call)}
        data["calls"] = [] if reason == "HANGUP" else [deepcopy(self.call)]
        return Event(
            "ExtensionEvent", "realtime.extension_event", {**payload, "telephonyservertime": now, "data": data}
        )


def event_sequences(picks: Picks) -> list[Event]:
    """One incoming or outgoing call, answered or not, held or not, perhaps through a queue first.

    Times never run back; what has not happened yet has epoch 0; the call is gone from ``calls`` when it ends.
    """
    now = epochs(picks)
    outgoing, queued = bool(picks.choose(2)), bool(picks.choose(2))
    extension = _extension(picks, now, outgoing)
    ivrid: str = extension.call["ivrid"]
    events: list[Event] = []
    queue = {"QueueID": queue_ids(picks), "QueueName": people.queue_names(picks), "UserID": account_ids(picks)}
    if queued and not outgoing:
        waiting: dict[str, Any] = {
            "CallerID": extension.call["callerphone"], "CallerName": extension.call["callername"], "IvrUniqueID": ivrid,
            "JoinTimeStamp": now, "calldurationinterval": now, "ivrid": ivrid, "customdata": {},
        }  # fmt: skip
        events.append(_queue_event("JOIN", queue | {"Calls": [waiting]}, now, extension.offset, ivrid))
        now += seconds(picks)
        if picks.choose(4) == 3:
            return [*events, _queue_event("ABANDONED", queue | {"Calls": []}, now, extension.offset, ivrid)]
    events.append(extension.event("NEWCALL", now))
    now += seconds(picks) % 60
    answered = picks.choose(3) != 2
    if answered:
        extension.call |= {"callAnswered": now, "answered": 1, "callstatus": "Talking"}
        extension.state["lastAnsweredCallEventEpoch"] = now
        events.append(extension.event("ANSWER", now))
        if queued and not outgoing:
            left: dict[str, Any] = queue | {"Calls": [], "AnsweredAgent": extension.state["representative"]}
            events.append(_queue_event("EXIT", left, now, extension.offset, ivrid))
        if picks.choose(4) == 3:
            for reason, status in (("HOLD", "Hold"), ("UNHOLD", "Talking")):
                now += seconds(picks)
                extension.call["callstatus"] = status
                events.append(extension.event(reason, now))
        now += seconds(picks)
    cause = HangupCause.NORMAL_HANGUP if answered else _UNANSWERED[picks.choose(len(_UNANSWERED))]
    extension.state["lastHangupCallEpoch"] = now
    party = extension.call["callerphone"]
    events.append(extension.event("HANGUP", now, callerID=party, ivruniqueid=ivrid, cause=cause.value))
    return events


def _extension(picks: Picks, now: int, outgoing: bool) -> _Extension:
    user, agent = account_ids(picks), people.person_names(picks)
    state = {
        "userID": user, "userName": agent, "number": 1000 + picks.choose(1000),
        "extenUser": numbers.extension_names(picks),
        "accountID": 123456, "topAccountID": 123456, "summery": {"representative": agent}, "onlineUserID": user,
        "representative": user, "representativeStatus": 1, "lastCallEventEpoch": now, "lastAnsweredCallEventEpoch": 0,
        "lastHangupCallEpoch": 0, "representativeUpdated": (now - 3600) * 1000, "peerStatus": "OK",
    }  # fmt: skip
    call = {
        "callStarted": now, "calldurationinterval": now, "callAnswered": 0, "answered": 0,
        "callername": people.person_names(picks), "callerphone": numbers.local_numbers(picks),
        "callstatus": "Dialing" if outgoing else "Ringing", "customdata": {},
        "direction": "Outgoing" if outgoing else "Incoming", "ivrid": call_id_at(now, picks),
        "recording": {"Filename": recording_files(picks), "IsMuted": 0}, "did": "" if outgoing else numbers.dids(picks),
    }  # fmt: skip
    return _Extension(state, call, (0, 120, 180)[picks.choose(3)])


def _queue_event(reason: str, data: dict[str, Any], now: int, offset: int, ivrid: str) -> Event:
    payload = {
        "data": deepcopy(data), "eventName": "queue", "reason": reason, "servertime": now, "servertimeoffset": offset,
        "telephonyservertime": now, "ivruniqueid": ivrid,
    }  # fmt: skip
    return Event("QueueEvent", "realtime.queue_event", payload)
