"""What the event loop cannot do, in words; said once in a while where it would be said thousands of times."""

from __future__ import annotations

import asyncio
import errno
from typing import Any

from ..wire.console import log

QUIET_SECONDS = 60.0
"""How long nothing more is said of connections that cannot be taken."""
_NO_MORE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class LoopErrors:
    """An event loop's exception handler. A loop that may open no more files tries every second to take as many
    connections as may wait, some two thousand, and complains of each.
    """

    def __init__(self) -> None:
        self._quiet_until = 0.0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if self._quiet_until and "_start_serving" in context.get("message", ""):
            return  # the loop's next try, of which there are as many, finds that the server has ended
        if not isinstance(error, OSError) or error.errno not in _NO_MORE or "socket" not in context:
            loop.default_exception_handler(context)
            return
        if loop.time() >= self._quiet_until:
            self._quiet_until = loop.time() + QUIET_SECONDS
            reason = (error.strerror or str(error)).lower()
            log.error("no further connection can be taken: %s; it waits until others close (see: ulimit -n)", reason)
