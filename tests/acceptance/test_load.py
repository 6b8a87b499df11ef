"""A busy day for a webhook, by the command and by Locust's own: what was simulated is what arrived."""

from __future__ import annotations

import faulthandler
import json
import runpy
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server as make_threaded_server

from voicenter_mock.mockserver.load.settings import VARIABLE
from voicenter_mock.mockserver.organizations import demo, describe

from .conftest import refused
from .load_webhook import COMMAND, Webhook, load, locust, row, running, with_locust

psutil = pytest.importorskip("psutil", reason="comes with locust")
CHECKOUT = Path(__file__).resolve().parents[2]
pytestmark = with_locust


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with running() as webhook:
        yield webhook


def test_a_master_and_two_workers_push_every_record_once_and_then_none_is_left(webhook: Webhook, tmp_path: Path):
    file = tmp_path / "report.json"
    urls = ("--cdr-url", f"{webhook.url}/cdr", "--popup-url", f"{webhook.url}/popup")
    pace = ("--calls-per-hour", "108000", "--talk-seconds", "0.5", "--for", "5s", "--processes", "2")
    result = load(*urls, *pace, "--json", str(file))
    left = [process.pid for process in psutil.process_iter() if webhook.url in settings_of(process)]
    report = json.loads(file.read_text())

    assert result.returncode == 0, result.stdout + result.stderr
    assert left == []  # Locust's own wait for as long as their users might have taken to stop
    assert set(webhook.cdrs.values()) == {1}
    assert webhook.pushes == report["records"] == row(report, "cdr", "push")["attempts"] > 0
    assert len(webhook.calls) == report["calls"]
    assert (report["lost"], report["unfinished"], report["failures"]) == (0, 0, 0)


def every_fifth(push: int) -> bool:
    return push % 5 == 0


def test_a_worker_that_dies_is_missing_in_the_report_and_the_report_says_so(webhook: Webhook):
    command = [COMMAND, "load", "--cdr-url", f"{webhook.url}/cdr", "--for", "8s", "--processes", "2"]
    command += ["--calls-per-hour", "36000", "--talk-seconds", "0.5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    pause = threading.Event()
    while len(webhook.calls) < 5 and process.poll() is None:
        pause.wait(0.05)
    processes = [one for one in psutil.process_iter() if webhook.url in settings_of(one)]
    pids = {one.pid for one in processes}
    next(one for one in processes if one.ppid() in pids).kill()
    output, _ = process.communicate(timeout=110)
    assert process.returncode == 1
    assert "1 of the processes ended before the run did: what it did last is missing here" in output


def settings_of(process: Any) -> str:
    """What a process of Locust was asked for; empty for others."""
    try:
        return process.environ().get(VARIABLE, "")
    except psutil.Error:
        return ""


def test_what_is_refused_is_accounted_for_and_is_the_exit_code(tmp_path: Path):
    file = tmp_path / "report.json"
    with running(refuses=every_fifth) as webhook:
        pace = ("--calls-per-hour", "36000", "--talk-seconds", "0.5", "--for", "3s")
        result = load("--cdr-url", f"{webhook.url}/cdr", *pace, "--json", str(file))
    report = json.loads(file.read_text())
    assert result.returncode == 1
    assert report["reasons"] == {'cdr: http_error: HTTP 500: {"err": 0}': webhook.pushes // 5}
    assert report["unfinished"] == webhook.pushes // 5
    assert report["records"] == sum(webhook.cdrs.values()) + report["unfinished"]


def retrying_soon(file: Path) -> Path:
    """The demo organization, whose messages come again a second after a failed attempt."""
    document = describe(demo())
    document["callbacks"] = {"cdr": {"url": "http://crm.test", "retry_seconds": [1, 1, 1, 1]}}
    file.write_text(json.dumps(document))
    return file


@pytest.mark.parametrize("calls", [400, pytest.param(20_000, marks=pytest.mark.thorough)])
def test_every_record_of_two_workers_arrives_once_although_some_pushes_are_refused(calls: int, tmp_path: Path):
    faulthandler.cancel_dump_traceback_later()  # twenty thousand take longer than other tests
    file = tmp_path / "report.json"
    organization = retrying_soon(tmp_path / "organization.json")
    refused = Counter[str]()

    def every_twentieth(push: int) -> bool:
        refused["pushes"] += push % 20 == 0
        return push % 20 == 0

    with running(refuses=every_twentieth) as webhook:
        pace = ("--calls-per-hour", "540000", "--talk-seconds", "0.5", "--processes", "2", "--calls", str(calls))
        where = ("--cdr-url", f"{webhook.url}/cdr", "--organization", str(organization), "--json", str(file))
        result = load(*where, *pace, "--max-failures", str(calls), seconds=900)
    assert result.returncode == 0, result.stdout + result.stderr
    print(result.stdout)
    report = json.loads(file.read_text())

    assert report["calls"] == calls
    assert set(webhook.cdrs.values()) == {1}
    assert len(webhook.calls) + report["unfinished"] == calls == report["records"]
    assert webhook.pushes == report["attempts"] == report["delivered"] + refused["pushes"]
    assert refused["pushes"] == report["failures"] == report["retries"] + report["unfinished"]
    assert report["lost"] == 0


def test_ctrl_c_ends_with_the_report(webhook: Webhook):
    command = [COMMAND, "load", "--cdr-url", f"{webhook.url}/cdr", "--for", "1h"]
    command += ["--calls-per-hour", "72000", "--talk-seconds", "0.5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    pause = threading.Event()
    while not webhook.pushes and process.poll() is None:
        pause.wait(0.05)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "cdr push" in output
    assert "not finished when it ended 0" in output
    assert output.startswith(f"{len(webhook.calls)} calls in ")
    assert f" s, {webhook.pushes} records" in output


def test_so_many_calls_and_no_more(webhook: Webhook):
    pace = ("--calls-per-hour", "72000", "--talk-seconds", "0.5", "--calls", "12")
    result = load("--cdr-url", f"{webhook.url}/cdr", *pace)
    assert result.returncode == 0, result.stderr
    assert len(webhook.calls) == 12


def test_so_many_calls_are_over_although_nobody_takes_their_records():
    """What is to be tried again an hour later is not waited for."""
    with running() as webhook:
        pass  # and is gone
    pace = ("--calls-per-hour", "72000", "--talk-seconds", "0.5", "--calls", "2")
    result = load("--cdr-url", f"{webhook.url}/cdr", *pace)
    assert result.returncode == 1
    assert "not finished when it ended 2" in result.stdout


WATCHED = """
import gc, sys
from voicenter_mock.load import CallCenter, Profile

class Monday(CallCenter):
    cdr_url, popup_url, external_ivr_url = "{url}/cdr", "{url}/popup", "{url}/ivr"
    external_layer_url, voicebot_url = "{url}/layer", "{url}/bot"
    profile = Profile(36000, talk_seconds=0.5)

    def on_start(self):
        super().on_start()
        self.modules, self.full_collections = set(sys.modules), gc.get_stats()[2]["collections"]

    def on_stop(self):
        super().on_stop()
        print("imported", sorted(set(sys.modules) - self.modules), flush=True)
        print("collections", gc.get_stats()[2]["collections"] - self.full_collections, flush=True)
        print("frozen", gc.get_freeze_count(), flush=True)
"""


@pytest.mark.parametrize("wrong", [False, True])
def test_nothing_is_imported_and_nothing_that_lasts_is_looked_through_while_callers_come(wrong: bool, tmp_path: Path):
    """Each would stop every caller for longer than a tenth of a second."""
    file = tmp_path / "monday.py"
    with running() as webhook:
        if wrong:
            webhook.answers = {name: {"STATUS": [], "err": [], "user": 5} for name in webhook.answers}
        file.write_text(WATCHED.format(url=webhook.url))
        result = locust(file, "-u", "1", "-r", "1", "-t", "4s")
    assert set(webhook.got) >= {"cdr_notification", "popup", "external_ivr.get_ivr_action"}, result.stderr
    assert "imported []" in result.stdout
    assert "collections 0" in result.stdout
    assert int(result.stdout.partition("frozen ")[2].split()[0]) > 10_000


def test_receivers_get_calls_that_were_simulated_before(webhook: Webhook, tmp_path: Path):
    file = tmp_path / "receiver.py"
    file.write_text(
        "from locust import constant\nfrom voicenter_mock.load import Receiver\n"
        f"class Mine(Receiver):\n    cdr_url = '{webhook.url}/cdr'\n    prepare = 50\n"
        "    wait_time = constant(0.02)  # without it, one after the other for six seconds\n"
    )
    result = locust(file, "-u", "2", "-r", "2", "-t", "6s")
    assert result.returncode == 0, result.stderr
    assert len(webhook.cdrs) > 50
    assert set(webhook.cdrs.values()) == {1}


@pytest.mark.parametrize(("fault", "slowest"), [("popup", "popup Ringing"), ("lock", "cdr push")])
def test_the_planted_faults_show_in_their_row(fault: str, slowest: str, tmp_path: Path):
    app = runpy.run_path(str(CHECKOUT / "examples" / "load" / "slow_crm.py"))["create_app"](fault)
    server = make_threaded_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base, file = f"http://127.0.0.1:{server.server_port}/voicenter", tmp_path / "report.json"
    try:
        pace = ("--calls-per-hour", "72000", "--talk-seconds", "0.5", "--for", "4s", "--json", str(file))
        load("--cdr-url", f"{base}/cdr", "--popup-url", f"{base}/popup", *pace)
    finally:
        server.shutdown()
        server.server_close()
    rows = {f"{row['callback']} {row['phase']}": row["p95"] for row in json.loads(file.read_text())["rows"]}
    assert max(rows, key=lambda name: rows[name]) == slowest


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "say at least one of --cdr-url"),
        (("--cdr-url", "crm.example"), "does not begin with http:// or https://"),
        (("--cdr-url", "http://crm.test:99999"), "is no URL"),
        (("--cdr-url", "http://crm.test", "--json", "/proc/report.json"), "--json: cannot write /proc/report.json"),
        (("--cdr-url", "http://crm.test", "--html", "/proc/report.html"), "--html: cannot write /proc/report.html"),
        (("--cdr-url", "http://crm.test", "--calls-per-hour", "nan"), "'nan' is no number"),
        (("--cdr-url", "http://crm.test", "--for", "soon"), "--for: 'soon' is no length of time"),
        (("--cdr-url", "http://crm.test", "--profile", "no.yaml"), "--profile: cannot read no.yaml"),
    ],
)
def test_wrong_use_is_one_line(arguments: tuple[str, ...], expected: str):
    result = refused("load", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert expected in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_run_in_which_nobody_called_says_so(webhook: Webhook):
    result = load("--cdr-url", f"{webhook.url}/cdr", "--calls-per-hour", "1", "--for", "1s")
    assert result.returncode == 2
    assert result.stderr == "nothing was sent: a longer --for or more --calls-per-hour bring somebody who calls\n"


def test_the_locustfile_that_is_printed_runs(webhook: Webhook, tmp_path: Path):
    file = tmp_path / "monday.py"
    file.write_text(load("--cdr-url", f"{webhook.url}/cdr", "--calls-per-hour", "72000", "--locustfile").stdout)
    result = locust(file, "-u", "1", "-r", "1", "-t", "2s")
    assert result.returncode == 0, result.stderr
    assert webhook.cdrs
