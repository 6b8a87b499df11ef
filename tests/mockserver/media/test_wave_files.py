"""WAV files that are played for a name, whatever their form; and those that cannot be."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest

from voicenter_mock.mockserver.media import wave_files
from voicenter_mock.mockserver.media.wave_files import UnplayableFile


def written(path: Path, samples: bytes, *, width: int = 2, channels: int = 1, rate: int = 8000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setsampwidth(width)
        file.setnchannels(channels)
        file.setframerate(rate)
        file.writeframes(samples)
    return path


def test_samples_are_read_as_they_are(tmp_path: Path):
    path = written(tmp_path / "a.wav", array("h", [1, -2, 3]).tobytes())
    assert list(wave_files.read(path)) == [1, -2, 3]


def test_bytes_become_samples(tmp_path: Path):
    path = written(tmp_path / "a.wav", bytes([128, 255, 0]), width=1)
    assert list(wave_files.read(path)) == [0, 127 * 256, -128 * 256]


def test_two_channels_become_one(tmp_path: Path):
    path = written(tmp_path / "a.wav", array("h", [10, 20, -10, -20]).tobytes(), channels=2)
    assert list(wave_files.read(path)) == [15, -15]


@pytest.mark.parametrize("rate", [4000, 16_000, 44_100, 48_000])
def test_any_rate_becomes_that_of_a_telephone(tmp_path: Path, rate: int):
    path = written(tmp_path / "a.wav", array("h", [500] * rate).tobytes(), rate=rate)
    assert list(wave_files.read(path)) == [500] * 8000


def test_a_folders_files_are_known_by_their_names(tmp_path: Path):
    written(tmp_path / "Main menu.WAV", b"\1\0")
    (tmp_path / "notes.txt").write_text("no sound")
    assert list(wave_files.read_folder(tmp_path)) == ["Main menu"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [({"width": 3}, "samples of 8 or 16 bits"), ({"channels": 6}, "one or two channels"), ({"rate": 1}, "longer than")],
)
def test_what_is_not_played_is_named(tmp_path: Path, options: dict[str, int], expected: str):
    path = written(tmp_path / "a.wav", b"\0" * 4 * 18_000, **options)
    with pytest.raises(UnplayableFile, match=f"a.wav.*{expected}"):
        wave_files.read(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(UnplayableFile, match="nowhere cannot be read"):
        wave_files.read_folder(tmp_path / "nowhere")
