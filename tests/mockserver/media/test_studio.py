"""Rooms of lines: who hears whom, what is recorded, and what a loop that was held up makes up for."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable
from typing import Any

import pytest

from voicenter_mock.mockserver.media import studio as studios
from voicenter_mock.mockserver.media.jitter_buffer import PORTION
from voicenter_mock.mockserver.media.studio import Room, Studio
from voicenter_mock.mockserver.telephony.core.telephones import LineAudio, Sound


def portion(value: int) -> array[int]:
    return array("h", [value] * PORTION)


class Phone:
    """Says a number all the time, and keeps what it hears."""

    def __init__(self, says: int = 0) -> None:
        self.says = says
        self.played: list[int] = []

    def take(self) -> array[int] | None:
        return portion(self.says) if self.says else None

    def put(self, samples: array[int]) -> None:
        self.played.append(samples[0])

    def tick(self) -> None:
        """Nothing has to be done again."""

    def close(self) -> None:
        raise AssertionError


class Tape:
    def __init__(self) -> None:
        self.written: list[tuple[str, int]] = []

    def write(self, file: str, samples: array[int]) -> None:
        self.written.append((file, samples[0]))


class Loop:
    """A loop whose time is told."""

    def __init__(self) -> None:
        self.now = 100.0
        self.due: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, moment: float, do: Callable[[], None]) -> asyncio.TimerHandle:
        self.due.append((moment, do))
        handle: Any = self
        return handle

    def go_on(self, seconds: float) -> None:
        self.now += seconds
        while self.due and self.due[0][0] <= self.now:
            self.due.pop(0)[1]()


@pytest.fixture
def tape() -> Tape:
    return Tape()


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def studio(loop: Loop) -> Studio:
    given: Any = loop
    return Studio(given, {"welcome": portion(40)})


def test_lines_hear_one_another_and_not_themselves(studio: Studio, tape: Tape):
    room, phones = studio.room(tape), {"a": Phone(10), "b": Phone(20), "c": Phone(30)}
    for name, phone in phones.items():
        others = tuple(Sound("line", other) for other in phones if other != name)
        studio.open(room, name, phone).set_audio(LineAudio(others))
    room.round()
    assert [phone.played for phone in phones.values()] == [[50], [40], [30]]


def test_a_recording_has_everybody_once_and_nothing_while_it_is_muted(studio: Studio, tape: Tape):
    room = studio.room(tape)
    one = studio.open(room, "a", Phone(10))
    other = studio.open(room, "b", Phone(20))
    welcome = Sound("announcement", "welcome", 1)
    for muted in (False, True):
        one.set_audio(LineAudio((Sound("line", "b"), welcome), "a.mp3", muted))
        other.set_audio(LineAudio((Sound("line", "a"),), "a.mp3", muted))
        room.round()
    assert tape.written == [("a.mp3", 70), ("a.mp3", 0)]


def test_what_goes_on_does_not_begin_anew(studio: Studio, tape: Tape):
    room, phone = studio.room(tape), Phone()
    channel = studio.open(room, "a", phone)
    for muted in (False, True):
        channel.set_audio(LineAudio((Sound("person"),), muted=muted))
        room.round()
    assert phone.played[0] == 0  # a tone begins softly
    assert phone.played[1] != 0


def test_rooms_do_not_hear_one_another(studio: Studio, tape: Tape):
    phone = Phone()
    studio.open(studio.room(tape), "b", Phone(20))
    room = studio.room(tape)
    studio.open(room, "a", phone).set_audio(LineAudio((Sound("line", "b"),)))
    room.round()
    assert phone.played == [0]


def begun(studio: Studio, room: Room) -> Phone:
    phone = Phone()
    studio.enter(phone)
    studio.open(room, "a", phone)
    return phone


def test_rounds_come_every_20_ms_and_late_ones_are_made_up_for(studio: Studio, tape: Tape, loop: Loop):
    phone = begun(studio, studio.room(tape))
    loop.go_on(0)
    loop.go_on(0.02)
    loop.go_on(0.06)
    assert len(phone.played) == 5


def test_after_a_long_stop_nobody_hears_what_is_over(studio: Studio, tape: Tape, loop: Loop):
    phone = begun(studio, studio.room(tape))
    loop.go_on(30)
    assert len(phone.played) == 1


def test_without_anybody_there_is_no_time(studio: Studio, tape: Tape, loop: Loop):
    phone = begun(studio, studio.room(tape))
    studio.leave(phone)
    loop.go_on(1)
    assert loop.due == []


def test_there_are_not_more_than_there_may_be(studio: Studio, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(studios, "MOST_CHANNELS", 2)
    studio.enter(Phone())
    assert not studio.full
    studio.enter(Phone())
    assert studio.full
