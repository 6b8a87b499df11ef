"""What calls wait for: the customer's decision at an External IVR or External Layer, the data that a VoiceBot needs.

A question is one delivery without retries. Whatever comes of it, the exchange gets its answer: the decoded
message if it is a usable one, else ``None``, and the call takes the documented way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from ...contracts.callback_names import CallbackContract, CallbackName
from ..telephony.core.exchange import OwnRequest
from ..telephony.model.directory import CallbackTarget
from . import external_ivr
from .delivery import Delivery
from .owner import Owner
from .pool import asking

if TYPE_CHECKING:
    from .verdicts import Judgement


class Sender(Protocol):
    """Who makes a delivery of a question and attempts it."""

    def make(
        self, callback: CallbackName, contract: CallbackContract, call_id: str, payload: Mapping[str, Any],
        target: CallbackTarget, *, addressed: str = "", question: int,
        request: OwnRequest | None = None,
    ) -> Delivery: ...  # fmt: skip

    def attempt(self, delivery: Delivery) -> Judgement | None: ...


class Questions:
    def __init__(self, owner: Owner, sender: Sender) -> None:
        self._tenant = owner
        self._deliveries = sender
        self._open: set[int] = set()
        self._answered = threading.Condition(owner.lock)

    def settle(self, stop: Callable[[], bool]) -> None:
        """Asks every open question now, in turn, and waits for the answers."""
        for number in sorted(self._tenant.exchange.questions):
            if stop():
                return
            with self._answered:
                if number in self._open:
                    self._answered.wait_for(lambda number=number: number not in self._open)
                    continue
                self._open.add(number)
            self._ask(number)

    def hand_out(self) -> None:
        """Asks on other threads what has not been asked. The lock is held."""
        for number in sorted(self._tenant.exchange.questions):
            if number not in self._open:
                self._open.add(number)
                asking().submit(lambda number=number: self._ask(number))

    def _ask(self, number: int) -> None:
        tenant, deliveries = self._tenant, self._deliveries
        try:
            with tenant.lock:
                question = tenant.exchange.questions.get(number)
                if question is None:
                    return
                callback, contract, payload = external_ivr.question(question)
                target = tenant.exchange.directory.callbacks.get(callback) or CallbackTarget(callback)
                delivery = deliveries.make(
                    callback, contract, question.call_id, payload, target, addressed=question.url, question=number,
                    request=question.request,
                )  # fmt: skip
            judgement = deliveries.attempt(delivery)
            if judgement is None:
                return
            answer: Any = judgement.answer if judgement.verdict == "acknowledged" else None
            with tenant.use(written=False) as exchange:
                if number in exchange.questions:
                    tenant.clock_stood_still()
                    exchange.settle(number, answer, timed_out=judgement.verdict == "timeout")
        finally:
            with self._answered:
                self._open.discard(number)
                self._answered.notify_all()
