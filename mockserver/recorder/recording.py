"""What was seen, on its way into the file: on a thread of its own, bounded, and never waited for by the traffic."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from ..traffic.har_entry import entry
from ..traffic.har_writer import HarWriter
from ..traffic.messages import RecordedExchange
from ..traffic.redactor import Redactor
from ..wire.console import log
from ..wire.system_errors import reason_of

WAITING_BYTES = 32 * 1024 * 1024
"""What waits to be written is at most so much; what comes on top is not written, and counted."""

_GATHERED_SECONDS = 0.2
_BATCH = 200
_ENTRY_BYTES = 2_000
"""What an exchange is worth beside its bodies."""


class RecordingWriter:
    """Takes exchanges from the event loop and writes them, redacted. ``dropped`` counts what was not written."""

    def __init__(
        self, writer: Callable[[], HarWriter], redactor: Redactor, *, waiting_bytes: int = WAITING_BYTES
    ) -> None:
        self._writer = writer()
        self._redactor = redactor
        self._limit = waiting_bytes
        self._waiting: deque[tuple[RecordedExchange, int]] = deque()
        self._bytes = 0
        self._condition = threading.Condition()
        self._closing = False
        self._unsaid = 0
        self.dropped = 0
        self.written = 0
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        return self._writer.path

    def add(self, exchange: RecordedExchange) -> None:
        """Takes one; does not wait."""
        size = _size(exchange)
        with self._condition:
            if self._bytes + size > self._limit:
                self.dropped += 1
                self._unsaid += 1
                return
            self._waiting.append((exchange, size))
            self._bytes += size
            self._condition.notify()

    def close(self, seconds: float = 10) -> None:
        """Writes what waits, for at most so long."""
        with self._condition:
            self._closing = True
            self._condition.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting or self._closing)
                if not self._closing:
                    self._condition.wait_for(lambda: self._closing, _GATHERED_SECONDS)
                batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
                self._bytes -= sum(size for _, size in batch)
                unsaid, self._unsaid = self._unsaid, 0
                if not batch and self._closing:
                    break
            self._write([exchange for exchange, _ in batch], unsaid)
        self._writer.close()

    def _write(self, exchanges: list[RecordedExchange], unsaid: int) -> None:
        comment = f"{unsaid} exchanges before this one were not written" if unsaid else ""
        try:
            self._writer.write([entry(self._redactor.exchange(exchange)) for exchange in exchanges], comment)
            self.written += len(exchanges)
        except OSError as error:
            log.warning("the recording cannot be written: %s", reason_of(error))
            self.dropped += len(exchanges)
            self._unsaid += len(exchanges) + unsaid
        except Exception:  # whatever one exchange does to the redaction, the next one is to be written
            log.exception("an exchange cannot be written")
            self.dropped += len(exchanges)


def _size(exchange: RecordedExchange) -> int:
    answer = exchange.answer
    bodies = len(exchange.request.body) + (0 if answer is None else len(answer.body))
    return _ENTRY_BYTES + bodies + sum(len(frame.data) + 100 for frame in exchange.frames)
