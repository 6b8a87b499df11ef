"""One small organization for each test."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core import exchange

from .simulation import Simulation


@pytest.fixture
def simulation() -> Simulation:
    return Simulation()


@pytest.fixture
def functions_can_be_replaced() -> None:
    """Of the exchange: in its compiled form (`setup.py`) they call each other without looking for one another."""
    if not str(exchange.__file__).endswith(".py"):
        pytest.skip("the exchange is compiled")
