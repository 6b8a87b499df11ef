"""What is calculated by a shorter way comes to the same."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.telephony.model.phones import is_israeli
from voicenter_mock.mockserver.telephony.model.rounding import round_to_milliseconds

_HALVES = st.integers(0, 10**7).map(lambda count: count / 2000)
_DIGITS = st.text("0123456789", max_size=12) | st.text(max_size=12)


@given(st.floats(-10, 2e6) | _HALVES | st.floats(allow_nan=False, allow_infinity=False))
def test_seconds_are_rounded_as_python_rounds_them(seconds: float):
    assert repr(round_to_milliseconds(seconds)) == repr(round(seconds, 3))


@given(st.tuples(st.sampled_from(("972", "9721", "97", "")), _DIGITS).map("".join))
def test_a_number_at_home_is_what_its_pattern_says(number: str):
    pattern = r"972[2-9]\d{7,8}\Z|9721\d{7,9}\Z"

    assert is_israeli(number) == bool(re.match(pattern, number))
