"""The Lead Tracker's script in the page of a shop, which is of another origin."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .conftest import Open

SHOP = """<!doctype html><p id="text">-</p><a id="link">call</a>
<script src="{base}/o/{organization}/cdn/Scripts/did_trace_worker/index.min.js"></script>"""
INIT = "token => VC_DID_TRACKER.init(token, {utm_source: 'ad'}, {text: ['#text'], href: ['#link']})"


@contextmanager
def served(content: str) -> Generator[str]:
    """A page at an origin of its own. A loopback one: browsers let no other page load what this machine serves."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_visitor_sees_one_number_and_keeps_it(visit: Open):
    seen = visit()
    shop = SHOP.format(base=seen.base_url, organization=seen.tenant.id)
    token = f"{seen.tenant.id}-tracker"
    seen.send_action("", {"lead_trackers": [{"token": token, "numbers": ["0722776774", "0722776773"]}]}, "PATCH")
    with served(shop) as url:
        seen.page.goto(url)
        first = seen.page.evaluate(INIT, token)
        seen.page.reload()
        again = seen.page.evaluate(INIT, token)

    assert (first, again) == ("0722776774", "0722776774")
    assert seen.page.locator("#text").inner_text() == first
    assert seen.page.locator("#link").get_attribute("href") == f"tel:{first}"
    seen.call_in(did=first)
    assert [call.custom for call in seen.tenant.exchange.calls.values()] == [{"utm_source": "ad"}]
