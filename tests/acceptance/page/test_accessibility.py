"""For keyboard, screen reader, small screens and weak eyes. axe-core is npm's; without it those tests are skipped."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ..receivers import Receiver, receiver
from .conftest import CHECKOUT, VIEWS, Open, Visit, answer_for

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
LISTS = ("calls", "records", "requests", "callbacks", "events")
FILLED = {
    "overview": ".calls .bars",
    "play": ".desk li",
    "people": "tbody tr",
    "campaigns": ".campaign",
    "faults": ".standing li",
    "organizations": "tbody tr",
}
"""What stands in a view once it shows something."""
SHOWN = ("overview", "play", "calls", "campaigns")
"""Views whose screenshots are kept."""
WAYS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "hebrew": {"locale": "he-IL"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
}


def busy(seen: Visit, customer: Receiver) -> None:
    """Something of everything, good and bad: the customer acknowledges no record."""
    callbacks = {"popup": {"url": customer.popup_url}, "cdr": {"url": customer.url}}
    seen.send_action("", {"callbacks": callbacks}, "PATCH")
    seen.click2call(target="0555550017")
    seen.send_action("/clock/advance", {"seconds": 60})
    seen.call_in(caller_name="דנה לוי", parties={"SIPSIP1": {"kind": "no_answer"}})
    seen.call_in(did="0722776773", parties={"agent": {"kind": "no_answer"}})
    seen.click2call(phone="SIPSIP2")
    seen.click2call(target="")
    seen.send_action("/faults", {"on": "click2call", "status": 503, "first": 1})
    seen.send_action("/expectations", {"number": "0501234567", "kind": "busy"})
    seen.send_action("/clock/advance", {"seconds": 8})


def findings(page: Page) -> list[str]:
    """What axe calls serious or critical, and a view without its heading."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text() + ";0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary'][:300]}"
        for rule in found
        if rule["impact"] in ("serious", "critical") or rule["id"] == "page-has-heading-one"
        for node in rule["nodes"]
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install --no-save axe-core@4")
@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_serious(visit: Open, way: str):
    with receiver() as customer:
        customer.answer = lambda message: answer_for(
            {"STATUS": "OK", "CLIENTNAME": "Dana", "URL": "https://crm.example/7"}
        )
        seen = visit(bypass_csp=True, **WAYS[way])
        busy(seen, customer)
        page = seen.open()
        expect(page.locator(".latest li").first).to_be_visible()
        for view in VIEWS:
            page.goto(page.url.split("#")[0] + f"#/{seen.tenant.id}/{view}")
            expect(page.locator("nav [aria-current=page]")).to_have_attribute("href", f"#/{seen.tenant.id}/{view}")
            if view in LISTS:
                page.locator(".log tbody a").first.click()
                expect(
                    page.locator(".details .payload, .details .story li, .details .members td").first
                ).to_be_visible()
            else:
                expect(page.locator(FILLED[view]).first).to_be_visible()
            assert findings(page) == [], view
            if view in SHOWN:
                seen.keep(f"{way}-{view}")


def test_a_row_is_opened_walked_and_closed_with_the_keyboard(seen: Visit):
    for _ in range(3):
        seen.click2call(target="")
    page = seen.open("requests")
    rows = page.locator(".log tbody a")
    expect(rows).to_have_count(3)
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Details")).to_be_visible()
    expect(page.get_by_role("region", name="Details").get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Details")).to_be_hidden()
    expect(rows.nth(1)).to_be_focused()


def test_the_first_tab_skips_to_the_content(visit: Open):
    page = visit().open()
    expect(page.get_by_role("region", name="Connect")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_single_keys_act_unless_somebody_types_or_has_switched_them_off(visit: Open):
    seen = visit()
    page = seen.open()
    expect(page.get_by_role("region", name="Connect")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Filter calls")).to_be_focused()
    page.keyboard.type("2p")
    expect(page.get_by_label("Filter calls")).to_have_value("2p")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    dialog.get_by_label("Single keys act as shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("heading", name="Calls", exact=True).click()
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
    assert seen.ask("/clock")["mode"] == "manual"


def test_what_was_done_is_told_once_to_a_screen_reader(seen: Visit):
    page = seen.open("people")
    page.get_by_role("button", name="Switch device off: SIPSIP1").click()
    expect(page.locator(".frame > [aria-live=polite]")).to_have_text("Done: Switch device off")
