"""Languages: both have every phrase, Hebrew reads from right to left, a choice is kept."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import CHECKOUT, Open, Visit

STATIC = CHECKOUT / "mockserver" / "sandbox" / "static"
_USED = re.compile(r'\bt\(\s*"([^"]+)"')


def phrases(page: Page, language: str) -> set[str]:
    found = f"import('/_sandbox/page/words/{language}.js').then(words => Object.keys(words.{language}))"
    return set(page.evaluate(found))


def test_both_languages_have_the_same_phrases(seen: Visit):
    page = seen.open()
    assert phrases(page, "en") == phrases(page, "he")


def test_every_phrase_that_the_page_uses_is_there(seen: Visit):
    used = {key for file in STATIC.rglob("*.js") for key in _USED.findall(file.read_text())}
    assert len(used) > 100
    assert used - phrases(seen.open(), "en") == set()


def test_a_hebrew_browser_gets_hebrew_from_right_to_left(visit: Open):
    seen = visit(locale="he-IL")
    page = seen.open()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("navigation")).to_contain_text("נציגים ותורים")
    seen.call_in(caller_name="דנה")
    expect(page.get_by_role("main")).to_contain_text("מצלצל")
    assert page.locator("bdi", has_text="0501234567").first.get_attribute("dir") == "ltr"
    seen.keep("overview-hebrew")


def test_the_chosen_language_and_theme_are_kept(visit: Open):
    page = visit().open()
    page.get_by_label("Theme").select_option("dark")
    page.get_by_label("Language").select_option("he")
    expect(page.get_by_role("navigation")).to_contain_text("שיחות")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "he")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_story_of_a_call_is_hebrew_for_a_hebrew_reader(visit: Open):
    seen = visit(locale="he-IL")
    ivrid = seen.click2call(target="0555550017")["CALLID"]
    seen.send_action("/clock/advance", {"seconds": 30})
    page = seen.open("calls", ivrid)
    story = page.locator(".story")
    expect(story).to_contain_text("הזמינה את השיחה")
    expect(story).to_contain_text("היה תפוס")
    expect(story).to_contain_text("לא הוגדרה כתובת ל-CDR")
    assert story.locator("[lang=en]").count() == 0
    seen.keep("call-story-hebrew")
    seen.open("overview")
    expect(page.get_by_role("region", name="מה לתקן קודם")).to_contain_text("רשומות לא נשלחו לאיש")
