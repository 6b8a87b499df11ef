"""Months of simulated time: what an organization keeps fills its limits, and then takes no more memory."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.tenancy.registry import Registry

CLICK2CALL = "/ForwardDialer/click2call.aspx?phone=SIPSIP1&target=0501234567&action=call&format=JSON&code="
INCOMING = {"caller": "0521234567", "did": "0722776772", "digits": "1", "patience_seconds": 60}
LIMITS = (
    "telephony.core.exchange.KEPT_CALLS",
    "tenancy.tenants.KEPT_EVENTS",
    "tenancy.tenants.KEPT_REQUESTS",
    "tenancy.registry.KEPT_UNRESOLVED",
    "callbacks.history.KEPT_SETTLED",
    "state.session_recording.MAXIMUM_STEPS",
    "telephony.log.call_log.BATCH",
)
MONTHS = 6
CALLS_A_MONTH = 100


@pytest.mark.thorough
@pytest.mark.parametrize("in_a_file", [False, True], ids=["in memory", "in a file"])
def test_the_second_half_of_a_year_takes_no_more_memory(
    in_a_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in LIMITS:
        monkeypatch.setattr(f"voicenter_mock.mockserver.{name}", 100)
    few = ((1, 30), (15, 30), (240, 30), (3600, 30))
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.model.statistics.WIDTHS", few)
    registry = Registry(clock="manual", now=1_700_000_000.0)
    tenant = registry.add(demo(), log=CallLog(str(tmp_path / "calls.db"), "demo") if in_a_file else None)
    answers = iter(range(1 << 30))

    def customer(_: object) -> None:
        if next(answers) % 5 == 0:
            raise ConnectionError("not now")

    tenant.deliveries.bind("cdr", customer)
    client = create_app(registry).test_client()
    tracemalloc.start()
    try:
        memory: list[int] = []
        for _ in range(MONTHS):
            for _ in range(CALLS_A_MONTH):
                client.get(f"{CLICK2CALL}demo-code")
                client.get(f"{CLICK2CALL}nobody")
                client.post("/_sandbox/organizations/demo/calls", json=INCOMING)
                tenant.advance(seconds=30 * 86400 / CALLS_A_MONTH)
            gc.collect()
            memory.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
        tenant.close()

    half = MONTHS // 2
    assert max(memory[half:]) <= 1.03 * max(memory[1:half]), memory
