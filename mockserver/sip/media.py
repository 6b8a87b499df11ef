"""What is heard on a telephone's line: the port to whoever carries sound, and nobody who does.

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

from . import session_description
from .session_description import Local


class LineMedia(Protocol):
    """The sound of one line. ``then`` gets a description to send, or ``None`` when what came cannot be taken."""

    def offer(self, then: Callable[[str | None], None]) -> None: ...

    def take_answer(self, answer: str) -> None: ...

    def answer(self, offer: str, then: Callable[[str | None], None]) -> None: ...

    def close(self) -> None: ...


class Silence:
    """Descriptions that are right, and no sound. ``web``: the telephone is a browser, which wants to be told of a
    certificate and of ICE. No candidate is named, because nobody is there: a browser then waits instead of failing.
    """

    def __init__(self, *, web: bool) -> None:
        self._web = web
        self._version = 0
        fingerprint = sha256(secrets.token_bytes(8)).hexdigest().upper()
        self._local = Local(
            session=str(secrets.randbits(62)),
            ufrag=secrets.token_hex(4),
            password=secrets.token_hex(12),
            fingerprint=":".join(fingerprint[place : place + 2] for place in range(0, 64, 2)),
        )

    def offer(self, then: Callable[[str | None], None]) -> None:
        self._version += 1
        then(session_description.offer(self._local, self._version, web=self._web))

    def take_answer(self, answer: str) -> None:
        with suppress(ValueError):
            self._local = replace(self._local, setup=session_description.settled(answer))

    def answer(self, offer: str, then: Callable[[str | None], None]) -> None:
        self._version += 1
        made = session_description.answer(offer, self._local, self._version)
        if made is not None and self._local.setup is None:
            self._local = replace(self._local, setup=session_description.own_setup(made))
        then(made)

    def close(self) -> None:
        """Nothing to let go of."""


MediaOf = Callable[[bool], LineMedia]
"""Makes the sound of a line, for a browser (``True``) or a desk phone."""


def silent(web: bool) -> LineMedia:
    return Silence(web=web)
