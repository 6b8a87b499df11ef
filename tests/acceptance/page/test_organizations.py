"""Whole organizations: made, loaded from a file, kept and put back, exported as a test."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Open, Visit

SHOP = """\
id: corner-shop
name: Corner shop
codes: [{code: corner-code}]
extensions: [{sip: CORNER1}]
"""


def drop(page: Page, zone: str, name: str, text: str) -> None:
    """A file from outside the browser, dropped on a zone."""
    page.locator(".drop", has_text=zone).evaluate(
        """(zone, [name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name));
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [name, text],
    )


def test_a_new_organization_is_made_and_shown(seen: Visit):
    page = seen.open("organizations")
    name = f"{seen.tenant.id}-new"
    page.get_by_label("Id").fill(name)
    page.get_by_role("region", name="New organization").get_by_label("Clock").select_option("manual")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("region", name="Connect")).to_contain_text(f"{name}-code")


def test_a_dropped_organization_file_is_loaded_and_replaced_only_after_a_question(seen: Visit):
    page = seen.open("organizations")
    drop(page, "Drop a file here", "shop.yaml", SHOP)
    expect(page.get_by_role("region", name="Connect")).to_contain_text("corner-code")
    page.goto(page.url.replace("overview", "organizations"))
    drop(page, "Drop a file here", "shop.yaml", SHOP.replace("corner-code", "other-code"))
    page.get_by_role("dialog").get_by_role("button", name="Replace").click()
    expect(page.get_by_role("region", name="Connect")).to_contain_text("other-code")


def test_a_mistake_in_a_file_is_told_with_its_place(seen: Visit):
    page = seen.open("organizations")
    drop(page, "Drop a file here", "bad.yaml", "id: bad\nextensions:\n  - {sip: A1}\n  - {sip: A1}\n")
    expect(page.get_by_role("alert")).to_contain_text("extensions")


def test_a_file_that_is_no_json_is_told_so(seen: Visit):
    page = seen.open("organizations")
    drop(page, "Drop a file here", "bad.json", "{")
    expect(page.get_by_role("alert")).to_contain_text("JSON")


def test_a_snapshot_is_kept_as_a_file_and_puts_the_call_back(seen: Visit, tmp_path: Path):
    page = seen.open("organizations")
    ivrid = seen.call_in()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Take a snapshot").click()
    file = tmp_path / kept.value.suggested_filename
    kept.value.save_as(file)
    seen.send_action(f"/calls/{ivrid}/hangup")
    assert seen.ask("/calls?active=1")["calls"] == []
    drop(page, "Drop a snapshot here", file.name, file.read_text())
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(page.locator(".actionlog > li").first).to_contain_text("Restore")
    expect(page.locator(".actionlog > li").first).to_contain_text("done")
    assert [call["ivrid"] for call in seen.ask("/calls?active=1")["calls"]] == [ivrid]
    assert json.loads(file.read_text())["document"]["id"] == seen.tenant.id


def test_deleting_an_organization_asks_first(visit: Open):
    seen, other = visit(), visit()
    page = seen.open("organizations")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=other.tenant.id, exact=True))
    row.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
