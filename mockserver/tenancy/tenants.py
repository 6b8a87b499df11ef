"""The organizations a server keeps: each with its exchange, lock, clock, journal and deliveries.

The lock is never held while customer code runs or a socket is written. ``use()`` brings simulated time up to
date and gives the exchange to one caller at a time; ``advance`` runs it in short slices between which others
get their turn.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ...contracts.callback_names import CallbackName
from ..state.clock import Clock, Mode
from ..state.faults import Faults
from ..state.journal import KEPT_EVENTS, KEPT_REQUESTS, EventJournal, RequestJournal
from ..state.realtime_settings import RealtimeSettings
from ..state.request_counts import RequestCounts
from ..state.session_recording import SessionRecording
from ..state.spoken_recordings import SpokenRecordings
from ..state.storage_health import StorageHealth
from ..telephony.control.flows import new_exchange
from ..telephony.core.exchange import IDS_A_RUN, Exchange
from ..telephony.core.scheduler import LATEST
from ..telephony.core.seldom_collected import SELDOM_COLLECTED
from ..telephony.log.call_log import CallLog
from ..telephony.log.storage_errors import StorageError
from ..telephony.model.cdr import Cdr
from ..telephony.model.directory import Directory
from ..telephony.model.events import CdrEvent, DirectoryChanged, Event, ExtensionEvent, SteeredCallEnded
from .advances import AdvanceCancelled, Advances, end_of_advance

if TYPE_CHECKING:
    from ...contracts.types import SandboxSocketsItem
    from ..callbacks.deliveries import Deliveries
    from ..callbacks.history import WrittenDeliveries

SLICE_STEPS = 500
FAIR_SECONDS = 0.0005

_CALLBACKS_OF: dict[type[Event], CallbackName] = {
    CdrEvent: "cdr",
    ExtensionEvent: "popup",
    SteeredCallEnded: "external_ivr",
}
"""Which callback tells of a kind of event; of every other kind none does."""

_EDITIONS = itertools.count(1)
"""Of all organizations: none is ever like another, or like itself before it was edited."""


class WouldBlock(Exception):
    """The organization is busy and the caller asked not to wait."""


class Listeners(Protocol):
    """Who listens to an organization over sockets, as far as its time is concerned."""

    def flush(self, *, everything: bool) -> None:
        """Returns when what was told has reached each of them; without ``everything`` only when much has piled up."""

    def close(self) -> None:
        """The organization is no more: every connection is broken off."""

    def listeners(self) -> list[SandboxSocketsItem]:
        """Who they are, as plain data."""
        ...


class Use:
    """A context in which an organization's exchange is used (``Tenant.use``)."""

    __slots__ = ("_tenant", "_wait", "_written")

    def __init__(self, tenant: Tenant, wait: bool, written: bool) -> None:
        self._tenant = tenant
        self._wait = wait
        self._written = written

    def __enter__(self) -> Exchange:
        self._tenant.begin_use(wait=self._wait, written=self._written)
        return self._tenant.exchange

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        tenant = self._tenant
        tenant.end_use(error)
        if error is None and self._written and tenant.storage.error is not None:
            tenant.require_written()


def _end_of(log: CallLog | None, organization: str) -> float:
    """The last moment of which a file has a record or an attempt; 0 without any."""
    if log is None or log.file is None:
        return 0
    from ..callbacks.store import last_attempted

    return max(log.last_ended, last_attempted(log.file, organization))


class Tenant:
    """One organization on this server. Attributes other than ``lock`` are used while holding it."""

    def __init__(
        self, directory: Directory, *, clock: Mode = "manual", speed: float = 1.0, now: float | None = None,
        seed: int | None = None, lenient: bool = False, accepted_codes: frozenset[str] = frozenset(),
        log: CallLog | None = None,
    ) -> None:  # fmt: skip
        usual = now if now is not None else time.time() if directory.now is None else directory.now
        start = usual if now is not None else max(usual, _end_of(log, directory.id))
        self.continues_file = start > usual
        """Whether its time begins where its file ends: later than it would, and time does not go back."""
        self.id = directory.id
        self._template = directory
        self._options = {
            "clock": clock, "speed": speed, "now": now, "seed": seed, "lenient": lenient,
            "accepted_codes": accepted_codes,
        }  # fmt: skip
        self.lenient = lenient
        self.accepted_codes = accepted_codes
        self.exchange = new_exchange(directory, now=start, seed=seed, log=log)
        self.clock = Clock.start(clock, self.exchange.now, speed)
        self.lock = threading.RLock()
        self.requests = RequestJournal(KEPT_REQUESTS)
        self.events = EventJournal(KEPT_EVENTS)
        self.events_written = 0
        """The number of the last event that anybody may hear of: the database has what happened up to it."""
        self.storage = StorageHealth(self.id)
        self.edition = next(_EDITIONS)
        self.session_recording = SessionRecording(self.exchange.now, directory)
        self.faults = Faults(f"{directory.id}\0{self.exchange.seed}\0faults", directory.faults)
        self._deliveries: Deliveries | None = None
        self._attach(self.exchange)
        self.advances = Advances(self.id)
        self._closed = False
        self._waiting = 0
        self.on_change: Callable[[Tenant], None] = _nothing
        self.on_first_use: Callable[[Tenant], None] | None = None
        self.used_at = time.monotonic()
        self.request_counts = RequestCounts()
        self.spoken = SpokenRecordings()
        self.sockets: Listeners | None = None
        self.realtime = RealtimeSettings()
        if log is not None and log.durable:
            self.deliveries  # noqa: B018  # pyright: ignore[reportUnusedExpression]  (takes up what is pending in the file)

    @property
    def deliveries(self) -> Deliveries:
        """What goes to the customer. Made on first use, so that an organization costs little."""
        if self._deliveries is None:
            from ..callbacks.deliveries import Deliveries

            self._deliveries = Deliveries(self)
            if (file := self.exchange.log.file) is not None:
                from ..callbacks.store import DeliveryStore

                self._deliveries.keep_in(DeliveryStore(file, self.id))
        return self._deliveries

    def _attach(self, exchange: Exchange) -> None:
        """From now on the events of this exchange are the organization's."""
        self.exchange = exchange
        exchange.event_sink = self.events.add
        self.update_event_handlers()

    def update_event_handlers(self) -> None:
        """Finds anew which events something is to be done about at once: edits, and what callbacks tell of that go
        anywhere. The others are only kept.
        """
        targets = self.exchange.directory.callbacks
        bindings = () if self._deliveries is None else self._deliveries.bindings
        handlers: dict[Callable[..., Event], Callable[[Event], None]] = {DirectoryChanged: self._note_edit}
        for kind, callback in _CALLBACKS_OF.items():
            if callback in bindings or (callback in targets and targets[callback].url):
                handlers[kind] = self._plan
        self.exchange.event_handlers = handlers

    def _note_edit(self, _: Event) -> None:
        self.edition = next(_EDITIONS)
        self.update_event_handlers()

    def _plan(self, event: Event) -> None:
        self.deliveries.plan_for_event(event)

    # ---- use -------------------------------------------------------------------------------------------

    def use(self, *, wait: bool = True, written: bool = True) -> Use:
        """The exchange, with time brought up to the present, for one short thing. Raises ``WouldBlock``.

        Who is told of what was done here is told of nothing that the database does not have: raises ``StorageError``
        when it cannot be written, with nothing done if that was known before. Without ``written`` nobody is told, and
        what happened is written when it can be.
        """
        return Use(self, wait, written)

    def begin_use(self, *, wait: bool, written: bool) -> None:
        """Takes the lock and brings time up to the present (``Use``). Raises ``WouldBlock`` or ``StorageError``, with
        the lock let go of.
        """
        if not self.lock.acquire(blocking=False):
            if not wait:
                raise WouldBlock
            self._waiting += 1
            self.lock.acquire()
            self._waiting -= 1
        try:
            self.used_at = time.monotonic()
            if self.on_first_use is not None:
                self._begin()
            if self.clock.mode != "manual" and not self._closed and not self._is_present():
                self.catch_up()
            if written and self.storage.error is not None:
                self.require_written()
        except BaseException as error:
            self.end_use(error)
            raise

    def end_use(self, error: BaseException | None) -> None:
        """Writes what happened and lets go of the lock (``Use``). ``error`` is what the use raised."""
        if isinstance(error, StorageError):
            self.storage.report_failure(error)
        try:
            self._commit()
            if self._closed:
                self._close_when_settled()
            self.on_change(self)
        finally:
            self.lock.release()

    def _is_present(self) -> bool:
        """Moves time to the present if nothing is due before; else says so, and does nothing. The lock must be held."""
        exchange = self.exchange
        if exchange.due or exchange.questions or self.storage.error is not None:
            return False
        target, due = self.clock.reach(exchange.now), exchange.scheduler.next_time()
        if due is not None and due <= target:
            return False
        exchange.set_time(target)
        return True

    def require_written(self) -> None:
        """Returns when the database has what happened. Raises ``StorageError`` when that cannot be."""
        with self.lock:
            if not self._commit() and self.storage.error is not None:
                raise self.storage.error.with_traceback(None)

    def _commit(self) -> bool:
        """Writes what is pending, and says whether all is written now. The lock must be held."""
        happened = self.events.trim()
        try:
            self.exchange.log.settle()
        except StorageError as error:
            self.storage.report_failure(error)
            return False
        if self.storage.error is not None:
            self.storage.works()
        self.events_written = happened
        return True

    def retry_storage(self) -> None:
        """Writes what could not be written before, if it can be now and nobody uses the organization."""
        if self.storage.error is not None and self.lock.acquire(blocking=False):
            try:
                self._commit()
            finally:
                self.lock.release()

    def _begin(self) -> None:
        """Before it is used for the first time. The lock must be held."""
        begin, self.on_first_use = self.on_first_use, None
        if begin is not None:
            begin(self)

    def catch_up(self, steps: int = 1 << 30) -> bool:
        """Under a realtime or scaled clock: runs what has become due. The lock must be held.

        Deliveries go out on other threads. A question that is open stops a scaled clock; in real time only the call
        that it is about waits.
        """
        exchange = self.exchange
        if self.storage.error is not None and not self._commit():
            return False  # time stands still: nobody is to hear of what might be lost
        target = self.clock.reach(exchange.now)
        while not self.stands:
            reached = exchange.run(target, steps=min(steps, SLICE_STEPS), while_asked=self.clock.mode == "realtime")
            steps -= SLICE_STEPS
            if not self._commit():
                return False
            if exchange.questions:
                self.deliveries.ask()
            if exchange.due:
                self.deliveries.hand_out(exchange.take_due())
            elif (reached or steps <= 0) and not self.stands:
                return reached
        self.deliveries.ask()
        return False

    @property
    def stands(self) -> bool:
        """Whether a customer who is asked stops the time."""
        return bool(self.exchange.questions) and self.clock.mode != "realtime"

    def clock_stood_still(self) -> None:
        """A question has been answered: on a scaled clock the real time of waiting does not count. Realtime
        catches up with the wall. The lock must be held.
        """
        if self.clock.mode == "scaled":
            self.clock.anchor(self.exchange.now)

    def next_wall_delay(self) -> float | None:
        """Real seconds until something of this organization is due; ``None`` when nothing is."""
        if self.clock.mode == "manual" or self.stands:
            return None
        due = self.exchange.scheduler.next_time()
        return None if due is None else self.clock.wall_seconds_until(due, self.exchange.now)

    def put_back(self, exchange: Exchange, records: Iterable[Cdr], deliveries: WrittenDeliveries | None) -> None:
        """Goes on with a restored exchange, its records, and what was on its way to the customer, in place of a state
        that nobody has used yet. The lock must be held.
        """
        file = self.exchange.log
        if file.durable:
            for cdr in records:
                file.add(cdr)
            file.keep_run(exchange.ids.count // IDS_A_RUN)
            exchange.log = file
        self.clock = Clock.start(self.clock.mode, exchange.now, self.clock.speed)
        if self._deliveries is not None:
            self._deliveries.detach_store()
        self._deliveries = None
        self._attach(exchange)
        if deliveries is not None:
            self.deliveries.restore(deliveries)

    def fresh(self, *, now: float | None = None, seed: int | None = None) -> Tenant:
        """The organization as it was made, for putting it in the place of this one; bound targets stay bound. Raises
        ``StorageError``, with this one as it was, when its file cannot be emptied.
        """
        options: dict[str, Any] = dict(self._options)
        if now is not None:
            options["now"] = now
        if seed is not None:
            options["seed"] = seed
        with self.giving_its_log() as log:
            tenant = Tenant(self._template, log=log, **options)
            tenant.storage = self.storage
            tenant.require_written()
        if self._deliveries is not None:
            tenant.deliveries.bindings.bind_as(self._deliveries.bindings)
        return tenant

    @contextmanager
    def giving_its_log(self) -> Generator[CallLog | None]:
        """The file of the call log, emptied, for the organization that comes in the place of this one. ``None``
        when this one has no file. When the other could not be written, this one keeps its file.
        """
        with self.lock:
            log = self.exchange.log.renew() if self.exchange.log.durable else None
        try:
            yield log
        except BaseException:
            if log is not None:
                with self.lock:
                    self.exchange.log.take_back(log)
            raise
        if log is not None:
            with self.lock:
                self.deliveries.detach_store()

    def _close_when_settled(self) -> None:
        """Closes the call log once nothing is under way that is yet to be recorded there. The lock must be held."""
        if self._deliveries is None or not self._deliveries.under_way:
            try:
                self.exchange.log.close()
            except StorageError as error:
                self.storage.report_failure(error)

    def close(self) -> None:
        """Lets go of the call log and stops what is on its way. The lock is not held."""
        self.advances.cancel()
        with self.lock:
            self._closed = True
            if self._deliveries is not None:
                self._deliveries.close()
            self._close_when_settled()
            if self.sockets is not None:
                self.sockets.close()
        self.end_applications()

    def end_applications(self) -> None:
        """Ends the lifespan of applications that callbacks went to, if any did."""
        if self._deliveries is not None:
            self._deliveries.bindings.end_applications()

    # ---- time ------------------------------------------------------------------------------------------

    def set_clock(self, mode: Mode, speed: float = 1.0) -> None:
        """Changes the mode; simulated time goes on from where it is, and what was due stays due."""
        with self.use() as exchange:
            self.clock = Clock.start(mode, exchange.now, speed)

    def advance(
        self, *, seconds: float | None = None, until: float | Literal["idle"] | None = None,
        progress: Callable[[float, float], None] | None = None,
    ) -> float:  # fmt: skip
        """Runs simulated time forward, settling every delivery that becomes due. Returns the new time.

        ``until="idle"`` runs until no call, campaign or delivery waits for anything. Raises
        ``AdvanceRunning`` from inside another advance, ``AdvanceCancelled`` after ``advances.cancel``,
        ``ValueError`` for a time in the past, and ``StorageError`` when what happens cannot be written: time stands
        where it had got to.
        """
        self.advances.begin()
        try:
            with SELDOM_COLLECTED:
                return self._advance(seconds, until, progress)
        finally:
            if self._deliveries is not None:
                self._deliveries.close_idle_connections()
            self.advances.end()
            with self.lock:
                self.on_change(self)

    def _advance(
        self,
        seconds: float | None,
        until: float | Literal["idle"] | None,
        progress: Callable[[float, float], None] | None,
    ) -> float:
        with self.lock:
            self._begin()
            start = self.exchange.now
            if self.clock.mode != "manual":
                start = self.clock.reach(start)
            target = end_of_advance(start, seconds, until)
            self.advances.span = start, target

        def stops() -> bool:
            return self.advances.cancelled or self.storage.error is not None

        while True:
            with self.lock:
                if self.storage.error is not None:
                    self.require_written()
                reached = self._run_slice(target)
                self.require_written()
                now = self.exchange.now
                due = self.exchange.take_due()
                if self.clock.mode != "manual":
                    self.clock.anchor(now)
            if due or self.exchange.questions:
                self.deliveries.settle(due, stops)
            elif reached and not (target is None and self.deliveries.drain()):
                if self.sockets is not None:
                    self.sockets.flush(everything=True)
                return now
            if self.sockets is not None:
                self.sockets.flush(everything=False)
            if progress is not None:
                progress(now, start if target is None else target)
            if self.advances.cancelled:
                raise AdvanceCancelled
            if self._waiting:
                time.sleep(FAIR_SECONDS)  # locks are not fair: without a pause nobody else would get this one

    def _run_slice(self, target: float | None) -> bool:
        exchange = self.exchange
        if target is not None:
            return exchange.run(target, steps=SLICE_STEPS)
        return exchange.run_until_idle(latest=LATEST, steps=SLICE_STEPS)


def _nothing(_: Any) -> None:
    return None
