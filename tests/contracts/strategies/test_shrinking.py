"""What fails is shown in its smallest form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis.strategies import SearchStrategy

from voicenter_mock.contracts import schema, strategies

pytestmark = pytest.mark.slow

HOW = settings(
    max_examples=1000,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def smallest(strategy: SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    return find(strategy, wanted, settings=HOW)


def test_a_cdr_shrinks_to_its_mandatory_members():
    cdr = smallest(strategies.valid("cdr_notification.request"), lambda _: True)

    assert set(cdr) == set(schema("cdr_notification.request")["required"])


def test_a_duration_shrinks_to_the_least_that_matters():
    cdr = smallest(strategies.cdrs(), lambda cdr: cdr["duration"] >= 100)

    assert cdr["duration"] == 100


def test_an_epoch_shrinks_to_the_least_that_matters():
    cdr = smallest(strategies.cdrs(), lambda cdr: cdr["time"] > 1_750_000_000)

    assert cdr["time"] == 1_750_000_001


def test_a_list_shrinks_to_one_plain_entry():
    answer = smallest(strategies.valid("dialer.get_members_list.response"), lambda answer: bool(answer.get("Data")))

    assert len(answer["Data"]) == 1


def test_a_phone_shrinks_to_a_plain_israeli_one():
    assert smallest(strategies.phones(), lambda _: True) == "0502345678"


def test_an_optional_member_that_matters_is_all_that_is_left_beside_the_mandatory_ones():
    request = smallest(strategies.valid("dialer.add_call.request"), lambda request: "Priority" in request)

    assert set(request) == {"Campaign", "Target", "Priority"}
