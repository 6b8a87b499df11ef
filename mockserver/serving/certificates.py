"""TLS under Voicenter's names: an authority of one's own, and a certificate by it for all of them.

The authority is made once and kept, so that what trusts it goes on doing so; the server's certificate is made at every
start. The authority may vouch for Voicenter's hosts and this machine only (name constraints, RFC 5280 §4.2.1.10), so
that whoever gets hold of its key can pretend to be nobody else.
"""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...contracts.extras import extra
from ...contracts.operations.hosts import ALL_HOSTS
from ...contracts.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

NAMES: Final = (*ALL_HOSTS, "localhost")
ADDRESSES: Final = ("127.0.0.1", "::1")
AUTHORITY_DAYS: Final = 3650
SERVER_DAYS: Final = 397
"""No longer than browsers take."""
RENEWED_DAYS: Final = 30
"""An authority that ends sooner is made anew."""


class CertificateError(Exception):
    """What stands at the authority's place cannot be used. The message says which file and why."""


@dataclass(frozen=True, slots=True)
class Authority:
    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def server_context(authority: Path) -> ssl.SSLContext:
    """What a TLS server needs to be all of Voicenter's hosts. ``authority`` is the file of the certificate that clients
    are to trust (PEM); its key lies beside it, with the suffix ``.key``. Both are made when they are not there.

    Raises ``CertificateError``, and ``MissingExtra`` without the library.
    """
    with extra("tls", "TLS (--tls)"):
        import cryptography  # noqa: F401  # pyright: ignore[reportUnusedImport] - only whether it is there
    try:
        issuer = _load(authority) or _make(authority)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CertificateError(f"the authority in {authority} cannot be used: {reason[:200].lower()}") from None
    return _context(issuer)


def _load(path: Path) -> Authority | None:
    """The authority of an earlier start; ``None`` when there is none that lasts."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    key_path = path.with_suffix(".key")
    if not path.exists() and not key_path.exists():
        return None
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(f"{key_path.name} is not its key; remove both files to have them made anew")
    ends = certificate.not_valid_after_utc
    constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    lasts = ends - datetime.now(UTC) > timedelta(days=RENEWED_DAYS)
    return Authority(certificate, key) if lasts and constraints == _constraints() else None


def _make(path: Path) -> Authority:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("voicenter-mock authority of this machine")
    certificate = (
        _builder(name, name, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(_constraints(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    key_path = path.with_suffix(".key")
    key_path.unlink(missing_ok=True)
    key_path.touch(mode=0o600)
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(certificate, key)


def _context(authority: Authority) -> ssl.SSLContext:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate.subject
    names = [x509.DNSName(name) for name in NAMES]
    addresses = [x509.IPAddress(ipaddress.ip_address(address)) for address in ADDRESSES]
    certificate = (
        _builder(_name("voicenter-mock"), issuer, key.public_key(), SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([*names, *addresses]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    with tempfile.TemporaryDirectory(prefix="voicenter-mock-") as folder:  # readable by its owner only
        chain = Path(folder) / "server.pem"
        chain.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
            + authority.certificate.public_bytes(serialization.Encoding.PEM)  # browsers are told to trust its key
        )
        context.load_cert_chain(chain)
    return context


def _builder(subject: x509.Name, issuer: x509.Name, key: EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
    from cryptography import x509

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks in containers and virtual machines lag
        .not_valid_after(now + timedelta(days=days))
    )


def _name(text: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _constraints() -> x509.NameConstraints:
    from cryptography import x509

    addresses = [x509.IPAddress(ipaddress.ip_network(address)) for address in ADDRESSES]
    return x509.NameConstraints([*(x509.DNSName(name) for name in NAMES), *addresses], None)
