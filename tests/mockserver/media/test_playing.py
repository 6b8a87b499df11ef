"""What is played, 20 ms at a time, and several things at once."""

from __future__ import annotations

from array import array

from voicenter_mock.mockserver.media import playing, tones
from voicenter_mock.mockserver.media.g711 import RATE
from voicenter_mock.mockserver.media.jitter_buffer import PORTION
from voicenter_mock.mockserver.media.playing import SILENCE, SamplePlayer
from voicenter_mock.mockserver.telephony.core.telephones import Sound

SAMPLES = array("h", range(400))


def played(player: SamplePlayer, portions: int) -> list[int]:
    return [sample for _ in range(portions) for sample in player.next()]


def test_samples_are_played_once_and_then_there_is_silence():
    samples = played(SamplePlayer(SAMPLES, again=False), 4)
    assert samples == [*SAMPLES, *[0] * (4 * PORTION - 400)]


def test_or_again_without_a_gap():
    assert played(SamplePlayer(SAMPLES, again=True), 5) == [*SAMPLES, *SAMPLES]


def test_no_longer_than_they_are_to_last():
    samples = played(SamplePlayer(SAMPLES, again=True, seconds=500 / RATE), 4)
    assert samples == [*SAMPLES, *SAMPLES[:100], *[0] * (4 * PORTION - 500)]


def test_something_shorter_than_a_portion_is_played_again():
    assert played(SamplePlayer(array("h", [1, 2, 3]), again=True), 1) == ([1, 2, 3] * 54)[:PORTION]


def test_each_name_has_its_melody_and_always_the_same():
    names = [f"recording {number}" for number in range(100)]
    assert len({tones.melody(name) for name in names}) == 100
    assert tones.melody("welcome") == tones.melody("welcome")


def test_a_file_of_the_name_is_played_in_its_place():
    announcement = Sound("announcement", "welcome.mp3", 1)
    assert played(playing.player(announcement, {"welcome": SAMPLES}), 3)[:400] == list(SAMPLES)


def test_what_is_too_loud_together_is_cut_off():
    loud = array("h", [30000] * PORTION)
    assert set(playing.mix([loud, SILENCE, loud])) == {32767}
    assert playing.mix([SILENCE, loud]) is loud
    assert playing.mix([]) is SILENCE
