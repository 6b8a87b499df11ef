"""What an exchange is made of: every flow, kind of layer, key taker and listener, in the order in which it is asked.

Steps and places carry their names where they are defined (``@step``, ``@place``); their modules are listed here, so
that every one of them exists whoever makes an exchange. Nothing else registers itself by being imported.
"""

from __future__ import annotations

from ..click2call import click2call
from ..core import exchange
from ..core.exchange import Exchange
from ..dialer import agent_campaign, dialer, ivr_campaign
from ..in_call import spying
from ..legs import dialling, hearing, lines, scripted_caller
from ..log.call_log import CallLog
from ..model.directory import Directory
from ..presence import availability
from ..routing import destinations, external_ivr, external_layer, ivr, places, queues, routed_call, voice_bot, voicemail
from ..routing.routed_call import RoutedCallFlow

MODULES = (
    exchange,
    dialling,
    lines,
    hearing,
    availability,
    scripted_caller,
    places,
    destinations,
    ivr,
    external_layer,
    external_ivr,
    voice_bot,
    queues,
    voicemail,
    routed_call,
    click2call,
    dialer,
    agent_campaign,
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
        agent_campaign.FLOW: agent_campaign.PRODUCTIVE,
        ivr_campaign.FLOW: ivr_campaign.PredictiveFlow(),
        "spy": spying.SpyFlow(),
    }
)
ivr.LAYERS.update(
    {"external_layer": external_layer.enter, "external_ivr": external_ivr.enter, "voice_bot": voice_bot.enter}
)
ivr.COLLECTED.update(
    {"menu": ivr.choose, "external_layer": external_layer.ask, "external_ivr": external_ivr.handle_collected_keys}
)
places.KEY_TAKERS.update({"ivr": (ivr.wanted_keys, ivr.take_keys), "queue": (queues.wanted_keys, queues.take_keys)})
availability.LISTENERS.extend((queues.member_changed, dialer.member_changed))
queues.LISTENERS.append(dialer.queue_changed)


def new_exchange(directory: Directory, *, now: float, seed: int | None = None, log: CallLog | None = None) -> Exchange:
    """An exchange that can do all of this. ``now`` is its first moment (epoch); ``seed`` decides what is left to
    chance (the directory's own, if ``None``); records go into ``log`` (in memory, if ``None``).
    """
    return Exchange(directory, now=now, seed=seed, log=log)
