"""The port to telephones that somebody real holds: what an exchange wants of those that are registered with it.

A registered telephone *is* the extension: it is rung in place of the simulated agent, and what it does is what becomes
of the leg. The exchange knows a telephone's connection to it as a ``line``, by a name that no other connection ever
has; a transfer may lead a line from one call to another. How lines are carried (SIP) and what is heard on them is the
business of whoever stands behind this port. It is told under the organization's lock, in the order of what happens,
and must not act on the exchange before the present step is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from ....contracts.quick_dataclasses import dataclass

SoundKind = Literal["ringing", "announcement", "music", "beep", "person", "line"]


@dataclass(frozen=True, slots=True)
class Ring:
    """What a telephone is told of the call that it is rung for. ``number`` and ``name`` are what its party is shown
    (as dialled inside the country, a SIP name, or any text), ``call_id`` is the call's everywhere else too,
    ``auto_answer``: it is to answer by itself.
    """

    line: str
    extension: str
    number: str
    name: str
    call_id: str
    did: str
    custom: Mapping[str, Any]
    auto_answer: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """Something to hear: an announcement or music by ``name``, what is said on another line (by its name), a simulated
    person (by number). An announcement lasts ``seconds``; one that began at another moment (``since``, epoch) begins
    anew.
    """

    kind: SoundKind
    name: str = ""
    seconds: float = 0
    since: float = 0


@dataclass(frozen=True, slots=True)
class LineAudio:
    """What is heard on a line now, together. It and what is said there go into ``recording``, where that is named:
    silence while ``muted``.
    """

    sounds: tuple[Sound, ...] = ()
    recording: str = ""
    muted: bool = False


class Telephones(Protocol):
    """Those registered with one exchange."""

    def ring(self, ring: Ring) -> None:
        """All telephones of an extension ring; the first to answer has the line."""

    def ringing(self, line: str) -> None:
        """Whom a telephone has called is being rung. May be said more than once, and of a line that is connected."""

    def connect(self, line: str) -> None:
        """The party that a telephone has called is there, or an announcement is. May be said more than once."""

    def set_audio(self, line: str, audio: LineAudio) -> None:
        """Something else is heard on the line from now on; it may not be connected yet."""

    def release(self, line: str, cause: int) -> None:
        """The line is over, with this ISUP cause: it stops ringing, is refused, or is hung up. A line that its
        telephone has ended already is released too.
        """
