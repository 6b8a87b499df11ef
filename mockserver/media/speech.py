"""The sound of one telephone, from its socket to its samples: plain for desk phones, secured for browsers."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from .endpoints import CheckedEndpoint, PlainEndpoint
from .stream import SpeechStream

if TYPE_CHECKING:
    from .secure_channel import SecureChannel


class PlainSpeech:
    """RTP as it is. Raises ``OSError`` where no socket can be had at ``address``."""

    def __init__(self, address: str, on_key: Callable[[str], None]) -> None:
        self.stream = SpeechStream(on_key)
        self.endpoint = PlainEndpoint(address, self.stream.receive)

    def take(self) -> array[int] | None:
        return self.stream.take()

    def put(self, samples: array[int]) -> None:
        packet = self.stream.packet(samples, wanted=self.endpoint.ready)
        if packet:
            self.endpoint.send(packet)

    def tick(self) -> None:
        """Nothing has to be done again."""

    def close(self) -> None:
        self.endpoint.close()


class SecuredSpeech:
    """SRTP, once the browser has been found and keys are there."""

    def __init__(self, address: str, on_key: Callable[[str], None], fragment: str, password: str) -> None:
        self.stream = SpeechStream(on_key)
        self.endpoint = CheckedEndpoint(address, self._receive, fragment, password, self._begin_handshake)
        self._channel: SecureChannel | None = None

    def secure(self, fingerprint: str, role: Literal["active", "passive"]) -> None:
        """Who the browser is, and whether it is we who begin the handshake; the first time decides."""
        from .secure_channel import SecureChannel

        if self._channel is None:
            self._channel = SecureChannel(self.endpoint.send, fingerprint, role)
            if self.endpoint.remote is not None:
                self._channel.begin()

    def _begin_handshake(self) -> None:
        if self._channel is not None:
            self._channel.begin()

    def _receive(self, data: bytes) -> None:
        from .secure_channel import is_dtls

        channel = self._channel
        if channel is None:
            return  # a browser asks again
        if is_dtls(data):
            channel.take_handshake(data)
        elif packet := channel.unprotect(data):
            self.stream.receive(packet)

    def take(self) -> array[int] | None:
        return self.stream.take()

    def put(self, samples: array[int]) -> None:
        channel = self._channel
        packet = self.stream.packet(samples, wanted=channel is not None and channel.ready)
        if packet and channel is not None:
            self.endpoint.send(channel.protect(packet))

    def tick(self) -> None:
        if self._channel is not None:
            self._channel.tick()

    def close(self) -> None:
        self.endpoint.close()
