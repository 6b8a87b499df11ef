"""The checker of external links names those that lead nowhere. Here they lead to this process."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"

pytestmark = pytest.mark.slow


class Pages(BaseHTTPRequestHandler):
    """``/here`` is there, ``/moved`` is there by another name, nothing else is."""

    def do_HEAD(self) -> None:
        self.send_response({"/here": 200, "/moved": 301}.get(self.path, 404))
        self.send_header("Location", "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_link_that_leads_nowhere_and_one_that_has_moved_are_named(elsewhere: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    tool: dict[str, Any] = runpy.run_path(str(TOOLS / "check_links.py"))

    def one_page(source: Path) -> None:
        source.mkdir()
        links = "\n\n".join(f"[{name}]({elsewhere}/{name})" for name in ("here", "moved", "gone"))
        (source / "index.md").write_text(f"# Links\n\n{links}\n", "utf-8")

    found: list[str] = tool["wrong"](one_page)
    assert [line.split(": ")[:2] for line in sorted(found)] == [
        ["index.md:5", f"{elsewhere}/moved"],
        ["index.md:7", f"{elsewhere}/gone"],
    ]
