"""A desk phone that is heard and hears: SIP over UDP and G.711 in RTP, on sockets, against a running server."""

from __future__ import annotations

import math
import re
import socket
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sipmessage import Request, Response

from voicenter_mock.mockserver.media import g711, rtp
from voicenter_mock.mockserver.media.g711 import Law
from voicenter_mock.mockserver.media.rtp import RtpPacket
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.sip.messages import read, top_via

from .desk import Phone, Wire, start_line

PATIENCE_SECONDS = 10.0
ROUND = 160
"""Samples of a packet."""


def loudness(samples: Sequence[int], hertz: float) -> float:
    """How loud a tone is in what is heard, as its amplitude (Goertzel)."""
    coefficient, before, last = 2 * math.cos(2 * math.pi * hertz / g711.RATE), 0.0, 0.0
    for sample in samples:
        before, last = last, sample + coefficient * last - before
    power = last * last + before * before - coefficient * last * before
    return 2 * math.sqrt(max(0.0, power)) / max(1, len(samples))


def tone(hertz: float, number: int) -> list[int]:
    """The packet of that number of a tone that never ends."""
    start = number * ROUND
    return [round(8000 * math.sin(2 * math.pi * hertz * (start + place) / g711.RATE)) for place in range(ROUND)]


class _Wired:
    """Stands where a phone expects a desk and its switchboard: what the phone says goes to the server."""

    def __init__(self, phone: SpeakingPhone) -> None:
        self.switchboard = self
        self._phone = phone

    def receive(self, data: bytes, wire: Wire) -> None:
        self._phone.send_message(data)


class SpeakingPhone(Phone):
    """One registration, one call at a time. ``hums``: the tone that it says all the time, 0 for nothing."""

    def __init__(self, server: Server, name: str, *, law: Law = "PCMU", hums: float = 0) -> None:
        assert server.telephones is not None
        self._signalling = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._signalling.settimeout(PATIENCE_SECONDS)
        self._signalling.connect(("127.0.0.1", server.telephones.udp_port))
        self.sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sound.bind(("127.0.0.1", 0))
        self.sound.settimeout(PATIENCE_SECONDS)
        desk: Any = _Wired(self)
        super().__init__(desk, name, "UDP")
        self.law: Law = law
        self.hums = hums
        self._taken = set[tuple[str | None, str, int]]()
        self.packets: list[RtpPacket] = []
        self.beside: list[SpeakingPhone] = []
        """Telephones that go on humming while this one listens: a test does one thing after the other."""
        self._said = 0
        self._moment = 0
        self._remote = ("127.0.0.1", 9)

    def close(self) -> None:
        self._signalling.close()
        self.sound.close()

    # ---- signalling, where the desk's phone has a switchboard -----------------------------------------------

    def send_message(self, data: bytes) -> None:
        self._signalling.send(data)
        if not data.startswith((b"ACK", b"SIP/2.0")):
            self.take_message()

    def take_message(self) -> Request | Response:
        """The next message. One that comes again, because this machine has no time, is dropped."""
        while True:
            message = read(self._signalling.recv(1 << 16))
            which = top_via(message).parameters.get("branch"), start_line(message), message.cseq.sequence
            if which not in self._taken:
                break
        self._taken.add(which)
        self.wire.sent.append(message)
        if message.body:
            self._find(message.body.decode())
        return message

    def until(self, word: str) -> Request | Response:
        """Waits for a request or status."""
        while True:
            message = self.take_message()
            if word in (getattr(message, "method", ""), str(getattr(message, "code", ""))):
                return message

    def agree(self, method: str) -> None:
        """Waits for a request, and says yes to it."""
        asked = self.until(method)
        assert isinstance(asked, Request)
        self.answer(200, to=asked)

    def _find(self, description: str) -> None:
        """Where our sound goes."""
        found = re.search(r"m=audio (\d+)", description)
        if found is not None:
            self._remote = ("127.0.0.1", int(found[1]))

    @property
    def description(self) -> str:
        payload = 0 if self.law == "PCMU" else 8
        return (
            f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self.sound.getsockname()[1]} RTP/AVP {payload} 101\r\n"
            f"a=rtpmap:{payload} {self.law}/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        )

    def pick_up(self) -> None:
        """Answers the call that rings, or will."""
        if not any(isinstance(message, Request) and message.method == "INVITE" for message in self.wire.sent):
            self.until("INVITE")
        self.answer(200, body=self.description)
        self.until("ACK")

    def calls(self, number: str) -> None:
        """Calls, and is answered."""
        self.call(number, body=self.description, branch=f"z9hG4bK{self.name}{number}")
        self.until("200")
        self.acknowledge(self.last(200))

    def send_in_dialog(self, method: str, body: str) -> None:
        """A request with a description in the dialog, acknowledged."""
        self.send_request(method, body=body)
        if not isinstance(self.wire.sent[-1], Response) or self.wire.sent[-1].code != 200:
            self.until("200")
        self.acknowledge(self.last(200))

    # ---- sound ------------------------------------------------------------------------------------------------

    def send_sound(self, payload: bytes, payload_type: int) -> None:
        packet = RtpPacket(payload_type, self._said & 0xFFFF, self._moment, 7, payload)
        self._said += 1
        self.sound.sendto(rtp.serialize(packet), self._remote)

    def hum(self) -> None:
        """Says the next 20 ms."""
        self._moment += ROUND
        if self.hums:
            payload = g711.encode(tone(self.hums, self._said), self.law)
            self.send_sound(payload, 0 if self.law == "PCMU" else 8)

    def listen(self) -> list[int]:
        """The next 20 ms that it hears. It says as many: the server keeps the time."""
        packet = rtp.read(self.sound.recv(2048))
        assert packet is not None
        self.packets.append(packet)
        for phone in (self, *self.beside):
            phone.hum()
        return list(g711.decode(packet.payload, self.law))

    @contextmanager
    def humming(self) -> Generator[None]:
        """It goes on listening and humming meanwhile."""
        over = threading.Event()

        def hum() -> None:
            while not over.is_set():
                self.listen()

        with ThreadPoolExecutor(1) as thread:
            hummed = thread.submit(hum)
            try:
                yield
            finally:
                over.set()
            hummed.result()

    def wait_for_tone(self, hertz: float, *, within: int = 250) -> None:
        """Waits until a tone is there: so loud in a tenth of a second, within so many packets."""
        self.wait_until(lambda samples: loudness(samples, hertz) > 3000, f"{hertz} Hz", within=within)

    def wait_for_silence(self, *, within: int = 100) -> None:
        self.wait_until(lambda samples: max(map(abs, samples)) < 50, "nothing", within=within)

    def wait_until(self, holds: Callable[[list[int]], bool], what: str, *, within: int) -> None:
        portions: list[list[int]] = []
        for _ in range(within):
            portions = [*portions[-4:], self.listen()]
            if len(portions) == 5 and holds([sample for round_ in portions for sample in round_]):
                return
        raise AssertionError(f"{what} is not heard")

    def press(self, key: int) -> None:
        """A key as RFC 4733 has it: said three times, with its end."""
        self._moment += ROUND
        for duration in (160, 320, 480):
            self.send_sound(bytes([key, 10 | 0x80 * (duration == 480)]) + duration.to_bytes(2), 101)


__all__ = ["SpeakingPhone", "loudness", "tone"]
