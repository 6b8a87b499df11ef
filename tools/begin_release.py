"""Makes the tree one of a new version: `python tools/begin_release.py VERSION [YYYY-MM-DD]`.

What is unreleased in `CHANGELOG.md` becomes that version's section, with the day (default: that of the last commit),
below an empty one; `voicenter_mock.__version__` becomes the version, and what `docs/` has people copy names it (the
action's tag, the image's, the wheel). Refused, with nothing written, when there is nothing unreleased, when the version does not follow the one before, or when `docs/upgrading.md` does not say how to
get there. What is to do then stands in CONTRIBUTING.md, "Releasing".
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
UNRELEASED = "## Unreleased"
SECTION = re.compile(r"^## (\d+\.\d+\.\d+) — (\d{4}-\d\d-\d\d)$", re.MULTILINE)
"""The heading of a version in the change log."""
_NAMED = re.compile(r"(?P<before>voicenter-mock(?:@v|:)|voicenter_mock-|VERSION=)(?P<version>\d+\.\d+\.\d+)")
"""Where a page has people copy a version of ours."""
_VERSION = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)


class NotReady(ValueError):
    """The tree cannot become that version; the message says what is missing."""


def released(changelog: str) -> list[str]:
    """The versions that a change log has a section for, newest first."""
    return [found[1] for found in SECTION.finditer(changelog)]


def unreleased(changelog: str) -> str:
    """What stands under "Unreleased", without blanks around it."""
    return changelog.partition(f"{UNRELEASED}\n")[2].partition("\n## ")[0].strip()


def with_section(changelog: str, version: str, day: str) -> str:
    """The change log with what was unreleased under a version. Raises ``NotReady``."""
    if UNRELEASED not in changelog.splitlines():
        raise NotReady(f"CHANGELOG.md has no line {UNRELEASED!r}")
    if not unreleased(changelog):
        raise NotReady("CHANGELOG.md has nothing unreleased")
    if not _follows(version, released(changelog)):
        raise NotReady(f"{version} does not follow {released(changelog)[0]}")
    if not SECTION.fullmatch(f"## {version} — {day}"):
        raise NotReady(f"{version!r} of {day!r} is no version such as 1.2.3 of a day such as 2026-12-01")
    return changelog.replace(f"{UNRELEASED}\n", f"{UNRELEASED}\n\n## {version} — {day}\n", 1)


def _follows(version: str, before: list[str]) -> bool:
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return False
    return not before or order(version) > order(before[0])


def order(version: str) -> tuple[int, ...]:
    """What versions are compared by."""
    return tuple(map(int, version.split(".")))


def pages(checkout: Path) -> list[Path]:
    return sorted((checkout / "docs").rglob("*.md"))


def versions_in(page: str) -> list[str]:
    """The versions of ours that a page has people copy."""
    return [found["version"] for found in _NAMED.finditer(page)]


def with_versions(page: str, version: str) -> str:
    """The page with this version to copy."""
    return _NAMED.sub(rf"\g<before>{version}", page)


def with_version(source: str, version: str) -> str:
    """The package's own module with another version."""
    return _VERSION.sub(f'__version__ = "{version}"', source)


def begin(checkout: Path, version: str, day: str) -> None:
    """Writes all files, or none. Raises ``NotReady``."""
    changelog, module = checkout / "CHANGELOG.md", checkout / "voicenter_mock" / "__init__.py"
    text = with_section(changelog.read_text("utf-8"), version, day)
    if f"## To {version}\n" not in (checkout / "docs" / "upgrading.md").read_text("utf-8"):
        raise NotReady(f"docs/upgrading.md has no section '## To {version}'")
    changelog.write_text(text, "utf-8", newline="\n")
    module.write_text(with_version(module.read_text("utf-8"), version), "utf-8", newline="\n")
    for page in pages(checkout):
        page.write_text(with_versions(page.read_text("utf-8"), version), "utf-8", newline="\n")


def main(version: str, day: str = "") -> int:
    if not day:
        asked = ["git", "-C", str(CHECKOUT), "log", "-1", "--format=%cs"]
        day = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    try:
        begin(CHECKOUT, version, day)
    except NotReady as problem:
        print(f"begin_release: {problem}", file=sys.stderr)
        return 1
    print(f"this tree is {version} of {day}; CONTRIBUTING.md, 'Releasing', has what comes next")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
