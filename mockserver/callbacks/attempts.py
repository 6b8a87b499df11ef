"""One attempt of a delivery: the message goes out, what comes back is judged and recorded, and the next one scheduled.

Made without the organization's lock, which is held before and after.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from random import Random
from typing import TYPE_CHECKING

from ...contracts.callback_names import read_message
from ...contracts.character_sets import readable_text
from ...contracts.operations import CALLBACKS
from ...contracts.sentences import NOTHING, Sentence, in_a_row
from ..telephony.model.directory import Fault
from ..wire.console import log
from .bindings import Bindings
from .circuits import SLOW_SECONDS, Admission, Circuits
from .connections import Connections
from .delivery import SHOWN_CHARACTERS, Attempt, Delivery
from .history import History
from .owner import Owner

if TYPE_CHECKING:
    from .sending import HttpExchange, Reply
    from .verdicts import Judgement

TOPIC = "delivery"
"""What attempts are called among the steps of the simulation."""

Watcher = Callable[[Delivery, Attempt], object]


class Attempts:
    def __init__(self, tenant: Owner, history: History, bindings: Bindings) -> None:
        self._tenant = tenant
        self._exchange = tenant.exchange
        self._history = history
        self._bindings = bindings
        self.circuits = Circuits()
        self.connections = Connections()
        self.http: HttpExchange | None = None
        """How a message gets to a URL, where it is not as usual."""
        self.watchers: list[Watcher] = []
        """Called with each attempt once it is recorded, under the lock."""
        self.closed = False
        """The organization is gone: none is made any more, and none scheduled."""

    def schedule(self, delivery: Delivery, delay: float) -> None:
        """The next one is due in so many seconds. The lock is held."""
        delivery.next_at = self._exchange.now + delay
        delivery.timer = self._exchange.outside_at(delivery.next_at, TOPIC, delivery.id)

    def make(self, delivery: Delivery, *, by_hand: bool = False) -> Judgement | None:
        """One attempt, recorded. Returns ``None`` if another one is under way, or the organization is gone.

        ``by_hand``: somebody wants it now, also of a target whose circuit is open.
        """
        with self._tenant.lock:
            if delivery.in_flight or self.closed:
                return None
            delivery.in_flight, delivery.next_at = True, None
            at = self._exchange.now
            bound = self._bindings.effective(delivery.callback, delivery.addressed)
            if bound is not None:
                delivery.target = bound.name
            admission: Admission = "yes"
            if bound is not None and bound.kind == "url" and not by_hand:
                admission = self.circuits.admit(bound.url, at)
            refusal = self.circuits.detail(bound.url) if bound is not None and admission == "no" else NOTHING
            goes_out = bound is not None and not refusal
            fault = self._fault(delivery) if goes_out and self._tenant.faults else None
            likely = self._exchange.directory.limits.resend_probability
            twice = likely > 0 and goes_out and fault is None and not by_hand and self._is_resent(delivery, likely)
            if twice:
                fault = Fault(delivery.callback, duplicate=True)
            if fault is not None and not by_hand and self._put_off(delivery, fault):
                return None
        try:
            reply, judgement = _attempting()(
                self._tenant, delivery, bound, refusal, fault, http=self.http, connections=self.connections
            )
            if twice:
                again = Sentence.of("SentTwice", "sent twice: limits.resend_probability")
                judgement = replace(judgement, detail=in_a_row((judgement.detail, again)))
        except BaseException:
            with self._tenant.lock:
                self._undo_attempt(delivery)
                if admission == "probe" and bound is not None:
                    self.circuits.give_up(bound.url)
            raise
        with self._tenant.use(written=False):
            if bound is not None and bound.kind == "url" and admission != "no":
                self.circuits.record(bound.url, self._exchange.now, admission, waited=_was_slow(reply))
            self._record(delivery, at, reply, judgement)
        return judgement

    def _undo_attempt(self, delivery: Delivery) -> None:
        """The program's own thread was interrupted in the customer's code: the attempt has not been made."""
        delivery.in_flight = False
        if delivery.question:
            self._history.finish(delivery, "failed")  # the question is still open, and will be asked anew
        elif delivery.status == "pending":
            self.schedule(delivery, 0.0)

    def _fault(self, delivery: Delivery) -> Fault | None:
        """What goes wrong with this attempt, if the organization's faults say so. The lock is held."""
        faults = self._tenant.faults
        return faults.for_callback(delivery.callback, delivery.contract, delivery.payload) if faults else None

    def _is_resent(self, delivery: Delivery, likely: float) -> bool:
        """Whether the same message goes out once more, as after an acknowledgement that was lost. The lock is held."""
        seed = f"{self._exchange.directory.id}\0{self._exchange.seed}\0resend\0{delivery.id}\0{len(delivery.attempts)}"
        return Random(seed).random() < likely

    def _put_off(self, delivery: Delivery, fault: Fault) -> bool:
        """Lets a message be overtaken, once; one that a call waits for is not."""
        from .faulty import lateness

        late = 0.0 if delivery.question or delivery.attempts else lateness(fault)
        if late:
            delivery.in_flight = False
            detail = Sentence.of(
                "OutOfOrder", "fault injected: out of order, goes out {seconds:g} s later", seconds=late
            )
            delivery.attempts.append(Attempt(self._exchange.now, "put_off", detail, 0, "", 0.0))
            self.schedule(delivery, late)
            self._history.save(delivery)
        return late > 0

    def _record(self, delivery: Delivery, at: float, reply: Reply, judgement: Judgement) -> None:
        delivery.in_flight = False
        text = _shown_text(reply.body[: 4 * SHOWN_CHARACTERS], reply.content_type)
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
        elif self.closed:
            pass  # stays pending: a database takes it up again
        elif delivery.remaining:
            delay, delivery.remaining = delivery.remaining[0], delivery.remaining[1:]
            self.schedule(delivery, delay)
        else:
            self._history.finish(delivery, "failed")
            level = logging.WARNING if CALLBACKS[delivery.contract].retried else logging.INFO
            name = read_message(delivery.contract)
            log.log(level, "%s for call %s was not accepted: %s", name, delivery.call_id, judgement.detail)
        self._history.save(delivery)
        for watcher in self.watchers:
            watcher(delivery, attempt)


@lru_cache(maxsize=16)
def _shown_text(body: bytes, content_type: str) -> str:
    """The beginning of an answer. Remembered, because a server acknowledges with the same bytes again and again."""
    return readable_text(body, content_type)[:SHOWN_CHARACTERS]


@cache
def _attempting() -> Callable[..., tuple[Reply, Judgement]]:
    """``make_attempt``, imported with the first attempt."""
    from .attempting import make_attempt

    return make_attempt


def _was_slow(reply: Reply) -> bool:
    return reply.failure == "timeout" or (reply.failure == "unreachable" and reply.seconds >= SLOW_SECONDS)
