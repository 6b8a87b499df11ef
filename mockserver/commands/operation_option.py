"""``--operation``: only the requests of one of Voicenter's operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ...contracts.recorded_names import OPERATION_PREFIX
from ...contracts.suggestions import near_or_known
from . import catalogue_completion

Command = Callable[..., Any]


def operation_option(command: Command) -> Command:
    return click.option(
        "--operation", callback=_known, shell_complete=catalogue_completion.operations,
        help="Only requests of one operation, such as click2call.",
    )(command)  # fmt: skip


def _known(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    """The name itself; a sandbox with an addendum has operations that are not known here."""
    from ...contracts.operations import OPERATIONS

    if name is not None and name not in OPERATIONS and not name.startswith(OPERATION_PREFIX):
        raise click.BadParameter(f"there is no operation {name[:60]!r}; {near_or_known(name, OPERATIONS)}")
    return name
