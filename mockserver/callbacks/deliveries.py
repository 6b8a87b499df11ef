"""Every callback of one organization, from the event that causes it to its last attempt.

A delivery is planned under the organization's lock, attempted without it (``attempts``), and judged under it again.
Retries are steps of the simulation. Under the manual clock ``settle`` makes the due attempts one after the other;
under the others ``hand_out`` gives them to a bounded pool (``per_call_queue``). Questions that calls wait for are asked
in ``questions``.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...contracts.callback_names import CallbackContract, CallbackName
from ...contracts.operations import CALLBACKS
from ...contracts.sentences import Sentence
from ..telephony.core.exchange import OwnRequest
from ..telephony.model.directory import CallbackTarget
from ..telephony.model.events import CdrEvent, Event, ExtensionEvent, SteeredCallEnded
from ..wire.console import log
from . import cdr_notification, external_ivr, history, popup
from .attempts import Attempts
from .bindings import Bindings
from .delivery import Attempt, Delivery, Status
from .encoding import encode, encode_text
from .history import History, WrittenDeliveries, export_deliveries
from .owner import Owner
from .per_call_queue import PerCallQueues
from .questions import Questions
from .targets import Target

if TYPE_CHECKING:
    from ...contracts.types import SandboxDeliveriesCircuitsItem
    from .store import DeliveryStore
    from .verdicts import Judgement

Due = list[tuple[str, int]]


class InFlight(Exception):
    """This delivery is being attempted at this moment."""


class Deliveries:
    def __init__(self, tenant: Owner) -> None:
        self._tenant = tenant
        self._exchange = tenant.exchange
        self._history = History()
        self.bindings = Bindings(tenant.exchange, tenant.update_event_handlers)
        self.attempts = Attempts(tenant, self._history, self.bindings)
        self._queues = PerCallQueues(tenant.lock, self._attempt_numbered)
        self._questions = Questions(tenant, self)
        self._turning_away = False

    def bind(
        self,
        callback: CallbackName,
        target: Target | None,
        *,
        url: str = "",
        lifespan: bool = True,
        raised: Callable[[BaseException], None] | None = None,
    ) -> None:
        """See ``Bindings.bind``."""
        __tracebackhide__ = True  # pytest leaves this frame out of a test's report
        self.bindings.bind(callback, target, url=url, lifespan=lifespan, raised=raised)

    # ---- planning (under the lock) ---------------------------------------------------------------------

    def plan_for_event(self, event: Event) -> None:
        """Plans what an event causes."""
        if self.attempts.closed:
            return
        if isinstance(event, CdrEvent):
            if target := self.bindings.target("cdr"):
                cdr, exchange = event.cdr, self._exchange
                text = cdr_notification.json_text(cdr, exchange.directory, exchange.zone)
                waits = cdr_notification.waiting_seconds(cdr, exchange.directory)
                self.plan("cdr", "cdr_notification", cdr.call_id, text, target, after=waits, record=cdr.number)
        elif isinstance(event, ExtensionEvent):
            if event.call is not None and (target := self.bindings.target("popup")):
                self._plan_popup(event, event.call.call_id, target)
        elif isinstance(event, SteeredCallEnded) and (target := self.bindings.target("external_ivr")):
            self.plan(
                "external_ivr", "external_ivr.hangup_call", event.call_id, external_ivr.hangup_call(event), target
            )

    def _plan_popup(self, event: ExtensionEvent, call_id: str, target: CallbackTarget) -> None:
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
        payload: Mapping[str, Any] | str,
        target: CallbackTarget,
        *,
        after: float = 0.0,
        record: int = 0,
    ) -> Delivery:
        """A new delivery, due in so many seconds; one that has failed already when too many are pending. The message
        may be JSON text.
        """
        delivery = self.make(callback, contract, call_id, payload, target, record=record)
        if self._history.overfull:
            self._turn_away(delivery)
        else:
            self._turning_away = False
            self.attempts.schedule(delivery, after)
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
        self, callback: CallbackName, contract: CallbackContract, call_id: str, payload: Mapping[str, Any] | str,
        target: CallbackTarget, *, addressed: str = "", question: int = 0, once: bool = False,
        request: OwnRequest | None = None, record: int = 0,
    ) -> Delivery:  # fmt: skip
        """A new delivery that nobody attempts yet. ``once``: there will be no retries.

        ``addressed`` is a URL for this one message; of a question a target that was bound in this process goes before.
        ``request`` is how it is sent, where that is not as usual.
        """
        if request is not None and request.method == "GET":
            target = replace(target, encoding="query", method="GET")
        if question and callback in self.bindings:
            addressed = ""
        revision = self._exchange.directory.revision
        content_type, body, decoded = (
            encode_text(contract, payload, target, revision)
            if isinstance(payload, str)
            else encode(contract, payload, target, revision)
        )
        bound = self.bindings.effective(callback, addressed)
        delivery = Delivery(  # by position, as the class has them: one is made for every record that is pushed
            self._history.next_id(), callback, contract, call_id, bound.name if bound is not None else "",
            "GET" if target.encoding == "query" else "POST", content_type, body, decoded, self._exchange.now,
            tuple(target.retry_seconds) if CALLBACKS[contract].retried and not once else (), "pending", None, 0,
            addressed, question, {} if request is None else dict(request.headers),
            request is not None and request.free_form, False, record,
        )  # fmt: skip
        self._history.add(delivery)
        self._history.save(delivery)
        return delivery

    # ---- attempting (without the lock) -----------------------------------------------------------------

    def settle(self, due: Due, stop: Callable[[], bool] = lambda: False) -> None:
        """Makes these attempts now, in their order, asks what calls wait for, and waits for each.

        Connections to customers' servers are kept until ``close_idle_connections``.

        ``stop`` is looked at between two attempts. What is not attempted, also because the customer's code in
        this process raised what is no ``Exception``, stays due.
        """
        left = deque(due)
        self.attempts.connections.keep()
        try:
            while left and not stop():
                delivery = self._history.get(left[0][1])
                if delivery is not None:
                    self._queues.wait_for(delivery.call_id)
                    self._attempt_due(delivery)
                left.popleft()
        finally:
            if left:
                with self._tenant.lock:
                    self._exchange.due[:0] = left
        if not stop():
            self._questions.settle(stop)

    def close_idle_connections(self) -> None:
        """No message follows for now: closes the connections that were kept."""
        self.attempts.connections.close_idle()

    def _call_of(self, number: int) -> str:
        delivery = self._history.get(number)
        return "" if delivery is None else delivery.call_id

    def hand_out(self, due: Due) -> None:
        """Makes these attempts on other threads. The lock is held."""
        if not self.attempts.closed:
            self._queues.put((self._call_of(number), number) for _, number in due)

    def ask(self) -> None:
        """Asks the exchange's open questions on other threads. The lock is held."""
        if not self.attempts.closed:
            self._questions.hand_out()

    def _attempt_numbered(self, number: int) -> None:
        delivery = self._history.get(number)
        if delivery is not None:
            self._attempt_due(delivery)

    def _attempt_due(self, delivery: Delivery) -> None:
        if delivery.status != "pending" or delivery.next_at is None:
            return
        if delivery.next_at <= self._exchange.now:  # else it has been attempted since, and is due again later
            self.attempts.make(delivery)

    def attempt(self, delivery: Delivery) -> Judgement | None:
        """One attempt now; see ``Attempts.make``."""
        return self.attempts.make(delivery)

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
        if self.attempts.make(delivery, by_hand=True) is None:
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
        self.attempts.make(delivery, by_hand=True)
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
        return [circuit.as_data() for circuit in self.attempts.circuits.open()]

    # ---- keeping ---------------------------------------------------------------------------------------

    def keep_in(self, store: DeliveryStore) -> None:
        """From now on deliveries are kept in a database too; what is pending there goes on. The lock is held."""
        self._add_restored(self._history.keep_in(store))

    @property
    def is_stored(self) -> bool:
        """Whether a database has them too."""
        return self._history.is_stored

    def export(self) -> dict[str, Any]:
        """Plain data for a snapshot. The lock is held."""
        return {"count": self._history.count, "items": export_deliveries(self._history.all())}

    def restore(self, written: WrittenDeliveries) -> None:
        """Takes back what ``export`` wrote, in an organization that has no deliveries yet. The lock is held.

        What is pending is scheduled anew; timers that the exchange has kept for it find nothing to do.
        """
        self._history.count = written.count
        self._add_restored(written.items)
        for delivery in self._history.all():
            self._history.save(delivery)

    def _add_restored(self, found: Iterable[Delivery]) -> None:
        for delivery in found:
            if delivery.question and delivery.status == "pending":
                delivery.status = "failed"  # its call is no more
                self._history.save(delivery)
            self._history.add(delivery)
            if delivery.status == "pending":
                wait = 0.0 if delivery.next_at is None else max(0.0, delivery.next_at - self._exchange.now)
                self.attempts.schedule(delivery, wait)

    def detach_store(self) -> None:
        """The database is for an organization that begins anew, and gets nothing more from here. The lock is held."""
        self._history.detach_store()

    @property
    def under_way(self) -> bool:
        """Whether the outcome of an attempt is yet to be recorded. The lock is held."""
        return any(delivery.in_flight for delivery in self._history.all())

    def allow_in_flight(self, limit: int) -> None:
        """So many attempts may be under way at once, instead of ``per_call_queue.IN_FLIGHT``."""
        self._queues.limit = limit

    def always_attempt(self) -> None:
        """From now on a server that keeps others waiting is waited for each time, as Voicenter does."""
        self.attempts.circuits.failures_to_open = math.inf

    def drain(self, seconds: float | None = None) -> bool:
        """Waits for what other threads are attempting, so many real seconds at most. Returns whether there was any."""
        return self._queues.drain(seconds)

    def close(self) -> None:
        """Nothing is planned or attempted any more; what is under way may still be recorded. The lock is held."""
        self.attempts.closed = True
        self._queues.clear()
        self.close_idle_connections()


__all__ = ["Attempt", "Deliveries", "Delivery", "InFlight", "Status"]
