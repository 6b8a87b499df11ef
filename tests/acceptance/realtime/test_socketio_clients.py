"""Genuine socket.io clients 1.3.7, 2.4.0 and 4.x, and ours: a whole call, and everything they can ask for."""

from __future__ import annotations

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts.operations.realtime import SNAPSHOT_ORDER, SOCKET_EVENTS

from .conftest import Connect, ServedOrganization, start_server
from .node_clients import VERSIONS

CONTRACTS = {event.name: event.contract for event in SOCKET_EVENTS}
CALL = ["NEWCALL", "ANSWER", "NEWCALL", "ANSWER", "HANGUP"]

every_version = pytest.mark.parametrize("version", VERSIONS)


@every_version
def test_a_client_gets_the_snapshots_and_a_whole_call_in_order(
    version: str, served: ServedOrganization, connect: Connect
):
    client = connect(version, f"{served.url}?token=demo-token")
    client.until("AllDialersStatus")
    served.click2call()
    served.tenant.advance(until="idle")
    client.until("ExtensionEvent", times=5)
    assert tuple(client.names[:4]) == SNAPSHOT_ORDER
    assert [payload["reason"] for _, payload in client.received[4:]] == CALL
    assert [contracts.violations(CONTRACTS[name], payload) for name, payload in client.received] == [[]] * 9


@every_version
def test_keepalive_and_resync_are_answered(version: str, served: ServedOrganization, connect: Connect):
    client = connect(version, f"{served.url}?token=demo-token")
    client.until("AllDialersStatus")
    client.emit("keepalive", "demo-token")
    first = client.until("keepaliveResponse")
    client.emit("keepalive")
    second = client.until("keepaliveResponse")
    client.emit("resync", {"cache": False})
    client.until("AllDialersStatus")
    assert (first["errorCode"], second["isOk"], tuple(client.names[-4:])) == (0, True, SNAPSHOT_ORDER)
    assert served.complaints == []


@every_version
def test_closeme_disconnects_for_good(version: str, served: ServedOrganization, connect: Connect):
    client = connect(version, f"{served.url}?token=demo-token")
    client.until("AllDialersStatus")
    client.emit("closeme")
    assert client.until("disconnect") in ("io server disconnect", "transport close")


@every_version
def test_a_client_that_was_disconnected_may_open_its_socket_again(
    version: str, served: ServedOrganization, connect: Connect
):
    client = connect(version, f"{served.url}?token=demo-token")
    client.until("AllDialersStatus")
    client.emit("closeme")
    client.until("disconnect")
    client.call("open")
    client.until("AllDialersStatus")
    assert tuple(client.names[-4:]) == SNAPSHOT_ORDER


@every_version
def test_a_dropped_client_comes_again_and_gets_the_snapshots(
    version: str, served: ServedOrganization, connect: Connect
):
    client = connect(version, f"{served.url}?token=demo-token")
    client.until("AllDialersStatus")
    assert served.tenant.sockets is not None
    served.tenant.sockets.close()
    client.until("disconnect")
    client.until("AllDialersStatus")
    assert tuple(client.names[-4:]) == SNAPSHOT_ORDER


@every_version
def test_a_login_inside_the_socket_is_answered_and_followed_by_the_snapshots(
    version: str, served: ServedOrganization, connect: Connect
):
    client = connect(version, served.url)
    client.until("connect")
    client.emit("loginUser", {"user": "walter@example.com", "password": "1234"})
    client.until("AllDialersStatus")
    assert tuple(client.names) == ("loginResponse", *SNAPSHOT_ORDER)
    rows = client.received[3][1]["extensions"]
    assert [row["extenUser"] for row in rows] == ["SIPSIP1"]


@every_version
@pytest.mark.parametrize("path", ["/o/demo", ""], ids=["namespace", "path"])
def test_an_organization_is_reached_by_namespace_and_by_path(
    path: str, version: str, served: ServedOrganization, connect: Connect
):
    options = {} if path else {"path": "/o/demo/socket.io"}
    client = connect(version, f"{served.url}{path}?token=demo-token", query={"token": "demo-token"}, **options)
    client.until("AllDialersStatus")
    client.emit("keepalive", "demo-token")
    client.until("keepaliveResponse")
    assert tuple(client.names) == (*SNAPSHOT_ORDER, "keepaliveResponse")


@every_version
def test_an_unexpected_token_is_refused_and_explained(version: str, served: ServedOrganization, connect: Connect):
    client = connect(version, f"{served.url}?token=wrong", path="/o/demo/socket.io")
    assert client.until("connect_error" if version == "4" else "error") == "Unexpected token"
    assert any("the organization's own: 'demo-token'" in complaint for complaint in served.complaints)


@pytest.mark.parametrize("version", ["2.4.0", "4"])
@pytest.mark.parametrize("transports", [["polling"], ["polling", "websocket"]], ids=["polling", "upgraded"])
def test_a_polling_client_gets_a_whole_call_too(
    transports: list[str], version: str, served: ServedOrganization, connect: Connect
):
    client = connect(version, f"{served.url}?token=demo-token", transports=transports)
    client.until("AllDialersStatus")
    served.click2call()
    served.tenant.advance(until="idle")
    client.until("ExtensionEvent", times=5)
    assert [payload["reason"] for name, payload in client.received if name == "ExtensionEvent"] == CALL


@every_version
def test_a_client_survives_a_restart_of_the_server(version: str, connect: Connect):
    served = ServedOrganization(start_server(), fresh=False)
    client = connect(
        version, served.url, query={"token": served.login("User", email="walter@example.com", pin="1234")["Token"]}
    )
    client.until("AllDialersStatus")
    served.server.stop()
    client.until("disconnect")
    again = ServedOrganization(start_server(served.server.port), fresh=False)
    try:
        client.until("AllDialersStatus")
        assert tuple(client.names[-4:]) == SNAPSHOT_ORDER
    finally:
        again.server.stop()
