"""``/?still``: a page that a browser can take a picture of, because at some moment nothing more comes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from voicenter_mock.mockserver.serving.server import Server

from ..chromium import FLAGS, program
from .conftest import Open


def test_a_picture_shows_what_there_is(page_server: Server, tmp_path: Path):
    """With an open stream the browser's virtual time never ends; without it a picture is often one of an empty page."""
    page_server.registry.from_template("demo", "still", clock="manual", replace=True)
    page = subprocess.run(
        [
            program(), "--headless", *FLAGS, f"--user-data-dir={tmp_path}", "--virtual-time-budget=5000", "--dump-dom",
            f"{page_server.base_url}/?still#/still/overview",
        ],
        capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip
    assert "still-code" in page
    assert "Nobody waited in a queue." in page


@pytest.mark.parametrize("view", ["overview", "requests"])
def test_it_waits_for_no_frame(visit: Open, view: str):
    """The browser's virtual time does not: under load the last frame came too late."""
    visited = visit()
    visited.click2call()
    visited.page.add_init_script("window.requestAnimationFrame = () => 0")
    visited.page.goto(f"{visited.base_url}/?still#/{visited.tenant.id}/{view}")

    expect(visited.page.locator("main")).to_contain_text(
        "click2call" if view == "requests" else f"{visited.tenant.id}-code"
    )
