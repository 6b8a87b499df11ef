"""``voicenter-mock verify``: play Voicenter against your endpoint, and find its bugs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...contracts.callback_names import CallbackName
from ..verify import CALLBACK_NAMES, PHASES, EndpointUnreachable, Settings
from ..verify import verify as examine
from ..verify.reporting import WIDTH, as_json, as_junit, summary
from .addresses import OPTIONS, check_address, with_addresses
from .numbers import Number, WholeNumber
from .output import print_lines, write_bytes
from .pairs import pairs
from .tables import screen
from .words import CALLBACK

if TYPE_CHECKING:
    from ..verify.decisions import KnownNumbers

FINDINGS = 1
INTERRUPTED = 130


@click.command("verify", epilog="Example: voicenter-mock verify http://127.0.0.1:8000/voicenter/cdr --callback cdr")
@click.argument("url", required=False)
@click.option("--callback", type=CALLBACK, help="What the endpoint takes.")
@with_addresses
@click.option("--encoding", type=click.Choice(["json", "xml-rpc", "form", "query"]), default="json", show_default=True)
@click.option("--max-examples", type=WholeNumber(1), default=100, show_default=True, help="Messages a phase.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed sends the same messages.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="A further HTTP header.")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="A member of every valid message, such as DID."
)
@click.option(
    "--phase", "phases", multiple=True, type=click.Choice(list(PHASES)), metavar="PHASE",
    help=f"Only these; default: all: {', '.join(PHASES)}.",
)  # fmt: skip
@click.option("--timeout", type=Number(0, 300, min_open=True), help="Seconds; default: as long as Voicenter waits.")
@click.option(
    "--depth", type=WholeNumber(1, 10), default=4, show_default=True, help="Menus that a caller goes through."
)
@click.option("--organization", help="demo, or a YAML or JSON document: the layers and extensions that there are.")
@click.option("--extension", is_flag=True, help="Ask for pop-ups as the Chrome extension does, too.")
@click.option("--insecure", is_flag=True, help="Take any TLS certificate.")
@click.option(
    "--junit-xml", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write JUnit XML there."
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
def command(
    url: str | None, callback: CallbackName | None, urls: Mapping[CallbackName, str], encoding: str,
    max_examples: int, seed: int, headers: tuple[str, ...], settings: tuple[str, ...], phases: tuple[str, ...],
    timeout: float | None, depth: int, organization: str | None, extension: bool, insecure: bool,
    junit_xml: Path | None, json_wanted: bool,
) -> int:  # fmt: skip
    """Send your endpoint at URL everything that Voicenter could, and judge the answers.

    Where to and what can be given as one, as with `serve`: --cdr-url URL is URL --callback cdr.

    The exit code is 0 if nothing was found, 1 on findings, 2 on wrong use or when nobody answers at the URL.
    """
    if urls:
        (name, address), *others = urls.items()
        if others or url is not None or callback not in (None, name):
            message = "says both where to and what: leave URL, --callback and other addresses out"
            raise click.UsageError(f"{OPTIONS[name]} {message}")
        url, callback = address, name
    if url is None:
        raise click.UsageError("Missing argument 'URL'.")
    if callback is None:
        raise click.UsageError(f"Missing option '--callback'. Choose from: {', '.join(CALLBACK_NAMES)}")
    check_address(url)
    chosen = Settings(
        encoding=encoding, seed=seed, max_examples=max_examples, phases=phases, timeout=timeout, depth=depth,
        headers={name: value.strip() for name, value in pairs("--header", headers, ":").items()},
        overrides=pairs("--set", settings), verify_tls=not insecure,
        organization=_organization(organization), extension=extension,
    )  # fmt: skip
    if junit_xml is not None and not junit_xml.absolute().parent.is_dir():
        raise click.UsageError(f"--junit-xml: there is no folder {junit_xml.parent}")
    progress = _Progress()
    try:
        report = examine(url, callback, chosen, progress=progress)
    except EndpointUnreachable as problem:
        raise click.UsageError(f"nobody answers at {url}: {problem}") from None
    except ValueError as problem:
        raise click.UsageError(str(problem)) from None
    finally:
        progress.close()
    print_lines(as_json(report) if json_wanted else summary(report, screen().width or WIDTH))
    sys.stdout.flush()
    if junit_xml is not None:
        write_bytes(as_junit(report), junit_xml, "--junit-xml")
    if report.findings:
        return FINDINGS
    return INTERRUPTED if report.interrupted else 0


def _organization(text: str | None) -> KnownNumbers | None:
    from ..verify.decisions import KnownNumbers
    from .organization_file import directory_of

    if text is None:
        return None
    directory = directory_of("--organization", text)
    members: dict[str, str] = {}
    for layer in directory.layers.values():
        for intent in layer.intents:
            members |= intent.parameters
    return KnownNumbers(frozenset(directory.layers), frozenset(directory.extensions), members)


class _Progress:
    """A bar on stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, phase: str, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=total,
                file=sys.stderr,
                show_pos=True,
                show_percent=True,
                item_show_func=lambda name: str(name or ""),
            )
            self._bar.__enter__()
        self._bar.update(1, phase)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
