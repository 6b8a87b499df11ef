"""The last events of an exchange, and their numbers."""

from __future__ import annotations

from dataclasses import fields
from inspect import isbuiltin
from typing import get_args

import pytest

from voicenter_mock.mockserver.state.journal import SPARE, EventJournal
from voicenter_mock.mockserver.telephony.model.events import CallEnded, DirectoryChanged, Event, QueueEvent

KEPT = 20


def journal_of(count: int) -> EventJournal:
    journal = EventJournal(KEPT)
    for number in range(1, count + 1):
        journal.add((CallEnded, (float(number), "call")))
        journal.trim()
    return journal


def numbers(journal: EventJournal, since: int = 0, limit: int | None = None) -> list[int]:
    found = journal.since(since, limit)
    assert all(entry.event.time == entry.number for entry in found)
    return [entry.number for entry in found]


def test_events_are_numbered_from_one() -> None:
    assert numbers(journal_of(3)) == [1, 2, 3]


def test_only_the_last_are_kept_at_any_moment_and_keep_their_numbers() -> None:
    journal = EventJournal(KEPT)
    for number in range(1, 5 * KEPT):
        journal.add((CallEnded, (float(number), "call")))
        if number % 3 == 0:
            journal.trim()
        assert journal.count == number
        assert numbers(journal) == list(range(max(1, number - KEPT + 1), number + 1))


def test_those_since_a_number_come_as_many_at_once_as_are_wanted() -> None:
    journal = journal_of(3 * KEPT)
    assert numbers(journal, since=3 * KEPT - 2) == [3 * KEPT - 1, 3 * KEPT]
    assert numbers(journal, since=2 * KEPT + 5, limit=3) == [2 * KEPT + 6, 2 * KEPT + 7, 2 * KEPT + 8]
    assert numbers(journal, since=3 * KEPT) == numbers(journal, since=9 * KEPT) == []


@pytest.mark.parametrize("time", [0, KEPT, 2 * KEPT + 0.5, 2 * KEPT + 1, 3 * KEPT, 3 * KEPT + 1])
def test_those_since_a_moment_are_found_by_their_time(time: float) -> None:
    found = [entry.number for entry in journal_of(3 * KEPT).since_moment(time)]
    assert found == [number for number in range(2 * KEPT + 1, 3 * KEPT + 1) if number >= time]


@pytest.mark.parametrize("kind", get_args(Event))
def test_the_first_thing_that_an_event_is_made_of_is_its_time(kind: type) -> None:
    assert fields(kind)[0].name == "time"


def test_it_holds_little_more_than_it_keeps() -> None:
    journal = journal_of(100 * KEPT)
    assert len(journal._events) <= SPARE * KEPT + 1  # pyright: ignore[reportPrivateUsage]


def test_events_of_each_kind_are_counted_whether_they_are_still_kept_or_not() -> None:
    journal = EventJournal(KEPT)
    for number in range(1, 5 * KEPT):
        journal.add((CallEnded, (float(number), "call")))
        if number % 4 == 0:
            journal.add((DirectoryChanged, (float(number), "other")))
        if number % 7 == 0:
            journal.trim()
        if number % 5 == 0:
            assert dict(journal.counts()) == {CallEnded: number, DirectoryChanged: number // 4}
    assert journal.counts()[QueueEvent] == 0


def test_nothing_of_ours_runs_for_an_event_that_is_added() -> None:
    assert isbuiltin(EventJournal(KEPT).add)
