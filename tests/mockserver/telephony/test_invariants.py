"""Random callers, agents, customers, campaigns and testers; nothing they do breaks what always holds."""

from __future__ import annotations

import pytest

from .exchange_machine import ExchangeMachine
from .playing_machines import play

pytestmark = pytest.mark.slow


def test_a_crowd_keeps_what_always_holds():
    play(ExchangeMachine, 0, examples=25, steps=40)


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(1, 121))
def test_a_crowd_keeps_what_always_holds_for_an_hour(number: int):
    play(ExchangeMachine, number, examples=150, steps=60)
