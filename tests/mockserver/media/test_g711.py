"""G.711 by what the standard says of it."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.media import g711
from voicenter_mock.mockserver.media.g711 import Law


@pytest.mark.parametrize(
    ("law", "sample", "byte"),
    [
        ("PCMU", 0, 0xFF), ("PCMU", 32767, 0x80), ("PCMU", -32768, 0x00), ("PCMU", -1, 0x7F), ("PCMU", 1000, 0xCE),
        ("PCMA", 0, 0xD5), ("PCMA", 32767, 0xAA), ("PCMA", -32768, 0x2A), ("PCMA", -1, 0x55), ("PCMA", 1000, 0xFA),
    ],
)  # fmt: skip
def test_samples_have_the_bytes_of_the_standard(law: Law, sample: int, byte: int):
    assert g711.encode([sample], law) == bytes([byte])


@pytest.mark.parametrize(
    ("law", "byte", "sample"), [("PCMU", 0x80, 32124), ("PCMU", 0, -32124), ("PCMA", 0x2A, -32256)]
)
def test_bytes_have_the_samples_of_the_standard(law: Law, byte: int, sample: int):
    assert list(g711.decode(bytes([byte]), law)) == [sample]


@pytest.mark.parametrize("law", ["PCMU", "PCMA"])
def test_what_was_decoded_is_encoded_as_it_was(law: Law):
    every = bytes(byte for byte in range(256) if (law, byte) != ("PCMU", 0x7F))  # its second zero
    assert g711.encode(g711.decode(every, law), law) == every
