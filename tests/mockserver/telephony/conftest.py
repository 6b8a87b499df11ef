"""One small organization for each test."""

from __future__ import annotations

import pytest

from .simulation import Simulation


@pytest.fixture
def simulation() -> Simulation:
    return Simulation()
