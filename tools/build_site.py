"""Builds the documentation's site: `python tools/build_site.py [FOLDER]`, or `poe site`.

The pages of the repository at the places that they have there, so that their links hold; the reference of the Python
package from its docstrings; the pictures that the tests of the page took, where they have run (`pytest
tests/acceptance/page`). Everything is static, the search too. FOLDER (`build/site`) gets a folder for the version beside
those of other versions that are there already, and a page that lists them. A warning, such as a link that leads nowhere,
is an error.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from voicenter_mock import __version__

CHECKOUT = Path(__file__).resolve().parent.parent
CONFIGURATION = Path(__file__).resolve().parent / "site"
PICTURES = CHECKOUT / "tests" / "output" / "page"
BESIDE_DOCS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "action.yml", "Dockerfile", "compose.yaml")

SECTIONS = {
    "Learn": ("docs/tutorial/*",),
    "Do": ("docs/how-to/*",),
    "Look up": (
        *("docs/reference/api/README", "docs/reference/api/*", "docs/control-api", "docs/reference/*", "python/*"),
    ),
    "Understand": ("docs/exchange", "docs/architecture", "docs/glossary", "docs/decisions/README", "docs/decisions/*"),
    "The project": ("CHANGELOG", "docs/upgrading", "CONTRIBUTING", "examples/*/README"),
}
"""The site's table of contents: what a page is for, and the pages, as Sphinx's patterns."""

PYTHON: dict[str, tuple[str, tuple[str, ...]]] = {
    "fixtures": (
        "The pytest fixtures",
        (
            *(
                "voicenter_mock.fixtures.voicenter",
                "voicenter_mock.fixtures.telephone",
                "voicenter_mock.fixtures.calls",
            ),
            *("voicenter_mock.fixtures.clock", "voicenter_mock.fixtures.faults", "voicenter_mock.fixtures.people"),
            *("voicenter_mock.fixtures.queues", "voicenter_mock.fixtures.assertions"),
            *("voicenter_mock.fixtures.verification", "voicenter_mock.fixtures.live"),
        ),
    ),
    "contracts": ("Contracts", ("voicenter_mock.contracts",)),
    "strategies": ("Strategies", ("voicenter_mock.contracts.strategies",)),
    "verify": ("Verifying an endpoint", ("voicenter_mock.mockserver.verify",)),
}
"""The reference of the Python package: a page's title, and the modules that it has, with their docstrings."""


def lay_out(source: Path) -> None:
    """Writes everything that Sphinx reads into a folder."""
    shutil.copytree(CHECKOUT / "docs", source / "docs")
    for name in BESIDE_DOCS:
        if (CHECKOUT / name).exists():
            shutil.copyfile(CHECKOUT / name, source / name)
    shutil.copytree(CHECKOUT / "examples", source / "examples", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for page in source.rglob("*.md"):
        page.write_text(_with_links_to_pages(page), "utf-8")
    (source / "python").mkdir()
    for name, (title, modules) in PYTHON.items():
        (source / "python" / f"{name}.md").write_text(_reference(title, modules), "utf-8")
    pictures = sorted(PICTURES.glob("*.png")) if PICTURES.exists() else []
    if pictures:
        (source / "pictures").mkdir()
        for picture in pictures:
            shutil.copyfile(picture, source / "pictures" / picture.name)
        (source / "pictures" / "page.md").write_text(_gallery(pictures), "utf-8")
    (source / "index.md").write_text(_index(bool(pictures)), "utf-8")
    (source / "README.md").unlink()  # it is the index
    for page in source.rglob("*.md"):
        text = page.read_text("utf-8")
        page.write_text(re.sub(r"\]\((?:\.\./)+README\.md\)", "](/index.md)", text), "utf-8")


def sphinx(source: Path, target: Path, *options: str) -> bool:
    """Runs Sphinx with the site's configuration; whether it found nothing wrong."""
    # A third of its time went into looking for garbage, of which it makes little.
    program = "import gc, sys; gc.disable(); from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "--fail-on-warning", "--keep-going", "--quiet", *options]
    places = ["-c", CONFIGURATION, "-d", source.with_name("doctrees"), source, target]
    return subprocess.run([*command, *map(str, places)], check=False).returncode == 0


def _with_links_to_pages(page: Path) -> str:
    """A link to a folder, which the repository's viewer shows with its README, leads to that."""

    def readme(found: re.Match[str]) -> str:
        target = (page.parent / found[1]).resolve()
        return f"]({found[1].rstrip('/')}/README.md)" if (target / "README.md").exists() else found[0]

    return re.sub(r"\]\(([^)#:]+)\)", readme, page.read_text("utf-8"))


def _reference(title: str, modules: tuple[str, ...]) -> str:
    rows = [f"# {title}\n"]
    for module in modules:
        options = ":members:\n" + (":imported-members:\n" if len(modules) == 1 else "")
        rows.append(f"## {module.removeprefix('voicenter_mock.')}\n" * (len(modules) > 1))
        rows.append(f"```{{eval-rst}}\n.. automodule:: {module}\n{_indent(options)}```\n")
    return "\n".join(rows)


def _indent(text: str) -> str:
    return "".join(f"   {line}\n" for line in text.splitlines())


def _gallery(pictures: list[Path]) -> str:
    shown = [f"## {picture.stem.replace('-', ', ')}\n\n![{picture.stem}]({picture.name})\n" for picture in pictures]
    return "\n".join(["# The page in pictures\n", "Taken by the tests of the page.\n", *shown])


def _index(with_pictures: bool) -> str:
    trees: list[str] = []
    for caption, pages in SECTIONS.items():
        more = ("pictures/page",) if with_pictures and caption == "Learn" else ()
        listed = "\n".join((*pages, *more))
        trees.append(f"```{{toctree}}\n:caption: {caption}\n:glob:\n:maxdepth: 1\n:hidden:\n\n{listed}\n```\n")
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    return "\n".join([readme, *trees])


def build(into: Path) -> Path:
    """Builds this version's pages into a folder below ``into``; ends the program when something is wrong."""
    target = into / __version__
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        lay_out(source)
        shutil.rmtree(target, ignore_errors=True)
        if not sphinx(source, target):
            sys.exit(1)
    (into / "index.html").write_text(_versions(into), "utf-8")
    return target


def _versions(into: Path) -> str:
    found = sorted(
        (path.parent.name for path in into.glob("*/index.html")),
        key=lambda name: tuple(int(part) for part in re.findall(r"\d+", name)),
        reverse=True,
    )
    rows = "".join(f'<li><a href="{name}/index.html">{name}</a></li>' for name in found)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>voicenter-mock</title>'
        f"<h1>voicenter-mock</h1><p>The documentation of</p><ul>{rows}</ul></html>\n"
    )


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "build" / "site"))
