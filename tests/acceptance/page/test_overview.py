"""The first ten seconds: what to connect to, what came in, what is wrong with it."""

from __future__ import annotations

import requests
from playwright.sync_api import expect

from voicenter_mock import __version__

from ..receivers import receiver
from .conftest import Open, Visit


def test_the_corner_says_which_version_runs(seen: Visit):
    expect(seen.open().get_by_role("banner")).to_contain_text(f"voicenter-mock {__version__}")


def test_the_codes_and_addresses_to_use_are_shown(seen: Visit):
    connect = seen.open().get_by_role("region", name="Connect")
    expect(connect).to_contain_text(f"{seen.base_url}/o/{seen.tenant.id}")
    expect(connect).to_contain_text(f"{seen.tenant.id}-code")
    expect(connect).to_contain_text(f"{seen.tenant.id}-agents-campaign")
    seen.keep("overview-empty")


def test_a_call_appears_while_the_page_is_open_and_says_how_it_ended(seen: Visit):
    calls = seen.open().get_by_role("region", name="Calls of the last five minutes")
    expect(calls).to_contain_text("No call")
    assert seen.click2call(target="0555550017")["ERRORCODE"] == 0
    expect(calls).to_contain_text("Ringing")
    seen.send_action("/clock/advance", {"until": "idle"})
    expect(calls).to_contain_text("Busy")
    seen.keep("overview-call")


def test_a_request_with_a_mistake_is_told_with_its_reason(seen: Visit):
    came = seen.open().get_by_role("region", name="What came in")
    seen.click2call(target="")
    expect(came).to_contain_text("problem")
    expect(came).to_contain_text("field 'target' is missing")


def test_a_request_that_found_no_organization_is_told_with_its_hint(seen: Visit):
    page = seen.open()
    requests.get(
        f"{seen.base_url}/ForwardDialer/click2call.aspx", {"code": "mistyped-code", "phone": "SIPSIP1"}, timeout=30
    )
    came = page.get_by_role("region", name="What came in")
    expect(came).to_contain_text("mistyped-code")
    came.get_by_role("link", name="found no organization").click()
    expect(page.get_by_role("region", name="Details")).to_contain_text("No organization answered this request")


def test_figures_follow_what_happens(seen: Visit):
    page = seen.open()
    live = page.get_by_role("main").get_by_role("link", name="live calls")
    expect(live).to_contain_text("0")
    seen.call_in()
    seen.call_in(caller="0501234568")
    expect(live).to_contain_text("2")


def test_another_organization_is_one_choice_away(visit: Open):
    first, second = visit(), visit()
    second.call_in()
    page = first.open()
    expect(page.get_by_role("region", name="Connect")).to_contain_text(f"{first.tenant.id}-code")
    expect(page.get_by_label("Organization", exact=True).locator("option", has_text=second.tenant.id)).to_have_count(1)
    page.get_by_label("Organization", exact=True).select_option(second.tenant.id)
    expect(page.get_by_role("region", name="Connect")).to_contain_text(f"{second.tenant.id}-code")
    expect(page.get_by_role("region", name="Calls of the last five minutes")).to_contain_text("0501234567")


def test_an_organization_that_is_reset_begins_anew_on_an_open_page(seen: Visit):
    page = seen.open("requests")
    seen.click2call(target="")
    expect(page.locator("tbody tr", has_text="click2call")).to_have_count(1)
    seen.send_action("/reset")
    expect(page.get_by_text("No request.")).to_be_visible()
    seen.click2call()
    expect(page.locator("tbody tr", has_text="click2call")).to_have_count(1)


def test_a_callback_that_is_not_accepted_is_red_within_one_attempt(visit: Open):
    with receiver() as customer:
        customer.answer = lambda message: (403, "text/html", b"<html><p>CSRF verification failed</p></html>")
        seen = visit(color_scheme="light")
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        page = seen.open()
        figure = page.get_by_role("main").get_by_role("link", name="callbacks not accepted").locator(".figure")
        expect(figure).to_have_text("0")
        seen.call_in(talk_seconds=5)
        seen.send_action("/clock/advance", {"seconds": 20})
        expect(figure).to_have_text("1")
        expect(figure).to_have_css("color", "rgb(179, 38, 30)")
        expect(page.get_by_role("navigation").get_by_role("link", name="Callbacks")).to_contain_text("1 not accepted")
        mend = page.get_by_role("region", name="What to mend first")
        expect(mend).to_contain_text("Your server has not accepted 1 of 1 cdr callbacks at the last attempt.")
        seen.keep("overview-not-accepted")
        mend.get_by_role("listitem").filter(has_text="cdr callbacks").get_by_role("link").click()
        expect(page.get_by_role("region", name="Details")).to_contain_text("CSRF verification failed")


def test_everything_that_one_needs_to_connect_is_there(seen: Visit):
    seen.send_action("", {"callbacks": {"popup": {"url": "http://127.0.0.1:9/popup"}}}, "PATCH")
    connect = seen.open().get_by_role("region", name="Connect")
    expect(connect).to_contain_text(f"{seen.tenant.id}-bearer")
    expect(connect).to_contain_text("http://127.0.0.1:9/popup")
    expect(connect).to_contain_text("CDR: goes nowhere yet")
    connect.get_by_text("Extensions").click()
    expect(connect).to_contain_text("SIPSIP1")
    connect.get_by_text("Magic numbers").click()
    expect(connect).to_contain_text("0555550017 is busy")


def test_charts_count_minutes_and_who_waits_now_and_say_so_when_there_is_nothing(visit: Open):
    seen = visit()
    page = seen.open()
    charts = page.get_by_role("region", name="Over time")
    expect(charts).to_contain_text("Nobody waited in a queue.")
    expect(charts.locator("svg")).to_have_count(0)
    seen.call_in(did="0722776773", parties={"agent": {"kind": "no_answer"}})
    seen.send_action("/clock/advance", {"seconds": 90})
    waits = charts.get_by_role("img", name="Wait in queues")
    expect(waits).to_be_visible()
    expect(charts).not_to_contain_text("Nobody waited in a queue.")
    asked = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert {url.rpartition("bucket=")[2] for url in asked if "bucket=" in url} == {"60"}
