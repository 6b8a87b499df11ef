"""The sandbox's own session as HAR, which ``drift`` reads back without a finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.traffic.messages import RecordedExchange
from voicenter_mock.mockserver.traffic.reading import read

Capture = pytest.CaptureFixture[str]
ORDER = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567"}
DIALER = "/ForwardDialer/Dialer/"


def _acknowledged(_: Any) -> Any:
    return {"err": 0, "STATUS": "OK"}


@pytest.fixture
def server() -> Iterator[Server]:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    tenant = registry.add(demo())
    for callback in ("cdr", "popup"):
        tenant.deliveries.bind(callback, _acknowledged)
    server = Server(registry)
    server.start()
    yield server
    server.stop()


def _session(server: Server) -> None:
    base = server.base_url
    requests.get(f"{base}/ForwardDialer/click2call.aspx", ORDER, timeout=10)
    requests.get(f"{base}/o/demo/ForwardDialer/click2call.aspx", ORDER | {"format": "json"}, timeout=10)
    requests.post(
        f"{base}{DIALER}AddCall", json={"Campaign": "demo-agents-campaign", "Target": "0501234568"}, timeout=10
    )
    requests.post(f"{base}{DIALER}GetCampaignList", data={"Code": "demo-code"}, timeout=10)
    requests.post(f"{base}/_sandbox/organizations/demo/clock/advance", json={"until": "idle"}, timeout=30)


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_drift_reads_it_back_without_a_finding(server: Server, tmp_path: Path, capsys: Capture) -> None:
    _session(server)
    file = tmp_path / "session.har"
    assert _run("export", "--as", "har", "--output", str(file), "--server", server.base_url) == 0
    assert _run("drift", str(file)) == 0, capsys.readouterr().out
    output = capsys.readouterr().out
    assert "no differences" in output
    assert "not read" not in output


def test_requests_callbacks_and_events_are_in_it(server: Server, tmp_path: Path) -> None:
    _session(server)
    file = tmp_path / "session.har"
    _run("export", "--as", "har", "--output", str(file), "--server", server.base_url)
    exchanges = [one for one in read([file]) if isinstance(one, RecordedExchange)]
    assert [one.url.partition("?")[0] for one in exchanges if "ForwardDialer" in one.url] == [
        "https://api.voicenter.com/ForwardDialer/click2call.aspx",
        "https://api.voicenter.com/ForwardDialer/click2call.aspx",
        "https://api.voicenter.com/ForwardDialer/Dialer/AddCall",
        "https://api.voicenter.com/ForwardDialer/Dialer/GetCampaignList",
    ]
    assert {one.callback for one in exchanges} == {"", "cdr_notification", "popup"}
    assert len([frame for one in exchanges for frame in one.frames]) > 10
    assert [one.started for one in exchanges] == sorted(one.started for one in exchanges)


def test_the_control_api_gives_it_as_json(server: Server) -> None:
    _session(server)
    answer = requests.get(f"{server.base_url}/_sandbox/organizations/demo/export", {"as": "har"}, timeout=10)
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.content)["log"]["version"] == "1.2"
