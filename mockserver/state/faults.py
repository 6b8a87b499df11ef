"""Fault injection: an operation or a callback goes wrong on its way, so many times, under a condition.

The words are those of ``Fault``, the same in Python, in the control API and in the organization's document. A
fault decides by itself which of the requests or messages it fits; when several would strike, the oldest does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from fnmatch import fnmatchcase
from random import Random
from typing import TYPE_CHECKING, Any, Literal, cast

from ...contracts.operations import CALLBACKS, OPERATIONS, Operation
from ...contracts.suggestions import did_you_mean
from ..telephony.control.snapshot_parts import set_random_state
from ..telephony.control.snapshot_values import SnapshotError, Values
from ..telephony.model.directory import CallbackName, Fault
from ..wire.http import HttpResponse

if TYPE_CHECKING:
    from ...contracts.types import SandboxStandingFault

OVERTAKING_SECONDS = 30.0
"""How late a message out of order is, in simulated time, when the fault does not say."""

Contract = str
_CONTRACTS: Mapping[CallbackName, tuple[Contract, ...]] = {
    "cdr": ("cdr_notification",),
    "popup": ("popup",),
    "external_ivr": ("external_ivr.get_ivr_action", "external_ivr.hangup_call"),
    "external_layer": ("external_layer",),
    "voicebot": ("voicebot",),
}
_ANSWERS = ("error", "status", "delay_seconds", "reset", "body", "duplicate", "out_of_order")
_CALLBACK_ERRORS = ("1", "2")
_BODIES: tuple[str, ...] = ("truncated", "malformed", "empty")
_KNOWN = tuple(entry.name for entry in fields(Fault))


class FaultError(ValueError):
    """A fault cannot be. ``field`` is the member that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


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
        self._random = Random(seed)
        self._standing: list[StandingFault] = []
        self._count = 0
        for fault in given:
            self.add(fault)

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
            if not any(_fits(fault.when, found) for found in (members, *items)):
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

    def for_callback(self, callback: CallbackName, contract: str, payload: Mapping[str, Any]) -> Fault | None:
        """The fault that strikes a callback's attempt, if one does."""
        members: Any = payload.get("DATA")
        return self.strike(
            (callback, contract), cast("Mapping[str, Any]", members) if isinstance(members, dict) else payload
        )

    # ---- snapshots -------------------------------------------------------------------------------------

    def export(self) -> dict[str, Any]:
        """Plain data for a snapshot."""
        version, state, gauss = self._random.getstate()
        return {
            "count": self._count,
            "random": [version, list(state), gauss],
            "standing": [asdict(standing) for standing in self._standing],
        }

    def restore(self, data: Any) -> None:
        """Takes back what ``export`` wrote. Raises ``SnapshotError`` with the place, and changes nothing then."""
        written: _Written = _VALUES.read(_Written, data, (None, "faults"))
        for index, standing in enumerate(written.standing):
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


_VALUES = Values()


def _fits(when: Mapping[str, str], members: Mapping[str, Any]) -> bool:
    if not when:
        return True
    found = {name.lower(): value for name, value in members.items()}
    return all(
        name.lower() in found and fnmatchcase(_text(found[name.lower()]), wanted) for name, wanted in when.items()
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


# ---- what may be said ----------------------------------------------------------------------------------


def read(members: Mapping[str, Any]) -> Fault:
    """A fault from its members, numbers in ``error`` and ``when`` taken as text. Raises ``FaultError``."""
    for name in members:
        if name not in _KNOWN:
            hint = did_you_mean(name, _KNOWN, f"known: {', '.join(_KNOWN)}")
            raise FaultError(name, f"faults have no such member; {hint}")
    if not members.get("on"):
        raise FaultError("on", "say which operation or callback goes wrong")
    fault = from_members(members)
    for problem in check(fault):
        raise FaultError(*problem)
    return fault


def from_members(members: Mapping[str, Any]) -> Fault:
    """The same without a check, for documents that have a check of their own."""
    given = dict(members)
    if "error" in given:
        given["error"] = str(given["error"])
    if "when" in given:
        given["when"] = {str(name): _text(value) for name, value in given["when"].items()}
    return Fault(**given)


def words(fault: Fault) -> dict[str, Any]:
    """The members of a fault that say something."""
    usual = Fault("")
    return {name: value for name, value in asdict(fault).items() if value != getattr(usual, name)}


def check(fault: Fault) -> Iterator[tuple[str, str]]:
    """What is wrong with a fault: member and sentence."""
    operations = [entry for name, entry in OPERATIONS.items() if fnmatchcase(name, fault.on)]
    callbacks: list[CallbackName] = [
        name
        for name, contracts in _CONTRACTS.items()
        if any(fnmatchcase(known, fault.on) for known in (name, *contracts))
    ]
    if not operations and not callbacks:
        names = [*OPERATIONS, *_CONTRACTS, *CALLBACKS]
        hint = did_you_mean(fault.on, names, f"such as {', '.join([*list(OPERATIONS)[:3], *_CONTRACTS])}")
        yield "on", f"{fault.on!r} is no operation or callback; {hint}"
        return
    if not any(getattr(fault, name) for name in _ANSWERS):
        yield "on", f"say what happens: one of {', '.join(_ANSWERS)}"
    yield from _numbers(fault)
    if fault.error:
        yield from _error(fault, operations, callbacks)
    if fault.out_of_order and not callbacks:
        yield "out_of_order", "an operation answers whoever asks it; only callbacks can overtake one another"
    if sum(map(bool, (fault.error, fault.status, fault.reset))) > 1:
        yield "status", "an answer is either an error, an HTTP status or a reset connection"


def _numbers(fault: Fault) -> Iterator[tuple[str, str]]:
    if fault.status and not 200 <= fault.status <= 599:
        yield "status", f"{fault.status} is no HTTP status between 200 and 599"
    if not 0 <= fault.delay_seconds <= 3600:
        yield "delay_seconds", f"{fault.delay_seconds} is not between 0 and 3600"
    if fault.body and fault.body not in _BODIES:
        yield "body", f"{fault.body!r} is none of {', '.join(_BODIES)}"
    if fault.first < 0:
        yield "first", f"{fault.first} is less than 0"
    if fault.every < 1:
        yield "every", f"{fault.every} is less than 1"
    if not 0 <= fault.probability <= 1:
        yield "probability", f"{fault.probability} is not between 0 and 1"


def _error(fault: Fault, operations: list[Operation], callbacks: list[CallbackName]) -> Iterator[tuple[str, str]]:
    if any(_has_row(operation, fault.error) for operation in operations):
        return
    if operations:
        rows = ", ".join(f"{row.name} ({row.code})" for row in operations[0].errors if row.name != "ok")
        yield "error", f"{operations[0].name} has no error {fault.error!r}; it has {rows}"
    elif fault.error not in _CALLBACK_ERRORS:
        yield "error", f"{callbacks[0]} is refused with {' or '.join(_CALLBACK_ERRORS)}, not with {fault.error!r}"


def _has_row(operation: Operation, error: str) -> bool:
    return any(error in (row.name, str(row.code)) for row in operation.errors)


# ---- what happens --------------------------------------------------------------------------------------


def row_name(operation: Operation, error: str) -> str:
    """The name of an operation's error that is called so or has that code; empty when it has none."""
    return next((row.name for row in operation.errors if error in (row.name, str(row.code))), "")


def is_done(fault: Fault) -> bool:
    """Whether an operation takes effect although its answer goes wrong: not when it is refused or never answered."""
    if fault.takes_effect is not None:
        return fault.takes_effect
    return not (fault.error or fault.status or fault.reset)


def spoiled(response: HttpResponse, fault: Fault) -> HttpResponse:
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
    body = spoiled_body(response.body, fault)
    return replace(response, body=body, delay_seconds=fault.delay_seconds, broken=broken)


def spoiled_body(body: bytes, fault: Fault) -> bytes:
    """What arrives of a body. A truncated one is cut by who sends it, whose announced length stays."""
    if fault.body == "empty":
        return b""
    if fault.body == "malformed":
        return body[: max(1, len(body) * 2 // 3)] + b"\xff<"
    return body


def told(fault: Fault) -> str:
    """For the journal: ``status 503, first 2``."""
    return ", ".join(f"{name} {value}" for name, value in words(fault).items() if name != "on")


__all__ = [
    "OVERTAKING_SECONDS",
    "FaultError",
    "Faults",
    "StandingFault",
    "check",
    "is_done",
    "read",
    "row_name",
    "spoiled",
    "spoiled_body",
    "told",
    "words",
]
