"""IVR layers: announcements, menus and what the caller presses; layers that lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import scripted_caller
from ..model.calls import Call, LayerPosition, Visit
from ..model.directory import Layer
from . import places
from .places import place
from .story import FallbackTaken, KeyLedNowhere, LayerEntered, LayerMissing, WentInCircles

MAXIMUM_VISITS = 200
"""Layers a call may go through before the exchange takes it for one that goes round in circles."""
SHORTEST_SECONDS = 0.1
"""What an announcement of no length takes, so that a circle of layers needs time."""

KEY_WAIT_SECONDS = 2.0
"""The least pause after a key that says that no more will come."""

Purpose = Literal["menu", "external_layer", "external_ivr"]
Collected = Callable[[Exchange, Call, str], None]
COLLECTED: dict[str, Collected] = {}
"""What happens with the keys (perhaps none), by what they were collected for."""


@place("layer")
def enter(exchange: Exchange, call: Call, target: str) -> None:
    """The caller comes to a layer, by its number."""
    number = int(target)
    layer = exchange.directory.layer(number)
    if layer is None:
        exchange.note(call, LayerMissing, number)
        places.end(exchange, call)
        return
    number = layer.number
    if len(call.visits) >= MAXIMUM_VISITS:
        exchange.note(call, WentInCircles, MAXIMUM_VISITS)
        places.end(exchange, call)
        return
    places.pick_up(exchange, call)
    scripted_caller.stop_waiting(exchange, call)
    call.visits = (*call.visits, Visit(number, layer.id, layer.name))
    before = call.position
    call.position = LayerPosition(number, before.number if before is not None else number)
    exchange.note(call, LayerEntered, number, layer.name)
    scripted_caller.arrive(exchange, call, str(number), "layer")
    LAYERS[layer.kind](exchange, call, layer)


def layer_of(exchange: Exchange, call: Call) -> Layer | None:
    """The layer the caller is in, if the organization still has it."""
    position = call.position
    return None if position is None else exchange.directory.layers.get(position.number)


def announcement_seconds(exchange: Exchange, layer: Layer) -> float:
    """How long a layer's announcement plays: its recording's length, else what the layer says."""
    recording = exchange.directory.recordings.get(layer.prompt)
    return recording.seconds if recording is not None else layer.prompt_seconds


def announce(exchange: Exchange, call: Call, name: str, seconds: float) -> None:
    """The caller hears the recording of that name from now on."""
    position = call.position
    assert position is not None
    position.announcement, position.announcement_seconds, position.announced_at = name, seconds, exchange.now
    exchange.listen(call)


def prompt_of(layer: Layer) -> str:
    """The name of what is played in a layer."""
    return layer.prompt or layer.name


def fallback(exchange: Exchange, call: Call) -> None:
    """The layer could not do its work: its fallback, else the layer after it, else the call ends."""
    layer = layer_of(exchange, call)
    if layer is None:
        places.end(exchange, call)
        return
    exchange.note(call, FallbackTaken, layer.number)
    places.go_to_layer(exchange, call, layer.fallback if layer.fallback is not None else layer.next)


# ---- collecting keys -----------------------------------------------------------------------------------


def collect(
    exchange: Exchange,
    call: Call,
    purpose: Purpose,
    announcement: str,
    *,
    prompt_seconds: float,
    size: int,
    rounds: int,
    wait_seconds: float,
) -> None:
    """Plays an announcement up to ``rounds`` times, each followed by a wait, and collects up to ``size`` keys."""
    position = call.position
    assert position is not None
    position.collecting, position.keys, position.size = purpose, "", max(1, size)
    position.round, position.rounds = 1, max(1, rounds)
    position.prompt_seconds, position.wait_seconds = prompt_seconds, wait_seconds
    position.announcement = announcement
    _announce(exchange, call, position)


def _announce(exchange: Exchange, call: Call, position: LayerPosition) -> None:
    position.keys = ""
    announce(exchange, call, position.announcement, position.prompt_seconds)
    seconds = max(SHORTEST_SECONDS, position.prompt_seconds + position.wait_seconds)
    call.timer = exchange.scheduler.after(seconds, "ivr.nothing_pressed", call.id)
    scripted_caller.take_keys(exchange, call, str(position.number), position.prompt_seconds, position.wait_seconds)


def wanted_keys(call: Call) -> int:
    position = call.position
    if position is None or position.collecting in ("", "asking"):
        return 0
    return position.size - len(position.keys)


def take_keys(exchange: Exchange, call: Call, keys: str) -> None:
    position = call.position
    assert position is not None
    exchange.scheduler.cancel(call.timer)
    position.keys += keys.rstrip("#")
    if len(position.keys) >= position.size or keys.endswith("#"):
        _finish_collection(exchange, call, position)
    else:
        call.timer = exchange.scheduler.after(max(position.wait_seconds, KEY_WAIT_SECONDS), "ivr.keys_done", call.id)
        scripted_caller.keep_typing(exchange, call)


def _finish_collection(exchange: Exchange, call: Call, position: LayerPosition) -> None:
    purpose, position.collecting = position.collecting, ""
    call.visits[-1].digits = position.keys
    COLLECTED[purpose](exchange, call, position.keys)


@step("ivr.keys_done")
def _end_collection(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    assert call.position is not None
    _finish_collection(exchange, call, call.position)


@step("ivr.nothing_pressed")
def _handle_no_keys(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    position = call.position
    assert position is not None
    if not again(exchange, call):
        _finish_collection(exchange, call, position)


def again(exchange: Exchange, call: Call) -> bool:
    """Plays the announcement once more, if it may be. Returns whether it is."""
    position = call.position
    assert position is not None
    if position.round >= position.rounds:
        return False
    position.round += 1
    _announce(exchange, call, position)
    return True


# ---- kinds of layers -----------------------------------------------------------------------------------


def _menu(exchange: Exchange, call: Call, layer: Layer) -> None:
    collect(
        exchange,
        call,
        "menu",
        prompt_of(layer),
        prompt_seconds=announcement_seconds(exchange, layer),
        size=layer.digits,
        rounds=layer.repeat,
        wait_seconds=layer.wait_seconds,
    )


def choose(exchange: Exchange, call: Call, keys: str) -> None:
    layer = layer_of(exchange, call)
    following = layer.keys.get(keys) if layer is not None else None
    if following is not None:
        places.go_to_layer(exchange, call, following)
        return
    if keys:
        exchange.note(call, KeyLedNowhere, keys)
        assert call.position is not None
        call.position.collecting = "menu"
        if again(exchange, call):
            return
        call.position.collecting = ""
    fallback(exchange, call)


def _playback(exchange: Exchange, call: Call, layer: Layer) -> None:
    seconds = max(SHORTEST_SECONDS, announcement_seconds(exchange, layer))
    announce(exchange, call, prompt_of(layer), seconds)
    call.timer = exchange.scheduler.after(seconds, "ivr.played", call.id)


@step("ivr.played")
def _end_playback(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    layer = layer_of(exchange, call)
    places.go_to_layer(exchange, call, layer.next if layer is not None else None)


def _elsewhere(exchange: Exchange, call: Call, layer: Layer) -> None:
    """Layers that only lead to a queue, an extension, a phone, a voicemail or a conference."""
    places.PLACES[layer.kind](exchange, call, layer.target)


def _end(exchange: Exchange, call: Call, layer: Layer) -> None:
    places.end(exchange, call)


LAYERS: dict[str, Callable[[Exchange, Call, Layer], None]] = {
    "menu": _menu,
    "playback": _playback,
    "queue": _elsewhere,
    "extension": _elsewhere,
    "phone": _elsewhere,
    "voicemail": _elsewhere,
    "conference": _elsewhere,
    "hangup": _end,
}
"""What a caller finds in each kind of layer of the exchange's own."""


@step("ivr.go_to_layer")
def _go_to_layer(exchange: Exchange, call_id: str, number: int) -> None:
    places.go_to_layer(exchange, exchange.calls[call_id], number)


@step("ivr.end")
def _end_later(exchange: Exchange, call_id: str, cause: int) -> None:
    places.end(exchange, exchange.calls[call_id], cause=cause)
