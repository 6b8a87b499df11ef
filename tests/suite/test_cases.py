"""Many cases in one test: all are tried, and all that fail are named."""

from __future__ import annotations

import inspect

import pytest

from .cases import for_each


def test_every_case_is_tried_with_the_fixtures_of_the_test() -> None:
    seen: list[tuple[int, str]] = []

    @for_each("number", [1, 2, 3])
    def cases(number: int, fixture: str) -> None:
        seen.append((number, fixture))

    cases(fixture="x")
    assert seen == [(1, "x"), (2, "x"), (3, "x")]


def test_a_case_of_several_values_fills_several_arguments() -> None:
    @for_each(("number", "square"), [(2, 4), (3, 9)])
    def cases(number: int, square: int) -> None:
        assert number**2 == square

    cases()


def test_the_case_that_fails_is_named_and_those_after_it_are_tried() -> None:
    tried: list[int] = []

    @for_each("number", [1, 2, 3])
    def cases(number: int) -> None:
        tried.append(number)
        assert number != 2

    with pytest.raises(AssertionError) as failure:
        cases()
    assert failure.value.__notes__ == ["in the case [2]"]
    assert tried == [1, 2, 3]


def test_all_cases_that_fail_are_named() -> None:
    @for_each("number", [1, 2, 3], ids=lambda number: f"number {number}")
    def cases(number: int) -> None:
        if number == 3:
            pytest.fail("three")
        assert number != 1

    with pytest.raises(BaseExceptionGroup, match=r"2 of 3 cases fail: \[number 1\], \[number 3\]") as failure:
        cases()
    assert [str(each) for each in failure.value.exceptions][1] == "three"


def test_a_test_of_no_case_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no case for name"):
        for_each("name", [])


def test_pytest_sees_the_fixtures_alone() -> None:
    @for_each("number", [1])
    def cases(number: int, fixture: str) -> None: ...

    assert list(inspect.signature(cases).parameters) == ["fixture"]
