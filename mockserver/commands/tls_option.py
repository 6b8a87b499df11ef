"""``--tls-authority``: the certificate that clients are to trust, for commands that listen under Voicenter's names."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def authority_option(command: _Command) -> _Command:
    """Adds the option; the command has it as ``tls_authority``."""
    return click.option(
        "--tls-authority",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("~/.voicenter-mock/authority.pem"),
        show_default=True,
        help="The certificate that clients are to trust. Made when it is not there, with its key beside it.",
    )(command)


def tls_context(authority: Path) -> ssl.SSLContext:
    """What a listener with ``--tls`` needs. Raises ``click.UsageError`` with the reason."""
    from ...contracts.extras import MissingExtra
    from ..serving.certificates import CertificateError, server_context

    try:
        return server_context(authority)
    except (CertificateError, MissingExtra) as error:
        raise click.UsageError(f"--tls: {error}") from None
