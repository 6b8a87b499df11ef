"""python-socketio's own client, where it is installed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from .conftest import ServedOrganization

socketio = pytest.importorskip("socketio", reason="python-socketio is not installed")
pytest.importorskip("aiohttp", reason="aiohttp, which python-socketio's client needs, is not installed")

PATIENCE_SECONDS = 15


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]], ids="-".join)
def test_a_whole_call_reaches_python_s_client(transports: list[str], served: ServedOrganization):
    assert asyncio.run(_reasons(served, transports)) == ["NEWCALL", "ANSWER", "NEWCALL", "ANSWER", "HANGUP"]


async def _reasons(served: ServedOrganization, transports: list[str]) -> list[str]:
    """What a client hears of one call."""
    client: Any = socketio.AsyncClient(reconnection=False)
    ready, done = asyncio.Event(), asyncio.Event()
    events: list[str] = []

    def take(event: dict[str, Any]) -> None:
        events.append(event["reason"])
        if event["reason"] == "HANGUP":
            done.set()

    def snapshots_came(_: dict[str, Any]) -> None:
        ready.set()

    client.on("AllDialersStatus", snapshots_came)
    client.on("ExtensionEvent", take)
    await client.connect(f"{served.url}?token=demo-token", transports=transports)
    await asyncio.wait_for(ready.wait(), PATIENCE_SECONDS)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, served.click2call)
    await loop.run_in_executor(None, lambda: served.tenant.advance(until="idle"))
    await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
    await client.disconnect()
    return events
