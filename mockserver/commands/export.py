"""``voicenter-mock export``: the session of a running sandbox as a pytest test, or as HAR."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .output import output_option, print_or_write
from .remote import Remote, as_line, of_organization


@click.command("export", epilog="Example: voicenter-mock export --output test_session.py")
@click.option(
    "--as",
    "form",
    type=click.Choice(["pytest", "har"]),
    default="pytest",
    show_default=True,
    help="A test that plays it again, or its requests, callbacks and live events as HAR.",
)
@output_option
@of_organization
def command(remote: Remote, form: str, output: Path | None) -> None:
    """Write the session so far as a pytest test that plays it again and asserts what happened, or as HAR."""
    if form == "har":
        print_or_write(json.dumps(remote.get("/export", **{"as": "har"}), ensure_ascii=False), output)
        return
    test: str = remote.get("/export", **{"as": "pytest"})
    print_or_write(as_line({"pytest": test}) if remote.as_json else test.rstrip(), output)
