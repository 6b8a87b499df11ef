"""Server-sent events of the control API: what happens is seen as it happens, and nothing twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import requests

from voicenter_mock import contracts

from .conftest import Sandbox, Serve

NUMBERS = [f"05012{number:05}" for number in range(3_000)]


def events(sandbox: Sandbox, count: int, last: str) -> list[dict[str, object]]:
    headers = {"Accept": "text/event-stream", "Last-Event-ID": last}
    url = sandbox.base_url + sandbox.organization("/events")
    with sandbox.http.get(url, headers=headers, stream=True, timeout=30) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        found: list[dict[str, object]] = []
        for line in response.iter_lines():
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
            if len(found) == count:
                break
        return found


def test_a_client_that_reconnects_goes_on_behind_the_last_event_it_saw(sandbox: Sandbox):
    sandbox.click2call(target="0555550017")
    sandbox.advance(until="idle")
    everything = sandbox.list("events")

    assert events(sandbox, len(everything), "0") == everything
    assert events(sandbox, len(everything) - 2, "2") == everything[2:]


def test_an_organization_nobody_knows_is_a_404(sandbox: Sandbox):
    answer = sandbox.http.get(
        sandbox.base_url + sandbox.organization("/events", "nobody"),
        headers={"Accept": "text/event-stream"},
        timeout=30,
    )
    assert answer.status_code == 404


def changes(response: requests.Response) -> Iterator[dict[str, Any]]:
    for line in response.iter_lines():
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def watch(sandbox: Sandbox) -> requests.Response:
    url = sandbox.base_url + sandbox.organization("/changes")
    return sandbox.http.get(url, headers={"Accept": "text/event-stream"}, stream=True, timeout=30)


def test_several_pages_see_the_last_state_of_a_burst_and_not_each_step_of_it(sandbox: Sandbox):
    with watch(sandbox) as first, watch(sandbox) as second:
        pages = [changes(first), changes(second)]
        assert [next(page)["calls"] for page in pages] == [0, 0]
        for _ in range(30):
            sandbox.post(sandbox.organization("/calls"), {"did": "0722776774"})
        sandbox.advance(until="idle")
        now = sandbox.get(sandbox.organization("/changes")).json()
        seen = [list(takewhile(lambda state: state != now, page)) for page in pages]

    assert now["events"] > 100
    assert all(len(states) < now["events"] for states in seen)


def test_the_numbers_of_a_stream_keep_their_contract(serve: Serve):
    sandbox = serve("--clock", "realtime")
    with watch(sandbox) as response:
        contracts.validate("sandbox.changes", next(changes(response)))


def test_a_stream_ends_when_the_organization_is_put_back_to_its_start(sandbox: Sandbox):
    with watch(sandbox) as response:
        states = changes(response)
        before = next(states)
        sandbox.post(sandbox.organization("/reset"))
        assert all(state["organization"] == before["organization"] for state in states)

    assert sandbox.get(sandbox.organization("/changes")).json()["organization"] != before["organization"]


def test_a_running_advance_says_how_far_it_goes(serve: Serve):
    sandbox = serve("--clock", "manual", "--now", "1700000000")
    with watch(sandbox) as response:
        states = changes(response)
        next(states)
        url = sandbox.base_url + sandbox.organization("/clock/advance")
        advance = threading.Thread(
            target=requests.post,
            args=(url,),
            kwargs={"json": {"until": 1_700_000_000 + 9 * 366 * 86_400}, "timeout": 60},
        )
        sandbox.post(sandbox.organization("/campaigns/demo-agents-campaign/calls"), {"numbers": NUMBERS})
        sandbox.post(sandbox.organization("/campaigns/demo-agents-campaign/start"))
        advance.start()
        running = next(state["clock"] for state in states if state["clock"]["advancing"])
        sandbox.post(sandbox.organization("/clock/cancel"))
        advance.join()

    assert running["advance"] == {"from": 1_700_000_000, "until": 1_700_000_000 + 9 * 366 * 86_400}
    assert "advance" not in sandbox.get(sandbox.organization("/clock")).json()
