"""What a shell completes of the catalogue's names: contracts, operations, what faults may be on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def contracts(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ...contracts import library

    return _names_beginning(library.names(), begun)


def operations(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ...contracts.operations import OPERATIONS

    return _names_beginning(OPERATIONS, begun)


def faulty(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Operations and callbacks."""
    from ...contracts.operations import OPERATIONS
    from ..callbacks.samples import NAMES

    return _names_beginning((*OPERATIONS, *NAMES), begun)


def _names_beginning(names: Iterable[Any], begun: str) -> list[str]:
    return sorted(str(name) for name in names if str(name).startswith(begun))
