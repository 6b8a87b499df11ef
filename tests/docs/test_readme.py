"""The README's examples do what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voicenter_mock.contracts.operations.hosts import DEFAULT_SERVER

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


def test_what_pages_have_people_ask_of_the_sandbox_goes_where_serve_listens():
    ours = re.compile(r"127\.0\.0\.1:(\d+)/(?:_sandbox|o/|ForwardDialer|hub|cdn|socket\.io)")
    pages = [README, *(README.parent / "docs").rglob("*.md")]
    ports = {page: set(ours.findall(page.read_text(encoding="utf-8"))) for page in pages}
    usual = {DEFAULT_SERVER.rpartition(":")[2]}
    assert ports[README] == usual
    assert {page.name: found for page, found in ports.items() if found - usual} == {}
