"""Behind nginx and HAProxy: each recipe of the how-to, and what happens without its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from voicenter_mock.mockserver.organizations import describe, read
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from ...websockets_over_tls import trusting
from .programs import CALL, CLICK2CALL
from .proxies import CERTIFICATE, proxy

SOCKET = "/socket.io/?EIO=4&transport=websocket&token=demo-token"
WHOLE = (
    "nginx usual",
    "nginx tls",
    "nginx prefix",
    "haproxy shortest",
    "haproxy usual",
    "haproxy tls",
    "haproxy prefix",
)
"""Recipes behind which everything works."""
CHANGES = {"haproxy tls": (("bind :8080", f"bind :8443 ssl crt {CERTIFICATE}"),)}


@pytest.fixture(scope="module", params=WHOLE)
def reached(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where clients reach the server behind a recipe, with its prefix."""
    name: str = request.param
    known = name.replace("haproxy tls", "haproxy usual")
    with proxy(known, server, tmp_path_factory.mktemp("proxy"), *CHANGES.get(name, ())) as url:
        yield url + ("/voicenter" if name.endswith("prefix") else "")


def post(url: str, body: Any, headers: dict[str, str] | None = None) -> requests.Response:
    return requests.post(url, json=body, headers=headers, timeout=30, verify=str(CERTIFICATE))


def socket_url(url: str) -> str:
    answer: str = post(url + "/monitorAPI/Login/Token", {"token": "demo-token"}).json()["Data"]["Socket"]["URL"]
    return answer


def open_socket(url: str) -> ClientConnection:
    """As a socket.io client does: at the host, whatever path the URL has."""
    scheme, _, rest = url.partition("://")
    context = trusting(CERTIFICATE) if scheme == "https" else None
    host = rest.partition("/")[0]
    return connect(f"{scheme.replace('http', 'ws')}://{host}{SOCKET}", ssl=context, proxy=None)


def is_kept(url: str, seconds: float) -> bool:
    """Whether a socket on which nothing happens but heartbeats lasts so long."""
    with open_socket(url) as connection:
        connection.recv(timeout=30)
        connection.send("40")
        try:
            while True:
                if connection.recv(timeout=seconds) == "2":
                    connection.send("3")
                    seconds -= 1
        except TimeoutError:
            return True
        except ConnectionClosed:
            return False


def test_a_call_is_placed_and_the_login_names_the_proxy(reached: str):
    answer = requests.get(f"{reached}{CLICK2CALL}?{CALL}", timeout=30, verify=str(CERTIFICATE))
    assert answer.json()["ERRORCODE"] == 0
    assert socket_url(reached) == reached


def test_the_page_s_own_requests_are_taken(reached: str):
    origin = "/".join(reached.split("/")[:3])
    answer = post(f"{reached}/_sandbox/organizations/demo/clock/advance", {"seconds": 1}, {"Origin": origin})
    assert answer.status_code == 200, answer.text


def test_a_websocket_opens_and_tells_what_happens(reached: str):
    namespace = "/voicenter," if reached.endswith("/voicenter") else ""
    with open_socket(reached) as connection:
        connection.recv(timeout=30)
        connection.send(f"40{namespace}" + '{"token":"demo-token"}')
        received = ""
        while "loginSuccess" not in received:
            received = str(connection.recv(timeout=30))
    assert received.startswith(f"42{namespace}")


def test_the_page_s_links_go_through_the_proxy(reached: str):
    page = requests.get(reached + "/", headers={"Accept": "text/html"}, timeout=30, verify=str(CERTIFICATE)).text
    link = page.partition('stylesheet" href="')[2].partition('"')[0]
    origin = "/".join(reached.split("/")[:3])
    assert requests.get(origin + link, timeout=30, verify=str(CERTIFICATE)).status_code == 200


def test_nginx_s_shortest_recipe_serves_the_apis_and_names_the_upstream(server: Server, tmp_path: Path):
    with proxy("nginx shortest", server, tmp_path) as url:
        assert requests.get(f"{url}{CLICK2CALL}?{CALL}", timeout=30).json()["ERRORCODE"] == 0
        assert socket_url(url) == server.base_url
        answer = post(f"{url}/_sandbox/organizations/demo/clock/advance", {"seconds": 1}, {"Origin": url})
        assert json.loads(answer.text)["error"]["code"] == "cross_site"
        with pytest.raises(InvalidStatus) as refused:
            open_socket(url)
        assert refused.value.response.status_code == 400


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("nginx usual", [("proxy_read_timeout 1h", "proxy_read_timeout 2s")]),
        (
            "haproxy shortest",
            [("timeout client 50s", "timeout client 2s"), ("timeout server 50s", "timeout server 2s")],
        ),
    ],
)
@pytest.mark.parametrize(("interval", "kept"), [(60, False), (1, True)])
def test_an_idle_socket_lasts_when_pings_come_before_the_proxy_s_time_out(
    server: Server, tmp_path: Path, name: str, changes: list[tuple[str, str]], interval: int, kept: bool
):
    tenant = server.registry.get("demo")
    document = describe(tenant.exchange.directory)
    document["realtime"]["ping_interval_seconds"] = interval
    with tenant.use():
        server.registry.edit(tenant, read(document, id="demo"))
    with proxy(name, server, tmp_path, *changes) as url:
        assert is_kept(url, 5) is kept


def test_teams_share_an_address_and_each_has_a_process_of_its_own(server: Server, tmp_path: Path):
    other = Server(Registry(clock="manual"))
    other.registry.from_template("demo", "team-a")
    other.start()
    try:
        ports = ("127.0.0.1:8026", f"127.0.0.1:{other.port}"), ("127.0.0.1:8027", f"127.0.0.1:{server.port}")
        with proxy("nginx teams", server, tmp_path, *ports) as url:
            theirs = requests.get(f"{url}/o/team-a{CLICK2CALL}?{CALL.replace('demo-code', 'team-a-code')}", timeout=30)
            ours = requests.get(f"{url}{CLICK2CALL}?{CALL}", timeout=30)
            calls = requests.get(f"{url}/_sandbox/organizations/team-a/calls", timeout=30)
    finally:
        other.stop()
    assert (theirs.json()["ERRORCODE"], ours.json()["ERRORCODE"]) == (0, 0)
    assert [call["ivrid"] for call in calls.json()["calls"]] == [theirs.json()["CALLID"]]
