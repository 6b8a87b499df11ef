"""Identifiers that are the same on every run: derived from organization, seed and a counter, nothing else."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

_SECONDS = [f"{second:02}" for second in range(60)]


class IdSource:
    """Numbers calls, records and recordings of one organization. No two organizations share an id."""

    __slots__ = ("_call_hash", "_hashes", "_key", "_minute", "_recording_hash", "_stamp", "count", "zone")

    def __init__(self, organization: str, seed: int, zone: ZoneInfo) -> None:
        self._key = blake2b(f"{organization}\0{seed}".encode(), digest_size=16).digest()
        self._hashes: dict[tuple[str, int], blake2b] = {}
        self._call_hash = self._begun("call", 18)
        self._recording_hash = self._begun("recording", 12)
        self.zone = zone
        self._minute = -60
        self._stamp = ""
        self.count = 0

    def move(self, zone: ZoneInfo) -> None:
        """The organization is in another time zone from now on."""
        self.zone, self._minute = zone, -60

    def digest(self, kind: str, count: int, length: int) -> str:
        """``length`` hexadecimal digits that only this organization gives to this kind and count."""
        begun = self._hashes.get((kind, length))
        if begun is None:
            begun = self._hashes[kind, length] = self._begun(kind, length)
        return _digest(begun, count)[:length]

    def _begun(self, kind: str, length: int) -> blake2b:
        """What all digests of that kind and length begin with."""
        return blake2b(kind.encode(), key=self._key, digest_size=(length + 1) // 2)

    def stamp(self, now: float) -> str:
        """Local time as ``YYYYMMDDHHMMSS``."""
        second = int(now)
        passed = second - self._minute
        if not 0 <= passed < 60:  # clocks are put forward and back when a minute begins
            local = datetime.fromtimestamp(second, self.zone)
            passed = local.second
            self._minute = second - passed
            self._stamp = local.strftime("%Y%m%d%H%M")
        return self._stamp + _SECONDS[passed]

    def call_id(self, now: float) -> str:
        """32 characters beginning with the local time (API, common rules)."""
        self.count += 1
        return self.stamp(now) + _digest(self._call_hash, self.count)

    def recording(self, now: float, caller: str, target: str) -> str:
        """A recording's file name as the documents show it: time, digits, ``-aws-``, both parties."""
        return f"{self.stamp(now)}{_digest(self._recording_hash, self.count)}-aws-{caller}-{target}.mp3"


def _digest(begun: blake2b, count: int) -> str:
    digest = begun.copy()  # half of what making a keyed one takes
    digest.update(b"%d" % count)
    return digest.hexdigest()
