"""The thread that keeps organizations going is woken for what is due earlier than it thought, and for nothing else."""

from __future__ import annotations

import time

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.ticker import EARLIER_SECONDS, Ticker
from voicenter_mock.mockserver.tenancy.registry import Registry

DUE_IN = 3_000.0


@pytest.mark.parametrize(("due_in", "woken"), [(DUE_IN, False), (DUE_IN - 2 * EARLIER_SECONDS, True)])
def test_a_use_wakes_it_only_when_something_is_due_earlier(
    monkeypatch: pytest.MonkeyPatch, due_in: float, woken: bool
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0)
    monkeypatch.setattr(time, "monotonic", lambda: 50.0)
    registry = Registry(clock="realtime")
    tenant = registry.add(demo())
    ticker = Ticker(registry)
    read_late = EARLIER_SECONDS / 2  # between looking when something is due and looking what time it is
    ticker._planned = 50.0 + DUE_IN + read_late  # pyright: ignore[reportPrivateUsage]
    with tenant.use() as exchange:
        exchange.outside_at(exchange.now + due_in, "nothing", 1)
    assert ticker._wake.is_set() is woken  # pyright: ignore[reportPrivateUsage]
