"""MP3 by hand: every frame has its header, the length is the seconds', muted stretches are silent frames."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.wire import mp3


def frames(audio: bytes) -> list[bytes]:
    """The stream cut where its headers say: MPEG-2 Layer III has 72 · bit rate / sample rate bytes a frame."""
    found: list[bytes] = []
    at = 0
    while at < len(audio):
        header = int.from_bytes(audio[at : at + 4], "big")
        assert header >> 21 == 0x7FF, f"no sync at byte {at}"
        assert (header >> 19 & 3, header >> 17 & 3) == (2, 1), "not MPEG-2 Layer III"
        rate = {1: 8000, 2: 16000}[header >> 12 & 15]
        samples = {0: 22050, 1: 24000, 2: 16000}[header >> 10 & 3]
        length = 72 * rate // samples + (header >> 9 & 1)
        found.append(audio[at : at + length])
        at += length
    return found


def whole(recording: mp3.Mp3Stream) -> bytes:
    return recording.part(0, len(recording))


@pytest.mark.parametrize("seconds", [1, 2, 3, 25, 60, 3600])
def test_its_length_is_that_of_the_talk_to_half_a_frame(seconds: int) -> None:
    audio = whole(mp3.Mp3Stream(seconds))
    assert abs(len(frames(audio)) * 0.036 - seconds) <= 0.018


@pytest.mark.parametrize("seconds", [0, 0.01, 0.2])
def test_a_very_short_one_is_still_playable(seconds: float) -> None:
    audio = whole(mp3.Mp3Stream(seconds))
    assert len(audio) >= 256
    assert frames(audio)[-1] == mp3.silence()


def test_muted_stretches_are_silent_and_nothing_else_is() -> None:
    found = frames(whole(mp3.Mp3Stream(10, [(2, 4), (7, 7.5)])))
    silent = [round(index * 0.036, 1) for index, frame in enumerate(found) if frame == mp3.silence()]
    assert all(1.9 <= moment <= 4.0 or 6.9 <= moment <= 7.5 for moment in silent)
    assert len(silent) == pytest.approx(2.5 / 0.036, abs=2)


def test_overlapping_and_endless_mutes_are_taken_as_they_come() -> None:
    found = frames(whole(mp3.Mp3Stream(10, [(8, 100), (1, 3), (2, 4)])))
    tones = [index * 0.036 for index, frame in enumerate(found) if frame == mp3.tone()]
    assert {int(moment) for moment in tones} == {0, 4, 5, 6, 7, 3}
    assert len(found) == round(10 / 0.036)


def test_any_part_is_that_part_of_the_whole() -> None:
    recording = mp3.Mp3Stream(3, [(1, 2)])
    audio = whole(recording)
    for start, end in [(0, 1), (35, 37), (36, 72), (1, len(audio)), (len(audio) - 1, len(audio)), (700, 2100), (5, 5)]:
        assert recording.part(start, end) == audio[start:end]


def test_a_tone_frame_is_not_silent() -> None:
    assert mp3.tone() != mp3.silence()
    assert len(mp3.tone()) == len(mp3.silence()) == mp3.FRAME_BYTES
