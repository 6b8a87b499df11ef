"""URLs that a command line names: the customer's, to be sent to."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import click

from ...contracts.callback_names import CALLBACK_NAMES, CallbackName
from ..wire.urls import url_problem

OPTIONS: Mapping[CallbackName, str] = {name: f"--{name.replace('_', '-')}-url" for name in CALLBACK_NAMES}
"""The option that says where each callback goes."""
_SHORT: Mapping[CallbackName, str] = {"external_ivr": "--ivr-url", "external_layer": "--layer-url"}
_HELP: Mapping[CallbackName, str] = {
    "cdr": "Where CDRs are pushed.",
    "popup": "Where pop-ups are asked for.",
    "external_ivr": "The External IVR service.",
    "external_layer": "The External Layer service.",
    "voicebot": "The VoiceBot's function.",
}


def check_address(url: str, named: str = "") -> None:
    """Raises ``click.UsageError`` for what is no URL of HTTP. The sentence begins with ``named``: ``--to: ``."""
    problem = url_problem(url)
    if problem:
        raise click.UsageError(f"{named}{problem}")


def with_addresses(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command an option for the URL of each callback; it gets those that were given as ``urls``, by the
    callback's name, and may be sure that they are some.
    """

    @functools.wraps(command)
    def with_urls(*arguments: Any, **parameters: Any) -> Any:
        urls: dict[CallbackName, str] = {}
        for name in CALLBACK_NAMES:
            url: str | None = parameters.pop(f"{name}_url")
            if url is not None:
                check_address(url, f"{OPTIONS[name]}: ")
                urls[name] = url
        return command(*arguments, **parameters, urls=urls)

    decorated = with_urls
    for name in reversed(CALLBACK_NAMES):
        short = _SHORT.get(name)
        spelled = (OPTIONS[name], short) if short is not None else (OPTIONS[name],)
        decorated = click.option(*spelled, f"{name}_url", metavar="URL", help=_HELP[name])(decorated)
    return decorated
