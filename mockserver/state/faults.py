"""Fault injection: an operation or a callback goes wrong on its way, so many times, under a condition.

A fault decides by itself which of the requests or messages it fits; when several would strike, the oldest does. What
may be said of one is in ``fault_words``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from fnmatch import fnmatchcase
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any, Literal, cast

from ...contracts.callback_names import CallbackName
from ...contracts.learned import as_sent
from ...contracts.quick_dataclasses import dataclass
from ..telephony.model.directory import Fault
from ..wire.http import HttpResponse
from .fault_conditions import fits, members_of_message
from .fault_words import can_be, check, words

if TYPE_CHECKING:
    from ...contracts.types import SandboxStandingFault

OVERTAKING_SECONDS = 30.0
"""How late a message out of order is, in simulated time, when the fault does not say."""


@dataclass(slots=True)
class StandingFault:
    """A fault on duty: how many requests or messages fitted it so far (``seen``), and how many it struck."""

    number: int
    fault: Fault
    seen: int = 0
    struck: int = 0

    def as_data(self) -> SandboxStandingFault:
        """For the control API: the fault's own words, without those that say nothing."""
        members = {"number": self.number, **words(self.fault), "seen": self.seen, "struck": self.struck}
        return cast("SandboxStandingFault", members)


class Faults:
    """Of one organization; used while holding its lock. ``seed`` decides what is left to probability."""

    def __init__(self, seed: str, given: Iterable[Fault] = ()) -> None:
        self._seed = seed
        self._standing: list[StandingFault] = []
        self._count = 0
        for fault in given:
            self.add(fault)

    @cached_property
    def _random(self) -> Random:
        """Made for the first fault that needs it: few organizations have one."""
        return Random(self._seed)

    def __bool__(self) -> bool:
        return bool(self._standing)

    def add(self, fault: Fault) -> StandingFault:
        """Puts a fault on duty. It has passed ``check``."""
        self._count += 1
        standing = StandingFault(self._count, fault)
        self._standing.append(standing)
        return standing

    def all(self) -> list[StandingFault]:
        return list(self._standing)

    def remove(self, number: int) -> bool:
        """Whether there was such a fault."""
        before = len(self._standing)
        self._standing = [standing for standing in self._standing if standing.number != number]
        return len(self._standing) < before

    def clear(self) -> None:
        self._standing.clear()

    def follow(self, before: tuple[Fault, ...], after: tuple[Fault, ...]) -> None:
        """The organization's document was edited: its own faults are replaced, the others stay."""
        if before == after:
            return
        self._standing = [standing for standing in self._standing if standing.fault not in before]
        for fault in after:
            self.add(fault)

    def strike(
        self, names: tuple[str, ...], members: Mapping[str, Any], items: Sequence[Mapping[str, Any]] = ()
    ) -> Fault | None:
        """The fault that strikes a request or message known under these names, if one does.

        ``items`` are the entries of a bulk request; one that fits the condition is enough.
        """
        chosen: Fault | None = None
        for standing in self._standing:
            fault = standing.fault
            if not any(fnmatchcase(name, fault.on) for name in names):
                continue
            if fault.error and not all(can_be(fault.error, name) for name in names):
                continue
            if not any(fits(fault.when, found) for found in (members, *items)):
                continue
            standing.seen += 1
            if chosen is None and self._is_its_turn(standing):
                standing.struck += 1
                chosen = fault
        return chosen

    def _is_its_turn(self, standing: StandingFault) -> bool:
        fault = standing.fault
        if fault.first and standing.seen > fault.first:
            return False
        if standing.seen % fault.every:
            return False
        return fault.probability >= 1 or self._random.random() < fault.probability

    def for_callback(self, callback: CallbackName, contract: str, payload: dict[str, Any]) -> Fault | None:
        """The fault that strikes a callback's attempt, if one does."""
        return self.strike((callback, contract), members_of_message(as_sent(f"{contract}.request", payload)))

    # ---- snapshots -------------------------------------------------------------------------------------

    def export(self) -> dict[str, Any]:
        """Plain data for a snapshot."""
        from ..telephony.control.random_state import random_state  # few organizations are kept in one

        return {
            "count": self._count,
            "random": random_state(self._random),
            "standing": [asdict(standing) for standing in self._standing],
        }

    def restore(self, data: Any) -> None:
        """Takes back what ``export`` wrote. Raises ``SnapshotError`` with the place, and changes nothing then."""
        from ..telephony.control.random_state import set_random_state
        from ..telephony.control.snapshot_values import PLAIN_VALUES, SnapshotError

        written: _Written = PLAIN_VALUES.read(_Written, data, (None, "faults"))
        for index, standing in enumerate(written.standing):
            if not 1 <= standing.number <= written.count:
                raise SnapshotError(f"faults have the numbers 1 to {written.count}", f"faults.standing[{index}].number")
            for name, message in check(standing.fault):
                raise SnapshotError(message, f"faults.standing[{index}].fault.{name}")
        set_random_state(self._random, written.random, "faults.random")
        self._count, self._standing = written.count, written.standing


@dataclass(slots=True)
class _Written:
    """What a snapshot has of faults."""

    count: int
    random: list[Any]
    standing: list[StandingFault]


# ---- what happens --------------------------------------------------------------------------------------


def is_done(fault: Fault) -> bool:
    """Whether an operation takes effect although its answer goes wrong: not when it is refused or never answered."""
    if fault.takes_effect is not None:
        return fault.takes_effect
    return not (fault.error or fault.status or fault.reset)


def apply_fault(response: HttpResponse, fault: Fault) -> HttpResponse:
    """An operation's answer as it arrives."""
    if fault.status:
        plain = {
            401: "Unauthorized",
            403: "Forbidden",
            404: "Not Found",
            429: "Too Many Requests",
            500: "Internal Server Error",
            502: "Bad Gateway",
            503: "Service Unavailable",
            504: "Gateway Timeout",
        }.get(fault.status, "Error")
        page = f"<html><body><h1>{fault.status} {plain}</h1></body></html>".encode()
        response = replace(response, status=fault.status, content_type="text/html", body=page)
    broken: Literal["", "reset", "truncated"] = (
        "reset" if fault.reset else "truncated" if fault.body == "truncated" else ""
    )
    body = faulty_body(response.body, fault)
    return replace(response, body=body, delay_seconds=fault.delay_seconds, broken=broken)


def faulty_body(body: bytes, fault: Fault) -> bytes:
    """What arrives of a body. A truncated one is cut by who sends it, whose announced length stays."""
    if fault.body == "empty":
        return b""
    if fault.body == "malformed":
        return body[: max(1, len(body) * 2 // 3)] + b"\xff<"
    return body
