"""The documentation's site is built without a warning, and has what it promises."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from voicenter_mock import __version__, contracts

CHECKOUT = Path(__file__).resolve().parents[2]
TOOL = CHECKOUT / "tools" / "build_site.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "0.0.9").mkdir()
    (folder / "0.0.9" / "index.html").touch()
    done = subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""  # a link that leads nowhere would be told here
    return folder / __version__


def test_every_page_of_the_repository_s_documentation_is_in_it(site: Path):
    pages = (path.relative_to(CHECKOUT).with_suffix(".html") for path in (CHECKOUT / "docs").rglob("*.md"))
    assert [page for page in pages if not (site / page).exists()] == []


@cache  # every page has a hundred links to the others
def leads_somewhere(folder: Path, link: str) -> bool:
    return (folder / link).exists()


def test_no_link_of_a_page_leads_nowhere(site: Path):
    missing = [
        f"{page.relative_to(site)}: {link}"
        for page in site.rglob("*.html")
        for link in re.findall(r'(?:href|src)="([^"#:?]+)[#?"]', page.read_text("utf-8"))
        if not leads_somewhere(page.parent, link)
    ]
    assert missing == []


def test_external_links_are_https_and_go_to_known_hosts(site: Path):
    links: set[str] = {
        link
        for page in site.rglob("*.html")
        for link in re.findall(r'<a class="reference external" href="([^"]+)"', page.read_text("utf-8"))
    }
    assert [link for link in sorted(links) if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+(/[!-~]*)?", link)] == []
    known: dict[str, Any] = runpy.run_path(str(CHECKOUT / "tools" / "site" / "conf.py"))
    assert sorted({str(urlsplit(link).hostname) for link in links}) == sorted(known["EXTERNAL_HOSTS"])


def test_it_can_be_searched_without_a_server(site: Path):
    index = (site / "searchindex.js").read_text("utf-8")
    found: dict[str, Any] = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    assert "click2cal" in found["terms"] or "click2call" in found["terms"]


def test_the_reference_of_the_package_has_all_that_contracts_offers(site: Path):
    page = (site / "python" / "contracts.html").read_text("utf-8")
    functions = [name for name in contracts.__all__ if callable(getattr(contracts, name)) and name != "Schema"]
    assert [name for name in functions if f"voicenter_mock.contracts.{name}" not in page] == []


def test_versions_stand_side_by_side_the_newest_first(site: Path):
    page = (site.parent / "index.html").read_text("utf-8")
    assert re.findall(r'href="([^"]+)"', page) == [f"{__version__}/index.html", "0.0.9/index.html"]


def test_pictures_that_the_tests_of_the_page_took_are_in_it(tmp_path: Path):
    tool: dict[str, Any] = runpy.run_path(str(TOOL))
    gallery = tool["_gallery"]([tmp_path / "overview-call.png"])
    assert "## overview, call\n\n![overview-call](overview-call.png)" in gallery
