"""VoiceBot (voicebot): a conversation of scripted intents, each of which asks the customer's function for data.

The bot greets, the caller speaks, the function is asked, the bot replies; then the next intent. What a function that
fails leads to is told for the bot's own configuration (``fail_output`` on a status other than 2xx, a network error or a
time-out); that the caller then hears ten seconds of nothing first, and what follows, is inferred.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from ....contracts.sentences import shorten
from ..core.exchange import Exchange, OwnRequest
from ..core.scheduler import step
from ..model import phones
from ..model.calls import Call, LayerPosition
from ..model.directory import Intent, Layer
from . import bot_templates, external_layer, ivr, places
from .story import BotAnnounced, BotAnswered, BotAsked, BotFailed, BotFinished, BotRequested, BotWasTold

if TYPE_CHECKING:
    from ....contracts.types import VoicebotRequest

FREEZES_SECONDS = 10.0
"""How long the caller hears nothing when the function hangs."""
SHOWN_CHARACTERS = 200


def enter(exchange: Exchange, call: Call, layer: Layer) -> None:
    seconds = ivr.announcement_seconds(exchange, layer)
    ivr.announce(exchange, call, ivr.prompt_of(layer), seconds)
    _after(exchange, call, seconds, "voice_bot.listen", 0)


def _after(exchange: Exchange, call: Call, seconds: float, then: str, index: int) -> None:
    """Goes on with an intent in so many seconds."""
    position = call.position
    assert position is not None
    call.timer = exchange.scheduler.after(max(ivr.SHORTEST_SECONDS, seconds), then, call.id, position.number, index)


def _bot(exchange: Exchange, call_id: str, number: int) -> tuple[Call, Layer] | None:
    """The call and the bot it talks to. ``None`` when it is not there any more, or the organization has no such bot."""
    call = exchange.calls.get(call_id)
    layer = exchange.directory.layers.get(number)
    if call is None or layer is None or call.position is None or call.position.number != number:
        return None
    return call, layer


def _at_intent(exchange: Exchange, call_id: str, number: int, index: int) -> tuple[Call, Layer, Intent] | None:
    found = _bot(exchange, call_id, number)
    if found is None or index >= len(found[1].intents):
        return None
    return *found, found[1].intents[index]


@step("voice_bot.listen")
def _listen(exchange: Exchange, call_id: str, number: int, index: int) -> None:
    """The caller says what they want, or has nothing more to say."""
    found = _bot(exchange, call_id, number)
    if found is None:
        return
    call, layer = found
    if index < len(layer.intents):
        _after(exchange, call, layer.intents[index].speech_seconds, "voice_bot.ask", index)
    else:
        exchange.note(call, BotFinished)
        places.go_to_layer(exchange, call, layer.next)


@step("voice_bot.ask")
def _ask(exchange: Exchange, call_id: str, number: int, index: int) -> None:
    found = _at_intent(exchange, call_id, number, index)
    if found is None:
        return
    call, _, intent = found
    position = call.position
    assert position is not None
    position.collecting = "asking"
    position.parameters = {**position.parameters, **intent.parameters}
    exchange.note(call, BotAsked, intent.name, dict(intent.parameters))
    if intent.body is None and intent.method == "POST":
        own = OwnRequest(headers=intent.headers) if intent.headers else None
        payload = {**_message(call, position)}
    else:
        own = OwnRequest(intent.method, intent.headers, free_form=True)
        payload = bot_templates.body(intent.body or {}, _slots(exchange, call, position))
        exchange.note(call, BotRequested, intent.method, _format_value(payload))
    exchange.ask("voicebot", call, payload, "voice_bot.answered", number, index, url=intent.url, request=own)


def _slots(exchange: Exchange, call: Call, position: LayerPosition) -> dict[str, str]:
    """What goes into a template: what the caller has said, and the vendor's variables (their form: inferred)."""
    local = datetime.fromtimestamp(exchange.now, exchange.zone)
    own = {"TimeNow": f"{local:%H:%M}", "DateNow": f"{local:%Y-%m-%d}", "caller_id": phones.local(call.caller)}
    return own | position.parameters


def _message(call: Call, position: LayerPosition) -> VoicebotRequest:
    """The documented message."""
    return {
        "CALL_INFO": {
            "DID": call.did,
            "CALLER_ID": phones.local(call.caller),
            "IVR_UNIQUE_ID": call.id,
            "DTMF": next((visit.digits for visit in reversed(call.visits) if visit.digits), "0"),
            "LAYER_ID": str(position.number),
            "PREVIOUS_LAYER_ID": str(position.previous),
        },
        "IntentParameters": dict(position.parameters),
        "CUSTOM_DATA": {name: _flat(value) for name, value in call.custom.items()},
    }


def _flat(value: Any) -> str:
    """Custom data are flat and text there."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@step("voice_bot.answered")
def _handle_answer(exchange: Exchange, call_id: str, answer: Any, number: int, index: int) -> None:
    if external_layer.still_asking(exchange, call_id, number) is None:
        return
    found = _at_intent(exchange, call_id, number, index)
    if found is None:  # the bot was edited meanwhile
        ivr.fallback(exchange, exchange.calls[call_id])
        return
    call, layer, intent = found
    if answer is None:
        _fail(exchange, call, layer, intent, index)
        return
    if intent.body is None and intent.method == "POST":
        exchange.note(call, BotAnswered, *_changes(answer))
    else:
        exchange.note(call, BotWasTold, _format_value(answer))
    position = call.position
    if intent.announcement and position is not None:
        slots = _slots(exchange, call, position)
        exchange.note(
            call,
            BotAnnounced,
            shorten(bot_templates.announcement(intent.announcement, answer, slots), SHOWN_CHARACTERS),
        )
    ivr.announce(exchange, call, intent.name, intent.reply_seconds)
    _after(exchange, call, intent.reply_seconds, "voice_bot.listen", index + 1)


def _changes(answer: dict[str, Any]) -> tuple[str, list[str], str, str]:
    """What an answer that keeps its contract changes in the conversation, as ``BotAnswered`` has it; ``null`` says
    nothing, as absence does.
    """
    instructions = answer.get("user")
    return (
        _format_value(answer.get("function_output")),
        [shorten(str(one), SHOWN_CHARACTERS) for one in cast(list[Any], instructions or [])],
        _format_value(answer.get("assistant")),
        _format_value(answer.get("system")),
    )


def _format_value(value: Any) -> str:
    return "" if value is None else shorten(json.dumps(value, ensure_ascii=False), SHOWN_CHARACTERS)


def _fail(exchange: Exchange, call: Call, layer: Layer, intent: Intent, index: int) -> None:
    position = call.position
    assert position is not None
    frozen = FREEZES_SECONDS if position.timed_out else 0.0
    exchange.note(call, BotFailed, intent.fail_output, frozen)
    seconds = intent.reply_seconds if intent.fail_output else 0.0
    if layer.fallback is None:
        _after(exchange, call, frozen + seconds, "voice_bot.listen", index + 1)
    else:
        _after(exchange, call, frozen + seconds, "voice_bot.give_up", index)


@step("voice_bot.give_up")
def _give_up(exchange: Exchange, call_id: str, number: int, index: int) -> None:
    found = _bot(exchange, call_id, number)
    if found is not None:
        ivr.fallback(exchange, found[0])
