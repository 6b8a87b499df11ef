"""``voicenter-mock record``: what the real Voicenter and an integration say to each other, redacted, as HAR."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..recorder.routes import CALLBACKS, DEFAULT_UPSTREAM, RECEIVING, RouteError, Routes
from .numbers import WholeNumber
from .output import cannot_write, is_special, print_lines, print_sentences
from .pairs import pairs
from .tls_option import authority_option, tls_context

if TYPE_CHECKING:
    from ..recorder.recorder import Recorder

_MEGABYTE = 1024 * 1024


@click.command(
    "record", epilog="Example: voicenter-mock record --to session.har --forward cdr=http://127.0.0.1:8000/cdr"
)
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The HAR file.")
@click.option("--upstream", default=DEFAULT_UPSTREAM, show_default=True, help="The service that is called.")
@click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="PATH=URL",
    help="Where paths that begin so go instead, such as /socket.io=https://monitor5.voicenter.co.il. Repeatable.",
)
@click.option(
    "--listen", default="127.0.0.1:8026", show_default=True, metavar="HOST:PORT", help="Port 0: any free one."
)
@click.option(
    "--resolve",
    "addresses",
    multiple=True,
    metavar="HOST=ADDRESS",
    help="Where a host of the service is, when its name leads to this recorder here. Repeatable.",
)
@click.option("--tls", is_flag=True, help="Listen with TLS, with a certificate for all Voicenter hosts.")
@authority_option
@click.option(
    "--forward",
    multiple=True,
    metavar="NAME=URL",
    help=f"Receive a callback and pass it on: {', '.join(CALLBACKS)}. Repeatable.",
)
@click.option(
    "--secret", "known", multiple=True, help="A value that must not be written, wherever it comes. Repeatable."
)
@click.option("--keep-personal", is_flag=True, help="Redact only secrets: numbers, names and addresses stay.")
@click.option(
    "--max-body", default=2, show_default=True, type=WholeNumber(1, 64), help="Megabytes of a body that are kept."
)
@click.option("--rotate", default=100, show_default=True, type=WholeNumber(1, 1000), help="Megabytes of one file.")
@click.option("--keep", default=10, show_default=True, type=WholeNumber(0, 1000), help="Full files that are kept.")
def command(
    file: Path, upstream: str, routes: tuple[str, ...], listen: str, addresses: tuple[str, ...], tls: bool,
    tls_authority: Path, forward: tuple[str, ...], known: tuple[str, ...], keep_personal: bool, max_body: int,
    rotate: int, keep: int,
) -> None:  # fmt: skip
    """Stand between an integration and the real Voicenter and write down what both say, until Ctrl-C.

    Point the integration at the address that is printed instead of at Voicenter's hosts. Bytes go through untouched;
    what is written has pseudonyms in place of codes, tokens, numbers and names.
    """
    from ..recorder.recorder import Recorder
    from ..traffic.redactor import Redactor

    host, port = _address(listen)
    try:
        chosen = Routes(
            upstream, by_path=pairs("--route", routes, "="), forward=pairs("--forward", forward, "=")
        )  # fmt: skip
    except RouteError as problem:
        raise click.UsageError(str(problem)) from None
    resolved = pairs("--resolve", addresses, "=")
    authority = tls_authority.expanduser()
    context = tls_context(authority) if tls else None
    if is_special(file):
        raise click.UsageError(f"--to: {file} is no file, and a recording is one that is renamed when it is full")
    redactor = Redactor(secrets.token_bytes(16), keep_personal=keep_personal, secrets=known)
    try:
        recorder = Recorder(
            file, chosen, redactor, host=host, port=port, max_body=max_body * _MEGABYTE,
            rotate_bytes=rotate * _MEGABYTE, kept=keep, tls=context, addresses=resolved,
        )  # fmt: skip
    except OSError as error:
        raise cannot_write(file, "--to", error) from None
    asyncio.run(_run(recorder, upstream, listen, tuple(chosen.forwarded), authority if tls else None))


async def _run(
    recorder: Recorder, upstream: str, listen: str, received: tuple[str, ...], authority: Path | None
) -> None:
    try:
        await recorder.start()
    except OSError as error:
        from ..serving.bound_sockets import CannotListen
        from .taken_port import way_out

        recorder.recording.close()
        host, port = _address(listen)
        plain = OSError(error.errno, os.strerror(error.errno or 0))  # asyncio's own words name the address once more
        raise click.UsageError(f"--listen: {way_out(CannotListen(host, port, plain), f'--listen {host}:0')}") from None
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt
            break
    print_sentences(f"recording {recorder.base_url} -> {upstream} to {recorder.recording.path}")
    if authority is not None:
        print_sentences(f"  {'authority':15} {authority}  (for clients to trust)")
    for name in received:
        print_lines(f"  {name:15} {recorder.base_url}{RECEIVING}{name}")
    try:
        await stopped.wait()
    finally:
        await recorder.stop()
        recording = recorder.recording
        dropped = f", {recording.dropped} not written" if recording.dropped else ""
        print_sentences(f"{recording.written} exchanges written to {recording.path}{dropped}")


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise click.UsageError(f"--listen: {text!r} is no HOST:PORT")
    return host.strip("[]"), int(port)
