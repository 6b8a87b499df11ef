"""The browser that tests open pages in: which program, and with what."""

from __future__ import annotations

import shutil

import pytest

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
"""The headless shell first: the same engine without the window around it, for a quarter of the processor time."""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


def program() -> str:
    """Its path. Skips the test without one."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed: pages cannot be opened")
    return found
