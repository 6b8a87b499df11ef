"""URLs that a command line names: the customer's, to be sent to."""

from __future__ import annotations

import click


def check_address(url: str, named: str = "") -> None:
    """Raises ``click.UsageError`` for what is no URL of HTTP. The sentence begins with ``named``: ``--to: ``."""
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{named}{url!r} does not begin with http:// or https://")
