"""Keys between two ends, and packets that only they can read."""

from __future__ import annotations

from collections.abc import Callable

from voicenter_mock.mockserver.media import rtp
from voicenter_mock.mockserver.media.rtp import RtpPacket
from voicenter_mock.mockserver.media.secure_channel import SecureChannel, identity, is_dtls

PACKET = rtp.serialize(RtpPacket(0, 1, 160, 7, b"speech"))


class Ends:
    """Who begins, and who waits; what they send goes over at once, unless it is lost."""

    def __init__(self, *, print_of_active: str = "", lost: Callable[[int], bool] = lambda number: False) -> None:
        self._sent = 0
        self._lost = lost
        self.datagrams: list[tuple[SecureChannel, bytes]] = []
        own = identity().fingerprint
        self.active = SecureChannel(self._to_passive, own, "active")
        self.passive = SecureChannel(self._to_active, print_of_active or own, "passive")

    def _to_passive(self, data: bytes) -> None:
        self._send(self.passive, data)

    def _to_active(self, data: bytes) -> None:
        self._send(self.active, data)

    def _send(self, to: SecureChannel, data: bytes) -> None:
        assert is_dtls(data)
        assert len(data) <= 1200
        self._sent += 1
        if not self._lost(self._sent):
            self.datagrams.append((to, data))

    def run(self) -> None:
        while self.datagrams:
            to, data = self.datagrams.pop(0)
            to.take_handshake(data)


def test_packets_are_read_on_the_other_side_only():
    ends = Ends()
    ends.active.begin()
    ends.run()
    assert ends.active.ready
    assert ends.passive.ready
    there, back = ends.active.protect(PACKET), ends.passive.protect(PACKET)
    assert there != PACKET
    assert (ends.passive.unprotect(there), ends.active.unprotect(back)) == (PACKET, PACKET)
    assert ends.active.unprotect(there) == b""


def test_before_there_are_keys_nothing_is_sent_or_read():
    channel = Ends().active
    assert (channel.protect(PACKET), channel.unprotect(PACKET)) == (b"", b"")


def test_another_certificate_than_was_agreed_on_fails():
    ends = Ends(print_of_active="00:11")
    ends.active.begin()
    ends.run()
    assert ends.passive.failed
    assert not ends.passive.ready


def test_what_is_no_handshake_fails_or_is_left_out():
    channel = Ends().passive
    channel.take_handshake(b"\x16garbage")
    channel.tick()
    assert not channel.ready
