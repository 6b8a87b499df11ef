"""`valid(name)`: what it makes keeps the contract, under validators that have nothing to do with this project."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies

from ...suite.cases import for_each
from .independent_validators import Judge, judge, judges

ORDINARY = settings(max_examples=10, phases=[Phase.generate], database=None, deadline=None)
THOROUGH = settings(
    ORDINARY, max_examples=1000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check(name: str, how: settings, independent: list[Judge]) -> None:
    strictly = contracts.accepts

    @how
    @given(strategies.valid(name))
    def keeps_its_contract(message: Any) -> None:
        assert all(judge.accepts(message) for judge in independent)
        assert strictly(name, message, strict=True)

    keeps_its_contract()


@for_each("name", contracts.names())
@pytest.mark.slow
def test_valid_messages_keep_their_contract(name: str):
    check(name, ORDINARY, [judge(name)])


@pytest.mark.thorough
@pytest.mark.parametrize("name", contracts.names())
def test_a_thousand_valid_messages_keep_their_contract(name: str):
    check(name, THOROUGH, judges(name))
