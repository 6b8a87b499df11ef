"""The recorder behind the charts: what it counts, how long ago it still knows, and how much it keeps."""

from __future__ import annotations

from dataclasses import asdict

from hypothesis import example, given
from hypothesis import strategies as st

from voicenter_mock.mockserver.telephony.model.statistics import MAXIMUM_ROWS, NOTED_AT_ONCE, WIDTHS, Statistics

START = 1_700_000_000.0


def test_rows_have_no_gaps_and_carry_on_what_is_up():
    statistics = Statistics(START)
    statistics.count_start(START + 1, 1)
    statistics.count_start(START + 2, 2)
    statistics.count_end(START + 25, 1, answered=True)
    seconds, rows = statistics.rows(START, 10, START + 39)

    assert (seconds, [row["from"] - START for row in rows]) == (10, [0, 10, 20, 30])
    assert [row["most_calls"] for row in rows] == [2, 2, 2, 1]
    assert [row["arrived"] for row in rows] == [2, 0, 0, 0]
    assert [row["answered"] for row in rows] == [0, 0, 1, 0]


def test_waits_have_a_mean_and_a_longest():
    statistics = Statistics(START)
    statistics.count_wait(START + 1, 4)
    statistics.count_wait(START + 2, 7)
    statistics.count_abandon(START + 2)
    [row] = statistics.rows(START, 60, START + 5)[1]

    assert (row["mean_wait_seconds"], row["longest_wait_seconds"], row["abandoned"]) == (5.5, 7, 1)


def test_campaigns_are_counted_apart():
    statistics = Statistics(START)
    for answered in (True, False, True):
        statistics.count_attempt(START + 1, "one", answered=answered)
    statistics.count_attempt(START + 70, "two", answered=False)
    rows = statistics.rows(START, 60, START + 70)[1]

    assert rows[0]["campaigns"] == {"one": {"dialled": 3, "answered": 2}}
    assert rows[-1]["campaigns"] == {"two": {"dialled": 1, "answered": 0}}


def test_nothing_is_lost_between_the_widths():
    statistics = Statistics(START)
    for second in range(0, 100_000, 7):
        statistics.count_start(START + second, 1)
    seconds, rows = statistics.rows(None, 3600, START + 100_000)

    assert seconds == 3600
    assert sum(row["arrived"] for row in rows) == len(range(0, 100_000, 7))


def test_the_last_minutes_are_known_by_the_second_and_long_ago_more_roughly():
    statistics = Statistics(START)
    for second in range(100_000):
        statistics.count_start(START + second, 1)

    assert statistics.rows(START + 99_900, 1, START + 100_000)[0] == 1
    assert statistics.rows(START + 99_000, 1, START + 100_000)[0] == 15
    assert statistics.rows(START + 60_000, 300, START + 100_000)[0] == 480


def test_there_are_never_too_many_rows():
    statistics = Statistics(START)
    seconds, rows = statistics.rows(START, 1, START + 10_000_000)

    assert len(rows) <= MAXIMUM_ROWS
    assert seconds * len(rows) >= 10_000_000


def test_what_is_kept_is_bounded_however_long_it_runs():
    statistics = Statistics(START)
    for hour in range(2_000):
        for second in (1, 100, 1_000):
            statistics.count_start(START + hour * 3600 + second, 1)
    statistics.sum_up()

    assert [len(kept) for kept in statistics.kept] == [most for _, most in WIDTHS]


KINDS = ["start", "end", "talked", "wait", "abandon", "attempt"]
AN_HOUR = [(number % 31, KINDS[number % 6], number / 7) for number in range(100)]


@given(st.lists(st.tuples(st.integers(0, 80), st.sampled_from(KINDS), st.floats(0, 300)), max_size=60))
@example(AN_HOUR)
def test_it_is_the_same_however_often_somebody_looks(moments: list[tuple[int, str, float]]):
    seldom, often, now, up = Statistics(START), Statistics(START), START, 0
    for pause, what, seconds in moments * 20:
        now += pause / 8
        up = up + 1 if what == "start" else max(0, up - 1) if what in ("end", "talked") else up
        for statistics in (seldom, often):
            count(statistics, now, what, seconds, up)
        often.sum_up()
    seldom.sum_up()

    assert stretches(seldom) == stretches(often)


def count(statistics: Statistics, now: float, what: str, seconds: float, up: int) -> None:
    match what:
        case "start":
            statistics.count_start(now, up)
        case "end" | "talked":
            statistics.count_end(now, up, answered=what == "talked")
        case "wait":
            statistics.count_wait(now, seconds)
        case "abandon":
            statistics.count_abandon(now)
        case _:
            statistics.count_attempt(now, f"campaign {up % 3}", answered=seconds > 100)


def stretches(statistics: Statistics) -> list[object]:
    ended = [[asdict(stretch) for stretch in kept] for kept in statistics.kept]
    return [ended, [None if stretch is None else asdict(stretch) for stretch in statistics.open]]


def test_so_much_that_waits_to_be_summed_up_is_bounded():
    statistics = Statistics(START)
    for second in range(2 * NOTED_AT_ONCE):
        statistics.count_start(START + second, 1)

    assert len(statistics.noted) <= NOTED_AT_ONCE


def test_a_time_to_come_is_the_present():
    assert len(Statistics(START).rows(START + 1e9, 60, START + 5)[1]) == 1
