"""Snapshots of the exchange: active calls (3.2 §7, cur) and the extension list (3.2 §8, cur)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.operations import ErrorCode
from ..telephony.core import reasons
from ..telephony.core.exchange import Exchange
from ..telephony.model import accounts, phones
from ..telephony.model.calls import ExtensionCall
from ..telephony.model.extension_state import ExtensionState
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import (
        MonitorGetExtensionsCallsResponse,
        MonitorGetExtensionsCallsResponseExtensionsItem,
        MonitorGetExtensionsCallsResponseExtensionsItemCallsItem,
        MonitorGetExtensionsResponse,
        MonitorGetExtensionsResponseExtensionsItem,
        MonitorGetQueuesCallersResponse,
    )


def _refusal(row: ErrorCode, message: str) -> Body:
    """Of a row that says all is well (2026) the list is there, and empty."""
    return {"ERR": row.code, "DESC": message} | ({"EXTENSIONS": []} if row.code == 0 else {})


def _queues_refusal(row: ErrorCode, message: str) -> Body:
    return {"ERR": row.code, "DESC": message} | ({"QUEUES": []} if row.code == 0 else {})


@endpoint("monitor.get_extensions_calls", refusal=_refusal)
def get_extensions_calls(context: Context) -> MonitorGetExtensionsCallsResponse:
    """Every extension with the calls it is in, or the one asked for."""
    exchange = context.exchange
    name = context.parameters.text("extension")
    states = list(exchange.extensions.values())
    if name:
        state = exchange.extension_named(name)
        states = [state] if state is not None else []
        if state is None:
            context.notes.append(reasons.no_extension(exchange, name))
    return {"ERR": 0, "DESC": "OK", "EXTENSIONS": [_extension(exchange, state) for state in states]}


def _extension(exchange: Exchange, state: ExtensionState) -> MonitorGetExtensionsCallsResponseExtensionsItem:
    entry, agent = exchange.directory.extensions[state.sip], exchange.agent_at[state.sip]
    user = exchange.directory.users.get(agent.user)
    return {
        "name": entry.name,
        "representative": user.name if user is not None else "",
        "peerstatus": "Reachable" if state.device == "online" else "Unknown",
        "username": state.sip,
        "extensionID": entry.id,
        "userID": entry.user or 0,
        "onlineUserID": agent.user,
        "onlineUserStatus": agent.status,
        "calls": [_call(call) for call in state.calls.values()],
    }


def _call(call: ExtensionCall) -> MonitorGetExtensionsCallsResponseExtensionsItemCallsItem:
    started, answered = int(call.started), int(call.answered_at)
    return {
        "callername": call.caller_name,
        "callerphone": call.caller_phone,
        "callstarted": started,
        "callanswered": answered,
        "callStarted": started,
        "callAnswered": answered,
        "answered": 1 if call.answered else 0,
        "callstatus": call.status,
        "ivrid": call.call_id,
        "direction": call.direction,
        "customdata": call.custom,
        "recording": {"Filename": call.recording, "IsMuted": int(call.muted)},
        "did": call.did,
    }


@endpoint("monitor.get_queues_callers", refusal=_queues_refusal)
def get_queues_callers(context: Context) -> MonitorGetQueuesCallersResponse:
    """Every queue with those who wait in it, or the one asked for; the longest waiting first."""
    exchange, parameters = context.exchange, context.parameters
    queues = list(exchange.queues.values())
    if "queue" in parameters.given:
        queues = [state for state in queues if state.id == parameters.integer("queue")]
        if not queues:
            context.notes.append(reasons.no_queue(exchange, parameters.integer("queue")))
    now = exchange.now
    return {
        "ERR": 0,
        "DESC": "OK",
        "QUEUES": [
            {
                "Name": exchange.directory.queues[state.id].name,
                "ID": state.id,
                "Weight": exchange.directory.queues[state.id].weight,
                "Callers": [
                    {
                        "Phone": phones.local(caller.caller),
                        "CallID": caller.call_id,
                        "JoinTime": int(caller.joined),
                        "Duration": int(now) - int(caller.joined),
                    }
                    for caller in state.callers.values()
                ],
            }
            for state in queues
        ],
    }


@endpoint("monitor.get_extensions", refusal=_refusal)
def get_extensions(context: Context) -> MonitorGetExtensionsResponse:
    """The whole organization's extensions, or those of the code's account and its departments."""
    directory = context.exchange.directory
    everywhere = context.parameters.boolean("showAll")
    seen = set(accounts.with_all_below(directory, context.account))
    found: list[MonitorGetExtensionsResponseExtensionsItem] = []
    for entry in directory.extensions.values():
        if not everywhere and entry.account not in seen:
            continue
        user = directory.users.get(entry.user or 0)
        found.append(
            {
                "SIP": entry.sip,
                "Name": entry.name,
                "SpeedDial": entry.speed_dial,
                "AccountID": entry.account,
                "AccountName": directory.accounts[entry.account].name,
                "UserName": user.name if user is not None else "",
                "UserEmail": user.email if user is not None else "",
            }
        )
    return {"ERR": 0, "DESC": "OK", "EXTENSIONS": found}
