"""How often Python's garbage collector looks while an exchange runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.core.scheduler import STEPS
from voicenter_mock.mockserver.telephony.core.seldom_collected import (
    FEW_OBJECTS,
    MANY_STEPS,
    OTHERS_SHARE,
    SELDOM_COLLECTED,
    WHAT_STAYS,
    YOUNG_OBJECTS,
    young,
)


def generation(thing: object) -> int:
    return next(number for number in range(3) if any(one is thing for one in gc.get_objects(number)))


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_the_number_is_higher_inside_and_as_before_afterwards() -> None:
    with SELDOM_COLLECTED:
        assert gc.get_threshold() == (YOUNG_OBJECTS, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


def test_the_last_of_several_exchanges_puts_it_back() -> None:
    with SELDOM_COLLECTED:
        with SELDOM_COLLECTED:
            pass
        assert gc.get_threshold()[0] == YOUNG_OBJECTS
    assert gc.get_threshold()[0] == 700


def test_an_error_puts_it_back_too() -> None:
    with pytest.raises(LookupError), SELDOM_COLLECTED:
        raise LookupError
    assert gc.get_threshold()[0] == 700


@pytest.mark.parametrize("own", [0, 2 * YOUNG_OBJECTS])
def test_a_process_that_collects_more_seldom_or_never_goes_on_so(own: int) -> None:
    gc.set_threshold(own)
    with SELDOM_COLLECTED:
        assert gc.get_threshold()[0] == own
    assert gc.get_threshold()[0] == own


def test_what_is_set_meanwhile_stays() -> None:
    with SELDOM_COLLECTED:
        gc.set_threshold(500)
    assert gc.get_threshold()[0] == 500


def test_what_stays_is_among_the_old_afterwards() -> None:
    with WHAT_STAYS:
        kept = [[number] for number in range(2 * FEW_OBJECTS)]
        assert gc.get_threshold()[0] == YOUNG_OBJECTS
    assert generation(kept[0]) == generation(kept[-1]) == 2
    assert gc.get_threshold() == (700, 10, 10)


def test_what_an_exchange_makes_is_looked_through_as_ever() -> None:
    gc.collect()
    with SELDOM_COLLECTED:
        kept = [[number] for number in range(2 * FEW_OBJECTS)]
        with WHAT_STAYS:
            pass
    assert generation(kept[0]) < 2


def test_a_few_are_left_where_they_are() -> None:
    gc.collect()
    with WHAT_STAYS:
        kept = [[number] for number in range(10)]
    assert generation(kept[0]) < 2


def test_what_a_process_has_frozen_stays_frozen() -> None:
    gc.freeze()
    try:
        with WHAT_STAYS:
            kept = [[number] for number in range(2 * FEW_OBJECTS)]
        assert gc.get_freeze_count()
        assert generation(kept[0]) < 2
    finally:
        gc.unfreeze()


def test_a_process_that_collects_nothing_is_left_alone() -> None:
    gc.collect()
    gc.disable()
    try:
        with WHAT_STAYS:
            kept = [[number] for number in range(2 * FEW_OBJECTS)]
        assert generation(kept[0]) == 0
    finally:
        gc.enable()


def take_steps(exchange: Exchange, count: int) -> None:
    for _ in range(count):
        exchange.scheduler.after(1, "dialer.room")
    exchange.run(exchange.now + 1)


@pytest.fixture
def exchange() -> Exchange:
    """One that has just taken many steps, so that none are counted any more."""
    exchange = new_exchange(demo(), now=0)
    take_steps(exchange, MANY_STEPS)
    gc.collect()
    take_steps(exchange, 0)
    return exchange


def test_what_many_steps_have_made_is_among_the_old_afterwards(exchange: Exchange) -> None:
    kept: list[object] = []
    take_steps(exchange, MANY_STEPS - 1)
    kept.append([])
    assert generation(kept[0]) < 2
    take_steps(exchange, 1)
    assert generation(kept[0]) == 2


def test_a_long_run_puts_it_there_as_it_goes(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = [[]]
    seen: list[int] = []

    def look(_: Exchange) -> None:
        seen.append(generation(kept[0]))

    monkeypatch.setitem(STEPS, "test.look", look)
    for _ in range(MANY_STEPS):
        exchange.scheduler.after(1, "dialer.room")
    exchange.scheduler.after(1, "test.look")
    exchange.run(exchange.now + 1)
    assert seen == [2]


def test_where_others_have_made_much_meanwhile_it_is_looked_through_as_ever(exchange: Exchange) -> None:
    kept = [[number] for number in range(MANY_STEPS // OTHERS_SHARE + 50)]
    SELDOM_COLLECTED.count_steps(MANY_STEPS, young())
    assert generation(kept[0]) < 2
