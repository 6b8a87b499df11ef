"""A 2xx to an INVITE is sent again until its ACK comes (RFC 3261 §13.3.1.4), whatever the transport."""

from __future__ import annotations

from collections.abc import Callable

from sipmessage import Response

from .messages import serialize
from .timers import T1, T2, TIMEOUT, Timer, Timers
from .transactions import ServerTransaction


class Unacknowledged:
    """``on_never``: no ACK came. ``offered``: the answer offered a description, and the ACK has the answer to it."""

    def __init__(
        self, timers: Timers, transaction: ServerTransaction, answer: Response, on_never: Callable[[], None],
        *, offered: bool,
    ) -> None:  # fmt: skip
        self.sequence = transaction.request.cseq.sequence
        self.offered = offered
        self.waiting = True
        self._timers = timers
        self._flow = transaction.flow
        self._bytes = serialize(answer)
        self._pause = T1
        self._on_never = on_never
        self._again = timers.after(T1, self._send_again)
        self._never: Timer = timers.after(TIMEOUT, self._give_up)

    def _send_again(self) -> None:
        self._flow.send(self._bytes)
        self._pause = min(2 * self._pause, T2)
        self._again = self._timers.after(self._pause, self._send_again)

    def _give_up(self) -> None:
        self.stop()
        self._on_never()

    def stop(self) -> None:
        self.waiting = False
        self._again.cancel()
        self._never.cancel()
