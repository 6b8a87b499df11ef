"""Server-sent events of the control API: what happens is seen as it happens, and nothing twice."""

from __future__ import annotations

import json

from .conftest import Sandbox, Serve


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


def test_a_client_that_reconnects_goes_on_behind_the_last_event_it_saw(serve: Serve):
    sandbox = serve("--clock", "manual")
    sandbox.click2call(target="0555550017")
    sandbox.advance(until="idle")
    everything = sandbox.list("events")

    assert events(sandbox, len(everything), "0") == everything
    assert events(sandbox, len(everything) - 2, "2") == everything[2:]


def test_an_organization_nobody_knows_is_a_404(serve: Serve):
    sandbox = serve("--clock", "manual")
    answer = sandbox.http.get(
        sandbox.base_url + sandbox.organization("/events", "nobody"),
        headers={"Accept": "text/event-stream"},
        timeout=30,
    )
    assert answer.status_code == 404
