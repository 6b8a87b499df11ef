"""Thirty differences of a second vendor: each is found and named, and nothing else is."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.drift.findings import Finding
from voicenter_mock.mockserver.traffic.har_entry import entry
from voicenter_mock.mockserver.traffic.har_writer import HarWriter
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .second_vendor import DIFFERENCES, session


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    """The findings of the session, redacted, written as HAR and read again."""
    file = tmp_path_factory.mktemp("drift") / "session.har"
    writer, redactor = HarWriter(file, rotate_bytes=1 << 30, kept=1), Redactor(b"key")
    writer.write([entry(redactor.exchange(exchange)) for exchange in session()])
    writer.close()
    examination = Examination(Redactor(b"another"))
    examination.examine([file])
    assert examination.unreadable == []
    return {finding.key: finding for finding in examination.findings.all()}


def test_there_are_thirty_differences() -> None:
    assert len(DIFFERENCES) == 30


@pytest.mark.parametrize("difference", sorted(DIFFERENCES))
def test_each_difference_is_found_and_named(found: dict[str, Finding], difference: str) -> None:
    assert DIFFERENCES[difference] <= found.keys()


def test_nothing_else_is_found(found: dict[str, Finding]) -> None:
    assert found.keys() - set[str]().union(*DIFFERENCES.values()) == set()


def test_a_finding_says_how_often_where_when_and_by_which_document(found: dict[str, Finding]) -> None:
    word = found["word cdr_notification.request $.status TRANSFERRED"]
    assert (word.times, word.example, word.observed.source) == (2, '"TRANSFERRED"', "3.2 §3 and §4, cdr")
    assert word.observed.origin.place == "session.har, entry 16, request"
    assert word.last - word.first == 5


def test_samples_are_kept_with_how_often_they_came(found: dict[str, Finding]) -> None:
    assert found["member cdr_notification.request $.callQuality"].samples == {
        '"GOOD"': ("GOOD", 1),
        '"POOR"': ("POOR", 1),
    }
