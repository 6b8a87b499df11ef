"""What the page shows to copy is what a shell does: the curl line and the command, run as they stand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..receivers import receiver
from .conftest import Open, Visit

AWKWARD = 'O\'Brien $(id) `id` "x" ; # \\ דנה'


def lines(page: Page) -> tuple[str, str]:
    """The last action's curl line and command."""
    newest = page.locator(".actionlog > li").first
    expect(newest).to_contain_text("done")
    found = newest.locator("code").all_text_contents()
    return found[0], found[1] if len(found) > 1 else ""


def shell(line: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PATH": path}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def place_awkward_call(seen: Visit) -> tuple[str, str]:
    page = seen.open("play")
    caller = page.get_by_role("region", name="The caller")
    caller.get_by_label("Caller's name").fill(AWKWARD)
    caller.get_by_label("Calls").select_option("0722776774")
    caller.get_by_role("button", name="Dial").click()
    return lines(page)


def test_the_command_places_the_same_call(seen: Visit):
    _, command = place_awkward_call(seen)
    shell(command)
    first, second = seen.ask("/calls")["calls"]
    assert second["caller_name"] == first["caller_name"] == AWKWARD
    assert (second["did"], second["caller"]) == (first["did"], first["caller"])


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_line_places_the_same_call(seen: Visit):
    curl, _ = place_awkward_call(seen)
    assert json.loads(shell(curl))["ivrid"] == seen.ask("/calls")["calls"][1]["ivrid"]
    first, second = seen.ask("/calls")["calls"]
    assert second["caller_name"] == first["caller_name"] == AWKWARD


def test_an_agents_status_a_device_the_clock_and_a_fault_have_their_commands(seen: Visit):
    page = seen.open("people")
    page.get_by_label("Status of Walter Melon").select_option(label="Lunch")
    _, command = lines(page)
    seen.send_action("/agents/12345678", {"status": 1}, "PUT")
    shell(command)
    assert seen.ask("/agents")["agents"][0]["status"] == 3

    page.get_by_role("button", name="Switch device off: SIPSIP1").click()
    expect(page.get_by_role("button", name="Switch device on: SIPSIP1")).to_be_visible()
    _, command = lines(page)
    seen.send_action("/extensions/SIPSIP1", {"device": "online"}, "PUT")
    shell(command)
    assert seen.ask("/extensions")["extensions"][0]["device"] == "offline"

    before = seen.ask("/clock")["now"]
    page.get_by_role("button", name="Advance", exact=True).click()
    expect(page.locator(".actionlog > li").first).to_contain_text("clock advance 60")
    _, command = lines(page)
    shell(command)
    assert seen.ask("/clock")["now"] == before + 120

    seen.open("faults")
    page.get_by_label("When", exact=True).fill("target=05012*")
    page.get_by_role("button", name="Add fault").click()
    expect(page.locator(".actionlog > li").first).to_contain_text("faults add")
    _, command = lines(page)
    shell(command)
    first, second = seen.ask("/faults")["faults"]
    assert {**first, "number": 0} == {**second, "number": 0}


def test_numbers_for_a_campaign_a_sample_and_an_export_have_their_commands(
    seen: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    page = seen.open("campaigns")
    campaign = page.get_by_role("article").filter(has_text="Demo agents campaign")
    campaign.get_by_text("Add numbers", exact=True).first.click()
    campaign.get_by_label("Numbers, one a line").fill("0501234567\n0501234568")
    campaign.get_by_role("button", name="Add numbers").click()
    _, command = lines(page)
    shell(command)
    assert seen.ask("/campaigns")["campaigns"][0]["numbers"] == 4

    with receiver() as customer:
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        page = seen.open("callbacks")
        page.get_by_text("Addresses, and sending a sample").click()
        page.get_by_role("button", name="Send a sample").click()
        expect(page).to_have_url(re.compile(r"/callbacks/\d+$"))  # then the lines are of this action
        _, command = lines(page)
        shell(command)
        assert len(customer.messages) == 2

    page = seen.open("organizations")
    with page.expect_download():
        page.get_by_role("button", name="Export as pytest").click()
    _, command = lines(page)
    shell(command)
    assert "def test_session(voicenter)" in Path("test_session.py").read_text(encoding="utf-8")


def test_a_line_is_copied_by_its_button(visit: Open):
    seen = visit(permissions=["clipboard-read", "clipboard-write"])
    page = seen.open("people")
    page.get_by_role("button", name="Switch device off: SIPSIP1").click()
    curl, _ = lines(page)
    page.get_by_role("button", name="Copy: curl").first.click()
    expect(page.get_by_text("Copied", exact=True).first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == curl
