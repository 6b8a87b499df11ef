"""Compressed bodies: unpacked whatever packs them, never more than is bearable, and never taken for plain."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path

import pytest
import zstandard

from voicenter_mock.mockserver.traffic import compression
from voicenter_mock.mockserver.traffic.compression import Compressed, plain
from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import RecordedExchange, RecordedMessage
from voicenter_mock.mockserver.traffic.reading import read
from voicenter_mock.mockserver.traffic.redactor import Redactor

from ...suite.cases import for_each
from .packers import PACKERS, brotli, gzipped
from .planted import SECRETS, TOKEN, found_in

TEXT = '{"שלום": "a longer text that repeats, a longer text that repeats"}'.encode()


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("coding", PACKERS)
def test_each_coding_is_unpacked(coding: str) -> None:
    assert plain(PACKERS[coding](TEXT), coding) == TEXT


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_that_was_unpacked_before_is_plain_under_any_header(coding: str) -> None:
    assert plain(TEXT, coding) == TEXT


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (_raw_deflate(TEXT), "deflate"),
        (gzipped(TEXT[:9]) + gzipped(TEXT[9:]), "gzip"),
        (gzipped(TEXT), ""),
        (PACKERS["zstd"](TEXT), ""),
        (PACKERS["zstd"](TEXT[:9]) + PACKERS["zstd"](TEXT[9:]), "zstd"),
        (gzipped(brotli.compress(TEXT)), "br, gzip"),
        (gzipped(gzipped(TEXT)), "gzip, gzip"),
        (gzipped(gzipped(TEXT)), "GZIP"),
        (brotli.compress(TEXT), " identity, BR "),
    ],
)
def test_other_ways_to_pack_are_undone(body: bytes, coding: str) -> None:
    assert plain(body, coding) == TEXT


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        *((pack(TEXT)[:-4], coding, "too early") for coding, pack in PACKERS.items()),
        (gzipped(TEXT) + b"\x00 more", "gzip", "it is no gzip"),
        (zlib.compress(TEXT) + b"\x01", "deflate", "something stands behind"),
        (brotli.compress(TEXT) + b"\x01", "br", "it is no brotli"),
        (b"\x00\x01\x02", "br", "its brotli"),
        (b"\x28\xb5\x2f\xfd\xff\xff\xff", "zstd", "zstd"),
        (b"\x00\x01\x02", "compress", "compressed with compress, which is not read here"),
    ],
)
def test_what_cannot_be_unpacked_says_why(body: bytes, coding: str, reason: str) -> None:
    with pytest.raises(Compressed, match=reason):
        plain(body, coding)


def test_one_that_is_packed_again_and_again_is_given_up() -> None:
    body = TEXT
    for _ in range(20):
        body = gzipped(body)
    with pytest.raises(Compressed, match="more than 5 times"):
        plain(body, "")


@pytest.mark.slow
@pytest.mark.parametrize("coding", PACKERS)
def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch, coding: str) -> None:
    monkeypatch.setattr(compression, "MOST_BYTES", 1024 * 1024)
    with pytest.raises(Compressed, match="larger than 1,048,576 bytes"):
        plain(PACKERS[coding](b"0" * 40 * 1024 * 1024), coding)


SECRET = (f'{{"Token": "{TOKEN}", "again": "' + "x" * 500 + f'{TOKEN}"}}').encode()


def _written(folder: Path, body: bytes, coding: str, content_type: str) -> bytes:
    message = RecordedMessage((("Content-Encoding", coding), ("Content-Type", content_type)), body, content_type)
    exchange = RecordedExchange("1", "POST", "https://api.voicenter.co.il/hub/cdr/", message, 200, message)
    writer = HarWriter(folder / "session.har", rotate_bytes=1 << 30, kept=1)
    writer.write([entry(Redactor(b"key").exchange(exchange))])
    writer.close()
    return (folder / "session.har").read_bytes()


def _unpacked(written: Path) -> bytes:
    """Whatever bodies of a file are when everything that can be unpacked is."""
    bodies = b""
    for one in read([written]):
        assert isinstance(one, RecordedExchange)
        for message in (one.request, one.answer or RecordedMessage()):
            bodies += message.body
            for unpack in (
                gzip.decompress,
                zlib.decompress,
                brotli.decompress,
                zstandard.ZstdDecompressor().decompress,
            ):
                try:
                    bodies += unpack(message.body)
                except (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError):
                    continue
    return bodies


WAYS = [
    *((pack(SECRET), coding) for coding, pack in PACKERS.items()),
    *((pack(SECRET)[:-3], coding) for coding, pack in PACKERS.items()),
    *((pack(SECRET), "") for pack in PACKERS.values()),
    *((pack(SECRET), "gzip") for pack in PACKERS.values()),
    (gzipped(brotli.compress(SECRET)), "br, gzip"),
    (gzipped(brotli.compress(SECRET)), "gzip"),
    (gzipped(SECRET) + gzipped(SECRET), "gzip"),
    (brotli.compress(SECRET, quality=0), "br"),
]


@pytest.mark.parametrize("way", range(len(WAYS)))
@for_each(
    "content_type",
    ["application/json", "application/json; charset=iso-8859-1", "text/plain; charset=utf-16", "text/plain", ""],
)
def test_no_coding_leaks_a_secret(tmp_path: Path, way: int, content_type: str) -> None:
    body, coding = WAYS[way]
    written = _written(tmp_path, body, coding, content_type)
    assert found_in(written, SECRETS) == []
    assert TOKEN.encode() not in _unpacked(tmp_path / "session.har")


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_in_another_character_set_is_read_again_under_its_header(tmp_path: Path, coding: str) -> None:
    _written(tmp_path, PACKERS[coding]("caf\xe9 au lait".encode("latin-1")), coding, "text/plain; charset=iso-8859-1")
    (one,) = read([tmp_path / "session.har"])
    assert isinstance(one, RecordedExchange)
    assert (one.request.body.decode("latin-1"), one.request.lost) == ("caf\xe9 au lait", "")


@pytest.mark.parametrize(("coding", "module"), [("br", "brotli"), ("zstd", "zstandard")])
def test_without_its_library_a_body_is_left_out_and_the_file_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coding: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    written = _written(tmp_path, PACKERS[coding](SECRET), coding, "application/json")
    assert b"which is read with pip install 'voicenter-mock[record]'" in written
    assert found_in(written, SECRETS) == []
    (one,) = read([tmp_path / "session.har"])
    assert isinstance(one, RecordedExchange)
    assert (one.request.body, one.request.lost[:9]) == (b"", "not kept:")


def test_a_brotli_library_without_a_limit_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Older:
        error = brotli.error

        class Decompressor:
            def process(self, body: bytes) -> bytes:
                raise AssertionError(body)

    monkeypatch.setitem(sys.modules, "brotli", Older)
    with pytest.raises(Compressed, match="too old: pip install"):
        plain(brotli.compress(TEXT), "br")
