"""What an exchange is made of: every flow, kind of layer, key taker and listener, in the order in which it is asked.

Steps and places carry their names where they are defined (``@step``, ``@place``); their modules are listed here, so
that every one of them exists whoever makes an exchange. Nothing else registers itself by being imported.
"""

from __future__ import annotations

from . import (
    availability,
    caller_flow,
    callers,
    click2call,
    destinations,
    dialer,
    dialer_agents,
    dialer_ivr,
    dialling,
    exchange,
    external_ivr,
    external_layer,
    ivr,
    queues,
    routing,
    spying,
    voicemail,
)
from .call_log import CallLog
from .caller_flow import RoutedCallFlow
from .directory import Directory
from .exchange import Exchange

MODULES = (
    exchange,
    dialling,
    availability,
    callers,
    routing,
    destinations,
    ivr,
    external_layer,
    external_ivr,
    queues,
    voicemail,
    caller_flow,
    click2call,
    dialer,
    dialer_agents,
    dialer_ivr,
    spying,
)
"""Those that define steps or places."""

_ROUTED_CALL = RoutedCallFlow()

dialling.FLOWS.update(
    {
        "incoming": _ROUTED_CALL,
        "outgoing": _ROUTED_CALL,
        "transfer": _ROUTED_CALL,
        "click2call": click2call.FLOW,
        dialer_agents.FLOW: dialer_agents.PRODUCTIVE,
        dialer_ivr.FLOW: dialer_ivr.PredictiveFlow(),
        "spy": spying.SpyFlow(),
    }
)
ivr.LAYERS.update({"external_layer": external_layer.enter, "external_ivr": external_ivr.enter})
ivr.COLLECTED.update(
    {"menu": ivr.choose, "external_layer": external_layer.ask, "external_ivr": external_ivr.take_collected}
)
routing.KEY_TAKERS.update({"ivr": (ivr.wanted_keys, ivr.take_keys), "queue": (queues.wanted_keys, queues.take_keys)})
availability.LISTENERS.extend((queues.member_changed, dialer.member_changed))
queues.LISTENERS.append(dialer.queue_changed)


def new_exchange(directory: Directory, *, now: float, seed: int | None = None, log: CallLog | None = None) -> Exchange:
    """An exchange that can do all of this. ``now`` is its first moment (epoch); ``seed`` decides what is left to
    chance (the directory's own, if ``None``); records go into ``log`` (in memory, if ``None``).
    """
    return Exchange(directory, now=now, seed=seed, log=log)
