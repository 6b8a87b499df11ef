"""Two hundred calls at once in fifty organizations: nothing crosses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import local

import requests

from .conftest import Sandbox


def test_200_click2calls_in_50_organizations_from_16_connections(sandbox: Sandbox):
    ids = [f"t{number}" for number in range(50)]
    for name in ids:
        assert sandbox.post("/_sandbox/organizations", {"template": "demo", "id": name}).status_code == 201
    connections = local()

    def place(number: int) -> tuple[str, str]:
        session = getattr(connections, "session", None) or requests.Session()
        connections.session = session
        name = ids[number % 50]
        base = f"/o/{name}" if number % 2 else ""
        answer = session.get(
            f"{sandbox.base_url}{base}/ForwardDialer/click2call.aspx",
            params={
                "code": f"{name}-code",
                "phone": f"SIPSIP{1 + number // 50 % 2}",
                "target": "0501234567",
                "format": "json",
            },
            timeout=60,
        ).json()
        assert answer["ERRORCODE"] == 0, answer
        return name, answer["CALLID"]

    with ThreadPoolExecutor(16) as pool:
        placed = list(pool.map(place, range(200)))
    assert len({call_id for _, call_id in placed}) == 200

    for name in ids:
        sandbox.advance(name, until="idle")
        cdrs = sandbox.list("cdrs", name)
        calls = sorted(call_id for owner, call_id in placed if owner == name)
        assert sorted(cdr["ivruniqueid"] for cdr in cdrs) == sorted(calls * 2)
    assert sandbox.list("cdrs") == []
