"""TLS on both sides of the recorder, under the service's own names, and a name that leads back to it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets.sync.client import connect

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.recorder.dialling import system_trust
from voicenter_mock.mockserver.serving.certificates import server_context

from ... import websockets_over_tls
from .running import Loop, RunningRecorder, closed_port, talk
from .test_relay import PATH, answering
from .test_sockets import echoing

Record = Callable[..., RunningRecorder]
NAME = "api.voicenter.co.il"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
REQUEST = f"GET {PATH} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    return tmp_path / "authority.pem"


@pytest.fixture
def listening(authority: Path) -> ssl.SSLContext:
    return server_context(authority)


@pytest.fixture
def trusting(authority: Path, listening: ssl.SSLContext) -> ssl.SSLContext:
    """A client that trusts that authority alone, and would rather have HTTP/2."""
    client = ssl.create_default_context(cafile=str(authority))
    client.set_alpn_protocols(["h2", "http/1.1"])
    return client


def _secure_service(loop: Loop, context: ssl.SSLContext, received: list[bytes]) -> int:
    async def start() -> int:
        server = await asyncio.start_server(answering(ANSWER, received), "127.0.0.1", 0, ssl=context)
        loop.servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    return int(loop.run(start()))


def test_it_listens_with_tls_and_speaks_http_1_1(
    loop: Loop, record: Record, listening: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    received: list[bytes] = []
    service = _secure_service(loop, listening, received)
    recorder = record(f"https://{NAME}:{service}", tls=listening, trusted=trusting, addresses={NAME: "127.0.0.1"})
    assert recorder.base_url == f"https://127.0.0.1:{recorder.port}"
    with (
        socket.create_connection(("127.0.0.1", recorder.port), timeout=10) as plain,
        trusting.wrap_socket(plain, server_hostname=NAME) as client,
    ):
        assert client.selected_alpn_protocol() == "http/1.1"
        client.sendall(REQUEST)
        got = b""
        while piece := client.recv(1000):
            got += piece
    assert got == ANSWER
    assert received == [REQUEST.replace(NAME.encode(), f"{NAME}:{service}".encode())]
    assert [one.url for one in recorder.recorded()] == [f"https://{NAME}:{service}{PATH}"]


def test_a_service_whose_certificate_nobody_trusts_is_told_as_that(
    loop: Loop, record: Record, listening: ssl.SSLContext
) -> None:
    service = _secure_service(loop, listening, [])
    answer = talk(record(f"https://127.0.0.1:{service}").port, REQUEST)
    assert answer.startswith(b"HTTP/1.1 502 ")
    assert b"is not trusted" in answer


def test_http_1_1_alone_is_asked_of_a_service(listening: ssl.SSLContext) -> None:
    offering = listening
    offering.set_alpn_protocols(["h2", "http/1.1"])
    client = system_trust()
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(to_client, to_server), offering.wrap_bio(to_server, to_client, server_side=True)]
    asking = ends[0]
    while ends:
        for end in tuple(ends):
            try:
                end.do_handshake()
                ends.remove(end)
            except ssl.SSLWantReadError:
                pass
    assert asking.selected_alpn_protocol() == "http/1.1"


def test_plain_http_to_a_port_of_tls_ends_the_connection(record: Record, listening: ssl.SSLContext) -> None:
    assert talk(record("http://127.0.0.1:9", tls=listening).port, REQUEST) in (b"", b"\x15\x03\x03\x00\x02\x02\x46")


def test_a_name_that_leads_back_to_the_recorder_is_not_called_again_and_again(record: Record) -> None:
    port = closed_port()
    answer = talk(record(f"http://{NAME}:{port}", port=port, addresses={NAME: "127.0.0.1"}).port, REQUEST)
    assert b"leads back to this recorder: --resolve api.voicenter.co.il=ADDRESS" in answer


def test_sockets_go_through_tls(loop: Loop, record: Record, listening: ssl.SSLContext, authority: Path) -> None:
    recorder = record(echoing(loop), tls=listening)
    with connect(f"wss://{NAME}:{recorder.port}/socket.io/?EIO=4", ssl=websockets_over_tls.trusting(authority), sock=socket.create_connection(("127.0.0.1", recorder.port))) as client:  # fmt: skip
        client.send("2")
        assert client.recv(10) == "2"
    assert [frame.data for one in recorder.recorded() for frame in one.frames] == ["2", "2"]


def test_an_authority_that_cannot_be_used_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "authority.pem"
    wrong.write_text("nothing")
    with pytest.raises(SystemExit) as ended:
        main(["record", "--to", str(tmp_path / "a.har"), "--tls", "--tls-authority", str(wrong)])
    assert ended.value.code == 2
    assert "--tls: the authority in" in capsys.readouterr().err
