"""Python's garbage collector during a run: not while tests are collected, and seldom through all there is.

Half a million objects of tests and modules last until the end. Looking through them time and again took a fifteenth of
a run's processor time. They are not frozen: whoever asks who refers to an object, as Hypothesis does, would not find it.
When the run is over nobody asks: pytest then looks through all of it twice, and Python twice more as a process ends. The
first time finds what there is to find.
"""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest

OLDEST_THRESHOLD = 100
"""So many collections of the younger objects bring one of all; Python's own number is 10."""


class SeldomCollectedPlugin:
    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        youngest, younger, _ = gc.get_threshold()
        gc.disable()
        try:
            return (yield)
        finally:
            gc.set_threshold(youngest, younger, OLDEST_THRESHOLD)
            gc.enable()

    @pytest.hookimpl(trylast=True)  # after pytest's own, which collects and judges what it finds
    def pytest_unconfigure(self) -> None:
        gc.freeze()
