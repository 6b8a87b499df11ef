"""Lines with sound: what their session descriptions agree on, and where a studio finds and leaves what is said there.

Desk phones need nothing more. A browser wants its sound secured, which the extra ``phone`` brings; without it a
browser's line is silent.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from ...contracts.extras import MissingExtra
from ..media.g711 import Law
from ..media.speech import PlainSpeech, SecuredSpeech
from ..media.stream import KEYS, LAWS, Agreed
from ..media.studio import Channel, Room, Studio
from ..telephony.core.telephones import LineAudio
from ..wire.console import log
from . import session_description
from .flows import SipFlow
from .media import LineMedia, MediaOf, Negotiation, own_end, silent
from .session_description import SPEECH_CODECS, RemoteDescription


def missing_extra() -> str:
    """What browsers' lines lack to have sound; empty when it is there."""
    try:
        from ..media import secure_channel  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except MissingExtra as error:
        return str(error)
    return ""


def studio_media(studio: Studio, room: Room) -> MediaOf:
    """Makes lines of one organization. Where there is no room for another, or no extra, it is silent."""
    missing = missing_extra()

    def make(flow: SipFlow) -> LineMedia:
        if flow.transport == "WS" and missing:
            log.warning("the telephone at %s has no sound: %s", flow.remote, missing)
            return silent(flow)
        if studio.full:
            log.warning("the telephone at %s has no sound: %d others have", flow.remote, len(studio.members))
            return silent(flow)
        return SpokenLine(studio, room, flow, secure=not missing)

    return make


class SpokenLine:
    """``secure``: browsers can have sound."""

    def __init__(self, studio: Studio, room: Room, flow: SipFlow, *, secure: bool) -> None:
        self._studio = studio
        self._room = room
        self._flow = flow
        self._secure = secure
        self._negotiation: Negotiation | None = None
        self._speech: PlainSpeech | SecuredSpeech | None = None
        self._channel: Channel | None = None
        self._name = ""
        self._audio = LineAudio()
        self._on_key: Callable[[str], None] | None = None
        self._closed = False
        studio.enter(self)

    # ---- descriptions ----------------------------------------------------------------------------------

    def offer(self, then: Callable[[str | None], None]) -> None:
        web = self._flow.transport == "WS" if self._speech is None else isinstance(self._speech, SecuredSpeech)
        negotiation = self._open(web=web)
        then(negotiation.offer(web=web))

    def take_answer(self, answer: str) -> None:
        remote = session_description.remote(answer, SPEECH_CODECS)
        if remote is not None and self._negotiation is not None:
            self._negotiation.take_answer(answer)
            self._agree(remote)

    def answer(self, offer: str, then: Callable[[str | None], None]) -> None:
        remote = session_description.remote(offer, SPEECH_CODECS)
        if remote is None or (remote.web and not self._secure):
            then(None)
            return
        negotiation = self._open(web=remote.web)
        if remote.web != isinstance(self._speech, SecuredSpeech) and self._speech is not None:
            then(None)  # another kind of sound within a call
            return
        made = negotiation.answer(offer)
        if made is not None:
            self._agree(remote)
        then(made)

    def _open(self, *, web: bool) -> Negotiation:
        """Our end, made the first time; where no socket can be had nobody is there."""
        if self._negotiation is None:
            local = replace(own_end(), codecs=SPEECH_CODECS)
            address = self._flow.local.rpartition(":")[0].strip("[]")
            with suppress(OSError):
                self._speech = (
                    SecuredSpeech(address, self._press, local.ufrag, local.password)
                    if web
                    else PlainSpeech(address, self._press)
                )
            if self._speech is not None:
                local = replace(local, address=address, port=self._speech.endpoint.port)
            if web:
                from ..media.secure_channel import identity

                local = replace(local, fingerprint=identity().fingerprint)
            self._negotiation = Negotiation(local)
            self._begin()
        return self._negotiation

    def _agree(self, remote: RemoteDescription) -> None:
        laws: tuple[tuple[int, Law], ...] = tuple(
            (number, LAWS[codec]) for number, codec in remote.codecs if codec in LAWS
        )
        keys = next((number for number, codec in remote.codecs if codec == KEYS), None)
        speech, negotiation = self._speech, self._negotiation
        if not laws or speech is None or negotiation is None:
            return
        number, law = laws[0]
        speech.stream.agreed = Agreed(law, number, laws, keys, silent=not remote.listens)
        if isinstance(speech, PlainSpeech):
            speech.endpoint.expect(remote.address, remote.port)
        elif remote.fingerprint and negotiation.local.setup is not None:
            speech.secure(remote.fingerprint, negotiation.local.setup)

    # ---- sound -----------------------------------------------------------------------------------------

    def attach(self, name: str, audio: LineAudio, on_key: Callable[[str], None]) -> None:
        self._name, self._audio, self._on_key = name, audio, on_key
        self._begin()

    def _begin(self) -> None:
        """There is sound once the line is connected, and our end is there."""
        if self._speech is not None and self._on_key is not None and self._channel is None and not self._closed:
            self._channel = self._studio.open(self._room, self._name, self._speech)
            self._channel.set_audio(self._audio)

    def set_audio(self, audio: LineAudio) -> None:
        self._audio = audio
        if self._channel is not None:
            self._channel.set_audio(audio)

    def tick(self) -> None:
        if self._speech is not None:
            self._speech.tick()

    def _press(self, key: str) -> None:
        if self._on_key is not None:
            self._on_key(key)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._studio.leave(self)
        if self._channel is not None:
            self._studio.close(self._room, self._channel)
        if self._speech is not None:
            self._speech.close()
