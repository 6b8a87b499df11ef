"""Python's clock is frozen while a server runs: it ends as any other."""

from __future__ import annotations

import threading

import pytest
from freezegun import freeze_time

from voicenter_mock.mockserver.serving import server as serving
from voicenter_mock.mockserver.tenancy.registry import Registry


def test_a_server_ends_at_once_after_time_was_frozen_years_ahead(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serving, "ENDED_SECONDS", 5.0)
    server = serving.Server(Registry())
    before = set(threading.enumerate())
    server.start()
    started = set(threading.enumerate()) - before
    with freeze_time("2035-01-01"):
        threading.Event().wait(0.3)  # the server looks whether it is to end ten times a second
    server.stop()

    assert [thread.name for thread in started if thread.is_alive()] == []
