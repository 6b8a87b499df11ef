"""An organization that is named on the command line: ``demo``, or a file with its document."""

from __future__ import annotations

from pathlib import Path

import click

from ..telephony.model.directory import Directory
from ..tenancy.registry import DEMO


def directory_of(option: str, text: str) -> Directory:
    """The organization, read and checked. Raises ``click.UsageError`` with what is wrong, and the line."""
    from ..organizations import DocumentError, demo, load, read

    if text == DEMO:
        return demo()
    try:
        return read(load(Path(text)))
    except DocumentError as error:
        raise click.UsageError(f"{option}: {error.summary}") from None
