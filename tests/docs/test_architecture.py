"""Where `docs/architecture.md` says that something is, it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
_, _, REST = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("\n## Where is …\n")
ROWS = re.findall(r"^\| ([^|`]+) \| (`.+) \|$", REST.partition("\n## ")[0], re.MULTILINE)
SOURCES = [path for room in ("contracts", "mockserver", "fixtures") for path in sorted((CHECKOUT / room).rglob("*.py"))]


def test_the_table_is_read():
    assert len(ROWS) > 20


@pytest.mark.parametrize(("what", "where"), ROWS, ids=[what for what, _ in ROWS])
def test_what_is_looked_for_is_where_the_table_says(what: str, where: str):
    files: list[Path] = []
    for name in re.findall(r"`([^`]+)`", where):
        if name.endswith((".py", "/")):
            files = [path for path in SOURCES if f"/{name}" in path.as_posix()]
            assert files, f"{what}: there is no {name}"
        else:
            assert any(f"def {name}(" in path.read_text(encoding="utf-8") for path in files), f"{what}: no {name}"
