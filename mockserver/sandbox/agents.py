"""Agents over the control API: who is logged in where, with which status."""

from __future__ import annotations

from ..telephony.core.exchange import Exchange
from ..telephony.model.extension_state import AgentState
from .calls import acting
from .control import Body, ControlRequest, control


@control("list_agents")
def list_agents(request: ControlRequest) -> Body:
    with request.tenant.use(wait=request.wait) as exchange:
        known = exchange.directory.users
        return {"agents": [as_data(exchange, agent) for agent in exchange.agents.values() if agent.user in known]}


@control("set_agent")
def set_agent(request: ControlRequest) -> Body:
    body = request.body
    with acting(request) as operator:
        agent = operator.set_agent(request.path_values["user"], body["status"], body.get("extension", ""))
        return as_data(operator.exchange, agent)


def as_data(exchange: Exchange, agent: AgentState) -> Body:
    status = exchange.directory.statuses.get(agent.status)
    return {
        "user": agent.user,
        "name": exchange.directory.users[agent.user].name,
        "status": agent.status,
        "status_name": status.name if status is not None else "",
        "since": agent.since,
        "extension": agent.extension,
    }
