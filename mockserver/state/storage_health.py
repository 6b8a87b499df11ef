"""Whether what an organization keeps can be written, and who hears of it when it cannot."""

from __future__ import annotations

import time

from ..telephony.log.storage_errors import StorageError
from ..wire.console import log

QUIET_SECONDS = 60.0
"""So long nothing more is logged about one organization, however often it fails."""


class StorageHealth:
    """``error`` is why the last attempt to write or read failed; ``None`` when it did not."""

    def __init__(self, organization: str) -> None:
        self._organization = organization
        self._logged_at = -QUIET_SECONDS
        self._announced = False
        self.error: StorageError | None = None

    def report_failure(self, error: StorageError) -> None:
        """Says so in the log, at most once a minute."""
        self.error = error.with_traceback(None)
        now = time.monotonic()
        if now - self._logged_at >= QUIET_SECONDS:
            self._logged_at, self._announced = now, True
            log.error("organization %s: %s", self._organization, error)

    def works(self) -> None:
        """All is written again."""
        if self.error is None:
            return
        path, self.error = self.error.path, None
        if self._announced:
            self._announced = False
            log.warning("organization %s: %s is in use again", self._organization, path or "the temporary database")
