"""The README's examples do what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..suite.sessions import OURS, load_only

README = Path(__file__).parents[2] / "README.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.slow
def test_the_python_example_is_a_passing_test(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    load_only(monkeypatch, OURS)
    pytester.makepyfile(blocks("python")[0])
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_links_lead_to_files():
    links = re.findall(r"\]\(((?:docs/|[A-Z])[^)#]*)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []
