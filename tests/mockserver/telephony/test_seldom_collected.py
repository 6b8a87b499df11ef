"""How often Python's garbage collector looks while an exchange runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.telephony.core.seldom_collected import SELDOM_COLLECTED, YOUNG_OBJECTS


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
