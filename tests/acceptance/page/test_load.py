"""Many events: the page keeps up, and holds no more of them than it shows."""

from __future__ import annotations

import faulthandler
import json
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest
import requests
from playwright.sync_api import Browser, CDPSession, expect

from voicenter_mock.mockserver.organizations import demo, describe

from ..conftest import Sandbox, Serve
from ..receivers import receiver
from .conftest import Visit

AGENTS = 15
FIRST_CALLS = 12_000
"""More than the server keeps of ended calls, deliveries and events: from here on it only replaces them."""
MINUTES = 10
SPEED = 60


def test_thousands_of_events_are_a_few_rows_in_the_document(seen: Visit):
    page = seen.open("events")
    expect(page.get_by_text("No event yet.")).to_be_visible()
    rows = [{"Campaign": f"{seen.tenant.id}-agents-campaign", "Target": f"05012{number:05}"} for number in range(300)]
    url = f"{seen.base_url}/o/{seen.tenant.id}/ForwardDialer/Dialer/AddCallsBulk"
    assert requests.post(url, json=rows, timeout=30).json()["ErrorCode"] == 0
    seen.send_action("/clock/advance", {"until": "idle"})
    expect(page.get_by_text("2,000 shown")).to_be_visible()
    newest = seen.ask(f"/events?since={seen.tenant.events.count - 1}")["events"][0]
    expect(page.locator(".log tbody a").first).to_have_attribute(
        "href", f"#/{seen.tenant.id}/events/{newest['number']}"
    )
    assert page.locator(".log tbody tr").count() < 60
    page.locator(".scroller").evaluate("scroller => { scroller.scrollTop = scroller.scrollHeight }")
    oldest = newest["number"] - 1999
    expect(page.locator(".log tbody a").last).to_have_attribute("href", f"#/{seen.tenant.id}/events/{oldest}")
    assert page.locator(".log tbody tr").count() < 60


def test_who_reads_further_down_keeps_the_place_while_new_ones_come(seen: Visit):
    for _ in range(60):
        seen.click2call(target="")
    page = seen.open("requests")
    expect(page.get_by_text("60 shown")).to_be_visible()
    page.locator(".scroller").evaluate("scroller => { scroller.scrollTop = 600 }")
    row = page.locator(f".log a[href='#/{seen.tenant.id}/requests/30']")
    before = row.bounding_box()
    for _ in range(10):
        seen.click2call(target="")
    expect(page.get_by_text("70 shown")).to_be_visible()
    assert row.bounding_box() == before


def big_organization(path: Path, cdr_url: str) -> Path:
    """``demo`` with as many agents as its campaign can keep busy."""
    document = describe(demo())
    names = [f"AGENT{number}" for number in range(1, AGENTS + 1)]
    document["extensions"] = [{"sip": name} for name in names]
    document["users"] = [
        {"id": 1000 + place, "name": f"Agent {place}", "code": str(1000 + place), "extension": name}
        for place, name in enumerate(names, 1)
    ]
    [campaign] = (campaign for campaign in document["campaigns"] if campaign["kind"] == "agents")
    document["campaigns"] = [campaign | {"members": names, "maximum_attempts": 1, "retries": []}]
    document["queues"] = [{"id": 10035, "name": "Sales", "members": names[:2]}]
    document["dids"] = [{"number": "0722776773", "route": {"queue": 10035}}]
    document["layers"] = []
    document["callbacks"] = {"cdr": {"url": cdr_url}}
    path.write_text(json.dumps(document))
    return path


def give_numbers(sandbox: Sandbox, first: int, count: int) -> None:
    rows = [{"Campaign": "demo-agents-campaign", "Target": f"05{number:08}"} for number in range(first, first + count)]
    assert sandbox.post("/ForwardDialer/Dialer/AddCallsBulk", rows).json()["ErrorCode"] == 0


def resident_megabytes(process: int) -> float:
    [line] = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def tell(session: CDPSession, method: str) -> dict[str, Any]:
    """What the browser's DevTools answer."""
    return cast(Any, session).send(method)


def page_figures(session: CDPSession) -> dict[str, float]:
    tell(session, "HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in tell(session, "Performance.getMetrics")["metrics"]}
    return {
        "heap_megabytes": round(found["JSHeapUsedSize"] / 2**20, 2),
        "nodes": found["Nodes"],
        "listeners": found["JSEventListeners"],
        "busy_seconds": round(found["TaskDuration"], 1),
    }


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="resident memory is read from /proc")
def test_ten_minutes_at_sixtyfold_speed_leave_memory_of_page_and_server_flat(
    serve: Serve, chromium: Browser, tmp_path: Path
):
    faulthandler.cancel_dump_traceback_later()  # it may last longer than other tests
    with receiver() as customer:
        document = big_organization(tmp_path / "big.json", customer.url)
        sandbox = serve("--organization", str(document), "--clock", "manual", "--db", str(tmp_path / "log.sqlite"))
        give_numbers(sandbox, 0, FIRST_CALLS)
        while sandbox.list("campaigns")[0]["pending"]:
            sandbox.advance(seconds=3600)
        customer.messages.clear()
        context = chromium.new_context(viewport={"width": 1280, "height": 820}, locale="en-US")
        page = context.new_page()
        session = context.new_cdp_session(page)
        tell(session, "Performance.enable")
        page.goto(f"{sandbox.base_url}/#/demo/overview")
        expect(page.get_by_role("region", name="Connect")).to_contain_text("demo-code")
        give_numbers(sandbox, FIRST_CALLS, 10_000)
        assert sandbox.http.put(
            sandbox.base_url + sandbox.organization("/clock"), json={"mode": "scaled", "speed": SPEED}, timeout=60
        ).ok
        events = sandbox.list("events", since=0, limit=10_000)[-1]["number"]
        measurements: list[dict[str, float]] = []
        views = ("overview", "events", "calls", "campaigns", "callbacks")
        for minute in range(MINUTES + 1):
            measurements.append(
                {"server_megabytes": round(resident_megabytes(sandbox.process.pid), 1), **page_figures(session)}
            )
            print(minute, measurements[-1], file=sys.stderr)
            if minute < MINUTES:
                page.goto(f"{sandbox.base_url}/#/demo/{views[minute % len(views)]}")
                until = time.monotonic() + 60
                while time.monotonic() < until:
                    page.wait_for_timeout(1000)
                page.goto(f"{sandbox.base_url}/#/demo/overview")
                expect(page.get_by_role("region", name="Connect")).to_contain_text("demo-code")
                customer.messages.clear()
        later = sandbox.get(sandbox.organization("/events"), since=events, limit=10_000).json()["events"][-1]["number"]
        print(f"{(later - events) / (MINUTES * 60):.0f} events a second", file=sys.stderr)
        context.close()
    early, last = measurements[3], measurements[-1]
    assert last["server_megabytes"] < early["server_megabytes"] * 1.05 + 5
    assert last["heap_megabytes"] < early["heap_megabytes"] * 1.2 + 2
    assert last["nodes"] < early["nodes"] * 1.2 + 500
    assert last["listeners"] < early["listeners"] * 1.2 + 100
