"""``voicenter-mock export``: the session of a running server as a pytest test."""

from __future__ import annotations

from pathlib import Path

import click

from .output import output_option, put
from .remote import Remote, as_line, of_organization


@click.command("export", epilog="Example: voicenter-mock export --output test_session.py")
@output_option
@of_organization
def command(remote: Remote, output: Path | None) -> None:
    """Write the session so far as a pytest test that plays it again and asserts what happened."""
    test: str = remote.get("/export", **{"as": "pytest"})
    put(as_line({"pytest": test}) if remote.as_json else test.rstrip(), output)
