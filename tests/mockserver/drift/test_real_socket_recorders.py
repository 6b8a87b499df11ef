"""A socket recorded by the tools that people have: each shows the same events, and says what it has lost of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voicenter_mock.mockserver.drift.examination import Examination
from voicenter_mock.mockserver.traffic.redactor import Redactor

from . import socket_vendor
from .real_recorders import chromium_page, with_mitmproxy, with_record
from .second_vendor import DIFFERENCES

pytestmark = pytest.mark.thorough

FINDINGS = (
    DIFFERENCES["there is an AgentEvent"]
    | DIFFERENCES["a call at an extension is parked"]
    | DIFFERENCES["a caller in a queue has a position"]
)


def _record(base_url: str, folder: Path) -> Path:
    return with_record(base_url, folder, socket_vendor.listen)


def _mitmproxy(base_url: str, folder: Path) -> Path:
    return with_mitmproxy(base_url, folder, socket_vendor.listen)


def _chromium(base_url: str, folder: Path) -> Path:
    with chromium_page(base_url, folder / "socket.har") as page:
        page.evaluate(
            socket_vendor.IN_A_PAGE, [base_url, socket_vendor.SOCKET, socket_vendor.ASKED, socket_vendor.LAST]
        )
    return folder / "socket.har"


RECORDERS: dict[str, Callable[[str, Path], Path]] = {
    "record": _record,
    "mitmproxy": _mitmproxy,
    "chromium": _chromium,
}
BINARY_IS_LOST = {"record": ["not kept: 10 bytes that are no text, in which nothing can be redacted"]}
"""``record`` writes nothing that it cannot redact; the others have the bytes."""


@pytest.mark.parametrize("recorder", RECORDERS)
def test_each_recorder_of_sockets_shows_the_same_events(recorder: str, tmp_path: Path) -> None:
    with socket_vendor.serving() as base_url:
        file = RECORDERS[recorder](base_url, tmp_path)
    examination = Examination(Redactor(b"key"))
    examination.examine([file])
    assert {finding.key for finding in examination.findings.all()} == FINDINGS
    assert dict(examination.coverage.events) == {
        "ExtensionEvent": 1, "QueueEvent": 1, "AllExtensionsStatus": 1, "keepalive": 1,
    }  # fmt: skip
    assert [one.reason for one in examination.unreadable] == BINARY_IS_LOST.get(recorder, [])
