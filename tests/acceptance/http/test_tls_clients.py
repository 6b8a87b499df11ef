"""Code that has Voicenter's host written in it talks to ``serve --tls``: it trusts the authority, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from websockets.sync.client import connect

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.certificates import server_context
from voicenter_mock.mockserver.serving.server import Server, Tls
from voicenter_mock.mockserver.tenancy.registry import Registry

from ...websockets_over_tls import trusting
from .programs import CALL, CLICK2CALL, HERE, java, program, run_program

NAME = "api.voicenter.com"


@dataclass(frozen=True, slots=True)
class Secured:
    """``url`` is Click2Call's under Voicenter's name, which the tests let stand for this machine."""

    authority: Path
    port: int

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}{CLICK2CALL}"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    authority = tmp_path_factory.mktemp("tls") / "authority.pem"
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    server = Server(registry, tls=Tls(server_context(authority)))
    server.start()
    yield Secured(authority, server.tls_port)
    server.stop()


def is_placed(answer: str) -> bool:
    return json.loads(answer)["ERRORCODE"] == 0


def test_curl(secured: Secured):
    where = f"{NAME}:{secured.port}:127.0.0.1"
    assert is_placed(
        run_program("curl", "-sS", "--cacert", secured.authority, "--resolve", where, "-d", CALL, secured.url)
    )


def test_curl_without_the_authority_refuses(secured: Secured):
    where = f"{NAME}:{secured.port}:127.0.0.1"
    command = [program("curl"), "-sS", "--resolve", where, "-d", CALL, secured.url]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 60


def test_python_s_requests(secured: Secured):
    code = (
        "import socket, sys, requests\n"
        "found = socket.getaddrinfo\n"
        "socket.getaddrinfo = lambda host, *rest, **more: found('127.0.0.1', *rest, **more)\n"
        "print(requests.post(sys.argv[1], sys.argv[2]).text)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, secured.url, CALL],
        capture_output=True, text=True, timeout=60, check=True, env={"REQUESTS_CA_BUNDLE": str(secured.authority)},
    )  # fmt: skip
    assert is_placed(ran.stdout)


def test_node(secured: Secured):
    code = """
        const [url, body] = process.argv.slice(1);
        const lookup = (name, options, then) => then(null, [{ address: "127.0.0.1", family: 4 }]);
        const request = require("https").request(url, { method: "POST", lookup }, (answer) => answer.pipe(process.stdout));
        request.end(body);
    """
    assert is_placed(
        run_program("node", "-e", code, secured.url, CALL, environ={"NODE_EXTRA_CA_CERTS": str(secured.authority)})
    )


def test_php_with_curl(secured: Secured):
    code = """
        $curl = curl_init($argv[1]);
        curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $argv[2], CURLOPT_RETURNTRANSFER => true,
            CURLOPT_RESOLVE => [$argv[3]]]);
        echo curl_exec($curl) ?: curl_error($curl);
    """
    if "curl" not in run_program("php", "-m").split():
        pytest.skip("PHP has no curl (Debian: php-curl)")
    where = f"{NAME}:{secured.port}:127.0.0.1"
    assert is_placed(
        run_program("php", "-d", f"curl.cainfo={secured.authority}", "-r", code, "--", secured.url, CALL, where)
    )


def test_php_with_streams(secured: Secured):
    code = """
        $ssl = ["peer_name" => $argv[2]];
        echo file_get_contents($argv[1], false, stream_context_create(["ssl" => $ssl]));
    """
    url = f"https://127.0.0.1:{secured.port}{CLICK2CALL}?{CALL}"
    assert is_placed(run_program("php", "-d", f"openssl.cafile={secured.authority}", "-r", code, "--", url, NAME))


def test_java(secured: Secured, tmp_path: Path):
    hosts, store = tmp_path / "hosts", tmp_path / "truststore.p12"
    hosts.write_text(f"127.0.0.1 {NAME}\n")
    run_program(
        "keytool", "-importcert", "-noprompt", "-alias", "voicenter-mock", "-file", secured.authority,
        "-keystore", store, "-storepass", "changeit", "-storetype", "PKCS12",
    )  # fmt: skip
    options = [f"-Djavax.net.ssl.trustStore={store}", "-Djavax.net.ssl.trustStorePassword=changeit"]
    assert is_placed(java(f"-Djdk.net.hosts.file={hosts}", *options, HERE / "Post.java", secured.url, CALL))


def test_chromium(secured: Secured, tmp_path: Path):
    certificate = x509.load_pem_x509_certificate(secured.authority.read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    trusted = base64.b64encode(hashlib.sha256(key).digest()).decode()
    page = run_program(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", f"--user-data-dir={tmp_path}", f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={trusted}", "--dump-dom", f"{secured.url}?{CALL}",
    )  # fmt: skip
    assert '"ERRORMESSAGE":"OK"' in page


def test_a_websocket(secured: Secured):
    url = f"wss://127.0.0.1:{secured.port}/socket.io/?EIO=4&transport=websocket&token=demo-token"
    with connect(url, ssl=trusting(secured.authority), server_hostname=NAME, proxy=None) as connection:
        connection.recv(timeout=30)
        connection.send("40")
        assert "loginSuccess" in [str(connection.recv(timeout=30)) for _ in range(2)][1]
