"""CDRs that were simulated before they are sent, encoded and ready: for runs that only ask what a webhook can bear."""

from __future__ import annotations

import time
from collections import deque
from random import Random

from ...contracts.quick_dataclasses import dataclass
from ..callbacks import cdr_notification
from ..callbacks.delivery import Attempt
from ..callbacks.encoding import encode
from ..callbacks.sending import HttpExchange, Message, Reply, send
from ..callbacks.targets import BoundTarget
from ..callbacks.verdicts import judge
from ..telephony.control.flows import new_exchange
from ..telephony.control.operator import Operator
from ..telephony.model.directory import Directory
from ..telephony.model.events import CdrEvent, Event
from .organization import outside_number
from .tally import reason

TIMEOUT_SECONDS = 30.0
_CALLS = 20
"""Placed together, so that simulated time goes on in large steps."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One push: where it goes and what it says."""

    url: str
    message: Message

    def send(self, http: HttpExchange, *, maximum: int) -> tuple[float, int, str]:
        """Milliseconds, bytes of the answer, and why it is a failure (empty when it is none)."""
        reply: Reply = send(self.message, BoundTarget("url", self.url, self.url), TIMEOUT_SECONDS, http)
        judged = judge("cdr_notification", reply)
        milliseconds = reply.seconds * 1000
        if judged.verdict == "acknowledged":
            return milliseconds, len(reply.body), ""
        attempt = Attempt(0, judged.verdict, judged.detail, reply.status, "", milliseconds, judged.violations)
        return milliseconds, len(reply.body), reason(attempt)


class Supply:
    """CDR pushes of one organization's calls, in their order and without end. ``ready`` says how many are simulated."""

    def __init__(self, directory: Directory, *, seed: int) -> None:
        self._directory = directory
        self._target = directory.callbacks["cdr"]
        self._random = Random(f"{seed}\0{directory.id}")
        self._exchange = new_exchange(directory, now=time.time(), seed=self._random.getrandbits(31))
        self._exchange.subscribers.append(self._keep)
        self._operator = Operator(self._exchange)
        self._ready: deque[Prepared] = deque()

    @property
    def ready(self) -> int:
        return len(self._ready)

    def take(self) -> Prepared:
        """The next one; simulates more calls when there is none."""
        while not self._ready:
            self.simulate()
        return self._ready.popleft()

    def simulate(self) -> None:
        """Some more calls, from the first ring to the last record."""
        for _ in range(_CALLS):
            self._operator.incoming_call(outside_number(self._random), digits=("1",))
        scheduler = self._exchange.scheduler
        while not scheduler.idle and (due := scheduler.next_time()) is not None:
            self._exchange.run(due)
            self._exchange.take_due()

    def _keep(self, event: Event) -> None:
        if isinstance(event, CdrEvent):
            target = self._target
            payload = cdr_notification.payload(event.cdr, self._directory, self._exchange.zone)
            content_type, body, plain = encode("cdr_notification", payload, target, self._directory.revision)
            method = "GET" if target.encoding == "query" else "POST"
            message = Message(method, content_type, body, plain, dict(target.headers), target.verify)
            self._ready.append(Prepared(target.url, message))
