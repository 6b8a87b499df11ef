"""``NAME=VALUE`` and ``NAME:VALUE`` on the command line."""

from __future__ import annotations

from collections.abc import Iterable

import click


def pairs(option: str, texts: Iterable[str], sign: str = "=") -> dict[str, str]:
    """The pairs that an option was given, in order. Raises ``click.UsageError`` for a text that is none."""
    found: dict[str, str] = {}
    for text in texts:
        name, middle, value = text.partition(sign)
        if not middle or not name:
            raise click.UsageError(f"{option}: {text!r} is not NAME{sign}VALUE")
        found[name] = value
    return found
