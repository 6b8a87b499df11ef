"""Campaigns, and the clock that runs them: numbers dropped in, progress, cancel."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Locator, Page, expect

from .conftest import Open, Visit

MANY = "\n".join(f"05012{number:05}" for number in range(3000)).encode()


def card(page: Page) -> Locator:
    return page.get_by_role("article").filter(has_text="Demo agents campaign")


def give(page: Page, numbers: str) -> None:
    campaign = card(page)
    campaign.get_by_text("Add numbers", exact=True).first.click()
    campaign.get_by_label("Numbers, one a line").fill(numbers)
    campaign.get_by_role("button", name="Add numbers").click()


def test_a_list_of_numbers_is_dialled(seen: Visit):
    page = seen.open("campaigns")
    give(page, "name,phone\nDana,050-123 4567\n0501234568\n\n+972501234569\n")
    expect(card(page)).to_contain_text("3 added, 0 refused.")
    page.get_by_label("How far").select_option("idle")
    page.get_by_role("button", name="Advance", exact=True).click()
    expect(card(page)).to_contain_text("3 / 3")
    expect(card(page).get_by_role("img", name="Pace")).to_be_visible()
    seen.keep("campaigns")


def test_a_file_of_numbers_fills_the_list(seen: Visit):
    page = seen.open("campaigns")
    campaign = card(page)
    campaign.get_by_text("Add numbers", exact=True).first.click()
    file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": b'"0501234567";Dana\n"0501234568";Avi\n'}
    campaign.locator("input[type=file]").set_input_files(file)
    expect(campaign.get_by_text("2 numbers")).to_be_visible()


def test_numbers_that_are_none_are_refused_with_their_reason(seen: Visit):
    page = seen.open("campaigns")
    give(page, "0501234567\n12345\n")
    expect(card(page)).to_contain_text("1 added, 1 refused.")
    expect(card(page).get_by_role("listitem").filter(has_text="12345")).to_be_visible()


def test_a_campaign_stops_and_starts_again(seen: Visit):
    page = seen.open("campaigns")
    card(page).get_by_role("button", name="Stop").click()
    expect(card(page)).to_contain_text("Off")
    assert seen.ask("/campaigns")["campaigns"][0]["status"] == "Disabled"
    card(page).get_by_role("button", name="Start").click()
    expect(card(page)).to_contain_text("On")


def test_pending_numbers_are_cleared_only_after_a_question(seen: Visit):
    page = seen.open("campaigns")
    give(page, "0501234567\n0501234568\n0501234569\n")
    expect(card(page)).to_contain_text("added")
    card(page).get_by_role("button", name="Clear").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert seen.ask("/campaigns")["campaigns"][0]["pending"] > 0
    card(page).get_by_role("button", name="Clear").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    expect(card(page)).to_contain_text("0 pending")


def test_a_long_advance_shows_its_progress_and_can_be_cancelled(seen: Visit):
    page = seen.open("campaigns")
    campaign = card(page)
    campaign.get_by_text("Add numbers", exact=True).first.click()
    campaign.locator("input[type=file]").set_input_files({"name": "many.txt", "mimeType": "text/plain", "buffer": MANY})
    campaign.get_by_role("button", name="Add numbers").click()
    expect(card(page)).to_contain_text("3,000 added")
    page.get_by_label("How far").select_option("idle")
    page.get_by_role("button", name="Advance", exact=True).click()
    clock = page.get_by_role("region", name="Clock")
    expect(clock.get_by_role("progressbar")).to_be_visible()
    clock.get_by_role("button", name="Cancel").click()
    expect(clock.get_by_role("progressbar")).to_be_hidden()
    expect(page.get_by_role("alert")).to_contain_text("cancelled")
    assert seen.ask("/campaigns")["campaigns"][0]["pending"] > 0


def test_the_clock_pauses_runs_and_changes_its_speed(visit: Open):
    seen = visit(clock="realtime")
    page = seen.open()
    clock = page.get_by_role("region", name="Clock")
    clock.get_by_role("button", name="Pause").click()
    expect(clock).to_contain_text("Paused")
    assert seen.ask("/clock")["mode"] == "manual"
    clock.get_by_label("Speed").select_option("60")
    expect(clock).to_contain_text("Faster")
    assert (seen.ask("/clock")["mode"], seen.ask("/clock")["speed"]) == ("scaled", 60)
