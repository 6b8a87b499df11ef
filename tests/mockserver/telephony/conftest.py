"""One small organization for each test."""

from __future__ import annotations

import pytest

from .houses import House


@pytest.fixture
def house() -> House:
    return House()
