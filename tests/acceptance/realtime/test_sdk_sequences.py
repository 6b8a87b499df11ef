"""What the vendor's SDKs of two generations do, step by step, with the clients that they use.

The older one lays socket.io client 2 over the older logins, the newer brings client 1.3.7 and has logins of its own.
"""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts.operations.realtime import SNAPSHOT_ORDER

from .conftest import Connect, ServedOrganization, start_server
from .node_clients import NodeClient

CALL = ["NEWCALL", "ANSWER", "NEWCALL", "ANSWER", "HANGUP"]
AN_HOUR = 3600
CLIENTS = {"older": ("2.4.0", "ours"), "newer": ("1.3.7",)}
LOGINS: dict[tuple[str, str], dict[str, str]] = {
    ("older", "token"): {"token": "demo-token"},
    ("older", "Token"): {"token": "demo-token"},
    ("older", "User"): {"email": "walter@example.com", "pin": "1234"},
    ("older", "Account"): {"username": "demo", "password": "demo"},
    ("newer", "Token"): {"token": "demo-token"},
    ("newer", "User"): {"username": "walter@example.com", "password": "1234"},
    ("newer", "Account"): {"username": "demo", "password": "demo"},
}
"""A small ``token`` opens the socket as it is; the others are what the logins are called."""
WAYS = [(generation, version, how) for generation, how in LOGINS for version in CLIENTS[generation]]

every_way = pytest.mark.parametrize(("generation", "version", "how"), WAYS, ids=str)
refreshing = pytest.mark.parametrize(
    ("generation", "version", "how"), [way for way in WAYS if way[2] != "token"], ids=str
)


def sdk(
    connect: Connect, served: ServedOrganization, generation: str, version: str, how: str, **changed: Any
) -> NodeClient:
    login = {"how": how, **LOGINS[generation, how], **changed}
    return connect(version, served.url, script="sdk", generation=generation, login=login)


def last_snapshot(client: NodeClient) -> list[str]:
    """The extensions in the last snapshot."""
    snapshot = [payload for name, payload in client.received if name == "AllExtensionsStatus"][-1]
    return [row["extenUser"] for row in snapshot["extensions"]]


@every_way
def test_it_logs_in_and_hears_a_whole_call(
    generation: str, version: str, how: str, served: ServedOrganization, connect: Connect
) -> None:
    client = sdk(connect, served, generation, version, how)
    client.until("AllDialersStatus")
    served.click2call()
    served.tenant.advance(until="idle")
    client.until("ExtensionEvent", times=5)
    assert tuple(client.names[:4]) == SNAPSHOT_ORDER
    assert [payload["reason"] for _, payload in client.received[4:]] == CALL
    assert (last_snapshot(client) == ["SIPSIP1"]) == (how == "User")


@every_way
def test_keepalive_and_resync_are_answered(
    generation: str, version: str, how: str, served: ServedOrganization, connect: Connect
) -> None:
    client = sdk(connect, served, generation, version, how)
    token = client.until("login")
    client.until("AllDialersStatus")
    client.emit("keepalive", token)
    assert client.until("keepaliveResponse")["isOk"] is True
    client.emit("resync", {"cache": True})
    client.until("AllDialersStatus")
    assert tuple(client.names[-4:]) == SNAPSHOT_ORDER
    assert served.complaints == []


@refreshing
def test_an_expired_token_is_told_and_a_refreshed_one_opens_the_socket_again(
    generation: str, version: str, how: str, served: ServedOrganization, connect: Connect
) -> None:
    client = sdk(connect, served, generation, version, how)
    token = client.until("login")
    client.until("AllDialersStatus")
    served.tenant.advance(seconds=AN_HOUR + 1)
    client.emit("keepalive", token)
    assert client.until("keepaliveResponse")["isOk"] is False
    client.command({"refresh": True})
    expires = float(client.until("refreshed"))
    client.until("AllDialersStatus")
    assert expires / 1000 == pytest.approx(served.tenant.exchange.now + AN_HOUR, abs=1)
    client.emit("keepalive")
    assert client.until("keepaliveResponse")["isOk"] is True


@every_way
def test_a_broken_connection_is_made_again_with_the_token_it_had(
    generation: str, version: str, how: str, served: ServedOrganization, connect: Connect
) -> None:
    client = sdk(connect, served, generation, version, how)
    client.until("AllDialersStatus")
    assert served.tenant.sockets is not None
    served.tenant.sockets.close()
    client.until("disconnect")
    client.until("AllDialersStatus")
    assert tuple(client.names[-4:]) == SNAPSHOT_ORDER


@every_way
def test_a_restart_of_the_server_is_survived_with_the_token_it_had(
    generation: str, version: str, how: str, connect: Connect
) -> None:
    served = ServedOrganization(start_server(), fresh=False)
    client = sdk(connect, served, generation, version, how)
    client.until("AllDialersStatus")
    served.server.stop()
    client.until("disconnect")
    again = ServedOrganization(start_server(served.server.port), fresh=False)
    try:
        client.until("AllDialersStatus")
        again.click2call()
        again.tenant.advance(until="idle")
        client.until("ExtensionEvent", times=5)
    finally:
        again.server.stop()


@pytest.mark.parametrize(
    ("generation", "how", "changed", "why"),
    [
        ("older", "token", {"token": "wrong"}, "401 Unauthorized"),
        ("older", "Token", {"token": "wrong"}, "500 Unexpected token"),
        ("older", "User", {"pin": "0000"}, "401 Unauthorized"),
        ("older", "Account", {"password": "wrong"}, "401 Unauthorized"),
        ("newer", "Token", {"token": "wrong"}, "401 Unauthorized"),
        ("newer", "User", {"password": "wrong"}, "401 Unauthorized"),
    ],
)
def test_a_wrong_login_is_refused_before_the_socket(
    generation: str, how: str, changed: dict[str, str], why: str, served: ServedOrganization, connect: Connect
) -> None:
    client = sdk(connect, served, generation, CLIENTS[generation][0], how, **changed)
    assert client.until("failed") == why
