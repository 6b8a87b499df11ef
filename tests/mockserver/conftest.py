"""What holds for tests of every room of the mock server."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core import exchange


@pytest.fixture
def functions_can_be_replaced() -> None:
    """Of the exchange: in its compiled form (`setup.py`) they call each other without looking for one another."""
    if not str(exchange.__file__).endswith(".py"):
        pytest.skip("the exchange is compiled")
