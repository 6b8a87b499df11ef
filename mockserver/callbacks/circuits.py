"""Circuit breakers: a server that keeps others waiting is not waited for each time.

A target is opened after ``FAILURES_TO_OPEN`` attempts in a row that cost waiting: time-outs, and connections
that took ``SLOW_SECONDS`` or more to fail. Then attempts fail at once, until one is let through as a probe,
after ``FIRST_PROBE_SECONDS`` of simulated time; each probe that fails doubles the delay. Any answer, and a
connection that is refused at once, closes it: it costs nothing to ask again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...contracts.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from ...contracts.types import SandboxDeliveriesCircuitsItem

from ...contracts.sentences import Sentence
from ..wire.console import log

FAILURES_TO_OPEN = 5
MAXIMUM_CIRCUITS = 1_000
"""So many targets that do not answer are remembered; every message may name its own."""
SLOW_SECONDS = 1.0
FIRST_PROBE_SECONDS = 30.0
LONGEST_PROBE_SECONDS = 900.0

Admission = Literal["yes", "probe", "no"]


@dataclass(slots=True)
class Circuit:
    """Of one target. ``opened_at`` and ``probe_at`` are simulated time; ``probe_at`` is 0 while it is closed."""

    target: str
    failures: int = 0
    opened_at: float = 0.0
    probe_at: float = 0.0
    delay: float = FIRST_PROBE_SECONDS
    probing: bool = False

    @property
    def open(self) -> bool:
        return self.probe_at > 0

    def as_data(self) -> SandboxDeliveriesCircuitsItem:
        """For the control API."""
        return {
            "target": self.target,
            "consecutive_failures": self.failures,
            "opened_at": self.opened_at,
            "next_probe_at": self.probe_at,
        }


class Circuits:
    """Of one organization; used while holding its lock."""

    def __init__(self) -> None:
        self._circuits: dict[str, Circuit] = {}
        self.failures_to_open: float = FAILURES_TO_OPEN
        """Infinite where every attempt is to be made, whatever it costs."""

    def admit(self, target: str, now: float) -> Admission:
        """Whether an attempt may be made now. Who is let through as the probe must ``record`` or ``give_up``."""
        circuit = self._circuits.get(target)
        if circuit is None or not circuit.open:
            return "yes"
        if circuit.probing or now < circuit.probe_at:
            return "no"
        circuit.probing = True
        return "probe"

    def record(self, target: str, now: float, admission: Admission, *, waited: bool) -> None:
        """What an admitted attempt came to: ``waited`` when it cost time and brought no answer."""
        circuit = self._circuits.get(target)
        if not waited:
            if circuit is not None:
                del self._circuits[target]
                if circuit.open:
                    log.warning("%s answers again: callbacks go there as usual", target)
            return
        if circuit is None:
            circuit = self._circuits[target] = Circuit(target)
            if len(self._circuits) > MAXIMUM_CIRCUITS:
                del self._circuits[next(iter(self._circuits))]
        circuit.failures += 1
        if admission == "probe":
            circuit.probing = False
            circuit.delay = min(circuit.delay * 2, LONGEST_PROBE_SECONDS)
            circuit.probe_at = now + circuit.delay
        elif not circuit.open and circuit.failures >= self.failures_to_open:
            circuit.opened_at, circuit.probe_at = now, now + circuit.delay
            log.warning(
                "%s has not answered %d times in a row: callbacks there fail at once from now on, except for a "
                "probe now and then (the first in %g simulated seconds)",
                target, circuit.failures, circuit.delay,
            )  # fmt: skip

    def give_up(self, target: str) -> None:
        """The probe was not made after all."""
        circuit = self._circuits.get(target)
        if circuit is not None:
            circuit.probing = False

    def detail(self, target: str) -> Sentence:
        """Why an attempt was not admitted."""
        circuit = self._circuits[target]
        return Sentence.of(
            "HeldBackFrom", "not attempted: no answer {count} times in a row; one probe goes out every {seconds:g} s",
            count=circuit.failures, seconds=circuit.delay,
        )  # fmt: skip

    def open(self) -> list[Circuit]:
        """The targets that are open now."""
        return [circuit for circuit in self._circuits.values() if circuit.open]
