"""The reference page is written from the schema, and its examples are true."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from voicenter_mock.contracts.library import stored
from voicenter_mock.mockserver.organizations import DocumentError, load, read

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = CHECKOUT / "docs" / "reference" / "organization-document.md"


def block(language: str) -> str:
    return PAGE.read_text("utf-8").partition(f"```{language}\n")[2].partition("```")[0]


def test_it_is_up_to_date():
    tool = runpy.run_path(str(CHECKOUT / "tools" / "write_organization_reference.py"))
    assert tool["page"](stored("sandbox.organization")) == PAGE.read_text("utf-8"), "run: poe pages"


def test_its_example_can_be_served(tmp_path: Path):
    path = tmp_path / "shop.yaml"
    path.write_text(block("yaml"), encoding="utf-8")
    assert read(load(path)).name == "The Shop"


def test_its_message_is_what_such_a_mistake_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(block("yaml").replace("      - SIPSIP1", "      - SIPSIP9"), encoding="utf-8")
    with pytest.raises(DocumentError) as error:
        read(load("shop.yaml"))
    assert f"{error.value}\n" == block("text")
