"""Secured RTP for browsers: keys by DTLS (RFC 5764), packets by SRTP (RFC 3711), without sockets and clocks.

Brought by the extra ``phone``: OpenSSL's DTLS and libsrtp, each behind its own small binding.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, cast

from ...contracts.extras import extra

with extra("phone", "sound in a browser's telephone"):
    import pylibsrtp
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from OpenSSL import SSL

_PROFILE = b"SRTP_AES128_CM_SHA1_80"
"""Every browser has it."""
_KEY, _SALT = 16, 14
_RECORD_HEAD = 13
_MOST_BYTES = 1200
"""Of one datagram of the handshake."""
_CIPHERS = b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA"


class DtlsIdentity:
    """A certificate that nobody has signed: the session description says its fingerprint."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "voicenter-mock")])
        now = datetime.datetime.now(datetime.UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=365))
            .sign(self.key, hashes.SHA256())
        )
        self.fingerprint = fingerprint(self.certificate)


@cache
def identity() -> DtlsIdentity:
    """The server's, made when the first browser calls."""
    return DtlsIdentity()


def fingerprint(certificate: x509.Certificate) -> str:
    """By SHA-256, as session descriptions have it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def is_dtls(data: bytes) -> bool:
    """By the first byte (RFC 7983)."""
    return bool(data) and 20 <= data[0] <= 63


class SecureChannel:
    """One call's keys. ``send`` takes datagrams of the handshake. ``remote`` is the fingerprint that the other end has
    to have; ``role``: who begins.
    """

    def __init__(self, send: Callable[[bytes], object], remote: str, role: Literal["active", "passive"]) -> None:
        self._send = send
        self._remote = remote.upper()
        self._active = role == "active"
        context = SSL.Context(SSL.DTLS_METHOD)
        context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _any_certificate)
        context.use_certificate(identity().certificate)
        context.use_privatekey(identity().key)
        context.set_cipher_list(_CIPHERS)
        context.set_tlsext_use_srtp(_PROFILE)
        self._tls = SSL.Connection(context)
        self._tls.set_connect_state() if self._active else self._tls.set_accept_state()
        self._coming: pylibsrtp.Session | None = None
        self._going: pylibsrtp.Session | None = None
        self.failed = False

    @property
    def ready(self) -> bool:
        return self._going is not None

    # ---- the handshake ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """There is somebody to talk to: who is active begins."""
        if self._active:
            self._shake()

    def take_handshake(self, data: bytes) -> None:
        self._tls.bio_write(data)
        if self.ready:
            self._flush()  # their last flight again: so is ours
        else:
            self._shake()

    def tick(self) -> None:
        """What was lost is sent again when it is time."""
        if not self.ready and not self.failed and self._tls.DTLSv1_get_timeout() == 0:
            try:
                self._tls.DTLSv1_handle_timeout()
            except SSL.Error:
                self.failed = True
            self._flush()

    def _shake(self) -> None:
        if self.failed:
            return
        try:
            self._tls.do_handshake()
        except SSL.WantReadError:
            self._flush()
            return
        except SSL.Error:
            self.failed = True
            self._flush()
            return
        self._flush()
        certificate = self._tls.get_peer_certificate(as_cryptography=True)
        if certificate is None or fingerprint(certificate) != self._remote:
            self.failed = True
            return
        self._take_keys()

    def _take_keys(self) -> None:
        secret = self._tls.export_keying_material(b"EXTRACTOR-dtls_srtp", 2 * (_KEY + _SALT))
        keys, salts = secret[: 2 * _KEY], secret[2 * _KEY :]
        client, server = keys[:_KEY] + salts[:_SALT], keys[_KEY:] + salts[_SALT:]
        own, theirs = (client, server) if self._active else (server, client)
        whoever_sends = cast(int, pylibsrtp.Policy.SSRC_ANY_INBOUND)  # pyright: ignore[reportUnknownMemberType]
        whatever_is_sent = cast(int, pylibsrtp.Policy.SSRC_ANY_OUTBOUND)  # pyright: ignore[reportUnknownMemberType]
        self._coming = pylibsrtp.Session(pylibsrtp.Policy(key=theirs, ssrc_type=whoever_sends))
        self._going = pylibsrtp.Session(pylibsrtp.Policy(key=own, ssrc_type=whatever_is_sent))

    def _flush(self) -> None:
        try:
            written = self._tls.bio_read(1 << 16)
        except SSL.Error:
            return  # nothing
        for datagram in _datagrams(written):
            self._send(datagram)

    # ---- packets ---------------------------------------------------------------------------------------

    def protect(self, packet: bytes) -> bytes:
        """The packet as it is sent; empty while there are no keys."""
        return self._going.protect(packet) if self._going is not None else b""

    def unprotect(self, data: bytes) -> bytes:
        """A packet that came; empty for one that is not theirs."""
        if self._coming is None:
            return b""
        try:
            return self._coming.unprotect(data)
        except pylibsrtp.Error:
            return b""


def _any_certificate(*_: object) -> bool:
    """Whose it is, the fingerprint decides."""
    return True


def _datagrams(written: bytes) -> Iterator[bytes]:
    """Records of the handshake, as many in a datagram as fit."""
    begin = end = 0
    while end + _RECORD_HEAD <= len(written):
        size = _RECORD_HEAD + int.from_bytes(written[end + 11 : end + 13])
        if end > begin and end + size - begin > _MOST_BYTES:
            yield written[begin:end]
            begin = end
        end += size
    if end > begin:
        yield written[begin:end]
