"""``voicenter-mock serve``: the sandbox."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

import click

from ...contracts.callback_names import CallbackName
from ...contracts.operations import REVISIONS, WORDING
from ..sandbox.control_token import VARIABLE, is_possible
from ..sandbox.origins import host_of
from ..state.clock import Mode, parse
from ..state.moments import read_moment
from ..state.realtime_settings import RealtimeSettings
from ..telephony.core.seldom_collected import WHAT_STAYS
from ..telephony.model.directory import CallbackTarget, Directory
from ..tenancy.registry import DEMO, Registry
from ..wire.console import PrintableFormatter
from .addendum_option import use_addendum
from .addresses import check_address, with_addresses
from .background import SharedFolder, start_in_background
from .greeting import greeting_of
from .numbers import WholeNumber
from .organization_file import directory_of
from .output import check_folder_writable, write_at_once
from .tls_option import authority_option, tls_context

if TYPE_CHECKING:
    from ...contracts.operations import Revision
    from ..serving.server import TelephoneOptions, Tls
    from ..telephony.log.call_log import CallLog

LOG_LEVELS = ("debug", "info", "warning", "error")


@click.command(
    "serve", epilog="Example: voicenter-mock serve --clock manual --cdr-url http://127.0.0.1:8000/voicenter/cdr"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8025, show_default=True, type=WholeNumber(0, 65535), help="Port; 0 for any free one.")
@click.option(
    "--port-file", type=click.Path(dir_okay=False, path_type=Path), help="Write the port there once it listens."
)
@click.option("--organization", default=DEMO, show_default=True, help="demo, or a YAML or JSON document.")
@click.option("--clock", default="realtime", show_default=True, help="realtime, manual, or a speed such as 60.")
@click.option(
    "--now",
    help="Simulated start: an epoch, or an ISO date and time (the organization's zone). Default: the present.",
)
@click.option("--seed", type=int, help="Decides everything that is left to chance. Default: the document's.")
@click.option(
    "--addendum",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What your recordings show beyond the documents: `drift --write`.",
)
@click.option("--revision", type=click.Choice(REVISIONS), help="Which documents to follow where they disagree.")
@with_addresses
@click.option("--realtime-url", help="Where clients reach the socket. Default: where their login came in.")
@click.option(
    "--realtime-list",
    default="host",
    show_default=True,
    type=click.Choice(["host", "url"]),
    help="Entries of URLList: host:port, for clients that add a protocol, or URLs.",
)
@click.option("--realtime-version", default="2.4.0", show_default=True, help="The socket.io version that logins name.")
@click.option(
    "--socket-client",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A socket.io client to serve at GetSocketClient instead of our own.",
)
@click.option(
    "--db", type=click.Path(dir_okay=False, path_type=Path), help="Keep records and deliveries in this SQLite file."
)
@click.option(
    "--lenient", is_flag=True, help="Let contract violations pass where possible; the journal still names them."
)
@click.option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    help="Another name by which this machine's page and control API may be called on loopback. Repeatable.",
)
@click.option(
    "--control-token",
    envvar=VARIABLE,
    metavar="TOKEN",
    help="What page and control API ask for. Default: nothing on loopback, else one made up and printed.",
)
@click.option("--root-path", default="", metavar="PATH", help="What a proxy has before every path, such as /voicenter.")
@click.option("--tls", is_flag=True, help="Listen on a second port too, with a certificate for all Voicenter hosts.")
@click.option(
    "--tls-port", default=8443, show_default=True, type=WholeNumber(0, 65535), help="That port; 0 for any free one."
)
@authority_option
@click.option("--background", is_flag=True, help="Go on in the background, and return once it listens; `stop` ends it.")
@click.option("--sip", is_flag=True, help="Let real telephones register, over websockets on the same port.")
@click.option(
    "--sip-udp",
    type=WholeNumber(0, 65535),
    metavar="PORT",
    help="Let desk phones register too, on this port of UDP and TCP; 0 for any free one.",
)
@click.option(
    "--recordings",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="WAV files that real telephones hear: welcome.wav where the recording 'welcome' is played.",
)
@click.option("--log-level", default="warning", show_default=True, type=click.Choice(LOG_LEVELS))
def command(
    host: str, port: int, port_file: Path | None, organization: str, clock: str, now: str | None, seed: int | None,
    addendum: Path | None, revision: str | None, urls: Mapping[CallbackName, str],
    realtime_url: str | None, realtime_list: Literal["host", "url"], realtime_version: str, socket_client: Path | None,
    db: Path | None, lenient: bool, allow_host: tuple[str, ...], control_token: str | None, root_path: str,
    tls: bool, tls_port: int, tls_authority: Path, background: bool, sip: bool, sip_udp: int | None,
    recordings: Path | None, log_level: str,
) -> None:  # fmt: skip
    """Start the sandbox."""
    if background:
        return start_in_background([word for word in sys.argv[1:] if word != "--background"])
    if port_file is not None:
        check_folder_writable(port_file, "--port-file")
    with WHAT_STAYS:
        use_addendum(addendum)
        mode, speed = _clock(clock)
        directory = _with_options(directory_of("--organization", organization), revision, urls)
        registry = Registry(clock=mode, speed=speed, lenient=lenient, now=_moment(now, directory), seed=seed)
        registry.realtime = _realtime(realtime_url, realtime_list, realtime_version, socket_client)
        registry.templates[directory.id] = directory
        log = _call_log(db, directory)
        # what is wrong with the file is said before anything listens
        kept = None if log is None else registry.add(directory, log=log)

        from ..serving.server import CannotListen, Server

        authority = tls_authority.expanduser()
        telephones = _telephones(sip_udp, recordings) if sip or sip_udp is not None else None
        if recordings is not None and telephones is None:
            raise click.UsageError("--recordings: only real telephones hear them; give --sip or --sip-udp PORT too")
        try:
            server = Server(
                registry,
                host=host,
                port=port,
                allow_hosts=_names(allow_host),
                control_token=_token(control_token),
                root_path=_root_path(root_path),
                tls=_tls(tls_port, authority) if tls else None,
                telephones=telephones,
                prepare=(lambda: registry.add(directory)) if log is None else None,
            )
        except CannotListen as error:
            from .taken_port import way_out

            options = {sip_udp: "--sip-udp", tls_port: "--tls-port", port: "--port"}
            raise click.UsageError(way_out(error, f"{options.get(error.port, '--port')} 0")) from None
    with server.stopped_by_signals():  # before anybody reads that it listens
        greeting = greeting_of(server, directory, mode, authority, kept)
        shared = SharedFolder.of_this_process()
        if shared is None:
            greeting.print()
            sys.stdout.flush()
        if port_file is not None:
            write_at_once(f"{server.port}\n", port_file)
        if shared is not None:
            shared.leave(greeting)
        _log_to_console(log_level)
        server.run()
        if shared is not None:
            shared.remove()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # callbacks on their way to a dead customer's server must not hold the process


def _log_to_console(level: str) -> None:
    console = logging.StreamHandler(sys.stderr)
    console.setFormatter(PrintableFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[console])


def _realtime(url: str | None, url_list: Literal["host", "url"], version: str, client: Path | None) -> RealtimeSettings:
    if url:
        check_address(url, "--realtime-url: ")
    return RealtimeSettings(url or "", url_list, version, socket_client=client)


def _telephones(udp_port: int | None, recordings: Path | None) -> TelephoneOptions:
    from ...contracts.extras import MissingExtra
    from ..media.wave_files import UnplayableFile, read_folder
    from ..serving.server import TelephoneOptions

    try:  # what is missing is said before anything listens
        from .. import sip  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except MissingExtra as error:
        raise click.UsageError(f"--sip: {error}") from None
    try:
        return TelephoneOptions(udp_port, None if recordings is None else read_folder(recordings))
    except UnplayableFile as error:
        raise click.UsageError(f"--recordings: {error}") from None


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    for name in given:
        if not host_of(name):
            raise click.UsageError(f"--allow-host: {name!r} is no name of a host")
    return given


def _root_path(given: str) -> str:
    from ..serving.forwarded import is_prefix

    if given and not is_prefix(given):
        raise click.UsageError(f"--root-path: {given!r} is no beginning of a path, such as /voicenter")
    return given


def _tls(port: int, authority: Path) -> Tls:
    from ..serving.server import Tls

    return Tls(tls_context(authority), port)


def _token(given: str | None) -> str:
    if given and not is_possible(given):
        raise click.UsageError(f"--control-token ({VARIABLE}): letters, digits and . _ ~ + / - only, = at its end")
    return given or ""


def _call_log(path: Path | None, directory: Directory) -> CallLog | None:
    if path is None:
        return None
    from ..telephony.log.call_log import CallLog
    from ..telephony.log.storage_errors import StorageError

    try:
        return CallLog(str(path), directory.id)
    except StorageError as error:
        raise click.UsageError(f"--db: {error}") from None


def _clock(text: str) -> tuple[Mode, float]:
    try:
        return parse(text)
    except ValueError as error:
        raise click.UsageError(f"--clock: {error}") from None


def _moment(text: str | None, directory: Directory) -> float | None:
    try:
        return None if text is None else read_moment(text, ZoneInfo(directory.time_zone))
    except ValueError as error:
        raise click.UsageError(f"--now: {error}") from None


def _with_options(directory: Directory, revision: str | None, urls: Mapping[CallbackName, str]) -> Directory:
    from dataclasses import replace

    callbacks = dict(directory.callbacks)
    for name, url in urls.items():
        callbacks[name] = replace(callbacks.get(name) or CallbackTarget(name), url=url)
    if revision and revision != directory.revision:
        form = {"method": "GET", "encoding": "query"} if revision == "3.2" else {"method": "POST", "encoding": "json"}
        callbacks["popup"] = replace(callbacks.get("popup") or CallbackTarget("popup"), **form)  # pyright: ignore[reportArgumentType]
        directory = _in_revision(directory, cast("Revision", revision))
    return replace(directory, callbacks=callbacks)


def _in_revision(directory: Directory, revision: Revision) -> Directory:
    """The same in another revision. A setting that only follows from the document's own revision changes too."""
    from dataclasses import replace

    before, after = WORDING[directory.revision], WORDING[revision]
    if directory.queue_statuses == before.queue_statuses:
        directory = replace(directory, queue_statuses=after.queue_statuses)
    if directory.queue_wait_in_duration == before.queue_wait_in_duration:
        directory = replace(directory, queue_wait_in_duration=after.queue_wait_in_duration)
    return replace(directory, revision=revision)
