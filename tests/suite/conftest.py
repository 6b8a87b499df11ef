from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .lifelines import Lifeline


@pytest.fixture
def lifeline(tmp_path: Path) -> Iterator[Lifeline]:
    line = Lifeline(tmp_path / "lifeline")
    yield line
    line.close()
