"""What only some users need is installed as an extra; whoever lacks one is told in one line how to get it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager


class MissingExtra(ModuleNotFoundError):
    """Something was used whose extra is not installed."""


@contextmanager
def extra(name: str, purpose: str) -> Generator[None, None, None]:
    """Around imports of what the extra called ``name`` brings. Raises ``MissingExtra``, which says how to get it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(__name__.partition(".")[0]):
            raise
        raise MissingExtra(
            f"{purpose} needs {error.name}: pip install 'voicenter-mock[{name}]'", name=error.name
        ) from None
