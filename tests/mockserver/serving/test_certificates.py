"""The authority of ``serve --tls``: whom it may vouch for, how long it is kept, and what stands in its way."""

from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from voicenter_mock.contracts.operations.hosts import ALL_HOSTS
from voicenter_mock.mockserver.serving.certificates import CertificateError, server_context


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "authority.pem"


def shake_hands(server: ssl.SSLContext, authority: Path, name: str) -> None:
    """In memory. Raises ``ssl.SSLError`` when the client does not trust the server under that name."""
    client = ssl.create_default_context(cafile=str(authority))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=name),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    while ends:
        for end in tuple(ends):
            try:
                end.do_handshake()
                ends.remove(end)
            except ssl.SSLWantReadError:
                pass


@pytest.mark.parametrize("name", [*ALL_HOSTS, "localhost", "127.0.0.1", "::1"])
def test_the_server_is_trusted_under_every_voicenter_name(tmp_path_factory: pytest.TempPathFactory, name: str):
    authority = tmp_path_factory.getbasetemp() / "shared" / "authority.pem"
    shake_hands(server_context(authority), authority, name)


def test_the_authority_may_vouch_for_nobody_else(authority: Path):
    server_context(authority)
    certificate = x509.load_pem_x509_certificate(authority.read_bytes())
    constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    names = [entry.value for entry in constraints.value.permitted_subtrees or () if isinstance(entry, x509.DNSName)]
    assert (constraints.critical, sorted(names)) == (True, sorted({*ALL_HOSTS, "localhost"}))


def test_another_name_is_refused(authority: Path):
    context = server_context(authority)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(context, authority, "www.example.com")


def test_the_authority_is_kept_so_that_who_trusts_it_goes_on(authority: Path):
    server_context(authority)
    kept = authority.read_bytes()
    shake_hands(server_context(authority), authority, "api.voicenter.com")
    assert authority.read_bytes() == kept


def test_only_its_owner_can_read_the_key(authority: Path):
    server_context(authority)
    assert authority.with_suffix(".key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damaged", ["authority.pem", "authority.key"])
def test_a_damaged_authority_is_named(authority: Path, damaged: str):
    server_context(authority)
    authority.with_name(damaged).write_text("nothing")
    with pytest.raises(CertificateError) as caught:
        server_context(authority)
    assert str(authority) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_key_of_another_authority_is_named(authority: Path, tmp_path: Path):
    server_context(authority)
    server_context(tmp_path / "other.pem")
    authority.with_suffix(".key").write_bytes((tmp_path / "other.key").read_bytes())
    with pytest.raises(CertificateError, match=r"authority\.key is not its key"):
        server_context(authority)


def test_without_the_library_one_line_says_how_to_get_it(authority: Path):
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from voicenter_mock.mockserver.cli import main\n"
        f"sys.argv = ['voicenter-mock', 'serve', '--port', '0', '--tls', '--tls-authority', {str(authority)!r}]\n"
        "main()"
    )
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 2
    assert completed.stderr.count("\n") == 1
    assert "needs cryptography: pip install 'voicenter-mock[tls]'" in completed.stderr
