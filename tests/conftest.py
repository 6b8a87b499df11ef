"""What holds for all tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# No deadline: a shared machine is slow now and then, and that is no finding. `thorough` looks ten times as long.
settings.register_profile("ordinary", deadline=None, max_examples=50)
settings.register_profile(
    "thorough", settings.get_profile("ordinary"), max_examples=500, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile", default=None):
        settings.load_profile("thorough" if config.getoption("markexpr") == "thorough" else "ordinary")
