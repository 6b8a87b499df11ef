"""The organizations that a load run simulates: each worker's and user's own, staffed for its part of the calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from statistics import fmean
from types import MappingProxyType

from ..organizations import instantiate
from ..telephony.model.directory import (
    Behaviour,
    CallbackName,
    CallbackTarget,
    Chance,
    Directory,
    Extension,
    QueueMember,
    Route,
    User,
)
from .profile import MAXIMUM_AGENTS
from .staffing import agents_needed

AGENT, AGENT_ID, USER_ID = "agent{:04d}", 31_000_000, 91_000_000

Urls = Mapping[CallbackName, str]
Timeouts = Mapping[CallbackName, float]
"""Seconds after which an answer is too late."""
NO_TIMEOUTS: Timeouts = MappingProxyType({})


def organization_id(worker: int, user: int) -> str:
    """No two of a run are the same, and with them no two call ids: those follow from the organization and its seed."""
    return f"load-{worker}-{user}"


def with_staff(
    template: Directory, id: str, urls: Urls, *, calls_per_hour: float, talk_seconds: float, agents: int = 0,
    timeouts: Timeouts = NO_TIMEOUTS, insecure: bool = False,
) -> Directory:  # fmt: skip
    """A copy of ``template`` with ``agents`` in its first queue (0: as many as the calls need), and callbacks to
    ``urls``.

    Where the template has no queue it is staffed as it is. Callbacks that are not in ``urls`` go nowhere;
    ``insecure`` ones take any TLS certificate.
    """
    directory = instantiate(template, id)
    callbacks: dict[CallbackName, CallbackTarget] = {}
    for name in (*directory.callbacks, *urls):
        target = directory.callbacks.get(name) or CallbackTarget(name)
        timeout = timeouts.get(name, target.timeout_seconds)
        callbacks[name] = replace(
            target, url=urls.get(name, ""), timeout_seconds=timeout, verify=target.verify and not insecure
        )
    behaviour = _talking(directory.behaviour, talk_seconds)
    directory = replace(directory, callbacks=callbacks, behaviour=behaviour)
    if not directory.queues:
        return directory
    queue = next(iter(directory.queues.values()))
    handling = fmean(behaviour.agents.ring_seconds) + talk_seconds + queue.wrap_up_seconds
    agents = min(MAXIMUM_AGENTS, agents or agents_needed(calls_per_hour, handling))
    names = [AGENT.format(number) for number in range(1, agents + 1)]
    extensions = {
        name: Extension(name, AGENT_ID + number, f"Agent {number}", account=queue.account)
        for number, name in enumerate(names, start=1)
    }
    users = {
        USER_ID + number: User(
            USER_ID + number, f"Agent {number}", str(USER_ID + number), account=queue.account, extension=name
        )
        for number, name in enumerate(names, start=1)
    }
    manned = replace(queue, members=tuple(QueueMember(name) for name in names), strategy="longest_idle")
    campaigns = {
        code: replace(campaign, members=tuple(names)) if campaign.members else campaign
        for code, campaign in directory.campaigns.items()
    }
    return replace(
        directory,
        extensions={**directory.extensions, **extensions},
        users={**directory.users, **users},
        queues={**directory.queues, queue.id: manned},
        campaigns=campaigns,
    )


def _talking(behaviour: Behaviour, talk_seconds: float) -> Behaviour:
    talk = (talk_seconds * 0.25, talk_seconds * 1.75)
    agents: Chance = replace(behaviour.agents, talk_seconds=talk)
    return replace(behaviour, agents=agents, outside=replace(behaviour.outside, talk_seconds=talk))


_QUESTIONS: Mapping[str, CallbackName] = {
    "external_layer": "external_layer",
    "external_ivr": "external_ivr",
    "voice_bot": "voicebot",
}


def outside_number(random: Random) -> str:
    """Somebody's mobile number, as a caller has it."""
    return f"05{random.randrange(10)}{random.randrange(10_000_000):07d}"


def talk_time(random: Random, mean_seconds: float) -> float:
    """How long a caller talks: exponential around the mean, and long enough to be a conversation."""
    least = min(1.0, mean_seconds / 2)
    return least + random.expovariate(1 / (mean_seconds - least))


def numbers_to_call(directory: Directory, urls: Urls) -> list[str]:
    """The numbers whose callers come to the staffed queue, or to a layer of the customer's that is asked for its
    decisions in this run. All of them where that leaves none.
    """
    wanted = [did.number for did in directory.dids.values() if _is_wanted(directory, did.route, urls)]
    return wanted or list(directory.dids)


def _is_wanted(directory: Directory, route: Route, urls: Urls) -> bool:
    if route.kind == "queue":
        return route.target == str(next(iter(directory.queues)))
    layer = directory.layer(int(route.target)) if route.kind == "layer" else None
    return layer is not None and _QUESTIONS.get(layer.kind, "") in urls
