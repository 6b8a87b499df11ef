"""``--ai``, ``--no-ai`` and ``--mood``: whether a conversation is analysed, and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def analysis_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options, as ``ai`` and ``mood``."""
    function = click.option(
        "--mood",
        type=click.Choice(["negative", "neutral", "positive"]),
        help="How the customer feels, as the analysis of the recording finds it; implies --ai.",
    )(function)
    return click.option(
        "--ai/--no-ai", "ai", default=None, help="Whether the recording is analysed. Default: as the organization says."
    )(function)


def analysis_request(ai: bool | None, mood: str | None) -> bool | dict[str, Any] | None:
    """What the control API takes as ``ai``."""
    if mood and ai is False:
        raise click.UsageError("--mood is of the analysis, which --no-ai leaves out; take one of them")
    return {"mood": mood} if mood else ai
