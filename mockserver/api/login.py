"""Agents' login, logout and status: 3.2 §10, and what was seen since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.operations import ErrorCode
from ...contracts.operations.login import STATUS_ERRORS
from ..telephony.core import reasons
from ..telephony.core.refusals import Refused
from ..telephony.presence import agents
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import LoginGetStatusesListResponse, LoginSetStatusResponse

NO_STATUS_ERROR = "No status error"
"""How 3.2 prints success."""


def _answer(row: ErrorCode, message: str) -> LoginSetStatusResponse:
    """3.2 counts errors in a string, today's answers in a number; the message stands under both names."""
    old = row.revision == "3.2"
    error = STATUS_ERRORS["3.2" if old else "current"][row.name]
    return {
        "Status": int(row.code),
        "StatusError": str(error) if old else error,
        "StatusErrorMessage": message,
        "StatusErroMessage": message,
    }


@endpoint("login.set_status", refusal=_answer)
def set_status(context: Context) -> LoginSetStatusResponse:
    parameters, exchange = context.parameters, context.exchange
    name = parameters.text("UserID").strip()
    agent = agents.find(exchange, name)
    if agent is None:
        raise Refused("user_unknown", reasons.no_user(exchange, name))
    agents.set_status(exchange, agent, parameters.text("ExtensionUser"), parameters.integer("Status"))
    row = context.operation.error("ok", exchange.directory.revision)
    return _answer(row, NO_STATUS_ERROR if row.revision == "3.2" else row.message)


def _no_statuses(row: ErrorCode, message: str) -> Body:
    return {"Statuses": [], "Status": row.code, "StatusErroMessage": message}


@endpoint("login.get_statuses_list", refusal=_no_statuses)
def get_statuses_list(context: Context) -> LoginGetStatusesListResponse:
    statuses = context.exchange.directory.statuses.values()
    return {"Statuses": [{"Name": entry.name, "ID": entry.id, "Color": entry.color} for entry in statuses]}
