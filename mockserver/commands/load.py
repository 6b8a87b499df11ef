"""``voicenter-mock load``: a busy day for your webhook."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from math import ceil
from pathlib import Path

import click

from ...contracts.callback_names import CALLBACK_NAMES, CallbackName, read_callback
from ...contracts.extras import MissingExtra, extra
from ..load.locustfile import as_locustfile
from ..load.profile import Profile, ProfileError, read_profile
from ..load.report import LoadReport, lines
from ..load.settings import STOP, VARIABLE, LoadSettings
from .addresses import OPTIONS, with_addresses
from .numbers import Number, WholeNumber
from .output import check_writable, print_lines, print_sentences, write

FOUND, NOTHING_SENT, INTERRUPTED = 1, 2, 130
CALLS_OF_ONE_PROCESS = 200.0 * 3600
"""Calls an hour that one process can simulate and push at ease."""
LEAVE_SECONDS = 45
LOCUST = """
from importlib import metadata
read, known = metadata.entry_points, metadata.entry_points()
metadata.entry_points = lambda **wanted: known.select(**wanted)
import locust.main
metadata.entry_points = read
locust.main.main()
"""
"""What ``python -m locust`` does. gevent, while it patches Python for Locust, reads what every installed distribution
offers some 25 times over: once is enough, and saves half of the processor time that Locust begins with.
"""
LONGEST_TIMEOUT_SECONDS = 300.0
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z")
_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?\Z")


@click.command("load", epilog="Example: voicenter-mock load --cdr-url http://127.0.0.1:8000/cdr --for 1m")
@with_addresses
@click.option("--calls-per-hour", type=Number(1, 10_000_000), help="Default: 1,000.")
@click.option("--talk-seconds", type=Number(0.1, 7200), help="A conversation's mean length. Default: 120.")
@click.option("--profile", type=click.Path(dir_okay=False, path_type=Path), help="A day as YAML: docs/how-to/load.md.")
@click.option("--for", "duration", default="1m", show_default=True, metavar="TIME", help="Such as 90s, 10m, 1h30m.")
@click.option(
    "--calls",
    type=WholeNumber(0),
    default=0,
    help="End when so many calls are over, the same number in each process.",
)
@click.option("--processes", type=WholeNumber(1, 64), help="Default: one a core, as far as the calls need them.")
@click.option("--organization", default="", help="A YAML or JSON document. Default: demo, staffed as needed.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed makes the same calls.")
@click.option(
    "--timeout",
    "timeouts",
    multiple=True,
    metavar="[CALLBACK=]SECONDS",
    help="After how long an answer is too late. Default: as long as Voicenter waits. Repeatable.",
)
@click.option("--insecure", is_flag=True, help="Take any TLS certificate.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write Locust's report there.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the report there.")
@click.option("--max-p95", type=Number(0), metavar="MS", help="Exit code 1 if the p95 of a callback is longer.")
@click.option("--max-failures", type=WholeNumber(0), help="Exit code 1 if more attempts fail. Default: 0.", default=0)
@click.option("--locustfile", is_flag=True, help="Print the locustfile, for `locust --master` or Locust's page.")
def command(
    urls: Mapping[CallbackName, str], calls_per_hour: float | None, talk_seconds: float | None, profile: Path | None,
    duration: str, calls: int, processes: int | None, organization: str, seed: int, timeouts: tuple[str, ...],
    insecure: bool, html: Path | None, json_file: Path | None, max_p95: float | None, max_failures: int,
    locustfile: bool,
) -> int:  # fmt: skip
    """Simulate a call centre at its real pace and push all that it causes to your endpoint.

    The exit code is 0 when all was well, 1 when more failed or took longer than allowed, 2 when nothing could be sent.
    """
    if not urls:
        raise click.UsageError(f"say at least one of {', '.join(OPTIONS.values())}")
    day = _profile(profile, calls_per_hour, talk_seconds)
    seconds = _seconds(duration)
    cores = processes or max(1, min(os.cpu_count() or 1, ceil(day.busiest / CALLS_OF_ONE_PROCESS)))
    settings = LoadSettings(
        urls, _timeouts(timeouts), _organization(organization), seed=seed, users=cores, calls=calls,
        seconds=0 if calls else seconds, insecure=insecure, profile=day, progress=sys.stderr.isatty(),
    )  # fmt: skip
    if locustfile:
        print_lines(as_locustfile(settings))
        return 0
    _require_locust()
    for option, wanted in (("--html", html), ("--json", json_file)):
        if wanted is not None:
            check_writable(wanted, option)
    with tempfile.TemporaryDirectory() as folder:
        report, interrupted = _run(settings, Path(folder), cores, html)
    if report is None and interrupted:
        print_sentences("interrupted before anybody called", err=True)
        return INTERRUPTED
    if report is None:
        raise click.UsageError("Locust ended without a report; its own lines above say why")
    for line in lines(report):
        print_sentences(line)
    if json_file is not None:
        write(json.dumps(report.as_data(), indent=2), json_file, "--json")
    if interrupted:
        return INTERRUPTED
    if not report.attempts:
        print_sentences("nothing was sent: a longer --for or more --calls-per-hour bring somebody who calls", err=True)
        return NOTHING_SENT
    if report.counts["workers_lost"]:
        return FOUND
    return FOUND if report.failures > max_failures or (max_p95 is not None and report.p95 > max_p95) else 0


def _profile(file: Path | None, calls_per_hour: float | None, talk_seconds: float | None) -> Profile:
    if file is None:
        return Profile(calls_per_hour=calls_per_hour or 1_000, talk_seconds=talk_seconds or 120)
    if calls_per_hour is not None or talk_seconds is not None:
        raise click.UsageError("--profile says the pace: leave --calls-per-hour and --talk-seconds out")
    try:
        return read_profile(file)
    except ProfileError as error:
        raise click.UsageError(f"--profile: {error}") from None


def _organization(text: str) -> str:
    """The document's path, wherever Locust runs; empty for the demo organization. Raises ``click.UsageError``."""
    from ..tenancy.registry import DEMO
    from .organization_file import directory_of

    if not text or text == DEMO:
        return ""
    directory_of("--organization", text)
    return str(Path(text).absolute())


def _timeouts(texts: tuple[str, ...]) -> dict[CallbackName, float]:
    """Seconds for each callback; a number alone is for all. Raises ``click.UsageError``."""
    found: dict[CallbackName, float] = {}
    for text in texts:
        word, sign, number = text.rpartition("=")
        try:
            names = (read_callback(word),) if sign else CALLBACK_NAMES
        except LookupError as error:
            raise click.UsageError(f"--timeout: {error.args[0]}") from None
        seconds = float(number) if _NUMBER.match(number) else 0.0
        if not 0 < seconds <= LONGEST_TIMEOUT_SECONDS:
            raise click.UsageError(
                f"--timeout: {number!r} is no number of seconds up to {LONGEST_TIMEOUT_SECONDS:g}, as in external_ivr=3"
            )
        found |= dict.fromkeys(names, seconds)
    return found


def _require_locust() -> None:
    """Raises ``click.UsageError`` where it is not installed. Importing it would change this process's sockets."""
    try:
        with extra("load", "voicenter-mock load"):
            if find_spec("locust") is None:
                raise ModuleNotFoundError(name="locust")
    except MissingExtra as error:
        raise click.UsageError(str(error)) from None


def _seconds(text: str) -> int:
    found = _TIME.match(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    total = hours * 3600 + minutes * 60 + seconds
    if not total:
        raise click.UsageError(f"--for: {text!r} is no length of time such as 90s, 10m or 1h30m")
    return total


def _run(settings: LoadSettings, folder: Path, processes: int, html: Path | None) -> tuple[LoadReport | None, bool]:
    """Runs Locust. Returns its report, and whether somebody interrupted it; it ends in good order then, too."""
    from dataclasses import replace

    report = folder / "report.json"
    file = folder / "locustfile.py"
    file.write_text(f"from {__name__.rpartition('.commands.')[0]}.load.run import *\n")
    arguments = [sys.executable, "-c", LOCUST, "-f", str(file), "--headless", "--only-summary"]
    arguments += ["--loglevel", "WARNING", "--stop-timeout", str(LEAVE_SECONDS)]
    arguments += ["-u", str(settings.users), "-r", str(settings.users)]
    if html is not None:
        arguments += ["--html", str(html.absolute())]
    if processes > 1:
        port = str(_free_port())
        arguments += ["--processes", str(processes), "--master-bind-host", "127.0.0.1", "--master-bind-port", port]
        arguments += ["--master-host", "127.0.0.1", "--master-port", port]
    environ = {**os.environ, VARIABLE: replace(settings, report=str(report)).as_text()}
    # In a session of its own, so that Ctrl-C reaches only this command, which lets what is under way come to its end.
    process = subprocess.Popen(arguments, env=environ, stdout=subprocess.DEVNULL, cwd=folder, start_new_session=True)
    interrupted = False
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends this ends with the report, too
    while True:
        try:
            process.wait()
            break
        except KeyboardInterrupt:
            if interrupted:
                _kill_all(process)
            else:
                process.send_signal(STOP)
            interrupted = True
    _kill_all(process)  # a worker that has stopped has told all, and would wait for as long as it might have taken
    if not report.exists():
        return None, interrupted
    return LoadReport.from_data(json.loads(report.read_text())), interrupted


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """Ends Locust and the workers that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
