"""The Lead Tracker's script in the page of a shop, which is of another origin."""

from __future__ import annotations

from .conftest import Open

SHOP = """<!doctype html><p id="text">-</p><a id="link">call</a>
<script src="{base}/o/{organization}/cdn/Scripts/did_trace_worker/index.min.js"></script>"""
INIT = "token => VC_DID_TRACKER.init(token, {utm_source: 'ad'}, {text: ['#text'], href: ['#link']})"


def test_a_visitor_sees_one_number_and_keeps_it(visit: Open):
    seen = visit()
    shop = SHOP.format(base=seen.base_url, organization=seen.tenant.id)
    seen.page.route("http://shop.example/", lambda route: route.fulfill(content_type="text/html", body=shop))
    token = f"{seen.tenant.id}-tracker"
    seen.tell("", {"lead_trackers": [{"token": token, "numbers": ["0722776774", "0722776773"]}]}, "PATCH")
    seen.page.goto("http://shop.example/")
    first = seen.page.evaluate(INIT, token)
    seen.page.reload()
    again = seen.page.evaluate(INIT, token)

    assert (first, again) == ("0722776774", "0722776774")
    assert seen.page.locator("#text").inner_text() == first
    assert seen.page.locator("#link").get_attribute("href") == f"tel:{first}"
    seen.call_in(did=first)
    assert [call.custom for call in seen.tenant.exchange.calls.values()] == [{"utm_source": "ad"}]
