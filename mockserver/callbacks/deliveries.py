"""Every callback of one organization, from the event that causes it to its last attempt.

A delivery is planned under the organization's lock, attempted without it, and judged under it again. Retries
are steps of the simulation. Under the manual clock ``settle`` makes the due attempts one after the other;
under the others ``hand_out`` gives them to a bounded pool (``per_call_queue``). Questions that calls wait for are asked
in ``questions``.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from ...contracts.callback_names import CallbackName
from ...contracts.character_sets import readable_text
from ...contracts.operations import CALLBACKS
from ...contracts.sentences import NOTHING, Sentence, in_a_row
from ..telephony.core.exchange import OwnRequest
from ..telephony.model.directory import CallbackTarget, Fault
from ..telephony.model.events import CdrEvent, Event, ExtensionEvent, SteeredCallEnded
from ..wire.console import log
from . import cdr_notification, external_ivr, faulty, history, http_client, popup
from .circuits import SLOW_SECONDS, Admission, Circuits
from .connections import Connections
from .delivery import SHOWN_CHARACTERS, Attempt, Delivery, Status
from .encoding import encode
from .history import History, WrittenDeliveries, exported
from .owner import Owner
from .per_call_queue import PerCallQueues
from .questions import Questions
from .sending import HttpExchange, Message, Reply, send
from .targets import Binding, Target, binding
from .verdicts import CallbackContract, Judgement, judge, judge_free_form

if TYPE_CHECKING:
    from ...contracts.types import SandboxDeliveriesCircuitsItem

if TYPE_CHECKING:
    from .store import DeliveryStore


TOPIC = "delivery"
Due = list[tuple[str, int]]
Watcher = Callable[["Delivery", "Attempt"], object]


class InFlight(Exception):
    """This delivery is being attempted at this moment."""


class Deliveries:
    def __init__(self, tenant: Owner) -> None:
        self._tenant = tenant
        self._exchange = tenant.exchange
        self._history = History()
        self._bindings: dict[CallbackName, Binding] = {}
        self._circuits = Circuits()
        self._queues = PerCallQueues(tenant.lock, self._attempt_numbered)
        self._questions = Questions(tenant, self)
        self._connections = Connections()
        self._turning_away = False
        self._closed = False
        self.http: HttpExchange = partial(http_client.exchange, connections=self._connections)
        """How a message gets to a URL."""
        self.watchers: list[Watcher] = []
        """Called with each attempt once it is recorded, under the lock."""

    # ---- targets ---------------------------------------------------------------------------------------

    def bind(
        self,
        callback: CallbackName,
        target: Target | None,
        *,
        url: str = "",
        lifespan: bool = True,
        raised: Callable[[BaseException], None] | None = None,
    ) -> None:
        """From now on this callback goes there: a URL, a WSGI or ASGI application or a function in this process.

        ``url`` is where an application believes to be; a path is enough (``/voicenter/cdr``), and without one it
        is the URL of the organization's document. ``lifespan``: whether that of an ASGI application is run.
        ``raised`` is called with what a function or an application raises. A target of ``None`` undoes it. Raises
        ``TypeError`` for anything else.
        """
        bound: Binding | None = None
        if target is not None:
            entry = self._exchange.directory.callbacks.get(callback)
            bound = binding(target, url or (entry.url if entry is not None else ""), lifespan=lifespan)
            running = next((other.running for other in self._bindings.values() if other.target is target), None)
            bound = replace(bound, running=running or bound.running, raised=raised or bound.raised)
        before = self._bindings.pop(callback, None)
        if bound is not None:
            self._bindings[callback] = bound
        if before is not None and all(before.running is not other.running for other in self._bindings.values()):
            before.close()

    def bind_as(self, other: Deliveries) -> None:
        """Takes over another organization's bindings."""
        self._bindings |= other._bindings

    def end_applications(self) -> None:
        """Ends the event loops of ASGI applications, and waits for them: the lock is not held."""
        for bound in self._bindings.values():
            bound.close()

    def target(self, callback: CallbackName) -> CallbackTarget | None:
        """Where a callback goes, or ``None`` when nobody wants it."""
        entry = self._exchange.directory.callbacks.get(callback)
        if callback in self._bindings:
            return entry or CallbackTarget(callback)
        return entry if entry is not None and entry.url else None

    def address(self, callback: CallbackName) -> str:
        """Where a callback goes, in words; empty when nobody wants it."""
        bound = self._binding(callback)
        return "" if bound is None else bound.name

    def _binding(self, callback: CallbackName, addressed: str = "") -> Binding | None:
        if addressed:
            return Binding("url", addressed, addressed)
        bound = self._bindings.get(callback)
        if bound is not None:
            return bound
        entry = self._exchange.directory.callbacks.get(callback)
        return Binding("url", entry.url, entry.url) if entry is not None and entry.url else None

    # ---- planning (under the lock) ---------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Plans what an event causes."""
        if self._closed:
            return
        if isinstance(event, CdrEvent):
            if target := self.target("cdr"):
                exchange = self._exchange
                payload = cdr_notification.payload(event.cdr, exchange.directory, exchange.zone)
                waits = cdr_notification.waiting_seconds(event.cdr, exchange.directory)
                self.plan(
                    "cdr", "cdr_notification", event.cdr.call_id, payload, target, after=waits, record=event.cdr.number
                )
        elif isinstance(event, ExtensionEvent):
            if event.call is not None and (target := self.target("popup")):
                self._take_popup(event, event.call.call_id, target)
        elif isinstance(event, SteeredCallEnded) and (target := self.target("external_ivr")):
            self.plan(
                "external_ivr", "external_ivr.hangup_call", event.call_id, external_ivr.hangup_call(event), target
            )

    def _take_popup(self, event: ExtensionEvent, call_id: str, target: CallbackTarget) -> None:
        stage = popup.stage(event, self._exchange)
        if stage is not None:
            self.plan("popup", "popup", call_id, popup.payload(event, stage, self._exchange), target)

    @property
    def changes(self) -> int:
        """Grows whenever a delivery is planned or changes: live views compare it."""
        return self._history.changes

    @property
    def last_number(self) -> int:
        """The newest delivery's; 0 when there was none."""
        return self._history.count

    def plan(
        self,
        callback: CallbackName,
        contract: CallbackContract,
        call_id: str,
        payload: Mapping[str, Any],
        target: CallbackTarget,
        *,
        after: float = 0.0,
        record: int = 0,
    ) -> Delivery:
        """A new delivery, due in so many seconds; one that has failed already when too many are pending."""
        delivery = self.make(callback, contract, call_id, payload, target, record=record)
        if self._history.overfull:
            self._turn_away(delivery)
        else:
            self._turning_away = False
            self._schedule(delivery, after)
        return delivery

    def _turn_away(self, delivery: Delivery) -> None:
        detail = Sentence.of(
            "TooManyPending", "not attempted: {count:,} messages wait for the customer already",
            count=history.MAXIMUM_PENDING,
        )  # fmt: skip
        delivery.attempts.append(Attempt(self._exchange.now, "too_many_pending", detail, 0, "", 0.0))
        self._history.finish(delivery, "failed")
        self._history.save(delivery)
        if not self._turning_away:
            log.warning(
                "%s for call %s, and what follows until there is room: %s", delivery.contract, delivery.call_id, detail
            )
        self._turning_away = True

    def make(
        self, callback: CallbackName, contract: CallbackContract, call_id: str, payload: Mapping[str, Any],
        target: CallbackTarget, *, addressed: str = "", question: int = 0, once: bool = False,
        request: OwnRequest | None = None, record: int = 0,
    ) -> Delivery:  # fmt: skip
        """A new delivery that nobody attempts yet. ``once``: there will be no retries.

        ``addressed`` is a URL for this one message; of a question a target that was bound in this process goes before.
        ``request`` is how it is sent, where that is not as usual.
        """
        request = request or OwnRequest()
        if request.method == "GET":
            target = replace(target, encoding="query", method="GET")
        if question and callback in self._bindings:
            addressed = ""
        content_type, body, payload = encode(contract, payload, target, self._exchange.directory.revision)
        bound = self._binding(callback, addressed)
        delivery = Delivery(
            id=self._history.next_id(),
            callback=callback,
            contract=contract,
            call_id=call_id,
            target=bound.name if bound is not None else "",
            method="GET" if target.encoding == "query" else "POST",
            content_type=content_type,
            body=body,
            payload=payload,
            planned_at=self._exchange.now,
            remaining=tuple(target.retry_seconds) if CALLBACKS[contract].retried and not once else (),
            addressed=addressed,
            question=question,
            headers=dict(request.headers),
            free_form=request.free_form,
            record=record,
        )
        self._history.add(delivery)
        self._history.save(delivery)
        return delivery

    def _schedule(self, delivery: Delivery, delay: float) -> None:
        delivery.next_at = self._exchange.now + delay
        delivery.timer = self._exchange.outside_at(delivery.next_at, TOPIC, delivery.id)

    # ---- attempting (without the lock) -----------------------------------------------------------------

    def settle(self, due: Due, stop: Callable[[], bool] = lambda: False) -> None:
        """Makes these attempts now, in their order, asks what calls wait for, and waits for each.

        Connections to customers' servers are kept until ``let_go``.

        ``stop`` is looked at between two attempts. What is not attempted, also because the customer's code in
        this process raised what is no ``Exception``, stays due.
        """
        left = deque(due)
        self._connections.keep()
        try:
            while left and not stop():
                self._queues.wait_for(self._call_of(left[0][1]))
                self._attempt_numbered(left[0][1])
                left.popleft()
        finally:
            if left:
                with self._tenant.lock:
                    self._exchange.due[:0] = left
        if not stop():
            self._questions.settle(stop)

    def let_go(self) -> None:
        """No message follows for now: closes the connections that were kept."""
        self._connections.let_go()

    def _call_of(self, number: int) -> str:
        delivery = self._history.get(number)
        return "" if delivery is None else delivery.call_id

    def hand_out(self, due: Due) -> None:
        """Makes these attempts on other threads. The lock is held."""
        if not self._closed:
            self._queues.put((self._call_of(number), number) for _, number in due)

    def ask(self) -> None:
        """Asks the exchange's open questions on other threads. The lock is held."""
        if not self._closed:
            self._questions.hand_out()

    def _attempt_numbered(self, number: int) -> None:
        delivery = self._history.get(number)
        if delivery is None or delivery.status != "pending" or delivery.next_at is None:
            return
        if delivery.next_at <= self._exchange.now:  # else it has been attempted since, and is due again later
            self.attempt(delivery)

    def attempt(self, delivery: Delivery, *, by_hand: bool = False) -> Judgement | None:
        """One attempt, recorded. Returns ``None`` if another one is under way, or the organization is gone.

        ``by_hand``: somebody wants it now, also of a target whose circuit is open.
        """
        with self._tenant.lock:
            if delivery.in_flight or self._closed:
                return None
            delivery.in_flight, delivery.next_at = True, None
            at = self._exchange.now
            bound = self._binding(delivery.callback, delivery.addressed)
            if bound is not None:
                delivery.target = bound.name
            admission: Admission = "yes"
            if bound is not None and bound.kind == "url" and not by_hand:
                admission = self._circuits.admit(bound.url, at)
            refusal = self._circuits.detail(bound.url) if bound is not None and admission == "no" else NOTHING
            fault = self._fault(delivery) if bound is not None and not refusal else None
            twice = fault is None and bound is not None and not refusal and not by_hand and self._is_resent(delivery)
            if twice:
                fault = Fault(delivery.callback, duplicate=True)
            if fault is not None and not by_hand and self._put_off(delivery, fault):
                return None
        try:
            reply, judgement = self._judged(delivery, bound, refusal, fault)
            if twice:
                again = Sentence.of("SentTwice", "sent twice: limits.resend_probability")
                judgement = replace(judgement, detail=in_a_row((judgement.detail, again)))
        except BaseException:
            with self._tenant.lock:
                self._interrupted(delivery)
                if admission == "probe" and bound is not None:
                    self._circuits.give_up(bound.url)
            raise
        with self._tenant.use(written=False):
            if bound is not None and bound.kind == "url" and admission != "no":
                self._circuits.record(bound.url, self._exchange.now, admission, waited=_waited(reply))
            self._record(delivery, at, reply, judgement)
        return judgement

    def _interrupted(self, delivery: Delivery) -> None:
        """The program's own thread was interrupted in the customer's code: the attempt has not been made."""
        delivery.in_flight = False
        if delivery.question:
            self._history.finish(delivery, "failed")  # the question is still open, and will be asked anew
        elif delivery.status == "pending":
            self._schedule(delivery, 0.0)

    def _fault(self, delivery: Delivery) -> Fault | None:
        """What goes wrong with this attempt, if the organization's faults say so. The lock is held."""
        faults = self._tenant.faults
        return faults.for_callback(delivery.callback, delivery.contract, delivery.payload) if faults else None

    def _is_resent(self, delivery: Delivery) -> bool:
        """Whether the same message goes out once more, as after an acknowledgement that was lost. The lock is held."""
        likely = self._exchange.directory.limits.resend_probability
        seed = f"{self._exchange.directory.id}\0{self._exchange.seed}\0resend\0{delivery.id}\0{len(delivery.attempts)}"
        return likely > 0 and Random(seed).random() < likely

    def _put_off(self, delivery: Delivery, fault: Fault) -> bool:
        """Lets a message be overtaken, once; one that a call waits for is not."""
        late = 0.0 if delivery.question or delivery.attempts else faulty.lateness(fault)
        if late:
            delivery.in_flight = False
            detail = Sentence.of(
                "OutOfOrder", "fault injected: out of order, goes out {seconds:g} s later", seconds=late
            )
            delivery.attempts.append(Attempt(self._exchange.now, "put_off", detail, 0, "", 0.0))
            self._schedule(delivery, late)
            self._history.save(delivery)
        return late > 0

    def _judged(
        self, delivery: Delivery, bound: Binding | None, refusal: Sentence, fault: Fault | None
    ) -> tuple[Reply, Judgement]:
        if bound is None:
            detail = Sentence.of(
                "NoTarget",
                "the organization has no target for it; "
                "give the callback {callback!r} of the organization a URL, or bind a target in this process",
                callback=delivery.callback,
            )
            return Reply(""), Judgement("no_target", detail)
        if refusal:
            return Reply(""), Judgement("circuit_open", refusal)
        entry = self._exchange.directory.callbacks.get(delivery.callback) or CallbackTarget(delivery.callback)
        message = Message(
            delivery.method, delivery.content_type, delivery.body, delivery.payload,
            {**entry.headers, **delivery.headers}, entry.verify,
        )  # fmt: skip
        timeout = entry.timeout_seconds or CALLBACKS[delivery.contract].timeout_seconds
        over = partial(send, http=self.http)
        if fault is None:
            reply = over(message, bound, timeout)
        else:
            reply = faulty.sent(over, message, bound, timeout, fault, wait=self._tenant.clock.mode != "manual")
        strict = self._exchange.directory.acknowledgement == "strict"
        if delivery.free_form:
            return reply, judge_free_form(reply)
        return reply, judge(delivery.contract, reply, lenient=self._tenant.lenient, strict=strict)

    def _record(self, delivery: Delivery, at: float, reply: Reply, judgement: Judgement) -> None:
        delivery.in_flight = False
        text = readable_text(reply.body[: 4 * SHOWN_CHARACTERS], reply.content_type)[:SHOWN_CHARACTERS]
        milliseconds = round(reply.seconds * 1000, 3)
        attempt = Attempt(
            at, judgement.verdict, judgement.detail, reply.status, text, milliseconds, judgement.violations
        )
        delivery.attempts.append(attempt)
        if judgement.answer is not None:
            delivery.answer = judgement.answer
        if judgement.verdict == "acknowledged":
            self._history.finish(delivery, "acknowledged")
        elif delivery.status != "pending":
            pass  # delivered once more by hand: what it had come to before stands
        elif self._closed:
            pass  # stays pending: a database takes it up again
        elif delivery.remaining:
            delay, delivery.remaining = delivery.remaining[0], delivery.remaining[1:]
            self._schedule(delivery, delay)
        else:
            self._history.finish(delivery, "failed")
            level = logging.WARNING if CALLBACKS[delivery.contract].retried else logging.INFO
            log.log(level, "%s for call %s was not accepted: %s", delivery.contract, delivery.call_id, judgement.detail)
        self._history.save(delivery)
        for watcher in self.watchers:
            watcher(delivery, attempt)

    # ---- by hand ---------------------------------------------------------------------------------------

    def redeliver(self, number: int) -> Delivery | None:
        """Sends one again at once; ``None`` when there is no such delivery. Raises ``InFlight``, and ``StorageError``
        when a database could not take what came of it.

        What is pending keeps the rest of its retry schedule; what was acknowledged stays acknowledged.
        """
        with self._tenant.use() as exchange:
            delivery = self.get(number)
            if delivery is None:
                return None
            if delivery.in_flight:
                raise InFlight
            exchange.scheduler.cancel(delivery.timer)
        if self.attempt(delivery, by_hand=True) is None:
            raise InFlight
        self._tenant.require_written()
        return delivery

    def send_now(
        self, callback: CallbackName, contract: CallbackContract, call_id: str, payload: Mapping[str, Any],
        target: CallbackTarget, *, addressed: str = "",
    ) -> Delivery:  # fmt: skip
        """Sends one message at once and without retries, to ``addressed`` or where the organization says. Raises
        ``StorageError`` when a database could not take what came of it.
        """
        with self._tenant.use():
            delivery = self.make(callback, contract, call_id, payload, target, addressed=addressed, once=True)
        self.attempt(delivery, by_hand=True)
        self._tenant.require_written()
        return delivery

    # ---- looking ---------------------------------------------------------------------------------------

    def all(self) -> list[Delivery]:
        """Every delivery that is kept in memory, oldest first."""
        return self._history.all()

    def get(self, number: int) -> Delivery | None:
        return self._history.get(number)

    def page(
        self, since: int, limit: int, *, status: str = "", callback: str = "", call_id: str = ""
    ) -> list[Delivery]:
        """Deliveries numbered above ``since``, oldest first, that fit what is given."""
        return self._history.page(since, limit, status=status, callback=callback, call_id=call_id)

    def answers(self, call_id: str, callback: CallbackName = "popup") -> list[Any]:
        """What the customer answered to one call's callbacks, right or wrong, oldest first."""
        return self._history.answers(call_id, callback)

    def pending(self) -> list[Delivery]:
        return self._history.pending()

    def circuits(self) -> list[SandboxDeliveriesCircuitsItem]:
        """The targets whose circuit is open."""
        return [circuit.as_data() for circuit in self._circuits.open()]

    # ---- keeping ---------------------------------------------------------------------------------------

    def keep_in(self, store: DeliveryStore) -> None:
        """From now on deliveries are kept in a database too; what is pending there goes on. The lock is held."""
        self._take_back(self._history.keep_in(store))

    @property
    def kept(self) -> bool:
        """Whether a database has them too."""
        return self._history.kept

    def export(self) -> dict[str, Any]:
        """Plain data for a snapshot. The lock is held."""
        return {"count": self._history.count, "items": exported(self._history.all())}

    def restore(self, written: WrittenDeliveries) -> None:
        """Takes back what ``export`` wrote, in an organization that has no deliveries yet. The lock is held.

        What is pending is scheduled anew; timers that the exchange has kept for it find nothing to do.
        """
        self._history.count = written.count
        self._take_back(written.items)
        for delivery in self._history.all():
            self._history.save(delivery)

    def _take_back(self, found: Iterable[Delivery]) -> None:
        for delivery in found:
            if delivery.question and delivery.status == "pending":
                delivery.status = "failed"  # its call is no more
                self._history.save(delivery)
            self._history.add(delivery)
            if delivery.status == "pending":
                wait = 0.0 if delivery.next_at is None else max(0.0, delivery.next_at - self._exchange.now)
                self._schedule(delivery, wait)

    def forget(self) -> None:
        """The database is for an organization that begins anew, and gets nothing more from here. The lock is held."""
        self._history.forget()

    @property
    def under_way(self) -> bool:
        """Whether the outcome of an attempt is yet to be recorded. The lock is held."""
        return any(delivery.in_flight for delivery in self._history.all())

    def allow_in_flight(self, limit: int) -> None:
        """So many attempts may be under way at once, instead of ``per_call_queue.IN_FLIGHT``."""
        self._queues.limit = limit

    def drain(self, seconds: float | None = None) -> bool:
        """Waits for what other threads are attempting, so many real seconds at most. Returns whether there was any."""
        return self._queues.drain(seconds)

    def close(self) -> None:
        """Nothing is planned or attempted any more; what is under way may still be recorded. The lock is held."""
        self._closed = True
        self._queues.clear()
        self.let_go()


def _waited(reply: Reply) -> bool:
    return reply.failure == "timeout" or (reply.failure == "unreachable" and reply.seconds >= SLOW_SECONDS)


__all__ = ["TOPIC", "Attempt", "Deliveries", "Delivery", "InFlight", "Status"]
