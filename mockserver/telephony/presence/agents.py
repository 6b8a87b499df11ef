"""Agents log in at extensions, log out, and say what they do (3.2 §10).

An extension has one agent at most, an agent one extension. Every change is an event at the extensions it
concerns, and queues and dialers look again whom they may ring.
"""

from __future__ import annotations

from ....contracts.sentences import Sentence
from ....contracts.suggestions import did_you_mean
from ..core import reasons
from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..model.directory import User
from ..model.extension_state import LOGGED_IN, LOGGED_OUT, AgentState
from . import availability, extension_calls


def find(exchange: Exchange, name: str) -> AgentState | None:
    """The agent whose user id this is, or whose code begins with these five digits (3.2 §10)."""
    directory = exchange.directory
    if name.isascii() and name.isdigit() and int(name) in directory.users:
        return exchange.agents[int(name)]
    if len(name) == 5:
        for user in directory.users.values():
            if user.code[:5] == name:
                return exchange.agents[user.id]
    return None


def read_status(exchange: Exchange, word: int | str) -> int:
    """The id of the status that is meant, by its id or its name in any case: the one reader for Python, the control
    API and the terminal. Raises ``LookupError`` with the statuses that the organization has.
    """
    statuses = exchange.directory.statuses
    text = str(word).strip()
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) in statuses:
        return int(text)
    for status in statuses.values():
        if status.name.casefold() == text.casefold():
            return status.id
    near = did_you_mean(text, [status.name for status in statuses.values()])
    known = ", ".join(f"{status.id} {status.name}" for status in statuses.values())
    unknown = f"the organization has no status {word if isinstance(word, int) else text[:60]!r}"
    raise LookupError(f"{unknown} ({near})" if near else f"{unknown}; it has {known}")


def set_status(exchange: Exchange, agent: AgentState, extension: str, status: int) -> None:
    """Logs the agent in at the extension (any status but logout) or out.

    Revision 3.2 keeps to its table: a second extension is ``logged_in_elsewhere``, a status of one who is not
    logged in ``not_logged_in``, a login without a PIN ``no_pin``. The current revision moves the agent, and logs
    in with whatever status. Raises ``Refused`` with the names of the login API's error table.
    """
    state = exchange.extension_named(extension)
    if state is None:
        raise Refused("extension_unknown", reasons.no_extension(exchange, extension))
    if status not in exchange.directory.statuses:
        raise Refused("status_unsupported", reasons.no_status(exchange, status))
    user, strict = exchange.directory.users[agent.user], exchange.directory.revision == "3.2"
    if status == LOGGED_OUT:
        if strict and not agent.extension:
            raise Refused("not_logged_in", reasons.logged_in_nowhere(user))
        log_out(exchange, agent)
        return
    if state.user not in (0, agent.user) and exchange.agents[state.user].status != LOGGED_OUT:
        raise Refused("extension_in_use", reasons.logged_in_at(exchange.directory.users[state.user], state.sip))
    if strict:
        if agent.extension not in ("", state.sip):
            raise Refused("logged_in_elsewhere", reasons.logged_in_at(user, agent.extension))
        if status != LOGGED_IN and not agent.extension:
            raise Refused("not_logged_in", reasons.logged_in_nowhere(user))
        if status == LOGGED_IN and not user.pin:
            raise Refused("no_pin", _no_pin(user))
    if agent.extension not in ("", state.sip):
        log_out(exchange, agent)
    state.user = agent.user
    agent.extension, agent.status, agent.since = state.sip, status, exchange.now
    _publish_status(exchange, state.sip)


def _no_pin(user: User) -> Sentence:
    return Sentence.of("NoPin", "{user} has no pin in the document", user=user.name)


def log_out(exchange: Exchange, agent: AgentState) -> None:
    """Nothing happens when the agent is logged out already. Calls that are up go on."""
    if not agent.extension:
        return
    sip = agent.extension
    agent.extension, agent.status, agent.since = "", LOGGED_OUT, exchange.now
    exchange.extensions[sip].user = 0
    _publish_status(exchange, sip)


def _publish_status(exchange: Exchange, sip: str) -> None:
    exchange.update_presence(sip)
    extension_calls.publish(exchange, exchange.extensions[sip], "userStatusUpdate", None)
    availability.notify_listeners(exchange, sip)
