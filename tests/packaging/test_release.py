"""How a version comes about: the change log's section, and files that are the same whoever builds them."""

from __future__ import annotations

import os
import runpy
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .distributions import build_distributions
from .environments import CHECKOUT, run

BEGIN: dict[str, Any] = runpy.run_path(str(CHECKOUT / "tools" / "begin_release.py"))
NotReady: type[ValueError] = BEGIN["NotReady"]
CHANGELOG = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A line.\n\n## 0.1.0 — 2026-11-28\n\n- The first.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What of a checkout a release changes, and what it asks for."""
    for name in ("voicenter_mock/__init__.py", "docs/upgrading.md"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copyfile(CHECKOUT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return tmp_path


def test_what_is_unreleased_becomes_the_versions_section_below_an_empty_one():
    text: str = BEGIN["with_section"](CHANGELOG, "0.2.0", "2026-12-01")

    assert BEGIN["released"](text) == ["0.2.0", "0.1.0"]
    assert BEGIN["unreleased"](text) == ""
    assert "## 0.2.0 — 2026-12-01\n\n### Added\n\n- A line.\n\n## 0.1.0" in text


def test_the_package_gets_the_version(tree: Path):
    BEGIN["begin"](tree, "0.2.0", "2026-12-01")
    assert '__version__ = "0.2.0"' in (tree / "voicenter_mock" / "__init__.py").read_text("utf-8")


COPIED = "docker build --build-arg VERSION=0.1.0 .\nuses: example/voicenter-mock@v0.1.0\nuvx --from ./voicenter_mock-0.1.0-py3\n"


def test_what_a_page_has_people_copy_names_the_version(tree: Path):
    page = tree / "docs" / "how-to" / "page.md"
    page.parent.mkdir()
    page.write_text(COPIED + "image: registry.example.com/voicenter-mock:0.1.0\nFiles of 0.1.0 open.\n", "utf-8")
    BEGIN["begin"](tree, "0.2.0", "2026-12-01")

    text = page.read_text("utf-8")
    assert BEGIN["versions_in"](text) == ["0.2.0"] * 4
    assert "Files of 0.1.0 open." in text


@pytest.mark.parametrize(
    ("text", "version", "day", "expected"),
    [
        (CHANGELOG, "0.1.0", "2026-12-01", "0.1.0 does not follow 0.1.0"),
        (CHANGELOG, "0.0.9", "2026-12-01", "0.0.9 does not follow 0.1.0"),
        (CHANGELOG, "two", "2026-12-01", "two does not follow 0.1.0"),
        (CHANGELOG, "0.2.0", "tomorrow", "no version such as 1.2.3 of a day"),
        (CHANGELOG.replace("### Added\n\n- A line.\n\n", ""), "0.2.0", "2026-12-01", "nothing unreleased"),
        ("# Changelog\n", "0.2.0", "2026-12-01", "no line '## Unreleased'"),
    ],
)
def test_a_release_that_cannot_be_is_refused(text: str, version: str, day: str, expected: str):
    with pytest.raises(NotReady, match=expected):
        BEGIN["with_section"](text, version, day)


def test_a_version_without_upgrade_notes_is_refused_and_nothing_is_written(tree: Path):
    with pytest.raises(NotReady, match=r"no section '## To 7\.0\.0'"):
        BEGIN["begin"](tree, "7.0.0", "2026-12-01")

    assert (tree / "CHANGELOG.md").read_text("utf-8") == CHANGELOG


def test_the_change_log_of_this_checkout_can_become_a_version():
    changelog = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    changelog = changelog.replace("## Unreleased\n", "## Unreleased\n\n- A line.\n", 1)  # after a release it has none
    text: str = BEGIN["with_section"](changelog, "99.0.0", "2026-12-01")
    assert BEGIN["released"](text)[0] == "99.0.0"


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What ``tools/release_check.py`` finds in a tree."""
    monkeypatch.setattr(sys, "path", [str(CHECKOUT / "tools"), *sys.path])
    check: dict[str, Any] = runpy.run_path(str(CHECKOUT / "tools" / "release_check.py"))

    def found(**members: Any) -> list[str]:
        return list(check["problems"](check["Tree"](**members)))

    return found


def test_the_texts_of_this_checkout_are_ready(problems: Callable[..., list[str]]):
    version = BEGIN["released"]((CHECKOUT / "CHANGELOG.md").read_text("utf-8"))[0]
    assert problems(checkout=CHECKOUT, version=version, changelog=(CHECKOUT / "CHANGELOG.md").read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("version", "tags", "expected"),
    [
        ("0.2.0", (), "the package is 0.2.0, the newest section of CHANGELOG.md 0.1.0"),
        ("0.1.0", ("v0.3.0",), "the commit is tagged v0.3.0, the package is 0.1.0"),
        ("0.1.0", ("v0.1.0",), "the commit is tagged v0.1.0, and CHANGELOG.md has something unreleased"),
    ],
)
def test_what_contradicts_itself_is_named(
    problems: Callable[..., list[str]], version: str, tags: tuple[str, ...], expected: str
):
    assert problems(checkout=CHECKOUT, version=version, changelog=CHANGELOG, tags=tags) == [expected]


def test_a_page_that_has_people_copy_an_older_version_is_named(tree: Path, problems: Callable[..., list[str]]):
    (tree / "docs" / "old.md").write_text(COPIED, "utf-8")
    found = problems(checkout=tree, version="0.1.1", changelog="# Changelog\n\n## 0.1.1 — 2026-12-01\n")
    assert found[:3] == ["docs/old.md has people copy 0.1.0"] * 3


def test_a_version_without_files_for_the_next_one_to_open_is_named(tree: Path, problems: Callable[..., list[str]]):
    changelog: str = BEGIN["with_section"](CHANGELOG, "98.0.0", "2026-12-01")
    shutil.copytree(CHECKOUT / "tests" / "mockserver" / "releases", tree / "tests" / "mockserver" / "releases")
    found = problems(checkout=tree, version="98.0.0", changelog=changelog)

    assert found == [
        "tests/mockserver/releases has no files of 98.0.0: see tools/release_files.py",
        "docs/upgrading.md has no section '## To 98.0.0'",
    ]


def test_two_builds_are_the_same_byte_for_byte(distributions: tuple[Path, Path], repository: Path, tmp_path: Path):
    other = tmp_path / "cloned elsewhere"
    run("git", "clone", "--quiet", repository, other, cwd=tmp_path)
    before = os.umask(0o077)
    try:
        again = build_distributions(other, tmp_path / "built by somebody else")
    finally:
        os.umask(before)

    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in distributions]
