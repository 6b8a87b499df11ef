"""Python's collector while very many objects are made."""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest

from voicenter_mock.contracts.decoding_json import Unreadable, read_json
from voicenter_mock.contracts.uncollected import uncollected


@pytest.fixture(autouse=True)
def collecting() -> Generator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_does_not_look_through_what_is_made_in_the_block():
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_stays_off_where_somebody_has_turned_it_off():
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_it_goes_on_after_a_long_text_that_cannot_be_read():
    with pytest.raises(Unreadable):
        read_json("[" + "1," * 10_000)
    assert gc.isenabled()
