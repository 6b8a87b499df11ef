"""What the system says of what it cannot do."""

from __future__ import annotations


def reason_of(error: OSError) -> str:
    """A few words in small letters, to stand behind a colon: ``no such file or directory``."""
    return (error.strerror or str(error)).lower()
