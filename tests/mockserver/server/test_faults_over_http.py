"""Fault injection over the control API, in the words of Python and the organization document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

ORDER = {"code": "demo-code", "phone": "SIPSIP1", "target": "0555550017", "format": "json"}


class Sandbox:
    """A server with the demo organization, and its control API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.path = f"{url}/_sandbox/organizations/demo"

    def add(self, **members: Any) -> requests.Response:
        return requests.post(f"{self.path}/faults", json=members, timeout=10)

    def statuses(self, count: int) -> list[int]:
        return [
            requests.get(f"{self.url}/ForwardDialer/click2call.aspx", ORDER, timeout=10).status_code
            for _ in range(count)
        ]

    def faults(self) -> list[dict[str, Any]]:
        return requests.get(f"{self.path}/faults", timeout=10).json()["faults"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    registry = Registry(clock="manual")
    registry.from_template("demo", "demo")
    server = Server(registry)
    server.start()
    yield Sandbox(server.base_url)
    server.stop()


def test_a_fault_is_added_listed_and_taken_off(sandbox: Sandbox):
    answer = sandbox.add(on="click2call", status=503, first=2)
    assert (answer.status_code, answer.json()["faults"][0]["number"]) == (201, 1)
    assert sandbox.statuses(3) == [503, 503, 200]
    assert sandbox.faults() == [{"number": 1, "on": "click2call", "status": 503, "first": 2, "seen": 3, "struck": 2}]

    assert requests.delete(f"{sandbox.path}/faults/1", timeout=10).status_code == 204
    assert requests.delete(f"{sandbox.path}/faults/1", timeout=10).status_code == 404
    sandbox.add(on="*", status=500)
    assert requests.delete(f"{sandbox.path}/faults", timeout=10).status_code == 204
    assert sandbox.statuses(1) == [200]


@pytest.mark.parametrize(
    ("members", "field", "expected"),
    [
        ({"on": "clik2call", "status": 500}, "on", "did you mean 'click2call'"),
        ({"status": 500}, "on", "on"),
        ({"on": "click2call", "error": "oops"}, "error", "has no error 'oops'"),
    ],
)
def test_a_fault_that_cannot_be_is_a_400_that_names_the_member(
    members: dict[str, Any], field: str, expected: str, sandbox: Sandbox
):
    answer = sandbox.add(**members)

    assert answer.status_code == 400
    assert field in answer.json()["error"]["field"] + answer.json()["error"]["message"]
    assert expected in answer.text


def test_an_edited_document_replaces_its_own_faults_only(sandbox: Sandbox):
    sandbox.add(on="click2call", status=500, every=1000)
    for faults in ([{"on": "popup", "status": 500}], [{"on": "cdr", "status": 500}]):
        requests.patch(sandbox.path, json={"faults": faults}, timeout=10).raise_for_status()

    assert [fault["on"] for fault in sandbox.faults()] == ["click2call", "cdr"]


def test_faults_go_with_a_snapshot(sandbox: Sandbox):
    sandbox.add(on="click2call", status=503, first=2, probability=0.999)
    sandbox.statuses(1)
    snapshot = requests.get(f"{sandbox.path}/snapshot", timeout=10).json()
    requests.delete(f"{sandbox.path}/faults", timeout=10)
    requests.put(f"{sandbox.path}/snapshot", json=snapshot, timeout=10).raise_for_status()

    assert sandbox.statuses(2) == [503, 200]


def test_other_requests_go_on_while_one_is_delayed(sandbox: Sandbox):
    sandbox.add(on="click2call", delay_seconds=30)
    with pytest.raises(requests.Timeout):
        requests.get(f"{sandbox.url}/ForwardDialer/click2call.aspx", ORDER, timeout=0.3)
    assert requests.get(f"{sandbox.url}/_sandbox/health", timeout=5).status_code == 200
