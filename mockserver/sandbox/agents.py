"""Agents over the control API: who is logged in where, with which status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..telephony.core.exchange import Exchange
from ..telephony.model.extension_state import AgentState
from .calls import acting
from .control import ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxAgent, SandboxAgents, SandboxAgentState


@control("list_agents")
def list_agents(request: ControlRequest) -> SandboxAgents:
    with request.tenant.use(wait=request.wait) as exchange:
        known = exchange.directory.users
        return {"agents": [as_data(exchange, agent) for agent in exchange.agents.values() if agent.user in known]}


@control("set_agent")
def set_agent(request: ControlRequest) -> SandboxAgentState:
    body = request.body
    with acting(request) as operator:
        agent = operator.set_agent(request.path_values["user"], body["status"], body.get("extension", ""))
        return as_data(operator.exchange, agent)


def as_data(exchange: Exchange, agent: AgentState) -> SandboxAgent:
    status = exchange.directory.statuses.get(agent.status)
    return {
        "user": agent.user,
        "name": exchange.directory.users[agent.user].name,
        "status": agent.status,
        "status_name": status.name if status is not None else "",
        "since": agent.since,
        "extension": agent.extension,
    }
