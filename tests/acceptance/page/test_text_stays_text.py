"""What callers, customers and other pages send is shown, never obeyed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from ..receivers import receiver
from .conftest import VIEWS, Open, answer_for

MARKUP = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"


def test_markup_in_names_parameters_and_answers_stays_text_in_every_view(visit: Open):
    with receiver() as customer:
        customer.answer = lambda message: answer_for({"STATUS": MARKUP, "CLIENTNAME": MARKUP, "COMPANY": MARKUP})
        seen = visit()
        users = seen.ask()["document"]["users"]
        users[0]["name"] = MARKUP
        callbacks = {"popup": {"url": customer.popup_url}, "cdr": {"url": customer.url}}
        seen.send_action("", {"callbacks": callbacks, "users": users, "name": MARKUP}, "PATCH")
        ivrid = seen.call_in(caller_name=MARKUP, custom={MARKUP: MARKUP})
        seen.call_in(caller_name=MARKUP, did="0722776773", parties={"agent": {"kind": "no_answer"}})
        seen.click2call(target=MARKUP, **{"var_" + MARKUP: MARKUP})
        requests.get(f"{seen.base_url}/{MARKUP}", {"code": MARKUP}, timeout=30)
        seen.send_action("/clock/advance", {"seconds": 15})
        page = seen.open("calls", ivrid)
        expect(page.get_by_role("region", name="Details")).to_contain_text("<img src=x")
        page.goto("about:blank")
        for view in VIEWS:
            seen.open(view)
            expect(page.locator("main > .view")).to_be_visible()
            for link in page.locator(".log tbody a").all()[:1]:
                link.click()
                expect(page.get_by_role("region", name="Details")).to_be_visible()
            assert page.locator("main img, main script").count() == 0, view
            assert "taken" not in page.title()
        seen.open("callbacks")
        page.locator("tbody tr", has_text="Pop-up").first.get_by_role("link").click()
        expect(page.get_by_role("region", name="Details")).to_contain_text("<img src=x")


@pytest.fixture
def foreign() -> Iterator[ThreadingHTTPServer]:
    """A web server of another origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>foreign</title>")

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


ATTACKS = {
    "fetch": "fetch(url, {method: 'POST', body: '{}'})",
    "fetch without reading": "fetch(url, {method: 'POST', mode: 'no-cors', body: '{}', headers: {'Content-Type': 'text/plain'}})",
    "fetch with JSON": "fetch(url, {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json'}})",
    "beacon": "Promise.resolve(navigator.sendBeacon(url, '{}'))",
    "form": """new Promise(done => {
        const frame = document.createElement('iframe'); frame.name = 'there'; frame.onload = done; document.body.append(frame);
        const form = document.createElement('form'); form.method = 'POST'; form.action = url; form.target = 'there'; form.enctype = 'text/plain';
        document.body.append(form); form.submit(); })""",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_page_of_another_origin_places_no_call(visit: Open, foreign: ThreadingHTTPServer, attack: str):
    seen = visit()
    page = seen.page
    page.goto(f"http://127.0.0.1:{foreign.server_port}/")
    page.evaluate(f"async url => {{ try {{ await {ATTACKS[attack]} }} catch {{}} }}", f"{seen.control}/calls")
    page.wait_for_load_state("networkidle")
    assert seen.ask("/calls")["calls"] == []


def test_a_page_of_another_origin_reads_nothing_and_cannot_frame_the_page(visit: Open, foreign: ThreadingHTTPServer):
    seen = visit()
    page = seen.page
    page.goto(f"http://127.0.0.1:{foreign.server_port}/")
    read = "async url => { try { return (await fetch(url)).status } catch { return 'refused' } }"
    assert page.evaluate(read, seen.control) == "refused"
    assert page.evaluate(read, f"{seen.control}/changes") == "refused"
    page.evaluate(
        "async url => { const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame);"
        " await new Promise(done => frame.onload = done) }",
        f"{seen.base_url}/",
    )
    assert "voicenter-mock" not in page.frames[-1].content()
