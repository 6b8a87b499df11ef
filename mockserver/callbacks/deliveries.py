"""Every callback of one organization, from the event that causes it to its last attempt.

A delivery is planned under the organization's lock, attempted without it, and judged under it again. Retries
are steps of the simulation. Under the manual clock ``settle`` makes the due attempts one after the other;
under the others ``hand_out`` gives them to a bounded pool, one at a time for each call, so that a call's
messages arrive in order.
"""

from __future__ import annotations

import logging
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from ...contracts.operations import CALLBACKS
from ..telephony.directory import CallbackName, CallbackTarget
from ..telephony.events import CdrEvent, Event
from . import cdr_notification, sending
from .encoding import encode
from .sending import Function, Message, Reply
from .verdicts import Judgement, judge_cdr

if TYPE_CHECKING:
    from ..tenants import Tenant

log = logging.getLogger("voicenter_mock")

Status = Literal["pending", "acknowledged", "failed"]
TOPIC = "delivery"
KEPT_SETTLED = 10_000
IN_FLIGHT = 32
SHOWN_CHARACTERS = 4_000


@dataclass(slots=True)
class Attempt:
    """``at`` is simulated time, ``milliseconds`` real. ``response`` is the beginning of what came back."""

    at: float
    verdict: str
    detail: str
    status: int
    response: str
    milliseconds: float
    violations: tuple[str, ...] = ()


@dataclass(slots=True)
class Delivery:
    """One message for the customer. ``remaining`` are the retry delays not used yet, in simulated seconds."""

    id: int
    callback: CallbackName
    call_id: str
    target: str
    method: str
    content_type: str
    body: bytes
    payload: dict[str, Any]
    planned_at: float
    remaining: tuple[float, ...]
    status: Status = "pending"
    next_at: float | None = None
    timer: int = 0
    attempts: list[Attempt] = field(default_factory=list[Attempt])

    def as_data(self) -> dict[str, Any]:
        """For the control API."""
        return {
            "id": self.id,
            "callback": self.callback,
            "ivrid": self.call_id,
            "status": self.status,
            "target": self.target,
            "method": self.method,
            "content_type": self.content_type,
            "request": self.payload,
            "planned_at": self.planned_at,
            "next_attempt_at": self.next_at,
            "attempts": [asdict(attempt) for attempt in self.attempts],
        }


class Deliveries:
    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._exchange = tenant.exchange
        self._items: dict[int, Delivery] = {}
        self._count = 0
        self._settled: deque[int] = deque()
        self._functions: dict[str, Function] = {}
        self._in_flight: set[str] = set()
        self._waiting: dict[str, deque[int]] = {}
        self._closed = False

    # ---- targets ---------------------------------------------------------------------------------------

    def bind(self, callback: CallbackName, function: Function) -> None:
        """From now on this callback goes to a function in this process."""
        self._functions[callback] = function

    def bind_as(self, other: Deliveries) -> None:
        """Takes over another organization's bindings."""
        self._functions |= other._functions

    def target(self, callback: CallbackName) -> CallbackTarget | None:
        """Where a callback goes, or ``None`` when nobody wants it."""
        entry = self._exchange.directory.callbacks.get(callback)
        if callback in self._functions:
            return entry or CallbackTarget(callback)
        return entry if entry is not None and entry.url else None

    # ---- planning (under the lock) ---------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Plans what an event causes."""
        if isinstance(event, CdrEvent) and not self._closed:
            target = self.target("cdr")
            if target is not None:
                exchange = self._exchange
                payload = cdr_notification.payload(event.cdr, exchange.directory, exchange.zone)
                self.plan("cdr", event.cdr.call_id, payload, target)

    def plan(self, callback: CallbackName, call_id: str, payload: dict[str, Any], target: CallbackTarget) -> Delivery:
        """A new delivery, due now."""
        content_type, body = encode(payload, target.encoding, method_name="CDR", long_members=("time",))
        self._count += 1
        in_process = callback in self._functions
        delivery = Delivery(
            id=self._count,
            callback=callback,
            call_id=call_id,
            target=f"function {_name(self._functions[callback])}" if in_process else target.url,
            method=target.method,
            content_type=content_type,
            body=body,
            payload=payload,
            planned_at=self._exchange.now,
            remaining=tuple(target.retry_seconds),
        )
        self._items[delivery.id] = delivery
        self._schedule(delivery, 0.0)
        return delivery

    def _schedule(self, delivery: Delivery, delay: float) -> None:
        delivery.next_at = self._exchange.now + delay
        delivery.timer = self._exchange.outside_at(delivery.next_at, TOPIC, delivery.id)

    # ---- attempting (without the lock) -----------------------------------------------------------------

    def settle(self, due: list[tuple[str, int]]) -> None:
        """Makes these attempts now, in their order, and waits for each."""
        for _, number in due:
            delivery = self._items.get(number)
            if delivery is not None and delivery.status == "pending":
                self._attempt(delivery)

    def hand_out(self, due: list[tuple[str, int]]) -> None:
        """Makes these attempts on other threads. The lock is held."""
        for _, number in due:
            delivery = self._items.get(number)
            if delivery is None or delivery.status != "pending":
                continue
            if delivery.call_id in self._in_flight:
                self._waiting.setdefault(delivery.call_id, deque()).append(number)
            else:
                self._in_flight.add(delivery.call_id)
                self._submit(delivery)

    def _submit(self, delivery: Delivery) -> None:
        future: Future[None] = _pool().submit(self._attempt_in_turn, delivery)
        future.add_done_callback(_report)

    def _attempt_in_turn(self, delivery: Delivery) -> None:
        try:
            self._attempt(delivery)
        finally:
            with self._tenant.lock:
                waiting = self._waiting.get(delivery.call_id)
                following = self._items.get(waiting.popleft()) if waiting else None
                if not waiting:
                    self._waiting.pop(delivery.call_id, None)
                if following is None or self._closed:
                    self._in_flight.discard(delivery.call_id)
                else:
                    self._submit(following)

    def _attempt(self, delivery: Delivery, *, last: bool = False) -> None:
        function = self._functions.get(delivery.callback)
        target = self._exchange.directory.callbacks.get(delivery.callback)
        at = self._exchange.now
        if function is not None:
            reply = sending.call(function, delivery.payload)
        else:
            timeout = target.timeout_seconds if target is not None else None
            headers = dict(target.headers) if target is not None else {}
            message = Message(
                delivery.method, delivery.target, delivery.content_type, delivery.body, delivery.payload, headers
            )
            reply = sending.send(message, timeout or CALLBACKS[CATALOGUE_NAMES[delivery.callback]].timeout_seconds)
        judgement = judge_cdr(reply, in_process=function is not None)
        with self._tenant.use():
            self._record(delivery, at, reply, judgement, last=last)

    def _record(self, delivery: Delivery, at: float, reply: Reply, judgement: Judgement, *, last: bool) -> None:
        if delivery.status != "pending":
            return
        text = reply.body[:SHOWN_CHARACTERS].decode(errors="replace")
        delivery.attempts.append(
            Attempt(at, judgement.verdict, judgement.detail, reply.status, text, round(reply.seconds * 1000, 3), judgement.violations)
        )
        delivery.next_at = None
        if judgement.verdict == "acknowledged":
            self._finish(delivery, "acknowledged")
        elif delivery.remaining and not last:
            delay, delivery.remaining = delivery.remaining[0], delivery.remaining[1:]
            self._schedule(delivery, delay)
        else:
            self._finish(delivery, "failed")
            log.warning("%s for call %s was never accepted: %s", delivery.callback, delivery.call_id, judgement.detail)

    def _finish(self, delivery: Delivery, status: Status) -> None:
        delivery.status = status
        self._settled.append(delivery.id)
        if len(self._settled) > KEPT_SETTLED:
            oldest = self._settled.popleft()
            if self._items[oldest].status != "pending":
                del self._items[oldest]

    # ---- looking ---------------------------------------------------------------------------------------

    def all(self) -> list[Delivery]:
        return list(self._items.values())

    def get(self, number: int) -> Delivery | None:
        return self._items.get(number)

    def redeliver(self, number: int) -> Delivery | None:
        """Sends one again at once, without further retries; ``None`` when there is no such delivery."""
        with self._tenant.use():
            delivery = self._items.get(number)
            if delivery is None:
                return None
            self._exchange.scheduler.cancel(delivery.timer)
            if number in self._settled:
                self._settled.remove(number)
            delivery.status = "pending"
        self._attempt(delivery, last=True)
        return delivery

    def close(self) -> None:
        self._closed = True
        self._waiting.clear()


CATALOGUE_NAMES: dict[CallbackName, str] = {
    "cdr": "cdr_notification",
    "popup": "popup",
    "external_ivr": "external_ivr.get_ivr_action",
    "external_layer": "external_layer",
}


@cache
def _pool() -> ThreadPoolExecutor:
    """One for the process: the number of messages on their way is bounded."""
    return ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="voicenter-callback")


def _report(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        log.error("a callback could not be recorded", exc_info=error)


def _name(function: Function) -> str:
    return cast(str, getattr(function, "__qualname__", type(function).__name__))
