"""Asks for every external link of the documentation's site: `python tools/check_links.py`, or `poe links`.

Sphinx's own checker, on the pages as `tools/build_site.py` lays them out. Names each link that leads nowhere, or for
good somewhere else, and ends with 1 then. It needs the internet, so that CI does not run it: `EXTERNAL_HOSTS` in
`tools/site/conf.py`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build_site import lay_out, sphinx

MOVED = (301, 308)


def wrong(lay_out: Callable[[Path], object] = lay_out) -> list[str]:
    """A line for each link that is not as it should be: page, line, link and what came back."""
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "source", Path(scratch) / "links"
        lay_out(source)
        sphinx(source, target, "-b", "linkcheck")
        asked: list[dict[str, Any]] = [
            json.loads(line) for line in (target / "output.json").read_text("utf-8").splitlines()
        ]
    return [
        f"{link['filename']}:{link['lineno']}: {link['uri']}: {link['info'] or link['status']}"
        for link in asked
        if link["status"] in ("broken", "timeout") or link["code"] in MOVED
    ]


def main() -> int:
    found = wrong()
    print(*(found or ["every link leads somewhere"]), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
