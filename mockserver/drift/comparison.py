"""The real service beside the fake: what both answered and sent, by kinds of values rather than by values."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any, Literal

from ...contracts.error_members import code_member
from ...contracts.json_values import is_array, is_object
from ...contracts.quick_dataclasses import dataclass
from ...contracts.undocumented import place_of
from ..traffic.member_kinds import kind_of
from ..traffic.messages import RecordedExchange
from .identification import Pushed, identify
from .playing import Played, RecordingPlayer, decode_message

Kind = Literal["outcome", "status", "only real", "only fake", "value", "count"]
KINDS: dict[Kind, str] = {
    "outcome": "an operation succeeds on one side and is refused on the other, or with another error",
    "status": "another HTTP status",
    "only real": "a member that the fake never sends",
    "only fake": "a member that the real service never sent",
    "value": "a member has another kind of value",
    "count": "another number of callbacks",
}
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("empty text", re.compile(r"\s*\Z")),
    ("text of digits", re.compile(r"[+-]?\d+\Z")),
    ("date and time", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")),
    ("date in another form", re.compile(r"\d\d?[/.-]\d\d?[/.-]\d{4}")),
    ("URL", re.compile(r"(https?|wss?)://")),
)
_FALSY = {"empty text": "text", "null": ""}
"""What a member may be where it says nothing: no difference by itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of difference at one place. ``real`` and ``fake`` are classes of values, or counts; ``times`` how many
    messages had it."""

    kind: Kind
    contract: str
    place: str
    real: str
    fake: str
    times: int

    def __str__(self) -> str:
        return f"{self.contract} {self.place}: real: {self.real}, fake: {self.fake} ({self.times})"

    def as_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "contract": self.contract, "place": self.place, "real": self.real, "fake": self.fake,
            "times": self.times,
        }  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """The classes of values by place, of many messages of one contract."""

    messages: int = 0
    classes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, message: Any) -> None:
        self.messages += 1
        for place, value in _leaves(message, ()):
            self.classes[place][value_class(value)] += 1


@dataclass(slots=True)
class Comparison:
    """What was played, and what came of it. ``played`` counts requests."""

    differences: list[Difference]
    played: int

    def as_data(self) -> dict[str, Any]:
        return {"played": self.played, "differences": [one.as_data() for one in self.differences]}


def compare(exchanges: Iterable[RecordedExchange], player: RecordingPlayer) -> Comparison:
    """Plays the requests of a recording to the fake, and compares answers and callbacks."""
    recorded = list(exchanges)
    real, fake = defaultdict[str, _Seen](_Seen), defaultdict[str, _Seen](_Seen)
    outcomes: Counter[tuple[Kind, str, str, str, str]] = Counter()
    played = 0
    for one in player.play(recorded):
        played += 1
        for found in _outcomes(one):
            outcomes[found] += 1
        if one.real is not None and one.fake is not None and not any(True for _ in _outcomes(one)):
            contract = one.called.operation.response_contract
            real[contract].add(one.real)
            fake[contract].add(one.fake)
    pushed = _recorded_callbacks(recorded)
    sent = player.end()
    for contract, messages in pushed.items():
        for message in messages:
            real[contract].add(message)
        for message in sent.get(contract, []):
            fake[contract].add(message)
    differences = [Difference(*found, times) for found, times in outcomes.items()]
    for contract in sorted({*real, *fake}):
        if real[contract].messages and fake[contract].messages:
            differences += _of_values(contract, real[contract], fake[contract])
    if pushed:
        differences += _of_counts(pushed, sent)
    order = list(KINDS)
    return Comparison(sorted(differences, key=lambda one: (order.index(one.kind), one.contract, one.place)), played)


def value_class(value: Any) -> str:
    """What kind of value it is, finer than its JSON type where texts are told apart by programs."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if value is None:
        return "null"
    if isinstance(value, str):
        return next((name for name, pattern in _CLASSES if pattern.match(value)), "text")
    return "list" if is_array(value) else "object"


def _outcomes(one: Played) -> Iterator[tuple[Kind, str, str, str, str]]:
    contract = one.called.operation.response_contract
    if one.real_status != one.fake_status:
        yield "status", contract, "", str(one.real_status), str(one.fake_status)
    name = code_member(one.called.operation)
    if is_object(one.real) and is_object(one.fake) and name in one.real and name in one.fake:
        real, fake = str(one.real[name]), str(one.fake[name])
        if real != fake:
            yield "outcome", contract, f"$.{name}", real, fake
    elif (one.real is None) != (one.fake is None):
        words = ("no message of its contract", "a message")
        yield "outcome", contract, "$", words[one.real is not None], words[one.fake is not None]


def _of_values(contract: str, real: _Seen, fake: _Seen) -> Iterator[Difference]:
    for place in sorted({*real.classes, *fake.classes}):
        here, there = real.classes.get(place), fake.classes.get(place)
        if here is None or there is None:
            if _holder_is_there(place, fake if there is None else real):
                counts = here or there or Counter()
                kind: Kind = "only real" if there is None else "only fake"
                yield Difference(kind, contract, place, _class_names(here), _class_names(there), sum(counts.values()))
            continue
        new = {name for name in here if name not in there and _FALSY.get(name, name) not in ("", *there)}
        if new and not _is_silent(there):
            yield Difference(
                "value", contract, place, _class_names(here), _class_names(there), sum(here[name] for name in new)
            )


def _holder_is_there(place: str, other: _Seen) -> bool:
    """Whether the other side has the object that the member would stand in: an empty list shows no members."""
    holder = place.rpartition(".")[0]
    return holder == "$" or any(one.rpartition(".")[0] == holder for one in other.classes)


def _is_silent(classes: Counter[str]) -> bool:
    return set(classes) <= set(_FALSY)


def _of_counts(pushed: dict[str, list[Any]], sent: dict[str, list[Any]]) -> Iterator[Difference]:
    for contract in sorted({*pushed, *sent}):
        real, fake = len(pushed.get(contract, ())), len(sent.get(contract, ()))
        if real != fake:
            yield Difference("count", contract, "", str(real), str(fake), abs(real - fake))


def _recorded_callbacks(exchanges: Iterable[RecordedExchange]) -> dict[str, list[Any]]:
    """The callbacks of a recording, by contract."""
    found: dict[str, list[Any]] = {}
    for exchange in exchanges:
        callback = identify(exchange)
        if isinstance(callback, Pushed) and exchange.method == "POST" and not exchange.request.lost:
            contract = callback.callback.request_contract
            message = decode_message(contract, exchange.request)
            if message is not None:
                found.setdefault(contract, []).append(message)
    return found


def _class_names(classes: Counter[str] | None) -> str:
    return " or ".join(sorted(classes)) if classes else "absent"


def _leaves(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
    """Every member with its place; custom data is the customer's, and not looked into."""
    if is_object(value):
        for name, inner in value.items():
            if kind_of(name) != "content":
                yield place_of((*steps, name)), inner
                yield from _leaves(inner, (*steps, name))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*steps, index))
