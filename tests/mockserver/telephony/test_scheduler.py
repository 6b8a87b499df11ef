"""The order in which things happen, and what forgets them."""

from __future__ import annotations

from math import inf

import pytest

from voicenter_mock.mockserver.telephony.core.scheduler import SPARE_ENTRIES, Scheduler


def happened(scheduler: Scheduler) -> list[str]:
    return [entry[2] for entry in scheduler.due(inf)]


def test_what_is_due_at_one_time_happens_in_the_order_it_was_scheduled() -> None:
    scheduler = Scheduler(100.0)
    scheduler.at(200.0, "second")
    scheduler.at(50.0, "first")
    scheduler.after(100.0, "third")
    assert happened(scheduler) == ["first", "second", "third"]


def test_the_next_entry_is_taken_along_only_when_it_is_the_same_step_in_the_same_moment() -> None:
    scheduler = Scheduler(0.0)
    for name, time in (("outside", 1.0), ("other", 1.0), ("outside", 2.0)):
        scheduler.at(time, name)
    scheduler.cancel(scheduler.at(1.0, "outside"))
    scheduler.at(1.0, "outside", "topic", 5)
    due = scheduler.due(inf)
    next(due)
    assert scheduler.pop_same("outside") is None  # something else comes before it
    next(due)
    taken = scheduler.pop_same("outside")
    assert taken is not None
    assert taken[3] == ("topic", 5)
    assert scheduler.pop_same("outside") is None  # it is not due yet
    assert happened(scheduler) == ["outside"]
    assert scheduler.pop_same("outside") is None


def test_it_is_idle_when_only_housekeeping_is_left() -> None:
    scheduler = Scheduler(0.0)
    scheduler.at(9.0, "housekeeping", background=True)
    number = scheduler.after(1.0, "work")
    assert not scheduler.idle
    scheduler.cancel(number)
    assert scheduler.idle


@pytest.mark.parametrize("background", [False, True])
def test_cancelling_twice_or_too_late_does_nothing(background: bool) -> None:
    scheduler = Scheduler(0.0)
    number = scheduler.at(1.0, "step", background=background)
    next(scheduler.due(inf))
    scheduler.cancel(number)
    again = scheduler.at(2.0, "step", background=background)
    scheduler.cancel(again)
    scheduler.cancel(again)
    assert scheduler.idle
    scheduler.after(1.0, "work")
    assert not scheduler.idle


def test_what_is_cancelled_by_the_thousand_does_not_stay() -> None:
    scheduler = Scheduler(0.0)
    scheduler.at(9_000.0, "last")
    for _ in range(5_000):
        scheduler.cancel(scheduler.after(8_000.0, "limit"))
    scheduler.after(1.0, "first")
    assert len(scheduler._heap) < 2 * SPARE_ENTRIES  # pyright: ignore[reportPrivateUsage]
    assert happened(scheduler) == ["first", "last"]


def test_all_entries_of_one_topic_are_cancelled_however_many() -> None:
    scheduler = Scheduler(0.0)
    for number in range(1_000):
        scheduler.at(number, "outside", "delivery" if number % 3 else "question", number)
    scheduler.cancel_all("outside", "delivery")
    left = [entry[3] for entry in scheduler.due(inf)]
    assert left == [("question", number) for number in range(0, 1_000, 3)]


def test_a_schedule_comes_back_as_it_was() -> None:
    scheduler = Scheduler(5.0)
    scheduler.at(9.0, "housekeeping", background=True)
    scheduler.cancel(scheduler.after(1.0, "gone"))
    scheduler.after(2.0, "work", 1, "two")
    restored = Scheduler.restore(scheduler.export())
    assert restored.export() == scheduler.export()
    assert not restored.idle
    assert happened(restored) == ["work", "housekeeping"]
    assert restored.idle
