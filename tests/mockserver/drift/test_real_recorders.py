"""Recordings of one session by the tools that people have: each shows the same differences."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .real_recorders import RECORDERS, serving
from .second_vendor import CALLS, DIFFERENCES, session

pytestmark = pytest.mark.thorough

ON_LOOPBACK = {"host click2call api7.voicenter.co.il", "path POST /api/v2/calls"}
"""Of a service on loopback nobody can tell that its host and a path without an operation are Voicenter's."""


def _keys_of_the_calls() -> set[str]:
    """What the calls alone show, without callbacks and sockets."""
    examination = Examination(Redactor(b"key"))
    examination.take(list(session())[: len(CALLS)])
    return {finding.key for finding in examination.findings.all()}


@pytest.mark.parametrize("recorder", sorted(RECORDERS))
def test_each_recorder_shows_the_same_differences(recorder: str, tmp_path: Path) -> None:
    with serving() as base_url:
        file = RECORDERS[recorder](base_url, tmp_path)
    examination = Examination(Redactor(b"key"))
    examination.examine([file])
    assert examination.unreadable == []
    expected = _keys_of_the_calls() - ON_LOOPBACK
    assert len(expected) > 20
    assert expected <= set[str]().union(*DIFFERENCES.values())
    assert {finding.key for finding in examination.findings.all()} == expected
