"""Connectivity checks by the test vectors of RFC 5769."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.media import stun

PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt"
NAME = bytes.fromhex("0006 0009 6576 746a 3a68 3676 59 202020")
REQUEST = bytes.fromhex(
    "0001 0058 2112a442 b7e7a701bc34d686fa87dfae"
    "8022 0010 5354554e 20746573 7420636c 69656e74"
    "0024 0004 6e0001ff"
    "8029 0008 932ff9b1 51263b36"
    "0006 0009 6576746a 3a683676 59202020"
    "0008 0014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2"
    "8028 0004 e57a3bcf"
)
"""§2.1: a request of ``evtj:h6vY``."""
ADDRESS = ("192.0.2.1", 32853)


def test_the_vectors_request_is_answered_with_where_it_came_from():
    check = stun.check(REQUEST, "evtj", PASSWORD, ADDRESS)
    assert check is not None
    assert not check.nominated
    assert check.answer[:20] == bytes.fromhex("0101 002c 2112a442 b7e7a701bc34d686fa87dfae")
    assert check.answer[20:32] == bytes.fromhex("0020 0008 0001 a147 e112a643")  # §2.2 has this address


def test_an_answer_has_a_fingerprint():
    check = stun.check(REQUEST, "evtj", PASSWORD, ADDRESS)
    assert check is not None
    assert int.from_bytes(check.answer[-4:]) == zlib.crc32(check.answer[:-8]) ^ 0x5354554E


@pytest.mark.parametrize(
    ("data", "fragment", "password"),
    [
        (REQUEST, "evtj", "another"), (REQUEST, "another", PASSWORD), (REQUEST[:-12], "evtj", PASSWORD),
        (b"\1\1" + REQUEST[2:], "evtj", PASSWORD), (REQUEST[:30], "evtj", PASSWORD), (b"", "evtj", PASSWORD),
        (REQUEST[:60] + b"x" + REQUEST[61:], "evtj", PASSWORD),
    ],
)  # fmt: skip
def test_who_does_not_know_the_password_gets_no_answer(data: bytes, fragment: str, password: str):
    assert stun.check(data, fragment, password, ADDRESS) is None


@given(st.binary(max_size=60), st.integers(0, len(REQUEST)))
def test_whatever_comes_is_answered_or_not(data: bytes, place: int):
    for message in (data, REQUEST[:place] + data, REQUEST[:2] + len(data).to_bytes(2) + REQUEST[4:20] + data):
        assert stun.check(message, "evtj", PASSWORD, ADDRESS) is None or message == REQUEST
