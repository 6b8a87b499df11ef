"""All channels of a server: every 20 ms each gets what is to be heard on it, and gives what was said.

On the event loop, in real time, and only while there are channels. A loop that was held up makes up for a few rounds;
of more than that nobody hears anything.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Mapping
from typing import Protocol

from ..telephony.core.telephones import LineAudio, Sound
from ..wire.console import log
from . import playing
from .playing import SILENCE, Library, SamplePlayer

ROUND_SECONDS = 0.02
MOST_LATE_ROUNDS = 5
MOST_CHANNELS = 100
"""Telephones that hear something at once: a third of a processor."""


class Speech(Protocol):
    """A telephone's sound: packets, however they go."""

    def take(self) -> array[int] | None:
        """What was said in the last 20 ms."""

    def put(self, samples: array[int]) -> None:
        """Is heard there now."""


class AudioParticipant(Protocol):
    """Somebody with sound, from when they may have some until they are closed."""

    def tick(self) -> None:
        """Every 20 ms."""

    def close(self) -> None:
        """Leaves the studio."""


class Recordings(Protocol):
    """Where an organization's recordings are kept."""

    def write(self, file: str, samples: array[int]) -> None:
        """The next 20 ms of a recording."""


class Channel:
    """One line of an organization: ``room`` has the other lines that may be heard on it."""

    def __init__(self, room: Room, name: str, speech: Speech) -> None:
        self.name = name
        self.speech = speech
        self.audio = LineAudio()
        self.spoken = SILENCE
        self._room = room
        self._players: dict[Sound, SamplePlayer] = {}

    def set_audio(self, audio: LineAudio) -> None:
        """From now on this is heard; what was heard already goes on."""
        self.audio = audio
        library = self._room.library
        self._players = {
            sound: self._players.get(sound) or playing.player(sound, library)
            for sound in audio.sounds
            if sound.kind != "line"
        }

    def listen(self) -> None:
        self.spoken = self.speech.take() or SILENCE

    def play_next(self) -> array[int]:
        """Lets the telephone hear its 20 ms. Returns what of them no other line has said."""
        played = playing.mix([player.next() for player in self._players.values()])
        lines = self._room.channels
        others = [
            lines[sound.name].spoken for sound in self.audio.sounds if sound.kind == "line" and sound.name in lines
        ]
        self.speech.put(playing.mix([played, *others]))
        return played


class Room:
    """An organization's channels, by the names of their lines, and its recordings."""

    def __init__(self, library: Library, recordings: Recordings) -> None:
        self.library = library
        self.channels: dict[str, Channel] = {}
        self._recordings = recordings

    def round(self) -> None:
        """The next 20 ms of all."""
        channels = list(self.channels.values())
        for channel in channels:
            channel.listen()
        recorded: dict[str, list[array[int]]] = {}
        for channel in channels:
            played = channel.play_next()
            audio = channel.audio
            if audio.recording:
                portions = recorded.setdefault(audio.recording, [])
                portions += [] if audio.muted else [channel.spoken, played]
        for file, portions in recorded.items():
            self._recordings.write(file, playing.mix(portions))


class Studio:
    """The rooms of a server, and their time."""

    def __init__(self, loop: asyncio.AbstractEventLoop, library: Mapping[str, array[int]]) -> None:
        self._loop = loop
        self._library = library
        self._rooms: set[Room] = set()
        self.members: set[AudioParticipant] = set()
        self._next: asyncio.TimerHandle | None = None
        self._due = 0.0

    def room(self, recordings: Recordings) -> Room:
        return Room(self._library, recordings)

    @property
    def full(self) -> bool:
        return len(self.members) >= MOST_CHANNELS

    def enter(self, member: AudioParticipant) -> None:
        self.members.add(member)
        self._start()

    def leave(self, member: AudioParticipant) -> None:
        self.members.discard(member)

    def open(self, room: Room, name: str, speech: Speech) -> Channel:
        """From now on the line of that name is heard and hears."""
        channel = room.channels[name] = Channel(room, name, speech)
        self._rooms.add(room)
        return channel

    def close(self, room: Room, channel: Channel) -> None:
        if room.channels.get(channel.name) is channel:
            del room.channels[channel.name]
        if not room.channels:
            self._rooms.discard(room)

    def _start(self) -> None:
        if self._next is None and self.members:
            self._due = max(self._due, self._loop.time())
            self._next = self._loop.call_at(self._due, self._round)

    def _round(self) -> None:
        self._next = None
        try:
            self._catch_up(self._loop.time())
        except Exception:
            log.exception("20 ms of sound")
        finally:
            self._start()

    def _catch_up(self, now: float) -> None:
        if now - self._due > MOST_LATE_ROUNDS * ROUND_SECONDS:
            self._due = now
        for member in list(self.members):
            member.tick()
        while self._due <= now:
            self._due += ROUND_SECONDS
            for room in list(self._rooms):
                room.round()

    def stop(self) -> None:
        """Everybody leaves."""
        for member in list(self.members):
            member.close()
        if self._next is not None:
            self._next.cancel()
