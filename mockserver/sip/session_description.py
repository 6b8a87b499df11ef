"""Session descriptions (SDP, RFC 8866; offer and answer, RFC 3264; for browsers, RFC 8829), as far as one stream of
speech needs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.story import Gone

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
Setup = Literal["active", "passive"]
_ANSWERED: dict[Direction, Direction] = {
    "sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive",
}  # fmt: skip
CODECS = ("opus/48000/2", "PCMU/8000", "PCMA/8000", "telephone-event/8000", "telephone-event/48000")
SPEECH_CODECS = ("PCMU/8000", "PCMA/8000", "telephone-event/8000")
"""What there is sound in: every desk phone has it, and every browser (RFC 7874)."""
_STATIC = {"0": "PCMU/8000", "8": "PCMA/8000"}
DISCARD_PORT = 9


@dataclass(frozen=True, slots=True)
class Local:
    """Our end: ``session`` is the number in ``o=``, the others are what a browser is told (RFC 8445, RFC 8122).
    ``port`` and ``address`` are where sound comes to: nobody is there at ``DISCARD_PORT``. ``setup`` is our part in
    DTLS once that is settled: it stays what it is (RFC 8842 §5.3).
    """

    session: str
    ufrag: str = ""
    password: str = ""
    fingerprint: str = ""
    setup: Setup | None = None
    address: str = "127.0.0.1"
    port: int = DISCARD_PORT
    codecs: tuple[str, ...] = CODECS

    @property
    def family(self) -> str:
        return "IP6" if ":" in self.address else "IP4"


@dataclass(frozen=True, slots=True)
class RemoteDescription:
    """Their end of the stream of speech that is taken: where they are, what they speak (payload types and codecs, in
    their order), the fingerprint of a browser's certificate, whether they listen now.
    """

    address: str
    port: int
    codecs: tuple[tuple[int, str], ...]
    web: bool
    fingerprint: str
    listens: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """One ``m=`` section: its first line's parts, and its lines."""

    kind: str
    port: str
    protocol: str
    payloads: tuple[str, ...]
    lines: tuple[str, ...]

    def attribute(self, name: str) -> str | None:
        """The first value of an attribute; an empty text for one without."""
        for line in self.lines:
            if line == f"a={name}":
                return ""
            if line.startswith(f"a={name}:"):
                return line.partition(":")[2]
        return None

    @property
    def web(self) -> bool:
        return "TLS" in self.protocol

    def payload_types(self, codecs: Sequence[str]) -> list[str]:
        """The payload types of these codecs, if this is speech that can be answered: with keys of its own (RFC 4568)
        it cannot.
        """
        if self.kind != "audio" or self.port == "0" or ("SAVP" in self.protocol and not self.web):
            return []
        return [payload for payload in self.payloads if self.codec(payload) in codecs]

    def codec(self, payload: str) -> str:
        """``opus/48000/2`` of a payload type."""
        for line in self.lines:
            if line.startswith(f"a=rtpmap:{payload} "):
                return line.partition(" ")[2].strip()
        return _STATIC.get(payload, "")


@dataclass(frozen=True, slots=True)
class Description:
    """A description that came. ``address`` is the session's, from ``c=``."""

    lines: tuple[str, ...]
    streams: tuple[Stream, ...]

    @property
    def direction(self) -> Direction:
        """Of the first stream of speech; an address of zeros is an old way to say hold (RFC 2543)."""
        audio = next((stream for stream in self.streams if stream.kind == "audio"), None)
        if audio is None:
            return "inactive"
        if not audio.web and "c=IN IP4 0.0.0.0" in (*self.lines, *audio.lines):
            return "sendonly"
        for lines in (audio.lines, self.lines):
            for line in lines:
                if line[2:] in _ANSWERED and line.startswith("a="):
                    return line[2:]  # pyright: ignore[reportReturnType]
        return "sendrecv"


def read(text: str) -> Description:
    """Raises ``ValueError`` for what is no description."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines or lines[0] != "v=0":
        raise ValueError("a session description begins with v=0")
    head: list[str] = []
    sections: list[list[str]] = []
    for line in lines:
        if line.startswith("m="):
            sections.append([line])
        else:
            (sections[-1] if sections else head).append(line)
    return Description(tuple(head), tuple(map(_stream, sections)))


def _stream(lines: Sequence[str]) -> Stream:
    parts = lines[0][2:].split()
    if len(parts) < 4:
        raise ValueError(f"{lines[0][:60]!r} is no stream")
    return Stream(parts[0], parts[1], parts[2], tuple(parts[3:]), tuple(lines[1:]))


def setup_after(answer: str) -> Setup:
    """Our part in DTLS after an answer to an offer of ours. Raises ``ValueError`` for what is no description."""
    streams = read(answer).streams
    return _opposite(streams[0].attribute("setup") if streams else None)


def own_setup(answer: str) -> Setup:
    """Our part in DTLS by an answer of ours."""
    return "passive" if "a=setup:passive" in answer.splitlines() else "active"


def _opposite(setup: str | None) -> Setup:
    return "passive" if setup == "active" else "active"


def remote(text: str, codecs: Sequence[str]) -> RemoteDescription | None:
    """Their end by what they have offered or answered; ``None`` when no speech in one of the codecs is there."""
    try:
        description = read(text)
    except ValueError:
        return None
    stream = next((stream for stream in description.streams if stream.payload_types(codecs)), None)
    if stream is None or not stream.port.isdigit():
        return None
    where = next((line for line in (*stream.lines, *description.lines) if line.startswith("c=IN IP")), "")
    lines = (*stream.lines, *description.lines)
    prints = (line.partition(" ")[2] for line in lines if line.lower().startswith("a=fingerprint:sha-256 "))
    return RemoteDescription(
        where.rpartition(" ")[2].partition("/")[0],
        int(stream.port),
        tuple((int(payload), stream.codec(payload)) for payload in stream.payload_types(codecs) if payload.isdigit()),
        stream.web,
        next(prints, "").strip(),
        description.direction in ("sendrecv", "recvonly"),
    )


def refusal(offered: str) -> Gone:
    """Why an offer is not answered."""
    try:
        streams = read(offered).streams
    except ValueError:
        return "its session description cannot be read"
    speech = [stream for stream in streams if stream.kind == "audio" and stream.port != "0"]
    if not speech:
        return "it offers no sound"
    if all("SAVP" in stream.protocol and not stream.web for stream in speech):
        return "it offers sound with keys in its description (RTP/SAVP)"
    if not any(stream.payload_types(SPEECH_CODECS) for stream in speech):
        return "it offers no sound in G.711 (PCMU, PCMA)"
    return "it offers sound of another kind"


def is_hold(text: str) -> bool:
    """Whether who offers this has put the other side on hold: they will not listen."""
    return read(text).direction in ("sendonly", "inactive")


def offer(local: Local, version: int, *, web: bool) -> str:
    """One stream of speech, in both directions."""
    names = {"111": "opus/48000/2", "0": "PCMU/8000", "8": "PCMA/8000", "101": "telephone-event/8000"}
    payloads = [number for number, name in names.items() if name in local.codecs and (web or number != "111")]
    protocol = "UDP/TLS/RTP/SAVPF" if web else "RTP/AVP"
    lines = [
        *_head(local, version),
        *(["a=group:BUNDLE 0"] if web else []),
        f"m=audio {local.port} {protocol} {' '.join(payloads)}",
        f"c=IN {local.family} {local.address}",
        *(["a=mid:0", *_secure(local, "actpass")] if web else []),
        "a=sendrecv",
        *(f"a=rtpmap:{payload} {names[payload]}" for payload in payloads),
        "a=fmtp:101 0-15",
    ]
    return _text(lines)


def answer(offered: str, local: Local, version: int) -> str | None:
    """An answer to every stream that is offered: the first of speech is taken, if there is a codec that both know.
    ``None`` when it cannot be read, or nothing can be taken.
    """
    try:
        description = read(offered)
    except ValueError:
        return None
    lines: list[str] = []
    mids: list[str] = []
    has_speech = False
    for stream in description.streams:
        payloads = [] if has_speech else stream.payload_types(local.codecs)
        if not payloads:
            lines.append(f"m={stream.kind} 0 {stream.protocol} {' '.join(stream.payloads)}")
            continue
        has_speech = True
        lines += _answer_stream(stream, payloads, local, description.direction)
        mid = stream.attribute("mid")
        mids += [] if mid is None else [mid]
    if not has_speech:
        return None
    bundle = [f"a=group:BUNDLE {' '.join(mids)}"] if mids else []
    return _text([*_head(local, version), *bundle, *lines])


def _answer_stream(stream: Stream, payloads: Sequence[str], local: Local, direction: Direction) -> list[str]:
    mid = stream.attribute("mid")
    return [
        f"m=audio {local.port} {stream.protocol} {' '.join(payloads)}",
        f"c=IN {local.family} {local.address}",
        *([f"a=mid:{mid}"] if mid is not None else []),
        *(_secure(local, local.setup or _opposite(stream.attribute("setup"))) if stream.web else []),
        f"a={_ANSWERED[direction]}",
        *(f"a=rtpmap:{payload} {stream.codec(payload)}" for payload in payloads),
    ]


def _head(local: Local, version: int) -> list[str]:
    head = ["v=0", f"o=- {local.session} {version} IN {local.family} {local.address}", "s=-", "t=0 0"]
    return [*head, "a=ice-lite"] if local.fingerprint and local.port != DISCARD_PORT else head


def _secure(local: Local, setup: str) -> list[str]:
    """What a browser is told. The one candidate, where there is somebody: the address that sound comes to."""
    candidate = f"a=candidate:1 1 udp 2130706431 {local.address} {local.port} typ host"
    return [
        *([candidate, "a=end-of-candidates"] if local.port != DISCARD_PORT else []),
        "a=rtcp-mux",
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.password}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        f"a=setup:{setup}",
    ]


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)
