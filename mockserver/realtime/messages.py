"""What the socket says: the exchange's events and state as the messages of API §9 (3.2 §9, cur).

Everything here is a pure function of the exchange as it is, called under the organization's lock. Each message
keeps its contract in ``contracts/schemas/realtime.*``.

Epochs stand on the base of ``servertime``: UTC moved by ``servertimeoffset`` minutes, which is the message's own
offset for all of them, so that a client that takes it off again has the moment in UTC across a change of
daylight-saving time too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict
from zoneinfo import ZoneInfo

from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.exchange import Exchange
from ..telephony.model import phones
from ..telephony.model.calls import ExtensionCall
from ..telephony.model.directory import Campaign, Directory
from ..telephony.model.events import (
    AgentSnapshot,
    DialerEvent,
    ExtensionEvent,
    ExtensionReason,
    QueuedCaller,
    QueueEvent,
)

if TYPE_CHECKING:
    from ...contracts.types import (
        RealtimeAllDialersStatus,
        RealtimeAllExtensionsStatus,
        RealtimeAllUsersStatus,
        RealtimeCall,
        RealtimeDialer,
        RealtimeDialerEvent,
        RealtimeExtension,
        RealtimeExtensionEvent,
        RealtimeExtensionEventData,
        RealtimeKeepaliveResponse,
        RealtimeLoginResponse,
        RealtimeLoginStatus,
        RealtimeLoginSuccess,
        RealtimeQueue,
        RealtimeQueueCall,
        RealtimeQueueEvent,
        RealtimeUser,
    )

Message = Mapping[str, Any]
"""Any of them."""

CAMPAIGN_TYPES = {"agents": (5, "Automatic"), "ivr": (3, "IVR")}
"""Kind of a campaign -> ``typeID`` and ``type`` (seen)."""


class NoError(TypedDict):
    errorCode: int
    errorDesc: str


class Moment(TypedDict):
    """When a message was sent: what every one has."""

    servertime: int
    servertimeoffset: int


class CallMoment(Moment):
    telephonyservertime: int


class Ending(TypedDict, total=False):
    """What a HANGUP has besides, on both levels."""

    cause: str
    callerID: str
    ivruniqueid: str
    dialStatus: str
    queueID: int
    campaignID: int


class ExtensionHead(Ending, total=False):
    """What an event of an extension has on both levels."""

    eventName: str
    reason: ExtensionReason
    servertime: int
    servertimeoffset: int
    telephonyservertime: int


NO_ERROR: NoError = {"errorCode": 0, "errorDesc": "OK"}


@dataclass(frozen=True, slots=True)
class ServerTime:
    """A moment as the messages write it; ``offset`` is in minutes."""

    servertime: int
    offset: int
    telephony: int

    def epoch(self, moment: float) -> int:
        """Epoch seconds on the base of ``servertime``; 0 for never."""
        return int(moment) + self.offset * 60 if moment else 0

    def head(self) -> Moment:
        return {"servertime": self.servertime, "servertimeoffset": self.offset}

    def call_head(self) -> CallMoment:
        """With the exchange's own clock, as the messages about calls have it."""
        return {**self.head(), "telephonyservertime": self.telephony}


def server_time(directory: Directory, zone: ZoneInfo, now: float) -> ServerTime:
    """``servertimeoffset`` is the zone's at that moment unless the organization sets one (0: UTC)."""
    shift = datetime.fromtimestamp(now, zone).utcoffset()
    local = 0 if shift is None else int(shift.total_seconds())
    configured = directory.server_time_offset_minutes
    offset = local // 60 if configured is None else configured
    return ServerTime(int(now) + offset * 60, offset, int(now) + local)


def present(exchange: Exchange) -> ServerTime:
    return server_time(exchange.directory, exchange.zone, exchange.now)


# ---- extensions ----------------------------------------------------------------------------------------


def extension_event(exchange: Exchange, event: ExtensionEvent) -> RealtimeExtensionEvent:
    """``eventName``, ``reason`` and the times stand on both levels: clients read them here or there."""
    time = server_time(exchange.directory, exchange.zone, event.time)
    head: ExtensionHead = {"eventName": "extension", "reason": event.reason}
    if event.call is not None:
        if event.reason == "HANGUP":
            head = {**head, **_ending(event, event.call)}
        head = {**head, **time.call_head()}
    else:
        head = {**head, **time.head()}
    calls = [call(view, time) for view in event.calls]
    extension = _extension(
        exchange, event.extension, event.agent, calls, time, event.last_event, event.last_answer, event.last_hangup
    )
    data: RealtimeExtensionEventData = {**head, **extension}
    if event.call is not None:
        data["currentCall"] = call(event.call, time)
    return {**head, "data": data}


def _ending(event: ExtensionEvent, view: ExtensionCall) -> Ending:
    ending: Ending = {
        "cause": str(event.cause or "Unknown"),
        "callerID": view.caller_phone,
        "ivruniqueid": view.call_id,
        "dialStatus": event.dial_status,
    }
    if view.queue_id:
        ending["queueID"] = view.queue_id
    if view.campaign_id:
        ending["campaignID"] = view.campaign_id
    return ending


def _extension(
    exchange: Exchange, sip: str, agent: AgentSnapshot, calls: list[RealtimeCall], time: ServerTime,
    last_event: float, last_answer: float, last_hangup: float,
) -> RealtimeExtension:  # fmt: skip
    directory = exchange.directory
    entry = directory.extensions.get(sip)
    owner = directory.users.get(entry.user or 0) if entry is not None else None
    online = directory.users.get(agent.user)
    who = online or owner
    account = entry.account if entry is not None else next(iter(directory.accounts))
    state = exchange.extensions.get(sip)
    return {
        "calls": calls,
        "userID": owner.id if owner is not None else 0,
        "userName": owner.name if owner is not None else entry.name if entry is not None else sip,
        "number": entry.id if entry is not None else 0,
        "extenUser": sip,
        "accountID": account,
        "topAccountID": directory.top_account(account).id,
        "summery": {"representative": who.name if who is not None else ""},
        "onlineUserID": agent.user or (owner.id if owner is not None else 0),  # cur: stays when nobody is logged in
        "representative": agent.user,
        "representativeStatus": agent.status,
        "lastCallEventEpoch": time.epoch(last_event),
        "lastAnsweredCallEventEpoch": time.epoch(last_answer),
        "lastHangupCallEpoch": time.epoch(last_hangup),
        "representativeUpdated": time.epoch(agent.since) * 1000,
        "peerStatus": "OK" if state is not None and state.device == "online" else None,
    }


def call(view: ExtensionCall, time: ServerTime) -> RealtimeCall:
    """One call as its extension sees it."""
    message: RealtimeCall = {
        "callStarted": time.epoch(view.started),
        "calldurationinterval": time.epoch(view.started),
        "callAnswered": time.epoch(view.answered_at) if view.answered else 0,
        "answered": int(view.answered),
        "callername": view.caller_name,
        "callerphone": view.caller_phone,
        "callstatus": view.status,
        "customdata": view.custom,
        "direction": view.direction,
        "ivrid": view.call_id,
        "recording": {"Filename": view.recording, "IsMuted": int(view.muted)},
        "did": view.did,
    }
    if view.click2call_leg:
        message["c2cdirection"] = "1" if view.click2call_leg == 1 else "2"
    message["isInternal"] = view.internal
    message["isSpyed"] = view.spied
    if view.queue_id:
        message["queueID"] = view.queue_id
    if view.original_caller:
        message["originalCallerID"] = view.original_caller
    if view.related:
        message["relatedIvrUniqueIDs"] = list(view.related)
    return message


def all_extensions_status(exchange: Exchange, extensions: Iterable[str]) -> RealtimeAllExtensionsStatus:
    """The extensions of these SIP names, as they are now."""
    time = present(exchange)
    rows: list[RealtimeExtension] = []
    for sip in extensions:
        state = exchange.extensions[sip]
        calls = [call(view, time) for view in state.calls.values()]
        rows.append(
            _extension(
                exchange,
                sip,
                exchange.agent_at[sip],
                calls,
                time,
                state.last_event,
                state.last_answer,
                state.last_hangup,
            )
        )
    return {"extensions": rows, **time.head(), **NO_ERROR}


# ---- queues --------------------------------------------------------------------------------------------


def queue_event(exchange: Exchange, event: QueueEvent) -> RealtimeQueueEvent:
    time = server_time(exchange.directory, exchange.zone, event.time)
    data = _queue(exchange, event.queue, event.callers, time)
    if event.answered_by:
        data["AnsweredAgent"] = event.answered_by
    return {
        "data": data,
        "eventName": "queue",
        "reason": event.reason,
        **time.call_head(),
        "ivruniqueid": event.call_id,
    }


def _queue(exchange: Exchange, queue: int, callers: Iterable[QueuedCaller], time: ServerTime) -> RealtimeQueue:
    entry = exchange.directory.queues.get(queue)
    return {
        "QueueID": queue,
        "QueueName": entry.name if entry is not None else "",
        "UserID": entry.account if entry is not None else 0,
        "DistributorID": queue,
        "Calls": [_queue_call(exchange, caller, time) for caller in callers],
        "IsDistributedQueue": False,
    }


def _queue_call(exchange: Exchange, caller: QueuedCaller, time: ServerTime) -> RealtimeQueueCall:
    known = exchange.call(caller.call_id)
    joined = time.epoch(caller.joined)
    return {
        "CallerID": phones.local(caller.caller),
        "CallerName": caller.caller_name,
        "IvrUniqueID": caller.call_id,
        "JoinTimeStamp": joined,
        "calldurationinterval": joined,
        "ivrid": caller.call_id,
        "customdata": known.custom if known is not None else {},
    }


def login_status(exchange: Exchange, queues: Iterable[int]) -> RealtimeLoginStatus:
    """These queues and who waits in them, under both spellings: the document's table and its sample have one each."""
    time = present(exchange)
    rows: list[RealtimeQueue] = []
    for queue in queues:
        state = exchange.queues.get(queue)
        rows.append(_queue(exchange, queue, state.callers.values() if state is not None else (), time))
    return {"queues": rows, "Queues": rows, **time.head(), **NO_ERROR}


# ---- campaigns -----------------------------------------------------------------------------------------


def dialer_event(exchange: Exchange, event: DialerEvent) -> RealtimeDialerEvent:
    time = server_time(exchange.directory, exchange.zone, event.time)
    entry = exchange.directory.campaigns.get(event.campaign)
    message: RealtimeDialerEvent = {"eventName": "dialer", "reason": event.reason, **time.call_head()}
    if event.call is not None:
        message["callerID"] = event.call.caller_phone
        message["ivruniqueid"] = event.call.call_id
    calls = [call(view, time) for view in event.calls]
    data: RealtimeDialer = (
        _dialer(exchange, entry, calls)
        if entry is not None
        else {"campaignID": 0, "code": event.campaign, "calls": calls, "data": {}}
    )
    if event.call is not None:
        data["currentCall"] = call(event.call, time)
    message["data"] = data
    return message


def _dialer(exchange: Exchange, campaign: Campaign, calls: list[RealtimeCall]) -> RealtimeDialer:
    type_id, type_name = CAMPAIGN_TYPES[campaign.kind]
    state = exchange.campaigns[campaign.code]
    return {
        "campaignID": campaign.id,
        "name": campaign.name,
        "typeID": type_id,
        "type": type_name,
        "code": campaign.code,
        "userID": campaign.account,
        "accountID": campaign.account,
        "calls": calls,
        "data": {"status": state.status, "members": list(state.members)},
    }


def all_dialers_status(exchange: Exchange, campaigns: Iterable[str]) -> RealtimeAllDialersStatus:
    """The campaigns of these codes, with the calls they have up."""
    time = present(exchange)
    rows = [
        _dialer(
            exchange,
            exchange.directory.campaigns[code],
            [call(view, time) for view in exchange.campaigns[code].dialer.views.values()],
        )
        for code in campaigns
    ]
    return {"dialers": rows, **time.head(), **NO_ERROR}


# ---- logins and edits ----------------------------------------------------------------------------------


def login_success(exchange: Exchange) -> RealtimeLoginSuccess:
    return {**NO_ERROR, **present(exchange).head()}


def login_response(exchange: Exchange, code: int = 0, text: str = "OK") -> RealtimeLoginResponse:
    """The answer to a login inside the socket; ``code`` 0 is success."""
    return {"errorCode": code, "errorDesc": text, **present(exchange).head()}


def keepalive_response(exchange: Exchange, code: int = 0, text: str = "OK") -> RealtimeKeepaliveResponse:
    return {"errorCode": code, "isOk": code == 0, "errorDesc": text, **present(exchange).head()}


def all_users_status(exchange: Exchange, users: Iterable[int]) -> RealtimeAllUsersStatus:
    known = exchange.directory.users
    rows: list[RealtimeUser] = [
        {"userID": known[user].id, "userName": known[user].name, "accountID": known[user].account} for user in users
    ]
    return {"users": rows, **present(exchange).head(), **NO_ERROR}


def update_event(exchange: Exchange, member: str, names: Iterable[str | int]) -> Message:
    """Something was edited. Always with a payload: a known client reads it before it asks for a resync."""
    return {member: list(names), **present(exchange).head(), **NO_ERROR}
