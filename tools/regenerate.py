"""Writes everything anew that is generated: `python tools/regenerate.py [--without-tests]`, or `poe pages`.

Runs `embed_definitions.py` and then each `write_*.py` beside it, so that a new one needs no entry here.
`--without-tests` leaves out those that run tests to know what to write, which take half a minute.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
FIRST = "embed_definitions.py"
"""What the others read is written by it."""
RUN_TESTS = ("write_coverage.py",)


def generators() -> list[str]:
    """The tools that write something anew, in the order in which they run."""
    others = sorted(path.name for path in TOOLS.glob("write_*.py"))
    return [FIRST, *(name for name in others if name not in RUN_TESTS), *RUN_TESTS]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Writes everything anew that is generated.")
    parser.add_argument("--without-tests", action="store_true", help="leave out what tests have to run for")
    given = parser.parse_args(arguments)
    for name in generators():
        if given.without_tests and name in RUN_TESTS:
            continue
        print(name, flush=True)
        code = subprocess.run([sys.executable, TOOLS / name], cwd=TOOLS.parent, check=False).returncode
        if code:
            print(f"{name} failed with exit code {code}", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
