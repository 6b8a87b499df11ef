"""Plain members are what the standard library makes of the same dataclass."""

from __future__ import annotations

from dataclasses import asdict, field
from enum import StrEnum
from typing import Any, NamedTuple

from voicenter_mock.contracts.quick_dataclasses import dataclass
from voicenter_mock.mockserver.wire.plain_members import plain_members


class Colour(StrEnum):
    RED = "red"


class Place(NamedTuple):
    number: int
    others: list[int]


@dataclass(frozen=True, slots=True)
class Leg:
    number: str
    seconds: float = 0.5


@dataclass(slots=True)
class Call:
    first: Leg = Leg("1")
    legs: list[Leg] = field(default_factory=lambda: [Leg("2"), Leg("3", 1)])
    both: tuple[Leg | None, ...] = (Leg("4"), None)
    by_name: dict[str, list[Leg]] = field(default_factory=lambda: {"a": [Leg("5")], "b": []})
    place: Place = field(default_factory=lambda: Place(1, [2]))
    colour: Colour = Colour.RED
    raw: bytes = b"x"
    anything: Any = field(default_factory=lambda: {"deep": [{"er": (1, True, None)}]})


def test_they_are_what_the_standard_library_makes():
    made = plain_members(Call())

    assert made == asdict(Call())
    assert {name: type(value) for name, value in made.items()} == {
        name: type(value) for name, value in asdict(Call()).items()
    }
    assert type(made["both"][0]) is dict


def test_what_changes_in_them_does_not_change_the_instance():
    call = Call()
    made = plain_members(call)
    made["legs"].clear()
    made["by_name"]["a"].clear()
    made["place"].others.clear()
    made["anything"]["deep"][0]["er"] = ()

    assert call == Call()
