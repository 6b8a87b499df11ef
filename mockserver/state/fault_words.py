"""What may be said of a fault: its members as they are written, what is wrong with them, and how they read.

The words are those of ``Fault``, the same in Python, in the control API and in the organization's document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from fnmatch import fnmatchcase
from typing import Any

from ...contracts.callback_names import CONTRACTS, CallbackContract, CallbackName, read_message
from ...contracts.dial_statuses import dial_status
from ...contracts.operations import CALLBACKS, OPERATIONS, Operation
from ...contracts.suggestions import did_you_mean
from ..telephony.model.directory import Fault
from . import fault_conditions
from .fault_conditions import plain_text

_ANSWERS = ("error", "status", "delay_seconds", "reset", "body", "duplicate", "out_of_order")
_CALLBACK_ERRORS = ("1", "2")
_BODIES: tuple[str, ...] = ("truncated", "malformed", "empty")
_MOST_TIMES = 1_000_000_000
_KNOWN = tuple(entry.name for entry in fields(Fault))


class FaultError(ValueError):
    """A fault cannot be. ``field`` is the member that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


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
    if "on" in given:
        given["on"] = _name(given["on"])
    if "error" in given:
        given["error"] = str(given["error"])
    if "when" in given:
        of_callback = given.get("on") in CONTRACTS
        given["when"] = {
            str(name): _condition_text(str(name), value, of_callback=of_callback)
            for name, value in given["when"].items()
        }
    return Fault(**given)


def _name(on: Any) -> Any:
    """The callback that is meant, where it is spelled otherwise than ours (``ivr``, ``external-layer``)."""
    if not isinstance(on, str) or "*" in on or on in OPERATIONS or on in CALLBACKS:
        return on
    with suppress(LookupError):
        message = read_message(on)
        return "external_ivr.hangup_call" if message == "external_ivr_hangup" else message
    return on


def _condition_text(name: str, value: Any, *, of_callback: bool) -> str:
    """A condition's value as text; ``of_callback``: of one, whose status may be written in any case."""
    text = plain_text(value)
    if of_callback and name.lower() == "status":
        with suppress(LookupError):
            return dial_status(text).name
    return text


def words(fault: Fault) -> dict[str, Any]:
    """The members of a fault that say something."""
    usual = Fault("")
    return {name: value for name, value in asdict(fault).items() if value != getattr(usual, name)}


def check(fault: Fault) -> Iterator[tuple[str, str]]:
    """What is wrong with a fault: member and sentence."""
    operations = [entry for name, entry in OPERATIONS.items() if fnmatchcase(name, fault.on)]
    messages: dict[CallbackContract, CallbackName] = {
        contract: name
        for name, contracts in CONTRACTS.items()
        for contract in contracts
        if fnmatchcase(name, fault.on) or fnmatchcase(contract, fault.on)
    }
    if not operations and not messages:
        names = [*OPERATIONS, *CONTRACTS, *CALLBACKS]
        hint = did_you_mean(fault.on, names, f"such as {', '.join([*list(OPERATIONS)[:3], *CONTRACTS])}")
        yield "on", f"{fault.on!r} is no operation or callback; {hint}"
        return
    if not any(getattr(fault, name) for name in _ANSWERS):
        yield "on", f"say what happens: one of {', '.join(_ANSWERS)}"
    yield from _numbers(fault)
    if fault.when:
        names = [*(operation.name for operation in operations), *messages]
        yield from fault_conditions.problems(fault.when, fault.on, names)
    if fault.error:
        yield from _error(fault, operations, [*messages.values()])
    if fault.out_of_order and not messages:
        yield "out_of_order", "an operation answers whoever asks it; only callbacks can overtake one another"
    elif fault.out_of_order and all(CALLBACKS[message].steers for message in messages):
        yield "out_of_order", f"a call waits for the answer to {fault.on}; nothing of it can overtake that"
    if sum(map(bool, (fault.error, fault.status, fault.reset))) > 1:
        yield "status", "an answer is either an error, an HTTP status or a reset connection"


def _numbers(fault: Fault) -> Iterator[tuple[str, str]]:
    if fault.status and not 200 <= fault.status <= 599:
        yield "status", f"{fault.status} is no HTTP status between 200 and 599"
    if not 0 <= fault.delay_seconds <= 3600:
        yield "delay_seconds", f"{fault.delay_seconds} is not between 0 and 3600"
    if fault.body and fault.body not in _BODIES:
        yield "body", f"{fault.body!r} is none of {', '.join(_BODIES)}"
    if not 0 <= fault.first <= _MOST_TIMES:
        yield "first", f"{fault.first} is not between 0 and {_MOST_TIMES}"
    if not 1 <= fault.every <= _MOST_TIMES:
        yield "every", f"{fault.every} is not between 1 and {_MOST_TIMES}"
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


def can_be(error: str, on: str) -> bool:
    """Whether an operation has that error; a callback can be refused with any."""
    operation = OPERATIONS.get(on)
    return operation is None or _has_row(operation, error)


def row_name(operation: Operation, error: str) -> str:
    """The name of an operation's error that is called so or has that code; empty when it has none."""
    return next((row.name for row in operation.errors if error in (row.name, str(row.code))), "")


def summary(fault: Fault) -> str:
    """For the journal: ``status 503, first 2``."""
    return ", ".join(f"{name} {value}" for name, value in words(fault).items() if name != "on")
