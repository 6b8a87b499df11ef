"""What the exchange refuses to do, named as in the catalogue's error tables."""

from __future__ import annotations


class Refused(Exception):
    """``error`` is the name of a row in the operation's error table, ``details`` fill its message."""

    def __init__(self, error: str, **details: str) -> None:
        super().__init__(f"{error}: {details}" if details else error)
        self.error = error
        self.details = details
