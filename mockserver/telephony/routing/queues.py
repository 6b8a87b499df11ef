"""Waiting queues: who may join, whom to ring, who answered, who gave up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from ....contracts.dial_statuses import DialStatusName, queue_status
from ....contracts.operations import WORDING
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import dialling, recordings, scripted_caller
from ..model.calls import Call, Leg, QueueVisit, growing
from ..model.directory import Queue, QueueMember
from ..model.events import QueuedCaller, QueueEvent, QueueReason
from ..model.flow_states import RoutedState
from ..model.queue_state import QueueState
from ..presence import availability
from . import destinations, places
from .places import place
from .story import QueueAbandoned, QueueAnswered, QueueJoined, QueueLeftByKey, QueueTimedOut, TurnedAway, WentInCircles

LISTENERS: Final[list[Callable[[Exchange, int], None]]] = []
"""Campaigns want to know when who waits in a queue (by id) has changed."""

EXIT_PRESS_SECONDS: Final = 5.0
"""When a scripted caller presses the exit key, if the script does not say."""
MAXIMUM_TURNED_AWAY: Final = 50
"""Queues that may turn a caller away in one moment before the exchange takes the call for one that goes in circles."""
SHORTEST_ROUND_SECONDS: Final = 0.1
"""When members are rung again at the earliest, counted from when they were rung, so that ringing in vain needs time."""


@place("queue")
def _join(exchange: Exchange, call: Call, target: str) -> None:
    join(exchange, call, int(target))


def join(exchange: Exchange, call: Call, queue_id: int) -> None:
    """The caller joins a queue, unless it is full or (where the queue minds) nobody is there to answer."""
    queue = exchange.directory.queues[queue_id]
    state = exchange.queues[queue.id]
    now = exchange.now
    call.queue_id, call.queue_waited = queue.id, 0.0
    call.queue = visit = QueueVisit(queue.id, now)
    visit.fallback = _fallback(exchange, call)
    if queue.maximum_callers and len(state.callers) >= queue.maximum_callers:
        _turn_away(exchange, call, queue, "FULL")
        return
    if not queue.join_empty and not any(member.extension in exchange.present for member in queue.members):
        _turn_away(exchange, call, queue, "JOINEMPTY")
        return
    if not places.flow(call).may_join(exchange, call, queue):
        _turn_away(exchange, call, queue, "FULL")
        return
    places.pick_up(exchange, call)
    state.callers[call.id] = QueuedCaller(call.id, call.caller, call.caller_name, now)
    exchange.not_rung_for[queue.id][call.id] = None
    exchange.note(call, QueueJoined, queue.name, len(state.callers))
    _publish(exchange, "JOIN", queue.id, call.id)
    scripted_caller.arrive(exchange, call, "queue")
    scripted_caller.wait(exchange, call)
    if queue.maximum_wait_seconds:
        visit.wait_timer = exchange.scheduler.after(queue.maximum_wait_seconds, "queue.time_out", call.id)
    if queue.exit_keys:
        visit.exit_size = max(map(len, queue.exit_keys))
        thinking = scripted_caller.THINKING_SECONDS
        scripted_caller.take_keys(exchange, call, "queue", EXIT_PRESS_SECONDS - thinking, 2 * thinking)
    serve(exchange, queue.id)
    _notify_listeners(exchange, queue.id)


def _notify_listeners(exchange: Exchange, queue: int) -> None:
    for listener in LISTENERS:
        listener(exchange, queue)


def _fallback(exchange: Exchange, call: Call) -> int | None:
    position = call.position
    if position is None:
        return None
    layer = exchange.directory.layers.get(position.number)
    if layer is None or layer.kind != "queue":
        return None
    return layer.fallback if layer.fallback is not None else layer.next


def _publish(
    exchange: Exchange, reason: QueueReason, queue: int, call_id: str, *, gone: QueuedCaller | None = None
) -> None:
    """``gone`` is listed although they wait no more."""
    waiting = tuple(exchange.queues[queue].callers.values())
    if gone is not None:
        waiting = tuple(sorted((*waiting, gone), key=lambda caller: caller.joined))
    exchange.publish(QueueEvent, exchange.now, reason, queue, call_id, waiting, "")


# ---- leaving -------------------------------------------------------------------------------------------


def _remove_caller(exchange: Exchange, call: Call) -> QueueVisit:
    """Off the list of those who wait."""
    visit = call.queue
    assert visit is not None
    if visit.wait_timer:
        exchange.scheduler.cancel(visit.wait_timer)
    exchange.queues[visit.queue].callers.pop(call.id, None)
    exchange.not_rung_for[visit.queue].pop(call.id, None)
    visit.left = True
    visit.ringing = ()
    call.queue_waited = int(exchange.now) - int(visit.joined)
    exchange.statistics.count_wait(exchange.now, exchange.now - visit.joined)
    _notify_listeners(exchange, visit.queue)
    return visit


def _record_unserved(exchange: Exchange, call: Call, status: DialStatusName) -> None:
    """The record of a visit that nobody answered."""
    detailed = exchange.directory.queue_statuses == "detailed"
    places.flow(call).record(
        exchange, call, None, kind="queue", status=queue_status(status, detailed=detailed), cause=16
    )
    call.queue = None


def _turn_away(exchange: Exchange, call: Call, queue: Queue, status: Literal["FULL", "JOINEMPTY"]) -> None:
    """Full or empty: the caller does not get in. No events."""
    exchange.note(call, TurnedAway, queue.name, status)
    visit = call.queue
    assert visit is not None
    _record_unserved(exchange, call, status)
    state = RoutedState.of(call)
    if state.turned_away_at < exchange.now:
        state.turned_away, state.turned_away_at = 0, exchange.now
    state.turned_away += 1
    if state.turned_away >= MAXIMUM_TURNED_AWAY:
        exchange.note(call, WentInCircles, MAXIMUM_TURNED_AWAY)
        places.end(exchange, call)
    else:
        _overflow(exchange, call, queue, visit)


def _overflow(exchange: Exchange, call: Call, queue: Queue, visit: QueueVisit) -> None:
    """Where a caller goes whom the queue did not serve."""
    if queue.overflow is not None:
        places.go(exchange, call, queue.overflow)
    else:
        places.go_to_layer(exchange, call, visit.fallback)


def _exit(exchange: Exchange, call: Call, status: DialStatusName) -> QueueVisit:
    visit = _remove_caller(exchange, call)
    scripted_caller.arrive(exchange, call)
    destinations.cancel_ringing(exchange, call, by="system")
    _publish(exchange, "EXIT", visit.queue, call.id)
    _record_unserved(exchange, call, status)
    return visit


def handle_abandon(exchange: Exchange, call: Call) -> None:
    """The caller hung up while they waited or while members rang for them."""
    listed = WORDING[exchange.directory.revision].abandoned_caller == "listed"
    caller = exchange.queues[call.queue.queue].callers.get(call.id) if listed and call.queue is not None else None
    visit = _remove_caller(exchange, call)
    exchange.statistics.count_abandon(exchange.now)
    exchange.note(call, QueueAbandoned, call.queue_waited)
    destinations.cancel_ringing(exchange, call)
    _publish(exchange, "ABANDONED", visit.queue, call.id, gone=caller)
    _record_unserved(exchange, call, "ABANDONE")


@step("queue.time_out")
def _time_out(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    assert call.queue is not None
    queue = exchange.directory.queues[call.queue.queue]
    exchange.note(call, QueueTimedOut, queue.name)
    visit = _exit(exchange, call, "TIMEOUT")
    _overflow(exchange, call, queue, visit)


def wanted_keys(call: Call) -> int:
    visit = call.queue
    return 0 if visit is None or visit.left else visit.exit_size - len(visit.keys)


def take_keys(exchange: Exchange, call: Call, keys: str) -> None:
    """An exit key takes the caller to its layer; other keys do nothing."""
    visit = call.queue
    assert visit is not None
    queue = exchange.directory.queues[visit.queue]
    visit.keys += keys
    keys = visit.keys
    layer = queue.exit_keys.get(keys)
    if layer is None:
        if len(keys) >= visit.exit_size:
            visit.keys = ""
        scripted_caller.keep_typing(exchange, call)
        return
    exchange.note(call, QueueLeftByKey, queue.name, keys)
    if call.visits:
        call.visits[-1].digits = keys
    _exit(exchange, call, "EXIT")
    places.go_to_layer(exchange, call, layer)


# ---- serving -------------------------------------------------------------------------------------------


def serve(exchange: Exchange, queue_id: int) -> None:
    """Rings free members for those who wait, first come first served."""
    state = exchange.queues.get(queue_id)
    queue = exchange.directory.queues.get(queue_id)
    if state is None or queue is None:
        return
    for call_id in list(exchange.not_rung_for[queue_id]):
        call = exchange.calls[call_id]
        visit = call.queue
        if visit is None or visit.ringing or visit.retry_at > exchange.now:
            continue
        members = _choose(exchange, queue, state)
        if not members:
            return
        _ring(exchange, call, queue, visit, members)


def _choose(exchange: Exchange, queue: Queue, state: QueueState) -> list[QueueMember]:
    """Which of the free members are rung, by weight first and then by the queue's strategy."""
    if queue.id in exchange.rung_by_idleness:  # as below, without a look at everybody
        longest = availability.longest_free(exchange, queue.id)
        return [longest] if longest is not None else []
    free = availability.free_members(exchange, queue.id)
    best: list[QueueMember] = []
    for member in free:
        if not best or member.weight > best[0].weight:
            best = [member]
        elif member.weight == best[0].weight:
            best.append(member)
    if queue.strategy == "ring_all" or len(best) < 2:
        return best
    if queue.strategy == "round_robin":
        places = exchange.members[queue.id]
        last = places[state.last_rung][0] if state.last_rung in places else -1
        return [min(best, key=lambda member: (places[member.extension][0] - last - 1) % len(places))]
    if queue.strategy == "longest_idle":
        return [min(best, key=lambda member: exchange.extensions[member.extension].free_since)]
    return [min(best, key=lambda member: state.answered.get(member.extension, 0))]


def _ring(exchange: Exchange, call: Call, queue: Queue, visit: QueueVisit, members: Sequence[QueueMember]) -> None:
    recordings.choose(exchange, call)
    script = call.caller_script
    last = script is None or script.talk_seconds is None
    legs: list[Leg] = []
    ringing: list[int] = []
    for member in members:
        sip = member.extension
        leg = dialling.new_leg(call, "agent", "extension", sip, shown_number=call.caller, shown_name=call.caller_name)
        legs.append(leg)
        ringing.append(leg.index)
    visit.ringing = ringing
    exchange.not_rung_for[queue.id].pop(call.id, None)
    exchange.queues[queue.id].last_rung = members[-1].extension
    for leg in legs:
        destinations.show_ringing(exchange, call, leg, queue=queue.id)
        dialling.dial(exchange, call, leg, maximum_seconds=queue.ring_seconds, last=last)


def handle_failure(exchange: Exchange, call: Call, leg: Leg) -> None:
    """A member did not answer: when no other rings any more, the queue tries again after a while."""
    visit = call.queue
    assert visit is not None
    visit.ringing = ringing = growing(visit.ringing)
    if leg.index in ringing:
        ringing.remove(leg.index)
    if not visit.ringing:
        queue = exchange.directory.queues[visit.queue]
        visit.retry_at = max(exchange.now + queue.retry_seconds, leg.dialed_at + SHORTEST_ROUND_SECONDS)
        exchange.scheduler.at(visit.retry_at, "queue.retry", visit.queue)
        exchange.add_to_not_rung_for(visit.queue, call.id)
    destinations.take_off(exchange, call, leg)


def handle_answer(exchange: Exchange, call: Call, leg: Leg) -> None:
    """A member has answered: the caller waits no more."""
    call.plan = None
    visit = _remove_caller(exchange, call)
    state = exchange.queues[visit.queue]
    state.answered[leg.number] = state.answered.get(leg.number, 0) + 1
    exchange.note(call, QueueAnswered, leg.number, call.queue_waited)
    waiting = tuple(state.callers.values())
    exchange.publish(QueueEvent, exchange.now, "ANSWER", visit.queue, call.id, waiting, leg.number)
    exchange.publish(QueueEvent, exchange.now, "EXIT", visit.queue, call.id, waiting, leg.number)


def member_changed(exchange: Exchange, sip: str) -> None:
    """Somebody may be free: queues with callers for whom nobody rings look once the present step is over, the
    weightiest first.
    """
    for queue_id in exchange.queues_of.get(sip, ()):
        state = exchange.queues[queue_id]
        if exchange.not_rung_for[queue_id] and not state.serving:
            state.serving = True
            exchange.scheduler.at(exchange.now, "queue.serve", queue_id)


@step("queue.serve")
def _serve(exchange: Exchange, queue_id: int) -> None:
    state = exchange.queues.get(queue_id)
    if state is not None:
        state.serving = False
        serve(exchange, queue_id)


@step("queue.retry")
def _retry(exchange: Exchange, queue_id: int) -> None:
    serve(exchange, queue_id)
