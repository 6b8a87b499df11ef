"""Faults and decided outcomes from the page."""

from __future__ import annotations

import requests
from playwright.sync_api import expect

from .conftest import Visit


def test_a_fault_strikes_and_is_taken_away(seen: Visit):
    page = seen.open("faults")
    faults = page.get_by_role("region", name="Let things go wrong")
    faults.get_by_label("Only the first").fill("1")
    faults.get_by_label("When").fill("target=05012*")
    faults.get_by_role("button", name="Add fault").click()
    expect(faults).to_contain_text("struck 0 of 0")
    url = f"{seen.base_url}/o/{seen.tenant.id}/ForwardDialer/click2call.aspx"
    query = {"code": f"{seen.tenant.id}-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
    assert requests.get(url, query, timeout=30).status_code == 503
    expect(faults).to_contain_text("struck 1 of 1")
    faults.get_by_role("button", name="Remove: click2call").click()
    expect(faults).to_contain_text("Nothing goes wrong on purpose.")
    assert seen.ask("/faults")["faults"] == []


def test_what_cannot_be_a_fault_is_told_in_words(seen: Visit):
    page = seen.open("faults")
    faults = page.get_by_role("region", name="Let things go wrong")
    faults.get_by_label("Where").fill("clik2call")
    faults.get_by_role("button", name="Add fault").click()
    expect(page.get_by_role("alert")).to_contain_text("clik2call")
    page.get_by_role("alert").get_by_role("button", name="Close").click()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_the_next_dial_of_a_number_is_decided(seen: Visit):
    page = seen.open("faults")
    outcomes = page.get_by_role("region", name="Decide how dials go")
    outcomes.get_by_label("Number or extension").fill("0501234567")
    outcomes.get_by_role("button", name="Decide").click()
    expect(outcomes).to_contain_text("1 left")
    seen.click2call()
    seen.send_action("/clock/advance", {"until": "idle"})
    expect(outcomes).to_contain_text("Nothing is decided.")
    [call] = seen.ask("/calls")["calls"]
    assert call["legs"][-1]["status"] == "BUSY"
