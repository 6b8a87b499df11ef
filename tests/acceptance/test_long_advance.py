"""One organization runs a campaign of twenty thousand calls: everybody else is answered all the while."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from .conftest import Sandbox

NUMBERS, ROUNDS = 20_000, 8
CAMPAIGN = "busy-ivr-campaign"
SECONDS = 60
"""Longer than any answer may take; nobody waits for it unless something hangs."""


@pytest.fixture
def sandbox(sandbox: Sandbox) -> Sandbox:
    """The organizations ``busy``, with its campaign full, and ``other``."""
    for name in ("busy", "other"):
        new = {"template": "demo", "id": name, "replace": True}
        assert sandbox.post("/_sandbox/organizations", new).status_code in (200, 201)
    calls = [{"Campaign": CAMPAIGN, "Target": f"97250{number:07}"} for number in range(NUMBERS)]
    assert sandbox.post("/ForwardDialer/Dialer/AddCallsBulk", calls).json()["ErrorCode"] == 0
    return sandbox


@contextmanager
def advancing(sandbox: Sandbox) -> Generator[Future[Any]]:
    """While the organization ``busy`` runs until it is idle. Cancelled in the end, if it has not got there."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(Sandbox(sandbox.process, sandbox.port).post, _clock("advance"), {"until": "idle"})
        try:
            while not _now(sandbox)["advancing"]:
                assert not running.done(), running.result().text
            yield running
        finally:
            sandbox.post(_clock("cancel"))
            running.result()


def _clock(action: str = "") -> str:
    return f"/_sandbox/organizations/busy/clock/{action}".rstrip("/")


def _now(sandbox: Sandbox) -> dict[str, Any]:
    clock: dict[str, Any] = sandbox.get(_clock()).json()
    return clock


def _ping(socket: ClientConnection) -> None:
    """An older client's sign of life; events that come meanwhile are passed over."""
    socket.send("2")
    while socket.recv(timeout=SECONDS) != "3":
        pass


@contextmanager
def _listening(sandbox: Sandbox, id: str) -> Generator[ClientConnection]:
    address = sandbox.base_url.replace("http", "ws", 1)
    with connect(
        f"{address}/o/{id}/socket.io/?EIO=3&transport=websocket&token={id}-token",
        max_size=None,
        max_queue=None,
        ping_interval=None,
    ) as socket:
        yield socket


def _click2call(sandbox: Sandbox) -> None:
    answer = sandbox.click2call(code="other-code")
    assert answer["ERRORCODE"] == 0
    sandbox.advance("other", seconds=3600)


ASKED: dict[str, Callable[[Sandbox], Any]] = {
    "health": lambda sandbox: sandbox.get("/_sandbox/health").raise_for_status(),
    "another organization": _click2call,
    "its own campaign": lambda sandbox: sandbox.get(
        "/ForwardDialer/Dialer/GetCampaignDetails", Campaign=CAMPAIGN
    ).json()["Data"]["TotalPendingCalls"],
}


@pytest.mark.parametrize("what", ASKED)
def test_requests_are_answered_while_another_organization_advances(sandbox: Sandbox, what: str):
    with advancing(sandbox):
        for _ in range(ROUNDS):
            ASKED[what](sandbox)
        assert _now(sandbox)["advancing"]


@pytest.mark.parametrize("id", ["other", "busy"])
def test_a_sockets_ping_is_answered_while_time_runs(sandbox: Sandbox, id: str):
    with _listening(sandbox, id) as socket, advancing(sandbox):
        for _ in range(ROUNDS):
            _ping(socket)
        assert _now(sandbox)["advancing"]


def test_progress_is_told_as_it_is_made(sandbox: Sandbox):
    seen: list[float] = []
    with advancing(sandbox), sandbox.http.get(
        f"{sandbox.base_url}/_sandbox/organizations/busy/changes",
        headers={"Accept": "text/event-stream"}, stream=True, timeout=SECONDS,
    ) as stream:  # fmt: skip
        for line in stream.iter_lines():
            if line.startswith(b"data: "):
                clock = json.loads(line[6:])["clock"]
                assert clock["advancing"]
                seen.append(clock["now"])
            if len(seen) == 4:
                break

    assert seen == sorted(set(seen)), "time goes on from one message to the next"


def test_an_advance_can_be_cancelled_and_taken_up_again(sandbox: Sandbox):
    before = _now(sandbox)["now"]
    with advancing(sandbox) as running:
        assert sandbox.post(_clock("cancel")).json()["cancelled"]
        answer = running.result()

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "cancelled")
    clock = _now(sandbox)
    assert not clock["advancing"]
    assert clock["now"] > before
    assert sandbox.advance("busy", seconds=60)["now"] == clock["now"] + 60
    [campaign] = [entry for entry in sandbox.list("campaigns", "busy") if entry["code"] == CAMPAIGN]
    assert campaign["numbers"] == NUMBERS
    assert 0 < sum(campaign["outcomes"].values()) < NUMBERS
