"""Recordings of one session by the tools that people have: each shows the same differences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.traffic.redactor import Redactor

from .real_recorders import (
    HEBREW,
    RECORDERS,
    chromium_page,
    one_in_hebrew,
    serving,
    with_mitmproxy,
    with_record,
    with_vcr_and_requests,
)
from .second_vendor import CALLS, DIFFERENCES, session

pytestmark = pytest.mark.thorough

ON_LOOPBACK = {"host click2call api7.voicenter.co.il", "path POST /api/v2/calls"}
"""Of a service on loopback nobody can tell that its host and a path without an operation are Voicenter's."""


def _keys_of_the_calls() -> set[str]:
    """What the calls alone show, without callbacks and sockets."""
    examination = Examination(Redactor(b"key"))
    examination.examine_all(list(session())[: len(CALLS)])
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


def _chromium_in_hebrew(base_url: str, folder: Path) -> Path:
    with chromium_page(base_url, folder / "hebrew.har") as page:
        page.evaluate(
            "([url, bytes]) => fetch(url, {method: 'POST', body: new Uint8Array(bytes), "
            "headers: {'Content-Type': 'application/x-www-form-urlencoded'}}).then(answer => answer.text())",
            [f"{base_url}/ForwardDialer/Dialer/AddCall", list(HEBREW)],
        )
    return folder / "hebrew.har"


IN_HEBREW: dict[str, Callable[[str, Path], Path]] = {
    "record": lambda base_url, folder: with_record(base_url, folder, one_in_hebrew),
    "mitmproxy": lambda base_url, folder: with_mitmproxy(base_url, folder, one_in_hebrew),
    "vcr and requests": lambda base_url, folder: with_vcr_and_requests(base_url, folder, one_in_hebrew),
    "chromium": _chromium_in_hebrew,
}


NO_UTF_8 = "violation dialer.add_call.request $ encoding"
LOST = {
    "record": "not kept: 47 bytes that are no utf-8, in which nothing can be redacted",
    "chromium": "unreadable in this recording: bytes that are no UTF-8 were replaced when it was written",
}
"""What two of them do not have; the others show what is wrong with the bytes."""


@pytest.mark.parametrize("recorder", IN_HEBREW)
def test_bytes_that_a_recorder_has_lost_are_said_to_be_lost(recorder: str, tmp_path: Path) -> None:
    with serving() as base_url:
        file = IN_HEBREW[recorder](base_url, tmp_path)
    examination = Examination(Redactor(b"key"))
    examination.examine([file])
    found = {finding.key for finding in examination.findings.all()}
    lost = LOST.get(recorder)
    assert ([one.reason for one in examination.unreadable], NO_UTF_8 in found) == (
        ([lost], False) if lost else ([], True)
    )
