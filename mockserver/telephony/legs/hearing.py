"""What is heard on the lines of real telephones, as it follows from the state of their calls.

Whenever something happens in a call it is looked at once more, when that step is over, and what has become another
thing is told. Nothing here does anything where no telephone is registered.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..core.telephones import LineAudio, Sound
from ..model.calls import Call, Leg
from ..model.flow_states import Click2CallState, RoutedState

NOTHING = LineAudio()
HOLD_MUSIC = "hold"


def line_audio(exchange: Exchange, call: Call, leg: Leg) -> LineAudio:
    """What a leg's party hears now."""
    if not leg.connected:
        return NOTHING
    others = [other for other in call.recent_legs if other is not leg and other.connected]
    recorded = call.recording if any(_is_talked_to(exchange, call, other) for other in others) else ""
    sounds = () if leg.state == "HELD" else tuple(_sounds(exchange, call, leg, others))
    return LineAudio(sounds, recorded, bool(recorded) and call.muted)


def _is_talked_to(exchange: Exchange, call: Call, other: Leg) -> bool:
    """A mailbox listens from its beep on."""
    state = call.flow_state
    return other.role != "voicemail" or not isinstance(state, RoutedState) or exchange.now >= state.beep


def _sounds(exchange: Exchange, call: Call, leg: Leg, others: list[Leg]) -> Iterator[Sound]:
    room = _room(call)
    if room:
        yield from (_voice(other) for other in _in_room(exchange, room) if other is not leg)
    elif others:
        for other in others:
            yield from _of_party(exchange, call, leg, other)
    elif any(other.state == "RINGING" and other is not leg for other in call.recent_legs):
        yield _while_ringing(exchange, call)
    else:
        yield from _alone(exchange, call, leg)


def _of_party(exchange: Exchange, call: Call, leg: Leg, other: Leg) -> Iterator[Sound]:
    plan = call.plan
    if other.role == "voicemail":
        yield from _mailbox(exchange, call, other)
    elif other.kind == "service":
        return
    elif "HELD" in (other.state, leg.state):
        yield Sound("music", HOLD_MUSIC)
    elif plan is not None and exchange.now < max(leg.answered_at, other.answered_at) + plan.announcement_seconds:
        if leg.role == "target":
            yield Sound("announcement", plan.announcement, plan.announcement_seconds, leg.answered_at)
        else:
            yield _while_ringing(exchange, call)
    else:
        yield _voice(other)


def _voice(leg: Leg) -> Sound:
    return Sound("line", leg.line) if leg.line else Sound("person", leg.number)


def _mailbox(exchange: Exchange, call: Call, service: Leg) -> Iterator[Sound]:
    beep = RoutedState.of(call).beep
    if exchange.now >= beep:
        yield Sound("beep", since=beep)
    else:
        entry = exchange.directory.voicemails.get(int(service.number))
        name = entry.name if entry is not None else "voicemail"
        yield Sound("announcement", name, beep - service.answered_at, service.answered_at)


def _while_ringing(exchange: Exchange, call: Call) -> Sound:
    queue = _queue_music(exchange, call)
    if queue is not None:
        return queue
    plan = call.plan
    return Sound("music", plan.music) if plan is not None and plan.music else Sound("ringing")


def _queue_music(exchange: Exchange, call: Call) -> Sound | None:
    visit = call.queue
    queue = exchange.directory.queues.get(visit.queue) if visit is not None and not visit.left else None
    return None if queue is None else Sound("music", queue.name)


def _alone(exchange: Exchange, call: Call, leg: Leg) -> Iterator[Sound]:
    """Nobody is there: music in a queue, else what a layer or a message says."""
    queue, position, state = _queue_music(exchange, call), call.position, call.flow_state
    if queue is not None:
        yield queue
    elif position is not None and position.announcement_seconds:
        yield Sound("announcement", position.announcement, position.announcement_seconds, position.announced_at)
    elif isinstance(state, Click2CallState) and state.play_seconds:
        yield Sound("announcement", state.announcement, state.play_seconds, leg.answered_at)


def _room(call: Call) -> str:
    """The conference room that the call is in."""
    if isinstance(call.flow_state, Click2CallState):
        return call.flow_state.conference
    return next((leg.number for leg in call.recent_legs if leg.role == "conference" and leg.connected), "")


def _in_room(exchange: Exchange, room: str) -> Iterator[Leg]:
    for call in exchange.calls.values():
        if _room(call) == room:
            yield from (leg for leg in call.recent_legs if leg.state == "TALKING" and leg.kind != "service")


@step("line.hear")
def _update_audio(exchange: Exchange, call_id: str) -> None:
    call = exchange.call(call_id)
    telephones = exchange.telephones
    if call is None or telephones is None:
        return
    concerned = {call_id}
    if isinstance(call.flow_state, Click2CallState) or any(leg.role == "conference" for leg in call.recent_legs):
        concerned.update(other.id for other, _ in exchange.lines.values() if _room(other))
    for line, (other, leg) in list(exchange.lines.items()):
        if other.id in concerned and leg.open:
            now = line_audio(exchange, other, leg)
            if exchange.line_audio.get(line, NOTHING) != now:
                exchange.line_audio[line] = now
                telephones.set_audio(line, now)
