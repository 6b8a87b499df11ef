"""What has to be right before a version is published: `python tools/release_check.py`, or `poe release-check`.

Builds what the last commit holds, twice; both must be the same, byte for byte. The wheel is then run as users run it,
by uvx and by pipx, which fetch its dependencies. Prints a line for each thing that was looked at, and ends with 1 when
one of them is not as it should be.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from begin_release import order, pages, released, unreleased, versions_in
from build_distributions import build
from release_files import KEPT

CHECKOUT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Tree:
    """A checkout as it stands: what its change log and its package say."""

    checkout: Path
    version: str
    changelog: str
    tags: tuple[str, ...] = ()


def read_tree(checkout: Path) -> Tree:
    """The checkout with the tags of its last commit."""
    tags = _output("git", "-C", str(checkout), "tag", "--points-at", "HEAD").split()
    version = (checkout / "voicenter_mock" / "__init__.py").read_text("utf-8").partition('__version__ = "')[2]
    changelog = (checkout / "CHANGELOG.md").read_text("utf-8")
    return Tree(checkout, version.partition('"')[0], changelog, tuple(tags))


def problems(tree: Tree) -> Iterator[str]:
    """What of the texts is not as a release needs it."""
    versions = released(tree.changelog)
    if not versions or versions[0] != tree.version:
        yield f"the package is {tree.version}, the newest section of CHANGELOG.md {versions[0] if versions else 'none'}"
    for tag in tree.tags:
        if tag.startswith("v") and tag != f"v{tree.version}":
            yield f"the commit is tagged {tag}, the package is {tree.version}"
        if tag == f"v{tree.version}" and unreleased(tree.changelog):
            yield f"the commit is tagged {tag}, and CHANGELOG.md has something unreleased"
    for page in pages(tree.checkout):
        for version in versions_in(page.read_text("utf-8")):
            if order(version) < order(tree.version):
                yield f"{page.relative_to(tree.checkout)} has people copy {version}"
    for version in versions:
        kept = tree.checkout / "tests" / "mockserver" / "releases" / version
        if not all((kept / name).exists() for name in KEPT):
            yield f"tests/mockserver/releases has no files of {version}: see tools/release_files.py"
    upgrading = (tree.checkout / "docs" / "upgrading.md").read_text("utf-8")
    for version in versions[:-1]:
        if f"## To {version}\n" not in upgrading:
            yield f"docs/upgrading.md has no section '## To {version}'"


def same_twice(checkout: Path, folder: Path) -> tuple[Path, Path]:
    """The sdist and the wheel. Ends the program when two builds are not the same."""
    builds = [build(checkout, folder / name) for name in ("first", "second")]
    for once, again in zip(*builds, strict=True):
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (once, again)]
        if digests[0] != digests[1]:
            sys.exit(f"two builds of {once.name} are not the same: {' and '.join(digests)}")
        print(f"  {digests[0]}  {once.name}")
    return builds[0]


def main() -> int:
    tree = read_tree(CHECKOUT)
    found = list(problems(tree))
    print(f"texts of {tree.version}:", *(found or ["as they should be"]), sep="\n  ")
    with tempfile.TemporaryDirectory() as scratch:
        print("built twice:")
        files = [str(path) for path in same_twice(CHECKOUT, Path(scratch))]
        _run("the index would take them", PYTHON, "-m", "twine", "check", "--strict", *files)
        version = f"voicenter-mock, version {tree.version}"
        commands: dict[str, tuple[str, ...]] = {
            "uvx": ("uv", "tool", "run", "--from", files[1]),
            "pipx run": ("pipx", "run", "--spec", files[1]),
        }
        for name, command in commands.items():
            printed = _output(PYTHON, "-m", *command, "voicenter-mock", "--version").strip()
            print(f"{name}: {printed}")
            if printed != version:
                found.append(f"{name} does not run {tree.version}")
    return 1 if found else 0


def _run(what: str, *command: str) -> None:
    print(f"{what}:", flush=True)
    if subprocess.run(command, check=False).returncode:
        sys.exit(1)


def _output(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
