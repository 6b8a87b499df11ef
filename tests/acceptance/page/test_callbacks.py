"""Deliveries with their attempts, and sending one again."""

from __future__ import annotations

from playwright.sync_api import expect

from ..receivers import receiver
from .conftest import Open, Visit


def test_a_refused_record_is_seen_with_its_reason_and_sent_again(seen: Visit):
    with receiver() as customer:
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        customer.answer = lambda message: (500, "text/plain", b"no room")
        ivrid = seen.call_in()
        page = seen.open("callbacks")
        expect(page.get_by_text("No callback.")).to_be_visible()
        seen.send_action("/clock/advance", {"seconds": 300})
        page.locator("tbody tr", has_text="0501234567").first.get_by_role("link").click()
        details = page.get_by_role("region", name="Details")
        expect(details).to_contain_text("HTTP error")
        expect(details).to_contain_text("no room")
        expect(details.get_by_role("link", name=ivrid)).to_be_visible()
        seen.keep("callbacks")
        customer.answer = lambda message: (200, "application/json", b'{"err": 0}')
        details.get_by_role("button", name="Send again").click()
        expect(details).to_contain_text("Acknowledged")


CUT_AT_THE_BEGINNING = """() => [...document.querySelectorAll(".log td")]
  .filter((cell) => cell.scrollWidth > cell.clientWidth && cell.firstElementChild?.dir === "ltr")
  .filter((cell) => getComputedStyle(cell).direction === "rtl")
  .map((cell) => cell.textContent)"""


def test_what_does_not_fit_is_cut_at_its_end_in_hebrew_too(visit: Open):
    with receiver() as customer:
        seen = visit(locale="he-IL")
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        customer.answer = lambda message: (500, "text/plain", b"no room " * 20)
        seen.call_in()
        seen.send_action("/clock/advance", {"seconds": 300})
        page = seen.open("callbacks")
        expect(page.locator("tbody tr", has_text="HTTP 500")).to_be_visible()

        assert page.evaluate(CUT_AT_THE_BEGINNING) == []


def test_a_sample_is_sent_to_the_address_that_was_typed(seen: Visit):
    with receiver() as customer:
        page = seen.open("callbacks")
        page.get_by_text("Addresses, and sending a sample").click()
        form = page.locator("form").filter(has_text="Address")
        form.get_by_label("Address").fill(customer.url)
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_role("complementary", name="Last action")).to_contain_text("done")
        form.get_by_role("button", name="Send a sample").click()
        expect(page.get_by_role("region", name="Details")).to_contain_text("Acknowledged")
        assert len(customer.messages) == 1


def test_the_page_tells_of_a_call_what_the_control_api_does(seen: Visit):
    ivrid = seen.click2call(target="0555550017")["CALLID"]
    seen.send_action("/clock/advance", {"seconds": 30})
    entries = seen.ask(f"/calls/{ivrid}/timeline")["entries"]
    page = seen.open("calls", ivrid)
    page.get_by_label("Realtime events too").check()
    lines = page.locator(".details .story li")

    expect(lines).to_have_count(len(entries))
    for line, entry in zip(lines.all_inner_texts(), entries, strict=True):
        assert entry["text"] in line


def test_why_a_record_did_not_arrive_is_two_clicks_away(seen: Visit):
    with receiver() as customer:
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        customer.answer = lambda message: (403, "text/html", b"<html><p>CSRF verification failed</p></html>")
        ivrid = seen.click2call(target="0555550017")["CALLID"]
        seen.send_action("/clock/advance", {"seconds": 30})
        page = seen.open()
        page.get_by_role("navigation").get_by_role("link", name="Calls").click()
        page.locator("tbody tr", has_text="0555550017").first.get_by_role("link").click()
        story = page.get_by_role("region", name="Details").locator(".story")
        expect(story).to_contain_text("Request 1, click2call, ordered this call; it was answered HTTP 200.")
        expect(story).to_contain_text("attempt 1: HTTP 403: CSRF verification failed.")
        expect(story).to_contain_text("attempt 2 is due at")
        seen.keep("call-story")
        story.get_by_role("link", name="request", exact=True).click()
        page.get_by_role("region", name="Details").get_by_role("link", name=ivrid).click()
        expect(story).to_contain_text("No pop-up address is set")
