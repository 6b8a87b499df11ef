"""Recordings on disk for the tests of commands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.messages import RecordedExchange


def write(file: Path, exchanges: Iterable[RecordedExchange]) -> Path:
    writer = HarWriter(file, rotate_bytes=1 << 30, kept=1)
    writer.write([entry(exchange) for exchange in exchanges])
    writer.close()
    return file
