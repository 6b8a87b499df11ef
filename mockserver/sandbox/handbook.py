"""The documentation as Markdown, for programs that read: ``/llms.txt``, ``/llms-full.txt``, ``/_sandbox/docs/…``.

``llms.txt`` is a list of the pages (https://llmstxt.org), ``llms-full.txt`` all of them in one. Both are made of the
pages when somebody asks; the pages lie in ``docs`` beside the package's other folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from . import page

PREFIX = "/_sandbox/docs/"
FOLDER = Path(__file__).resolve().parents[2] / "docs"
SECTIONS = {
    "Learn": "tutorial/",
    "Do": "how-to/",
    "Look up": "reference/",
    "Understand": "",
}
"""What a page is for, and where such pages lie: the first that fits."""
_LEFT_OUT = ("decisions/", "reference/coverage.md", "architecture.md", "glossary.md")
"""What concerns who changes this project, not who uses it."""
_COMMENT = re.compile(r"^\s*<!--.*?-->\s*$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_KIND = "text/plain; charset=utf-8"
_MARKDOWN = "text/markdown; charset=utf-8"

INTRODUCTION = """\
# voicenter-mock

> A stateful fake of the Voicenter cloud phone system, to develop and test against: it answers every documented call, \
keeps the state behind it, and sends the callbacks (CDR push, pop-up, External IVR, VoiceBot) that Voicenter sends.

`voicenter-mock serve` starts it on http://127.0.0.1:8025 with the organization `demo` (code `demo-code`). What \
drives it is under `/_sandbox`; everything over HTTP is described by `/_sandbox/openapi.json`, the socket by \
`/_sandbox/asyncapi.json`. Simulated time goes on by `POST /_sandbox/organizations/demo/clock/advance`.
"""


@cache
def pages() -> Mapping[str, str]:
    """Every page for users, by its path below ``docs``, sorted."""
    found = (path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md"))
    return {name: (FOLDER / name).read_text("utf-8") for name in sorted(found) if not name.startswith(_LEFT_OUT)}


def title(name: str) -> str:
    """A page's heading."""
    first = next((line for line in pages()[name].splitlines() if line.startswith("# ")), f"# {name}")
    return first.removeprefix("# ").replace("`", "")


def summary(name: str) -> str:
    """The first sentence of a page."""
    text = _COMMENT.sub("", pages()[name]).partition("\n# ")[2] or pages()[name].partition("# ")[2]
    paragraphs = (part.strip() for part in text.partition("\n")[2].split("\n\n"))
    prose = (part for part in paragraphs if not part.startswith(("```", "|", "#", "- ")))
    first = _LINK.sub(r"\1", " ".join(next(prose, "").split()))
    return re.split(r"(?<=[.:])\s", first, maxsplit=1)[0].removesuffix(":")


def _by_section() -> Iterator[tuple[str, list[str]]]:
    left = list(pages())
    for section, place in SECTIONS.items():
        here = [name for name in left if name.startswith(place)]
        left = [name for name in left if name not in here]
        yield section, here


def llms(base: str = "") -> str:
    """``llms.txt``. ``base`` goes before every path."""
    parts = [INTRODUCTION]
    for section, names in _by_section():
        rows = [f"- [{title(name)}]({base}{PREFIX}{name}): {summary(name)}" for name in names]
        parts.append("\n".join([f"## {section}\n", *rows]) + "\n")
    parts.append(f"## Optional\n\n- [All pages in one]({base}/llms-full.txt)\n")
    return "\n".join(parts)


def llms_full() -> str:
    """All pages, each behind a line that names it."""
    named = (f"<!-- docs/{name} -->\n\n{pages()[name].strip()}\n" for _, names in _by_section() for name in names)
    return "\n".join([INTRODUCTION, *named])


def wanted(scope: page.Scope) -> bool:
    path: str = scope["path"]
    return scope["method"] in ("GET", "HEAD") and (path in ("/llms.txt", "/llms-full.txt") or path.startswith(PREFIX))


def answer(scope: page.Scope) -> page.Answer:
    path: str = scope["path"]
    if path == "/llms.txt":
        return page.whole(scope, 200, _KIND, llms(scope.get("root_path", "")).encode())
    if path == "/llms-full.txt":
        return page.whole(scope, 200, _KIND, llms_full().encode())
    text = pages().get(path.removeprefix(PREFIX))
    if text is None:
        return page.whole(scope, 404, _KIND, b"there is no such page: /llms.txt lists them\n")
    return page.whole(scope, 200, _MARKDOWN, text.encode())
