"""One client of the demo organization for each test."""

from __future__ import annotations

import pytest

from .clients import Api


@pytest.fixture
def api() -> Api:
    return Api()
