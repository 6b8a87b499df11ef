"""What text writes: numbers, booleans, phone numbers."""

from __future__ import annotations

import pytest

from voicenter_mock.contracts import text_values


@pytest.mark.parametrize(("text", "value"), [("5", 5), ("+5", 5), ("-007", -7), ("9" * 18, 10**18 - 1)])
def test_an_integer(text: str, value: int) -> None:
    assert text_values.integer(text) == value


@pytest.mark.parametrize("text", ["", " 5", "+-5", "5.0", "1e3", "\u0665", "9" * 19, "5\n"])
def test_what_is_no_integer(text: str) -> None:
    assert text_values.integer(text) is None


@pytest.mark.parametrize(("text", "value"), [("5", 5), ("2.", 2.0), (".5", 0.5), ("-1.25", -1.25)])
def test_a_number(text: str, value: float) -> None:
    assert text_values.number(text) == value


@pytest.mark.parametrize(("text", "value"), [("TRUE", True), ("1", True), ("False", False), ("0", False)])
def test_a_boolean(text: str, value: bool) -> None:
    assert text_values.boolean(text) is value


@pytest.mark.parametrize("text", ["yes", "on", "", "2", " true"])
def test_what_is_no_boolean(text: str) -> None:
    assert text_values.boolean(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("050-123-4567", "0501234567"), ("+972 (50) 123.4567", "+972501234567"), ("(03) 9999999", "039999999")],
)
def test_a_phone_number_as_people_write_it(text: str, number: str) -> None:
    assert text_values.without_separators(text) == number


@pytest.mark.parametrize("text", ["77.25", "-0501234567", "SIP-1", "050-1234567#", "12-34"])
def test_what_is_no_phone_number_stays(text: str) -> None:
    assert text_values.without_separators(text) == text


def test_a_plus_sign_that_became_a_blank_is_one_again() -> None:
    assert text_values.with_plus(" 972501234567") == "+972501234567"
    assert text_values.with_plus(" Walter") == " Walter"
