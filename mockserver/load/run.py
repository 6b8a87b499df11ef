"""What ``voicenter-mock load`` has Locust run: settings come in the environment, the report goes into a file."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any, cast

import gevent
from gevent.event import Event
from locust import events
from locust.env import Environment
from locust.runners import WORKER_REPORT_INTERVAL, MasterRunner, WorkerRunner

from . import users
from .report import LoadReport, ReportRow
from .settings import STOP, VARIABLE, LoadSettings
from .users import listener as _listener

LAST_REPORT_SECONDS = 15.0
"""How long a worker that has stopped is waited for, which may have died."""
SETTINGS = LoadSettings.from_text(os.environ[VARIABLE])
_asked = Event()
gevent.signal_handler(STOP, _asked.set)


class CallCenter(users.CallCenter):
    """Organizations as they were asked for."""

    cdr_url = SETTINGS.urls.get("cdr", "")
    popup_url = SETTINGS.urls.get("popup", "")
    external_ivr_url = SETTINGS.urls.get("external_ivr", "")
    external_layer_url = SETTINGS.urls.get("external_layer", "")
    voicebot_url = SETTINGS.urls.get("voicebot", "")
    timeouts = SETTINGS.timeouts
    organization = SETTINGS.organization
    seed = SETTINGS.seed
    users = SETTINGS.users
    calls = SETTINGS.calls_of_each
    insecure = SETTINGS.insecure
    profile = SETTINGS.profile


def _percentiles(entry: Any) -> tuple[float, float, float]:
    """Milliseconds within which half, 95 % and 99 % were answered."""
    half, most, nearly_all = (entry.get_response_time_percentile(part) or 0.0 for part in (0.5, 0.95, 0.99))
    return half, most, nearly_all


def report(environment: Environment) -> LoadReport:
    """All that is known so far."""
    rows = tuple(
        ReportRow(
            callback, phase, entry.num_requests, entry.num_failures, round(entry.total_rps, 1),
            *_percentiles(entry),
            round(entry.max_response_time, 1),
        )
        for (phase, callback), entry in sorted(environment.stats.entries.items(), key=lambda item: item[0][::-1])
    )  # fmt: skip
    return LoadReport(round(_seconds(environment), 1), rows, users.total(environment).as_data())


def _seconds(environment: Environment) -> float:
    """Since the run began."""
    return time.time() - environment.stats.total.start_time


def show_progress(environment: Environment) -> None:
    """One line on stderr, again every second."""
    while True:
        gevent.sleep(1)
        total = environment.stats.total
        calls = users.total(environment).calls
        line = f"{_seconds(environment):6.0f} s  {calls:,} calls  {total.current_rps:.0f} messages/s"
        sys.stderr.write(f"\r{line}  {total.num_failures:,} failed\x1b[K")
        sys.stderr.flush()


def end(environment: Environment) -> None:
    """Ends the run once its time is over, no organization is left at work, or somebody says so (``STOP``).

    Locust's own ends leave before the workers' organizations have brought to an end what is under way.
    """
    runner = environment.runner
    assert runner is not None
    while runner.user_count == 0 and not _asked.is_set():
        _asked.wait(0.05)
    if isinstance(runner, MasterRunner):
        users.AT_WORK.update(dict.fromkeys(runner.clients, 1))
    with gevent.Timeout(SETTINGS.seconds or None, cast("Any", False)):
        while runner.user_count and not _asked.is_set():
            _asked.wait(0.1)
    runner.stop()
    if isinstance(runner, MasterRunner):  # a worker that has stopped reads nothing more, but goes on reporting
        with gevent.Timeout(LAST_REPORT_SECONDS, cast("Any", False)):
            gevent.sleep(WORKER_REPORT_INTERVAL + 1)
            while any(users.AT_WORK.values()):
                gevent.sleep(0.1)
        users.TOTAL.workers_lost = sum(map(bool, users.AT_WORK.values()))
    runner.quit()


@_listener(events.init)
def _init(environment: Environment, **_: Any) -> None:
    logging.getLogger("locust.stats_logger").setLevel(logging.CRITICAL)  # its tables: the report has them
    if isinstance(environment.runner, WorkerRunner):
        return
    if SETTINGS.progress:
        gevent.spawn(show_progress, environment)
    gevent.spawn(end, environment)


@_listener(events.quitting)
def _quitting(environment: Environment, **_: Any) -> None:
    if SETTINGS.progress:
        sys.stderr.write("\r\x1b[K")
    if not isinstance(environment.runner, WorkerRunner) and SETTINGS.report:
        Path(SETTINGS.report).write_text(json.dumps(report(environment).as_data()))
