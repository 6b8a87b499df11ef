"""Writes `docs/reference/coverage.md` from what the tests made the fake answer: `python tools/write_coverage.py`.

Runs the tests of the HTTP APIs and takes what was answered from `tests/exercise`: which operation, in which encoding,
with which row of its error table, in which revision. Nothing is typed by hand. `--check` compares instead of writing.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.contracts.operations import OPERATIONS, Operation

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = CHECKOUT / "docs" / "reference" / "coverage.md"
TESTS = ("tests/mockserver/api",)
APIS = ("click2call", "cdr_hub", "dialer", "monitor", "login", "blacklist", "recording", "history")

Answered = set[tuple[str, str, str, str]]
"""(operation, encoding, name of the error table's row, revision)"""


class Collector:
    """Asks the tests' own observer (`tests/exercise`) at the end of a run what the fake has answered."""

    def __init__(self) -> None:
        self.answered: Answered = set()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        exercise: Any = session.config.pluginmanager.get_plugin("exercise")
        self.answered |= exercise.observer.answered


def page(answered: Answered) -> str:
    """The page for what was answered."""
    encodings: dict[str, set[str]] = defaultdict(set)
    errors: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for operation, encoding, name, revision in answered:
        encodings[operation].add(encoding if name == "ok" else "")
        errors[operation, name].add((encoding, revision))
    known = [operation for operation in OPERATIONS.values() if operation.name.partition(".")[0] in APIS]
    lines = [
        "<!-- Written by tools/write_coverage.py from a run of the tests. -->",
        "",
        "# What the tests cover",
        "",
        "Operations that a test had answered without an error, by the encoding of the request. – is not taken.",
        "",
        "| operation | query | form | JSON |",
        "|---|---|---|---|",
    ]
    for operation in known:
        cells = [state(operation, encoding, encodings[operation.name]) for encoding in ("query", "form", "json")]
        lines.append(f"| `{operation.name}` | {' | '.join(cells)} |")
    lines += [
        "",
        "Rows of the error tables that a test caused, and in what. [How to cause each](api/README.md).",
        "",
        "| operation | error | encodings | revisions |",
        "|---|---|---|---|",
    ]
    for operation in known:
        for name in dict.fromkeys(row.name for row in operation.errors if row.name != "ok"):
            caused = errors[operation.name, name]
            shown = [", ".join(sorted({pair[index] for pair in caused})) or "**none**" for index in (0, 1)]
            lines.append(f"| `{operation.name}` | `{name}` | {shown[0]} | {shown[1]} |")
    return "\n".join(lines) + "\n"


def state(operation: Operation, encoding: str, seen: Iterable[str]) -> str:
    if encoding not in operation.encodings:
        return "–"
    return "yes" if encoding in seen else "**no**"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    collector = Collector()
    tests = [str(CHECKOUT / folder) for folder in TESTS if (CHECKOUT / folder).is_dir()]
    result = pytest.main(
        ["-q", "-n", "0", "-p", "no:randomly", "--rootdir", str(CHECKOUT), *tests], plugins=[collector]
    )
    if result != pytest.ExitCode.OK:
        return int(result)
    text = page(collector.answered)
    if options.check:
        if not PAGE.exists() or PAGE.read_text("utf-8") != text:
            print("docs/reference/coverage.md is out of date: run  python tools/write_coverage.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
