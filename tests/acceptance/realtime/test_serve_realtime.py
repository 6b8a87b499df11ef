"""The installed command: realtime options, the realtime clock, a restart on the same port."""

from __future__ import annotations

from pathlib import Path

import requests

from ...mockserver.realtime.raw_clients import RawClient
from ..conftest import Serve


def login(url: str) -> dict[str, object]:
    answer = requests.post(
        f"{url}/monitorAPI/Login/User", json={"email": "walter@example.com", "pin": "1234"}, timeout=10
    )
    return answer.json()["Data"]["Socket"]


def test_events_come_by_themselves_under_the_realtime_clock(serve: Serve):
    sandbox = serve("--clock", "60")
    client = RawClient(sandbox.base_url, token="demo-token")
    client.snapshots()
    sandbox.click2call()
    reasons = [payload["reason"] for _, payload in client.events(5)]
    client.close()
    assert reasons == ["NEWCALL", "ANSWER", "NEWCALL", "ANSWER", "HANGUP"]


def test_the_options_decide_what_clients_are_told(serve: Serve, tmp_path: Path):
    script = tmp_path / "client.js"
    script.write_text("window.io = 1;")
    where = ("--realtime-url", "https://voice.example", "--realtime-list", "url")
    sandbox = serve(*where, "--realtime-version", "1.3.7", "--socket-client", str(script))
    socket = login(sandbox.base_url)
    assert (socket["URLList"], socket["Version"]) == (["https://voice.example"], "1.3.7")
    assert sandbox.get("/monitorAPI/GetSocketClient").text == "window.io = 1;"


def test_a_token_survives_a_restart(serve: Serve):
    first = serve("--clock", "manual", "--now", "1606908123")
    token = str(login(first.base_url)["Token"])
    first.stop()
    second = serve("--clock", "manual", "--now", "1606908123")
    client = RawClient(second.base_url, token=token)
    extensions = client.snapshots()["AllExtensionsStatus"]["extensions"]
    client.close()
    assert [row["extenUser"] for row in extensions] == ["SIPSIP1"]


def test_the_control_api_lists_sockets_and_breaks_their_connections(serve: Serve):
    sandbox = serve("--clock", "manual")
    client = RawClient(sandbox.base_url, token="demo-token")
    client.snapshots()
    assert sandbox.list("sockets") == [{"remote": "127.0.0.1", "namespace": "/", "user": 0, "extension": ""}]
    assert sandbox.http.delete(sandbox.base_url + sandbox.organization("/sockets"), timeout=10).status_code == 204
    assert client.closed()
    client.close()


def test_a_server_with_clients_stops_at_once(serve: Serve):
    sandbox = serve("--clock", "manual")
    client = RawClient(sandbox.base_url, token="demo-token")
    client.snapshots()
    assert sandbox.stop() == 0
    assert client.closed()
    client.close()
