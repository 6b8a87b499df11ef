"""The analysis of a conversation: asked for where a call is dialled, and shown in the call."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Visit


def test_a_call_shows_what_was_said_in_it(seen: Visit):
    ivrid = seen.call_in(ai={"summary": "Wants <b>two</b>.", "language": "en"}, talk_seconds=40)
    seen.send_action("/clock/advance", {"until": "idle"})
    details = seen.open("calls", ivrid).get_by_role("region", name="Details")

    expect(details.get_by_role("heading", name="What was said")).to_be_visible()
    expect(details.locator(".conversation p")).to_have_text("Wants <b>two</b>.")
    expect(details.locator(".conversation li").first).to_contain_text("Agent: Hello, this is Walter Melon")
    seen.keep("conversation")


def test_a_caller_is_dialled_with_an_analysis(seen: Visit):
    page = seen.open("play")
    page.get_by_label("Analyse the conversation").check()
    page.get_by_role("button", name="Dial", exact=True).click()
    expect(page.get_by_role("complementary", name="Last action")).to_contain_text("--ai")


def test_an_outcome_is_expected_with_an_analysis(seen: Visit):
    page = seen.open("faults")
    form = page.locator("form", has_text="Analyse")
    form.get_by_role("combobox").select_option("answer")
    form.get_by_label("Analyse the conversation").check()
    form.get_by_role("button").click()
    action = page.get_by_role("complementary", name="Last action")
    expect(action).to_contain_text("--ai")
    expect(action).to_contain_text("done")
    assert seen.ask("/expectations")["expectations"][0]["ai"] is True
