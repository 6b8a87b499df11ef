"""Languages: both have every phrase, Hebrew reads from right to left, a choice is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import CHECKOUT, Open

pytestmark = pytest.mark.xdist_group("page")

STATIC = CHECKOUT / "mockserver" / "sandbox" / "static"
_PHRASE = re.compile(r'^\s*"?([\w.]+)"?: "|, "?([\w.]+)"?: "', re.MULTILINE)
_USED = re.compile(r'\bt\(\s*"([^"]+)"')


def phrases(language: str) -> set[str]:
    text = (STATIC / "words" / f"{language}.js").read_text()
    return {first or second for first, second in _PHRASE.findall(text)}


def test_both_languages_have_the_same_phrases():
    assert phrases("en") == phrases("he")


def test_every_phrase_that_the_page_uses_is_there():
    used = {key for file in STATIC.rglob("*.js") for key in _USED.findall(file.read_text())}
    assert used - phrases("en") == set()


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
