"""``--addendum``: what recordings show beyond the documents, put into use before anything else is done."""

from __future__ import annotations

from pathlib import Path

import click


def use_addendum(path: Path | None) -> None:
    """Raises ``click.UsageError`` with what is wrong, and the line."""
    if path is None:
        return
    from ...contracts import addenda
    from ...contracts.addendum import AddendumError
    from ..drift.addendum_file import load, locate
    from ..organizations import DocumentError

    try:
        document, addendum = load(path)
    except DocumentError as error:
        raise click.UsageError(f"--addendum: {error.summary}") from None
    try:
        addenda.use(addendum)
    except AddendumError as error:
        raise click.UsageError(f"--addendum: {locate(document, error).summary}") from None
