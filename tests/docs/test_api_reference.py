"""The API reference is written from the catalogue, and the coverage page from the tests."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from voicenter_mock.contracts.operations import OPERATIONS

CHECKOUT = Path(__file__).resolve().parents[2]
REFERENCE = CHECKOUT / "docs" / "reference"


def test_the_pages_are_up_to_date() -> None:
    tool = runpy.run_path(str(CHECKOUT / "tools" / "write_api_reference.py"))
    written = {path.name: path.read_text("utf-8") for path in (REFERENCE / "api").glob("*.md")}
    assert written == tool["pages"](), "run: poe pages"


def test_the_coverage_page_has_a_line_for_every_operation_and_error_and_no_gap() -> None:
    page = (REFERENCE / "coverage.md").read_text("utf-8")
    apis = set(runpy.run_path(str(CHECKOUT / "tools" / "write_coverage.py"))["APIS"])
    for operation in OPERATIONS.values():
        if operation.name.partition(".")[0] in apis:
            assert f"| `{operation.name}` | " in page
            for row in operation.errors:
                assert row.name == "ok" or f"| `{operation.name}` | `{row.name}` | " in page
    assert "**no" not in page


@pytest.mark.thorough
def test_the_coverage_page_is_what_the_tests_cover() -> None:
    command = [sys.executable, str(CHECKOUT / "tools" / "write_coverage.py"), "--check"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
