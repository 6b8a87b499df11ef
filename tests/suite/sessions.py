"""Pytest sessions that tests run: with the plugins that a session needs, not with all that are installed."""

from __future__ import annotations

import sys

import pytest

OURS = "voicenter_mock.fixtures.plugin"


def load_only(monkeypatch: pytest.MonkeyPatch, *plugins: str) -> None:
    """Sessions from here on load these modules as plugins, and none by themselves.

    A dozen plugins are installed for the tests of how ours gets on with them. To load all costs a session in this
    process a tenth of a second, and one in a process of its own more than a second.
    """
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # of tests that are gone with their folder
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", ",".join(plugins))
