"""The call log on the page: a record with all its members, linked with its call, callback, request and event."""

from __future__ import annotations

import requests
from playwright.sync_api import Page, expect

from ..receivers import receiver
from .conftest import Open, Visit, answer_for


def link(page: Page, name: str) -> None:
    page.locator(".details a", has_text=name).first.click()


def a_record(seen: Visit) -> str:
    """The id of a call whose record there is."""
    ivrid = seen.click2call(target="0555550017")["CALLID"]
    seen.send_action("/clock/advance", {"seconds": 60})
    return ivrid


def test_a_record_shows_every_member_with_its_meaning(seen: Visit):
    a_record(seen)
    page = seen.open("records", "2")
    members = page.locator(".details .members tbody tr")
    expect(members.first).to_be_visible()

    assert members.count() == len(seen.ask("/cdrs/2")["cdr"])
    expect(members.filter(has_text="Seconds of ringing").first).to_contain_text("dialtime")


def test_a_record_leads_to_its_call_and_back_and_to_its_request_and_callback(seen: Visit):
    with receiver() as customer:
        customer.answer = lambda message: answer_for({"err": 0})
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        ivrid = seen.click2call(target="0555550017")["CALLID"]
        seen.send_action("/clock/advance", {"seconds": 60})
        page = seen.open("records", "2")

        link(page, ivrid)
        expect(page).to_have_url(f"{seen.base_url}/#/{seen.tenant.id}/calls/{ivrid}")
        page.locator(".story a", has_text="record").last.click()
        expect(page).to_have_url(f"{seen.base_url}/#/{seen.tenant.id}/records/2")

        (delivery,) = seen.ask("/cdrs/2")["deliveries"]
        page.locator(f".details a[href$='callbacks/{delivery}']").click()
        expect(page.locator(".details .attempts")).to_contain_text("acknowledged")
        page.locator(".details a[href$='records/2']").click()
        page.locator(".details a[href$='requests/1']").click()
        link(page, ivrid)
        expect(page.locator(".details .story")).to_contain_text("ordered this call")


def test_a_number_that_was_added_to_a_campaign_leads_to_its_call_and_back(seen: Visit):
    """Also on a page that had shown the request before the campaign called."""
    wanted = {
        "Code": f"{seen.tenant.id}-code",
        "Campaign": f"{seen.tenant.id}-agents-campaign",
        "Target": "050-1234567",
    }
    requests.post(f"{seen.base_url}/o/{seen.tenant.id}/ForwardDialer/Dialer/AddCall", json=wanted, timeout=30)
    page = seen.open("requests", "1")
    expect(page.locator(".details .payload").first).to_contain_text("050-1234567")
    seen.send_action(f"/campaigns/{seen.tenant.id}-agents-campaign/start")
    seen.send_action("/clock/advance", {"seconds": 60})
    (ivrid,) = [call["ivrid"] for call in seen.ask("/calls")["calls"] if call["campaign"]]

    link(page, ivrid)
    story = page.locator(".details .story")
    expect(story).to_contain_text("put it on the campaign's list")
    story.get_by_role("link", name="request", exact=True).first.click()
    expect(page).to_have_url(f"{seen.base_url}/#/{seen.tenant.id}/requests/1")


def test_an_event_leads_to_its_call_and_back(seen: Visit):
    ivrid = a_record(seen)
    page = seen.open("events", "1")
    link(page, ivrid)
    page.get_by_label("Realtime events too").check()
    page.locator(".details .story a[href$='/events/1']").first.click()
    expect(page).to_have_url(f"{seen.base_url}/#/{seen.tenant.id}/events/1")


def test_a_record_is_read_in_hebrew_with_its_names_from_left_to_right(visit: Open):
    seen = visit(locale="he-IL")
    a_record(seen)
    page = seen.open("records", "2")
    row = page.locator(".details .members tr", has_text="dialtime").first

    expect(row).to_contain_text("שניות של צלצול")
    assert row.locator("bdi").first.get_attribute("dir") == "ltr"
    seen.keep("record-hebrew")


def test_the_list_of_records_is_walked_with_the_keyboard(seen: Visit):
    a_record(seen)
    page = seen.open("records")
    page.locator(".log tbody a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".details h2")).to_contain_text("1")
    page.keyboard.press("Escape")
    expect(page.locator(".log tbody a").nth(1)).to_be_focused()


def test_a_hebrew_reader_gets_hints_and_violations_in_hebrew(visit: Open):
    seen = visit(locale="he-IL")
    seen.click2call(target="", phone="050-123-4567")
    page = seen.open("requests", "1")
    findings = page.locator(".details .findings li")

    expect(findings.filter(has_text="השדה")).to_contain_text("target")
    expect(findings.filter(has_text="נקרא בתור")).to_contain_text("0501234567")
    assert page.locator(".details .findings [lang=en]").count() == 0


def test_a_hebrew_reader_gets_verdicts_and_what_an_answer_breaks_in_hebrew(visit: Open):
    with receiver() as customer:
        customer.answer = lambda message: answer_for({"err": "no"})
        seen = visit(locale="he-IL")
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        seen.click2call(target="0555550017")
        seen.send_action("/clock/advance", {"seconds": 60})
        page = seen.open("callbacks", "1")

        expect(page.locator(".details .findings")).to_contain_text("צריך להיות")
        assert page.locator(".details .findings [lang=en]").count() == 0
