"""Writes `docs/reference/coverage.md` from what the tests made the fake answer: `python tools/write_coverage.py`.

Runs the tests of the HTTP APIs and notes every answer: which operation, in which encoding, with which row of its error
table, in which revision. Nothing is typed by hand. `--check` compares instead of writing.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.contracts.json_values import is_object
from voicenter_mock.contracts.operations import OPERATIONS, ErrorCode, Operation
from voicenter_mock.mockserver.dispatch import Dispatcher

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = CHECKOUT / "docs" / "reference" / "coverage.md"
TESTS = ("tests/mockserver/api",)
APIS = ("click2call", "cdr_hub", "dialer", "monitor", "login", "blacklist", "recording", "history")

Answered = set[tuple[str, str, str, str]]
"""(operation, encoding, name of the error table's row, revision)"""


class Recorder:
    """A pytest plugin that looks over the dispatcher's shoulder while a test runs."""

    def __init__(self) -> None:
        self.answered: Answered = set()

    def pytest_sessionstart(self) -> None:
        answer: Callable[..., Any] = Dispatcher._answer  # pyright: ignore[reportPrivateUsage]

        def noting(dispatcher: Dispatcher, visit: Any, context: Any, body: Any, row: ErrorCode | None) -> Any:
            revision = "current" if visit.tenant is None else visit.tenant.exchange.directory.revision
            name = "ok" if row is None else row.name
            operation: Operation = visit.endpoint.operation
            self.answered.add((operation.name, visit.decoded.encoding, name, revision))
            for entry in _entries(body):
                said = entry["ErrorCode"], entry.get("Description", entry.get("ErrorMessage"))
                self.answered |= {
                    (operation.name, visit.decoded.encoding, own.name, revision)
                    for own in operation.errors
                    if own.name != "ok" and (own.code, own.message) == said and own.revision in (None, revision)
                }
            return answer(dispatcher, visit, context, body, row)

        Dispatcher._answer = noting  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]


def _entries(body: Any) -> list[Any]:
    """The rows of an answer that have errors of their own."""
    return [*body.get("AddResult", ()), *body.get("Phones", ())] if is_object(body) else []


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
    recorder = Recorder()
    tests = [str(CHECKOUT / folder) for folder in TESTS if (CHECKOUT / folder).is_dir()]
    result = pytest.main(["-q", "-p", "no:randomly", "--rootdir", str(CHECKOUT), *tests], plugins=[recorder])
    if result != pytest.ExitCode.OK:
        return int(result)
    text = page(recorder.answered)
    if options.check:
        if not PAGE.exists() or PAGE.read_text("utf-8") != text:
            print("docs/reference/coverage.md is out of date: run  python tools/write_coverage.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
