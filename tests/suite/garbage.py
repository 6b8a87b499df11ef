"""Python's garbage collector during a run: not while tests are collected, and seldom through all there is.

Half a million objects of tests and modules last until the end. Looking through them time and again took a fifteenth of
a run's processor time. They are not frozen: whoever asks who refers to an object, as Hypothesis does, would not find it.
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
