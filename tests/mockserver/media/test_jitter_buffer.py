"""Packets in any order, and what is heard of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.media.jitter_buffer import MOST_SAMPLES, PORTION, JitterBuffer


def portion(value: int, length: int = PORTION) -> array[int]:
    return array("h", [value] * length)


def filled(numbers: Iterable[int], length: int = PORTION) -> JitterBuffer:
    buffer = JitterBuffer()
    for number in numbers:
        buffer.put(number & 0xFFFF, portion(number % 30000, length))
    return buffer


def first_samples(buffer: JitterBuffer, times: int) -> list[int | None]:
    """The first sample of each portion."""
    portions = [buffer.take() for _ in range(times)]
    return [None if one is None else one[0] for one in portions]


def test_nothing_is_heard_before_a_few_packets_are_there():
    assert first_samples(filled([1, 2]), 1) == [None]
    assert first_samples(filled([1, 2, 3]), 4) == [1, 2, 3, None]


def test_packets_are_heard_in_their_order_and_once():
    assert first_samples(filled([1, 3, 2, 2, 4]), 5) == [1, 2, 3, 4, None]


def test_a_packet_that_is_lost_is_left_out():
    assert first_samples(filled([1, 2, 4]), 3) == [1, 2, 4]


def test_one_that_comes_after_its_turn_is_dropped():
    buffer = filled([1, 3, 4])
    assert first_samples(buffer, 2) == [1, 3]
    buffer.put(2, portion(2))
    assert first_samples(buffer, 1) == [4]


def test_numbers_go_on_after_the_largest():
    assert first_samples(filled([65534, 65535, 65536]), 3) == [65534 % 30000, 65535 % 30000, 65536 % 30000]


def test_packets_of_other_lengths_are_cut_into_portions():
    assert first_samples(filled(range(1, 7), PORTION // 2), 4) == [1, 3, 5, None]


def test_a_telephone_that_counts_anew_is_heard():
    buffer = filled([40_000, 40_001, 40_002])
    first_samples(buffer, 4)
    for number in (5, 6, 7):
        buffer.put(number, portion(number))
    assert first_samples(buffer, 3) == [5, 6, 7]


def test_of_more_than_a_fifth_of_a_second_the_oldest_is_dropped():
    buffer = filled(range(100, 200))
    samples = first_samples(buffer, MOST_SAMPLES // PORTION + 1)
    assert samples[-2:] == [199, None]


@given(st.lists(st.tuples(st.integers(0, 65535), st.integers(0, 400)), max_size=60))
def test_whatever_comes_it_is_bounded_and_gives_whole_portions(packets: list[tuple[int, int]]):
    buffer = JitterBuffer()
    for number, length in packets:
        buffer.put(number, portion(1, length))
    samples = 0
    while (one := buffer.take()) is not None:
        assert len(one) == PORTION
        samples += PORTION
    assert samples <= MOST_SAMPLES + PORTION
