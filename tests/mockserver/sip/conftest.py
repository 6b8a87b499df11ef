"""A desk for each test."""

from __future__ import annotations

import pytest

from .desk import Desk, Phone


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def ann(desk: Desk) -> Phone:
    """Ann's telephone, registered over a websocket."""
    phone = Phone(desk)
    phone.register()
    return phone
