"""The fake keeps the documents: a recording of it has no drift."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .fake_traffic import FakeTraffic


def _examined(rounds: int) -> Examination:
    traffic = FakeTraffic()
    traffic.busy(rounds)
    examination = Examination(Redactor(b"key"))
    examination.examine_all(traffic.recording())
    return examination


@pytest.mark.slow
def test_no_difference_is_invented_in_what_the_fake_says() -> None:
    examination = _examined(20)
    assert [finding.key for finding in examination.findings.all()] == []
    assert examination.unreadable == []
    assert examination.judged > 300


@pytest.mark.thorough
def test_no_difference_is_invented_in_ten_thousand_messages() -> None:
    examination = _examined(300)
    assert [finding.key for finding in examination.findings.all()] == []
    assert examination.judged >= 10_000


@pytest.mark.slow
def test_a_redacted_recording_of_the_fake_has_no_difference_either() -> None:
    traffic = FakeTraffic()
    traffic.busy(10)
    redactor = Redactor(b"another key")
    examination = Examination(Redactor(b"key"))
    examination.examine_all(map(redactor.exchange, traffic.recording()))
    assert [(finding.key, finding.example) for finding in examination.findings.all()] == []
    assert examination.unreadable == []
