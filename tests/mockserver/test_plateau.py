"""What an organization keeps fills its limits, and then grows no more, however long it goes on."""

from __future__ import annotations

import gc
import itertools
from collections import Counter
from collections.abc import Iterator
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
    "telephony.log.call_log.MAXIMUM_WAITING",
)
pytestmark = pytest.mark.slow

FEW = 20
"""What each limit is here: all are full after the first half."""
ROUNDS = 90
SLACK = 60
"""So many more objects of a kind there may be at one moment than at another: calls differ."""


@pytest.fixture(autouse=True)
def others_out_of_sight() -> Iterator[None]:
    """What other tests have made is not counted: to look through it takes longer than a month does."""
    gc.freeze()
    yield
    gc.unfreeze()


def objects() -> Counter[str]:
    gc.collect()
    items: list[object] = gc.get_objects()
    return Counter(
        type(item).__qualname__ for item in items if str(type(item).__module__).startswith("voicenter_mock.")
    )


@pytest.mark.parametrize("in_a_file", [False, True], ids=["in memory", "in a file"])
def test_the_second_half_of_a_month_holds_no_more_than_the_first(
    in_a_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in LIMITS:
        monkeypatch.setattr(f"voicenter_mock.mockserver.{name}", FEW)
    few = ((1, FEW), (15, FEW), (240, FEW), (3600, FEW))
    monkeypatch.setattr("voicenter_mock.mockserver.telephony.model.statistics.WIDTHS", few)
    registry = Registry(clock="manual", now=1_700_000_000.0)
    tenant = registry.add(demo(), log=CallLog(str(tmp_path / "calls.db"), "demo") if in_a_file else None)
    answers = itertools.count()

    def customer(_: object) -> None:
        if next(answers) % 5 == 0:
            raise ConnectionError("not now")

    tenant.deliveries.bind("cdr", customer)
    client = create_app(registry).test_client()

    def half_a_month() -> Counter[str]:
        for _ in range(ROUNDS):
            client.get(f"{CLICK2CALL}demo-code")
            client.get(f"{CLICK2CALL}nobody")
            client.post("/_sandbox/organizations/demo/calls", json=INCOMING)
            tenant.advance(seconds=15 * 86400 / ROUNDS)
        return objects()

    try:
        first, second = half_a_month(), half_a_month()
    finally:
        tenant.close()
    grown = {kind: (first[kind], count) for kind, count in second.items() if count > first[kind] + SLACK}
    assert not grown
