"""Random callers, agents, customers, campaigns and testers; nothing they do breaks what always holds."""

from __future__ import annotations

import pytest
from hypothesis import settings

from .crowd import Crowd

TestInvariants = Crowd.TestCase
TestInvariants.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)


@pytest.mark.thorough
class TestInvariantsThoroughly(Crowd.TestCase):
    settings = settings(max_examples=5_000, stateful_step_count=100, deadline=None)
