"""Telephones at a running server: where they connect, whose they are, and what becomes of them when things change."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from voicenter_mock.mockserver.organizations import read as read_directory
from voicenter_mock.mockserver.serving.certificates import server_context
from voicenter_mock.mockserver.serving.server import CannotListen, Server, TelephoneOptions, Tls
from voicenter_mock.mockserver.sip.invitations import contact_of
from voicenter_mock.mockserver.sip.media import silent
from voicenter_mock.mockserver.sip.messages import read, request, serialize
from voicenter_mock.mockserver.sip.organizations import TelephoneOrganizations
from voicenter_mock.mockserver.sip.switchboard import Switchboard
from voicenter_mock.mockserver.sip.timers import Timers
from voicenter_mock.mockserver.sip.transactions import put_via
from voicenter_mock.mockserver.sip.websocket import WebSocketFlow
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.core.story import Gone
from voicenter_mock.mockserver.tenancy import identities
from voicenter_mock.mockserver.tenancy.identities import Identity
from voicenter_mock.mockserver.tenancy.registry import Registry

from ...websockets_over_tls import trusting
from .desk import DIRECT, DOCUMENT, OFFER, Phone, Wire

USERS = [{"id": 7, "name": "Ann", "code": "7", "account": 1, "extension": "ann", "email": "a@b.c", "pin": "1"}]


class Connected:
    """What a ``Phone`` says goes to a server over a websocket, and one answer is awaited."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.switchboard = self

    def receive(self, data: bytes, wire: Wire) -> None:
        self.socket.send(data.decode())
        if not data.startswith((b"ACK", b"SIP/2.0")):
            self.take(wire)

    def take(self, wire: Wire) -> None:
        frame = self.socket.recv(timeout=10)
        assert isinstance(frame, str)
        wire.sent.append(read(frame.encode()))


Open = Callable[..., Phone]


@pytest.fixture
def server() -> Iterator[Server]:
    registry = Registry(clock="realtime")
    registry.add(read_directory({**DOCUMENT, "users": USERS}))
    made = Server(registry, telephones=TelephoneOptions())
    made.start()
    yield made
    made.stop()


@pytest.fixture
def phone(server: Server) -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(name: str = "ann", path: str = "/sip", at: str = "") -> Phone:
            url = server.base_url.replace("http", "ws", 1) + path
            socket = stack.enter_context(connect(url, subprotocols=[Subprotocol("sip")]))
            assert socket.subprotocol == "sip"
            desk: Any = Connected(socket)
            return Phone(desk, name, at=at)

        yield opened


def external(server: Server, organization: str = "desk") -> list[str]:
    with server.registry.get(organization).use() as exchange:
        return [sip for sip, state in exchange.extensions.items() if state.external]


def until_next(phone: Phone, method: str) -> None:
    """Waits for a request of the server's."""
    desk: Any = phone.desk
    while not phone.wire.start_lines or phone.wire.start_lines[-1] != method:
        desk.take(phone.wire)


@pytest.mark.parametrize("path", ["/", "/sip", "/sip/", "/o/desk/", "/o/desk/sip"])
def test_telephones_connect_there(server: Server, phone: Open, path: str):
    assert phone(path=path).register() == ["401", "200"]
    assert external(server) == ["ann"]


def refused(url: str) -> tuple[int, str]:
    with (
        pytest.raises(InvalidStatus) as caught,
        connect(url.replace("http", "ws", 1), subprotocols=[Subprotocol("sip")]),
    ):
        pass
    return caught.value.response.status_code, (caught.value.response.body or b"").decode()


def test_elsewhere_they_are_told_where(server: Server):
    status, sentence = refused(f"{server.base_url}/elsewhere")
    assert (status, "/o/<id>/sip" in sentence) == (404, True)


@pytest.mark.parametrize(("scheme", "via"), [("ws", "WS"), ("wss", "WSS")])
def test_a_via_says_whether_the_websocket_is_secured_and_a_uri_does_not(scheme: str, via: str):
    """RFC 7118 §5.2."""
    wire: Any = None
    flow = WebSocketFlow(wire, {"path": "/sip", "scheme": scheme, "server": ("::1", 8443), "client": ("::1", 40_000)})
    asked = request(
        "OPTIONS",
        "sip:ann@phone",
        sender="<sip:desk@b>;tag=1",
        to="<sip:ann@phone>",
        call_id="1",
        sequence=1,
        headers={},
    )
    put_via(asked, flow)
    assert asked.headers["Via"].startswith(f"SIP/2.0/{via} [::1]:8443;branch=")
    assert contact_of(flow) == "sip:[::1]:8443;transport=ws"
    assert flow.remote == "[::1]:40000"


def test_they_connect_over_tls_too(tmp_path: Path):
    authority = tmp_path / "authority.pem"
    registry = Registry(clock="realtime")
    registry.add(read_directory(DOCUMENT))
    secured = Server(registry, tls=Tls(server_context(authority)), telephones=TelephoneOptions())
    secured.start()
    try:
        url = f"wss://localhost:{secured.tls_port}/"  # the vendor's widget knows no path
        with connect(url, ssl=trusting(authority), subprotocols=[Subprotocol("sip")]) as socket:
            desk: Any = Connected(socket)
            phone = Phone(desk)
            assert phone.register() == ["401", "200"]
            tenant = registry.get("desk")
            with tenant.use() as exchange:
                Operator(exchange).incoming_call("0501234567", DIRECT)
            until_next(phone, "INVITE")
            invite = phone.wire.sent[-1]
            assert invite.headers["Via"].startswith(f"SIP/2.0/WSS 127.0.0.1:{secured.tls_port};")
            assert invite.headers["Contact"].endswith(";transport=ws>")
    finally:
        secured.stop()


def test_a_server_without_telephones_says_how_to_have_them():
    registry = Registry(clock="manual")
    registry.add(read_directory(DOCUMENT))
    plain = Server(registry)
    plain.start()
    try:
        status, sentence = refused(f"{plain.base_url}/sip")
    finally:
        plain.stop()
    assert (status, "serve --sip" in sentence) == (400, True)


def test_a_registration_and_a_wrong_password_stand_in_the_journal(server: Server, phone: Open):
    phone().register()
    phone("ben").register(password="guessed")
    entries = server.registry.get("desk").requests.since(0)
    assert [(entry.operation, entry.status, entry.hints) for entry in entries] == [
        ("sip.register", 200, []),
        ("sip.register", 403, ["wrong password for extension ben"]),
    ]


def test_a_frame_that_is_too_long_is_answered_and_the_telephone_stays_connected(phone: Open):
    ann = phone()
    asked = ann.request("OPTIONS", "sip:x@y", to="<sip:x@y>", sender="<sip:a@b>;tag=1", call_id="o")
    ann.desk.switchboard.receive(serialize(asked) + b"x" * 70_000, ann.wire)
    assert ann.wire.take() == ["513"]
    assert ann.register() == ["401", "200"]


def test_what_is_no_sip_is_answered_and_stands_in_the_servers_journal():
    registry = Registry(clock="realtime")
    made = Server(registry, telephones=TelephoneOptions(udp_port=0))
    made.start()
    try:
        assert made.telephones is not None
        with socket.create_connection(("127.0.0.1", made.telephones.udp_port), timeout=10) as stream:
            stream.sendall(
                b"OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a.test;branch=z9hG4bK1\r\nFrom: <sip:a@b.test>;tag=1\r\n"
                b"To: <sip:x@y.test>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 70000\r\n\r\n"
            )
            answer = stream.makefile("rb").read()  # until the server closes the connection
    finally:
        made.stop()
    assert answer.startswith(b"SIP/2.0 513 Content-Length is 70000; a message has at most 65536 bytes\r\n")
    [entry] = registry.unresolved.since(0)
    assert (entry.path, entry.status, entry.encoding) == ("OPTIONS sip:x SIP/2.0", 513, "sip/tcp")
    assert entry.violations == ["this is no SIP message: Content-Length is 70000; a message has at most 65536 bytes"]


def test_the_manual_clock_refuses_and_says_how_to_go_on(server: Server, phone: Open):
    server.registry.get("desk").set_clock("manual")
    assert phone().register()[-1] == "403"
    [entry] = server.registry.get("desk").requests.since(0)
    assert entry.hints[0] == "organization desk has the manual clock, and telephones need real time"


@pytest.mark.parametrize(("why", "in_journal"), [("its registration expired", True), ("it unregistered", False)])
def test_a_registration_that_ends_by_itself_stands_in_the_journal(why: Gone, in_journal: bool):
    registry = Registry(clock="realtime")
    tenant = registry.add(read_directory(DOCUMENT))

    async def goes() -> None:
        with ThreadPoolExecutor(1) as threads:
            organizations = TelephoneOrganizations(registry, asyncio.get_running_loop(), threads, lambda tenant: silent)
            switchboard = Switchboard(Timers(), organizations)
            organizations.transactions, organizations.registrar = switchboard.transactions, switchboard.registrar
            organizations.presence(("desk", "ann"), present=True, why=why)
            organizations.presence(("desk", "ann"), present=False, why=why)

    asyncio.run(goes())
    assert [hint for entry in tenant.requests.since(0) for hint in entry.hints] == [
        f"the telephone of ann has gone: {why}"
    ] * in_journal


def test_a_clock_of_the_same_speed_is_real_time(server: Server, phone: Open):
    server.registry.get("desk").set_clock("scaled", 1)
    assert phone().register()[-1] == "200"


def test_a_faster_clock_refuses_too(server: Server, phone: Open):
    server.registry.get("desk").set_clock("scaled", 60)
    assert phone().register()[-1] == "403"


def test_of_several_organizations_with_the_extension_the_domain_names_one(server: Server, phone: Open):
    server.registry.add(read_directory({**DOCUMENT, "id": "other"}))
    phone().register()  # at desk.test
    assert (external(server), external(server, "other")) == (["ann"], [])


def test_where_the_domain_names_none_the_path_has_to(server: Server, phone: Open):
    for name in ("other", "third"):
        server.registry.add(read_directory({**DOCUMENT, "id": name}))
    server.registry.delete("desk")
    assert phone().register() == ["404"]
    assert phone(path="/o/other/sip", at="home").register()[-1] == "200"
    assert (external(server, "third"), external(server, "other")) == ([], ["ann"])


@pytest.mark.parametrize(("use", "status"), [("identity", "200"), ("refresh", "403")])
def test_a_token_of_a_realtime_login_registers_its_users_extension(
    server: Server, phone: Open, use: Literal["identity", "refresh"], status: str
):
    with server.registry.get("desk").use() as exchange:
        token = identities.issue(exchange, Identity("user", 7), use).text
    assert phone().register(Authorization=token) == [status]
    assert phone("ben").register(Authorization=token) == ["403"]


def test_an_organization_that_is_reset_hangs_up_and_keeps_its_telephones(server: Server, phone: Open):
    ann = phone()
    ann.register()
    tenant = server.registry.get("desk")
    with tenant.use() as exchange:
        Operator(exchange).incoming_call("0501234567", DIRECT)
    until_next(ann, "INVITE")
    ann.answer(200, body=OFFER)
    server.registry.reset(tenant)
    until_next(ann, "BYE")
    ann.answer(200, to=ann.wire.sent[-1])  # type: ignore[arg-type]
    with server.registry.get("desk").use() as exchange:
        Operator(exchange).incoming_call("0501234567", DIRECT)
    until_next(ann, "INVITE")


def test_the_control_api_says_which_extensions_are_real_telephones(server: Server, phone: Open):
    phone().register()
    answer = requests.get(f"{server.base_url}/_sandbox/organizations/desk/extensions", timeout=10).json()
    telephones = {extension["sip"]: extension["telephone"] for extension in answer["extensions"]}
    assert telephones == {"ann": True, "ben": False, "cid": False}


def test_a_server_that_stops_hangs_up(server: Server, phone: Open):
    ann = phone()
    ann.register()
    with server.registry.get("desk").use() as exchange:
        Operator(exchange).incoming_call("0501234567", DIRECT)
    until_next(ann, "INVITE")
    ann.answer(200, body=OFFER)
    until_next(ann, "ACK")
    server.stop()
    until_next(ann, "BYE")


def test_a_port_that_is_taken_is_named():
    registry = Registry(clock="manual")
    first = Server(registry, telephones=TelephoneOptions(udp_port=0))
    assert first.telephones is not None
    port = first.telephones.udp_port
    with pytest.raises(CannotListen, match="in use"):
        Server(registry, telephones=TelephoneOptions(udp_port=port))
    first.start()
    first.stop()
