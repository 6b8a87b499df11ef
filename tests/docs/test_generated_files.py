"""One command writes everything anew that is generated."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
WRITTEN_BY = re.compile(r"Written by tools/(\w+\.py)")


@pytest.fixture(scope="module")
def generators() -> list[str]:
    tool: dict[str, Any] = runpy.run_path(str(CHECKOUT / "tools" / "regenerate.py"))
    return tool["generators"]()


def test_definitions_are_embedded_before_anything_is_written_from_the_schemas(generators: list[str]):
    assert generators[0] == "embed_definitions.py"


def test_every_tool_that_writes_is_run_once(generators: list[str]):
    writing = {path.name for path in (CHECKOUT / "tools").glob("write_*.py")}
    assert sorted(generators) == sorted({*writing, "embed_definitions.py"})


def test_every_page_that_names_the_tool_it_was_written_by_is_written_again(generators: list[str]):
    pages = (CHECKOUT / "docs").rglob("*.md")
    named = {found[1] for page in pages if (found := WRITTEN_BY.search(page.read_text("utf-8")))}
    assert named
    assert named <= set(generators)
