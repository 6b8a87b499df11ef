"""The page ``docs/reference/clients.md``: what real clients came to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .twenty_requests import TWENTY

_HEAD = """# Real clients

What other languages' clients, servers and socket.io clients came to. The page is written by

```sh
pytest -m world -n 0 tests/world --clients-table
```

which starts each one that is installed and skips the others with the reason.
"""
_KINDS = {
    "http": "## HTTP clients\n\nEach sends the same {count} requests with its defaults: {names}. \"As expected\" means that\n"
    "the sandbox understood every one as it does Python's `http.client`, by status and by journal.",
    "callbacks": "## Servers that take callbacks\n\nA CDR in JSON and in XML-RPC, a pop-up, a question of External IVR and"
    " one of External Layer.",
    "socket.io": "## socket.io clients\n\nA login by token, the four snapshots and a whole call, with a Hebrew name in it.",
}  # fmt: skip


class Row(NamedTuple):
    """``kind`` is one of the page's sections."""

    kind: str
    name: str
    version: str
    result: str


def page(rows: Iterable[Row]) -> str:
    rows = list(rows)
    parts = [_HEAD]
    for kind, title in _KINDS.items():
        found = sorted(row for row in rows if row.kind == kind)
        if not found:
            continue
        names = "; ".join(request.name for request in TWENTY)
        parts.append(title.format(count=len(TWENTY), names=names) + "\n")
        parts.append("| | version | result |\n|---|---|---|")
        parts.append("\n".join(f"| {row.name} | {row.version} | {row.result} |" for row in found) + "\n")
    return "\n".join(parts)
