"""What was said stays in memory, within bounds."""

from __future__ import annotations

from array import array

import pytest

from voicenter_mock.mockserver.state import spoken_recordings
from voicenter_mock.mockserver.state.spoken_recordings import SpokenRecordings
from voicenter_mock.mockserver.wire.wav import HEAD_BYTES

ROUND = array("h", [7] * 160)


def test_a_recording_grows_and_one_that_is_being_read_does_not():
    spoken = SpokenRecordings()
    spoken.write("a.mp3", ROUND)
    first = spoken.of("a.mp3")
    spoken.write("a.mp3", ROUND)
    second = spoken.of("a.mp3")
    assert first is not None
    assert second is not None
    assert (len(first), len(second)) == (HEAD_BYTES + 320, HEAD_BYTES + 640)
    assert first.part(0, 10_000) == first.part(0, HEAD_BYTES) + ROUND.tobytes()


def test_where_nothing_was_said_there_is_none():
    assert SpokenRecordings().of("a.mp3") is None


def test_of_too_much_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spoken_recordings, "MOST_BYTES", 1000)
    spoken = SpokenRecordings()
    for name in ("a", "b", "c", "d"):
        spoken.write(name, ROUND)
    assert [name for name in "abcd" if spoken.of(name)] == ["b", "c", "d"]
