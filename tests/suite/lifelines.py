"""How a test sees that processes are gone, whoever started them."""

from __future__ import annotations

import os
import select
from pathlib import Path

SECONDS = 30


class Lifeline:
    """A pipe that commands hold open (``exec 9>PATH``): when nobody does any more, all of them are gone."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def read(self) -> bytes:
        """What they have written into it, once they are gone. Fails when they are still there after a while."""
        read = b""
        while True:
            assert select.select([self._end], [], [], SECONDS)[0], "somebody still holds it"
            some = os.read(self._end, 100)
            if not some:
                return read
            read += some

    def wait(self) -> None:
        """Until one of them has written into it."""
        assert select.select([self._end], [], [], SECONDS)[0]

    def close(self) -> None:
        os.close(self._end)
