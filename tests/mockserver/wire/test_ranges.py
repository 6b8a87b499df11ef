"""The Range header, one range at a time."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.wire.ranges import parse_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-1000", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-1000", (0, 100)),
        ("Bytes = 5 - 9", (5, 10)),
    ],
)
def test_a_range_that_there_is(header: str, part: tuple[int, int]) -> None:
    assert parse_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_that_there_is_not_is_empty(header: str) -> None:
    found = parse_range(header, 100)
    assert found is not None
    assert found[0] >= found[1]


@pytest.mark.parametrize("header", ["items=0-5", "bytes=0-5,10-15", "bytes=9-5", "bytes=-", "bytes", "bytes=a-b", ""])
def test_what_is_no_range_is_ignored(header: str) -> None:
    assert parse_range(header, 100) is None
