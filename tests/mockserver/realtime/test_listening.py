"""Clients inside the socket: snapshots, scopes, requests, and what they do wrongly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as websocket

from voicenter_mock.contracts.operations.realtime import SNAPSHOT_ORDER, SOCKET_EVENTS
from voicenter_mock.mockserver.telephony.model.directory import Extension

from .conftest import Connect, ServedOrganization
from .published_messages import violations

CONTRACTS = {event.name: event.contract for event in SOCKET_EVENTS}
revisions = pytest.mark.parametrize("revision", [3, 4])


@revisions
def test_the_snapshots_come_first_and_in_their_order(revision: int, connect: Connect):
    events = connect(revision=revision).events(4)
    assert tuple(name for name, _ in events) == SNAPSHOT_ORDER
    assert [violations(CONTRACTS[name], payload) for name, payload in events] == [[]] * 4


def test_the_open_packet_says_what_the_document_shows(connect: Connect):
    handshake = connect(revision=3).handshake
    assert {name: handshake[name] for name in ("upgrades", "pingInterval", "pingTimeout")} == {
        "upgrades": [], "pingInterval": 60000, "pingTimeout": 180000,
    }  # fmt: skip


def test_a_call_that_is_up_is_in_the_snapshots(served: ServedOrganization, connect: Connect):
    call = served.call()
    row = connect().snapshots()["AllExtensionsStatus"]["extensions"][0]
    assert [shown["ivrid"] for shown in row["calls"]] == [call.id]


def test_advance_returns_when_every_event_has_been_written(served: ServedOrganization, connect: Connect):
    clients = [connect(revision=revision) for revision in (3, 4)]
    for client in clients:
        client.snapshots()
    served.whole_call()
    for client in clients:
        assert client.here() == ["ExtensionEvent"] * 5


def test_an_event_of_another_organization_is_not_heard(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    other = ServedOrganization(served.server)
    other.whole_call()
    other.registry.delete(other.id)
    assert client.here() == []


# ---- scopes --------------------------------------------------------------------------------------------


def test_a_user_sees_the_own_extension_and_its_queues(served: ServedOrganization, connect: Connect):
    token = served.login("User", email="walter@example.com", pin="1234").json()["Data"]["Socket"]["Token"]
    snapshots = connect(token=token).snapshots()
    assert [row["extenUser"] for row in snapshots["AllExtensionsStatus"]["extensions"]] == ["SIPSIP1"]
    assert [row["QueueName"] for row in snapshots["loginStatus"]["queues"]] == ["Sales"]


def test_a_user_is_not_told_of_other_extensions(served: ServedOrganization, connect: Connect):
    token = served.login("User", email="walter@example.com", pin="1234").json()["Data"]["Socket"]["Token"]
    client = connect(token=token)
    client.snapshots()
    served.whole_call("SIPSIP2")
    assert client.here() == []
    served.whole_call("SIPSIP1")
    assert client.here() == ["ExtensionEvent"] * 5


def test_token_and_account_see_everything(served: ServedOrganization, connect: Connect):
    account, password = next(iter(served.tenant.exchange.directory.realtime_accounts.items()))
    for answer in (
        served.login("Token", token=served.token),
        served.login("Account", username=account, password=password),
    ):
        snapshots = connect(token=answer.json()["Data"]["Socket"]["Token"]).snapshots()
        assert len(snapshots["AllExtensionsStatus"]["extensions"]) == 7
        assert len(snapshots["AllDialersStatus"]["dialers"]) == 2


def test_monitored_extensions_narrow_the_events_until_they_are_all_again(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    client.emit("updateMonitoredExtensions", {"extensionsString": "sipsip2, 30000005"})
    assert client.here() == []
    served.whole_call("SIPSIP1")
    assert client.here() == []
    served.whole_call("SIPSIP2")
    assert client.here() == ["ExtensionEvent"] * 5
    client.emit("updateMonitoredExtensions", {"extensionsString": ""})
    assert client.here() == []
    served.whole_call("SIPSIP1")
    assert client.here() == ["ExtensionEvent"] * 5


# ---- requests ------------------------------------------------------------------------------------------


@revisions
def test_resync_gives_the_snapshots_again(revision: int, served: ServedOrganization, connect: Connect):
    client = connect(revision=revision)
    client.snapshots()
    served.call()
    client.until("ExtensionEvent")
    client.emit("resync", {"cache": False})
    events = client.events(4)
    assert tuple(name for name, _ in events) == SNAPSHOT_ORDER
    assert events[2][1]["extensions"][0]["calls"]


def test_keepalive_says_when_the_token_has_expired(served: ServedOrganization, connect: Connect):
    token = served.login("Token", token=served.token).json()["Data"]["Socket"]["Token"]
    client = connect(token=token)
    client.snapshots()
    served.tenant.advance(seconds=3601)
    client.emit("keepalive", token)
    answer = client.until("keepaliveResponse")
    assert (answer["errorCode"], answer["isOk"], answer["errorDesc"]) == (1, False, "Token expired")


def test_a_refreshed_token_sent_with_keepalive_is_the_connection_s_from_then_on(
    served: ServedOrganization, connect: Connect
):
    client = connect(token=served.login("Token", token=served.token).json()["Data"]["Socket"]["Token"])
    client.snapshots()
    served.tenant.advance(seconds=3000)
    client.emit("keepalive", served.login("Token", token=served.token).json()["Data"]["Socket"]["Token"])
    client.until("keepaliveResponse")
    served.tenant.advance(seconds=1000)
    client.emit("keepalive")
    assert client.until("keepaliveResponse")["isOk"] is True


@revisions
def test_closeme_closes(revision: int, connect: Connect):
    client = connect(revision=revision)
    client.emit("closeme")
    assert client.closed()


IN_SOCKET_LOGINS: list[tuple[str, str, int]] = [
    ("login", '{"token": "TOKEN"}', 7),
    ("loginUser", '{"user": "walter@example.com", "password": "1234"}', 1),
    ("loginUser", '{"email": "walter@example.com", "pin": "1234"}', 1),
    ("loginUserCode", '{"code": "12345678"}', 1),
    ("loginUserCode", '"CODE"', 7),
    ("loginAccount", '{"username": "ACCOUNT", "password": "PASSWORD"}', 7),
]


@pytest.mark.parametrize(("event", "payload", "seen"), IN_SOCKET_LOGINS)
def test_older_clients_log_in_inside_the_socket(
    event: str, payload: str, seen: int, served: ServedOrganization, connect: Connect
):
    account, password = next(iter(served.tenant.exchange.directory.realtime_accounts.items()))
    for name, value in {
        "TOKEN": served.token,
        "CODE": f"{served.id}-code",
        "ACCOUNT": account,
        "PASSWORD": password,
    }.items():
        payload = payload.replace(name, value)
    client = connect(token="", path=served.path)
    client.emit(event, json.loads(payload))
    events = client.events(5)
    assert tuple(name for name, _ in events) == ("loginResponse", *SNAPSHOT_ORDER)
    assert (events[0][1]["errorCode"], len(events[3][1]["extensions"])) == (0, seen)


def test_a_wrong_login_inside_the_socket_is_refused_without_snapshots(served: ServedOrganization, connect: Connect):
    client = connect(token="", path=served.path)
    client.emit("loginUser", {"user": "walter@example.com", "password": "9999"})
    assert client.event()[1]["errorDesc"] == "Unauthorized"
    client.emit("keepalive")
    assert client.event()[1]["isOk"] is False
    assert any("has no such login" in complaint for complaint in served.complaints)


def test_a_password_is_not_kept_in_the_journal(served: ServedOrganization, connect: Connect):
    client = connect(token="", path=served.path)
    client.emit("loginUser", {"user": "walter@example.com", "password": "hidden-1"})
    client.event()
    assert "hidden-1" not in str([entry.as_data() for entry in served.tenant.requests.since(0)])


# ---- wrong things --------------------------------------------------------------------------------------


def test_an_expired_token_opens_nothing(served: ServedOrganization, connect: Connect):
    token = served.login("Token", token=served.token).json()["Data"]["Socket"]["Token"]
    served.tenant.advance(seconds=3601)
    assert connect(token=token).answer == '44{"message":"Token expired"}'
    assert any("log in again" in complaint for complaint in served.complaints)


def test_a_token_of_another_organization_opens_nothing(served: ServedOrganization, connect: Connect):
    other = ServedOrganization(served.server)
    assert connect(token=other.token, path=served.path).answer == '44{"message":"Unexpected token"}'
    other.registry.delete(other.id)


def test_what_clients_send_wrongly_stands_in_the_journal(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    client.emit("keepalve")
    client.emit("updateMonitoredExtensions", {"extensionsString": ["SIPSIP1"]})
    client.emit("updateMonitoredExtensions", {"extensionsString": "SIPSIP9"})
    client.here()
    complaints = "\n".join(served.complaints)
    assert "did you mean 'keepalive'?" in complaints
    assert "$.extensionsString" in complaints
    assert "there is no extension sipsip9; known: SIPSIP1" in complaints


@pytest.mark.parametrize(
    "frame", ["", "9", "4", "42", "42[1]", "42{}", '42["keepalive"', "b!!", "42" + "[" * 100_000, "1"]
)
@revisions
def test_a_malformed_frame_ends_only_its_own_connection(
    frame: str, revision: int, served: ServedOrganization, connect: Connect
):
    bystander = connect()
    bystander.snapshots()
    client = connect(revision=revision)
    client.snapshots()
    client.send(frame)
    assert client.closed()
    served.whole_call()
    assert bystander.here() == ["ExtensionEvent"] * 5


def test_an_oversized_frame_ends_its_connection(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    client.send('42["keepalive","' + "x" * 1_100_000 + '"]')
    assert client.closed()
    assert any("frame too large" in complaint for complaint in served.complaints)


def test_a_namespace_that_is_none_is_refused(served: ServedOrganization, connect: Connect):
    assert connect(namespace="/admin").answer == '44/admin,{"message":"Invalid namespace"}'


@revisions
def test_the_namespace_names_the_organization(revision: int, served: ServedOrganization, connect: Connect):
    client = connect(namespace=served.path, revision=revision)
    assert tuple(name for name, _ in client.events(4)) == SNAPSHOT_ORDER
    served.whole_call()
    assert client.here() == ["ExtensionEvent"] * 5


@pytest.mark.parametrize("path", ["/", "/elsewhere", "/o/demo/elsewhere", "/socket.io/?EIO=5&transport=websocket"])
def test_a_websocket_elsewhere_is_refused_with_a_line_of_text(path: str, served: ServedOrganization):
    with (
        pytest.raises(InvalidStatus) as raised,
        websocket(served.url.replace("http", "ws", 1) + path),
    ):
        pass
    answer = raised.value.response
    assert (answer.status_code, answer.body.count(b"\n")) == (400, 1)


# ---- the organization changes --------------------------------------------------------------------------


def test_an_edit_is_told_by_name(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    with served.tenant.use() as exchange:
        directory = exchange.directory
        extensions = {**directory.extensions, "SIPSIP6": Extension("SIPSIP6", 30000006, "New", 70000001)}
        queues = {**directory.queues, 10035: replace(directory.queues[10035], name="Sales 2")}
        served.registry.edit(served.tenant, replace(directory, extensions=extensions, queues=queues))
    events = dict(client.events(2))
    assert (events["ExtensionsUpdated"]["extensions"], events["QueuesUpdated"]["queues"]) == (["SIPSIP6"], [10035])
    assert [violations(CONTRACTS[name], payload) for name, payload in events.items()] == [[], []]


def test_a_reset_breaks_the_connection_and_the_token_holds(served: ServedOrganization, connect: Connect):
    token = served.login("Token", token=served.token).json()["Data"]["Socket"]["Token"]
    client = connect(token=token)
    client.snapshots()
    served.tenant = served.registry.reset(served.tenant)
    assert client.closed()
    assert tuple(connect(token=token).snapshots()) == SNAPSHOT_ORDER


def test_an_organization_without_listeners_is_not_listened_to(served: ServedOrganization, connect: Connect):
    subscribers = len(served.tenant.exchange.subscribers)
    client = connect()
    client.snapshots()
    assert (len(served.tenant.exchange.subscribers), served.tenant.sockets is None) == (subscribers + 1, False)
    client.emit("closeme")
    client.closed()
    assert (len(served.tenant.exchange.subscribers), served.tenant.sockets) == (subscribers, None)
