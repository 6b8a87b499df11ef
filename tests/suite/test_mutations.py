"""What `benchmarks/mutations.py` breaks is still there to be broken."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def mutations(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = spec_from_file_location("mutations", CHECKOUT / "benchmarks" / "mutations.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "mutations", module)
    spec.loader.exec_module(module)
    return module


def test_every_line_is_there_once_and_every_test_that_should_notice(mutations: Any):
    texts = [
        path.read_text(encoding="utf-8")
        for room in ("contracts", "mockserver", "fixtures")
        for kind in ("*.py", "*.js")
        for path in (CHECKOUT / room).rglob(kind)
    ]
    places = {each.name: sum(text.count(each.old) for text in texts) for each in mutations.MUTATIONS}
    tests = {place.partition("::")[0] for each in mutations.MUTATIONS for place in each.tests}

    assert {name: count for name, count in places.items() if count != 1} == {}
    assert {place for place in tests if not (CHECKOUT / place).exists()} == set()
    assert len(places) > 20
