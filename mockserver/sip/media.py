"""What is heard on a telephone's line: the port to whoever carries sound (``studio_media``), and nobody who does.

A line needs a session description (SDP) to come about at all, so that there is always somebody here. Everything is
asked for with a function that takes the answer, which may come later.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Protocol

from ..telephony.core.telephones import LineAudio
from . import session_description
from .flows import SipFlow
from .session_description import Local


class LineMedia(Protocol):
    """The sound of one line. ``then`` gets a description to send, or ``None`` when what came cannot be taken."""

    def offer(self, then: Callable[[str | None], None]) -> None: ...

    def take_answer(self, answer: str) -> None: ...

    def answer(self, offer: str, then: Callable[[str | None], None]) -> None: ...

    def attach(self, name: str, audio: LineAudio, on_key: Callable[[str], None]) -> None:
        """The line of that name is connected: this is heard there, and keys that are pressed are told."""

    def set_audio(self, audio: LineAudio) -> None:
        """Something else is heard from now on."""

    def close(self) -> None: ...


def own_end() -> Local:
    """Our end of a new line, where nobody is yet."""
    fingerprint = sha256(secrets.token_bytes(8)).hexdigest().upper()
    return Local(
        session=str(secrets.randbits(62)),
        ufrag=secrets.token_hex(4),
        password=secrets.token_hex(12),
        fingerprint=":".join(fingerprint[place : place + 2] for place in range(0, 64, 2)),
    )


class Negotiation:
    """The descriptions of one line, one after the other."""

    def __init__(self, local: Local) -> None:
        self.local = local
        self._version = 0

    def offer(self, *, web: bool) -> str:
        self._version += 1
        return session_description.offer(self.local, self._version, web=web)

    def take_answer(self, answer: str) -> None:
        with suppress(ValueError):
            self.local = replace(self.local, setup=session_description.setup_after(answer))

    def answer(self, offer: str) -> str | None:
        self._version += 1
        made = session_description.answer(offer, self.local, self._version)
        if made is not None and self.local.setup is None:
            self.local = replace(self.local, setup=session_description.own_setup(made))
        return made


class Silence:
    """Descriptions that are right, and no sound. ``web``: the telephone is a browser, which wants to be told of a
    certificate and of ICE. No candidate is named, because nobody is there: a browser then waits instead of failing.
    """

    def __init__(self, *, web: bool) -> None:
        self._web = web
        self._negotiation = Negotiation(own_end())

    def offer(self, then: Callable[[str | None], None]) -> None:
        then(self._negotiation.offer(web=self._web))

    def take_answer(self, answer: str) -> None:
        self._negotiation.take_answer(answer)

    def answer(self, offer: str, then: Callable[[str | None], None]) -> None:
        then(self._negotiation.answer(offer))

    def attach(self, name: str, audio: LineAudio, on_key: Callable[[str], None]) -> None:
        """Nobody hears anything."""

    def set_audio(self, audio: LineAudio) -> None:
        """Nobody does."""

    def close(self) -> None:
        """Nothing to let go of."""


MediaOf = Callable[[SipFlow], LineMedia]
"""Makes the sound of a line to a telephone."""


def silent(flow: SipFlow) -> LineMedia:
    return Silence(web=flow.transport == "WS")
