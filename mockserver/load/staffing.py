"""How many agents a queue needs: Erlang's delay formula (Erlang C), on which call centres are staffed."""

from __future__ import annotations

import math

SERVICE_LEVEL = 0.8
WITHIN_SECONDS = 20.0


def waiting_probability(agents: int, erlangs: float) -> float:
    """Erlang C: how likely a caller has to wait when ``erlangs`` of traffic are offered to so many agents."""
    if agents <= erlangs:
        return 1.0
    blocking = 1.0
    for number in range(1, agents + 1):
        blocking = erlangs * blocking / (number + erlangs * blocking)
    return blocking / (1 - erlangs / agents * (1 - blocking))


def service_level(agents: int, erlangs: float, handling_seconds: float, within_seconds: float) -> float:
    """The part of the callers who are answered within so many seconds, if nobody hangs up before."""
    if agents <= erlangs:
        return 0.0
    served = math.exp(-(agents - erlangs) * within_seconds / handling_seconds)
    return 1 - waiting_probability(agents, erlangs) * served


def agents_needed(
    calls_per_hour: float, handling_seconds: float, *, level: float = SERVICE_LEVEL,
    within_seconds: float = WITHIN_SECONDS,
) -> int:  # fmt: skip
    """The fewest agents that keep the service level (80 % within 20 seconds); at least one."""
    erlangs = calls_per_hour * handling_seconds / 3600
    agents = max(1, math.floor(erlangs) + 1)
    while service_level(agents, erlangs, handling_seconds, within_seconds) < level:
        agents += 1
    return agents
