"""The page's files over a real server: where they are, what they may do, and what is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running_server import Served

HTML = {"Accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/_sandbox", "/_sandbox/"])
def test_the_page_is_at_the_root_and_under_sandbox(served: Served, path: str):
    answer = served.ask("GET", path)

    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.body.lower().startswith(b"<!doctype html>")


def test_the_policy_lets_nothing_run_but_the_servers_own_files(served: Served):
    headers = served.ask("GET", "/").headers

    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(("path", "kind"), [("page.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")])
def test_a_file_has_its_type_and_the_pages_headers(served: Served, path: str, kind: str):
    headers = served.ask("GET", f"/_sandbox/page/{path}").headers

    assert (headers["content-type"], headers["x-content-type-options"]) == (kind, "nosniff")


def test_a_file_the_browser_has_is_not_sent_again(served: Served):
    first = served.ask("GET", "/")
    again = served.ask("GET", "/", {"If-None-Match": f'"old", W/{first.headers["etag"]}'})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_head_has_the_length_and_no_body(served: Served):
    whole, head = served.ask("GET", "/"), served.ask("HEAD", "/")

    assert (head.status, head.body, int(head.headers["content-length"])) == (200, b"", len(whole.body))


@pytest.mark.parametrize(
    "name", ["", "../page.py", "%2e%2e/page.py", "..%2fpage.py", "/etc/passwd", "..\\page.py", ".hidden", "a//b", "%00"]
)
def test_nothing_outside_the_folder_is_a_file_of_the_page(served: Served, name: str):
    assert served.ask("GET", f"/_sandbox/page/{name}").status == 404


def test_a_file_cannot_be_changed(served: Served):
    answer = served.ask("PUT", "/_sandbox/page/page.css")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/"), ("OPTIONS", "/"), ("GET", "/?code=demo-code&phone=SIPSIP1")]
)
def test_a_clients_lost_request_is_told_so_and_noted(served: Served, method: str, path: str):
    known = len(served.ask("GET", "/_sandbox/requests").data["requests"])
    answer = served.ask(method, path)

    assert (answer.status, answer.data["error"]["code"]) == (404, "unknown_path")
    assert len(served.ask("GET", "/_sandbox/requests").data["requests"]) == known + 1


def test_a_browser_may_add_parameters_to_the_page(served: Served):
    assert served.ask("GET", "/?lang=he", HTML).headers["content-type"].startswith("text/html")


def test_the_icon_that_browsers_ask_for_is_no_lost_request(served: Served):
    assert served.ask("GET", "/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_no_file_has_script_or_style_that_the_policy_forbids():
    from voicenter_mock.mockserver.sandbox.page import STATIC

    files = list(Path(STATIC).rglob("*.html"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8").lower()
        assert " style=" not in text, file
        assert "<style" not in text, file
        assert " onclick=" not in text, file
        assert "http://" not in text.replace("http://localhost", ""), file
