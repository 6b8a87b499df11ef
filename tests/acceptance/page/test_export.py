"""A session played in the browser becomes a test, and that test is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ...suite.sessions import OURS, load_only
from ..receivers import receiver
from .conftest import Visit, answer_for


def test_what_was_played_is_exported_as_a_test_that_passes(
    seen: Visit, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
):
    with receiver() as customer:
        customer.answer = lambda message: answer_for({"err": 0, "STATUS": "OK", "CLIENTNAME": "דנה"})
        callbacks = {"cdr": {"url": customer.url}, "popup": {"url": customer.popup_url}}
        seen.send_action("", {"callbacks": callbacks}, "PATCH")
        page = seen.open("play")
        caller = page.get_by_role("region", name="The caller")
        caller.get_by_label("Caller's name").fill('O\'Brien "x" דנה')
        caller.get_by_label("Calls").select_option("0722776774")
        caller.get_by_role("button", name="Dial").click()
        page.get_by_label("How far").select_option(label="10 s")
        page.get_by_role("button", name="Advance", exact=True).click()
        page.get_by_role("button", name="Answer").click()
        seen.click2call(phone="SIPSIP2", target="0555550017")
        seen.click2call(target="")
        page.get_by_label("How far").select_option("idle")
        caller.get_by_role("button", name="Hang up").click()
        expect(caller).to_contain_text("The call is over")
        page.get_by_role("button", name="Advance", exact=True).click()
        expect(page.locator(".actionlog > li").first).to_contain_text("done")

        seen.open("organizations")
        with page.expect_download() as kept:
            page.get_by_role("button", name="Export as pytest").click()
        expect(page.get_by_role("region", name="Export this session")).to_contain_text("def test_")
        file = Path(pytester.path) / kept.value.suggested_filename
        kept.value.save_as(file)
    load_only(monkeypatch, OURS)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", str(file))
    result.assert_outcomes(passed=1)
