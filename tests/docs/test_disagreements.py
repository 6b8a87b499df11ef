"""The page on where the documents disagree is complete in form, found from where people look, and true of revisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from voicenter_mock.fixtures.voicenter import Voicenter

from ..suite.cases import for_each

DIALER = "https://api.voicenter.co.il/ForwardDialer/Dialer/"
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "disagreements.md"
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| what |")
]


@for_each("row", ROWS, ids=lambda row: row[0])
def test_a_row_says_what_each_side_says_and_what_is_done(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row)


def test_it_is_found_from_the_readme_and_the_reference() -> None:
    assert "docs/reference/disagreements.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "../disagreements.md" in (ROOT / "docs/reference/api/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "what",
    [
        "status of leg 2",
        "`time` in the CDR push",
        "what acknowledges",
        "`onlineUserID`",
        "texts of `cause`",
        "`DisplayName`",
    ],
)
def test_the_known_disagreements_are_there(what: str) -> None:
    assert [row for row in ROWS if row[0].startswith(what)]


@pytest.mark.parametrize(("revision", "description"), [("current", "Tosend"), ("3.2", "Pending"), ("2026", "Pending")])
def test_what_is_served_by_revision_is(revision: str, description: str) -> None:
    with Voicenter("demo", now=1_700_000_000.0) as voicenter:
        voicenter.edit(revision=revision)
        voicenter.campaigns["demo-agents-campaign"].stop()
        call = {"Campaign": "demo-agents-campaign", "Target": "0502345678"}
        requests.post(f"{DIALER}AddCall", json=call)
        pending = requests.post(f"{DIALER}GetCampaignPendingCalls", json=call).json()
    assert pending["Data"]["Calls"][0]["CallStatus"]["Description"] == description
