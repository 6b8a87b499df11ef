"""``voicenter-mock serve`` as a command: starting, refusing, stopping."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from voicenter_mock import __version__

from .conftest import Serve, refused

COMMAND = str(Path(sys.executable).with_name("voicenter-mock"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, "serve", *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_health_says_which_version_runs(serve: Serve):
    assert serve().get("/_sandbox/health").json() == {"status": "ok", "version": __version__}


def test_the_first_line_says_which_version_runs(serve: Serve):
    sandbox = serve()
    assert sandbox.process.stdout is not None
    assert sandbox.process.stdout.readline().startswith(f"voicenter-mock {__version__} listens on {sandbox.base_url} ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_exit_code_0(serve: Serve, number: signal.Signals):
    sandbox = serve()
    sandbox.get("/_sandbox/health")
    assert sandbox.stop(number) == 0


INTERRUPTED = """
import signal
from voicenter_mock.mockserver import cli
from voicenter_mock.mockserver.commands import greeting
def and_be_interrupted(print_them):
    def interrupted(*arguments):
        print_them(*arguments)
        signal.raise_signal({number})
    return interrupted
greeting.print_lines = and_be_interrupted(greeting.print_lines)
greeting.print_sentences = and_be_interrupted(greeting.print_sentences)
cli.main(["serve", "--port", "0"])
"""
"""The command, with a signal after each part of what it prints."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_so_does_a_signal_while_it_still_says_that_it_listens(number: signal.Signals):
    code = INTERRUPTED.format(number=int(number))
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-2] == "try:"


def test_it_stops_although_calls_are_up_and_a_customer_is_dead(serve: Serve):
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))
        dead.listen()  # accepts, and never answers
        sandbox = serve("--clock", "1000", "--cdr-url", f"http://127.0.0.1:{dead.getsockname()[1]}/")
        sandbox.click2call(target="0555550017")
        while not sandbox.list("cdrs"):
            pass
        assert sandbox.stop() == 0


def test_a_port_in_use_is_one_line_and_exit_code_2():
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        port = occupied.getsockname()[1]
        result = run("--port", str(port))
    assert result.returncode == 2
    assert result.stderr == (
        f"voicenter-mock serve: cannot listen on 127.0.0.1:{port}: address already in use. "
        f"Take another port (--port 0 is any free one), or see who has it: lsof -i :{port}\n"
    )


@pytest.mark.parametrize("mode", [[], ["--background"]])
def test_a_port_file_that_cannot_be_written_is_said_before_it_listens(mode: list[str], tmp_path: Path):
    result = run(*mode, "--port", "0", "--port-file", str(tmp_path / "nowhere" / "port"))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"voicenter-mock serve: --port-file: cannot write {tmp_path}/nowhere/port: no such file or directory\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--clock", "fast"], "--clock: 'fast' is no clock"),
        (["--clock", "-3"], "--clock: '-3' is no clock"),
        (["--port", "70000"], "70000 is not in the range"),
        (["--prot", "1"], "No such option"),
        (["--now", "yesterday"], "--now: 'yesterday' is neither an epoch nor"),
        (["--cdr-url", "localhost:8000"], "does not begin with http:// or https://"),
        (["--organization", "/nowhere/at/all.yaml"], "No such file or directory"),
        (["--revision", "4"], "'4' is not one of"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments: list[str], expected: str):
    result = refused("serve", *arguments)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1, result.stderr
    assert expected in result.stderr
    assert result.stdout == ""


def test_an_organization_file_with_a_mistake_is_refused_with_its_place(tmp_path: Path):
    document = tmp_path / "mine.yaml"
    document.write_text("id: mine\nqueues:\n  - id: 1\n    name: Sales\n    members: [{extension: SIPX}]\n")
    result = refused("serve", "--organization", str(document))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "queues[0].members[0].extension" in result.stderr


def test_an_organization_file_of_ones_own_is_served(serve: Serve, tmp_path: Path):
    document = tmp_path / "mine.yaml"
    document.write_text("id: mine\ncodes: [{code: secret}]\nextensions: [{sip: DESK}]\n")
    sandbox = serve("--organization", str(document), "--clock", "manual")
    assert sandbox.click2call(code="secret", phone="DESK")["ERRORCODE"] == 0


def test_revision_and_seed_come_from_the_command_line(serve: Serve):
    sandbox = serve("--clock", "manual", "--revision", "3.2", "--seed", "7", "--now", "2026-01-02T03:04:05Z")
    organization = sandbox.get(sandbox.organization()).json()
    assert organization["document"]["revision"] == "3.2"
    assert organization["clock"]["local"] == "2026-01-02T05:04:05.000+02:00"


def test_a_request_from_the_same_machine_may_say_which_address_it_is_from(serve: Serve):
    sandbox = serve("--clock", "manual")
    code = {"code": "demo-code", "account": 70000001, "trusted_ips": ["203.0.113.0/24"]}
    sandbox.http.patch(sandbox.base_url + sandbox.organization(), json={"codes": [code]}, timeout=60)
    errors: list[int] = []
    for address in ("203.0.113.7", "198.51.100.1"):
        sandbox.http.headers["X-Forwarded-For"] = address
        errors.append(sandbox.get("/hub/cdr/", code="demo-code").json()["ERROR_NUMBER"])
    assert errors == [0, 4]


def test_a_command_reads_the_control_token_from_the_environment(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    sandbox = serve("--host", "0.0.0.0", "--control-token", "secret-1")
    command = [COMMAND, "clock", "--server", sandbox.base_url]
    without = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (without.returncode, "VOICENTER_MOCK_CONTROL_TOKEN" in without.stderr) == (1, True)

    monkeypatch.setenv("VOICENTER_MOCK_CONTROL_TOKEN", "secret-1")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_address_of_the_page_is_printed_with_the_token_that_opens_it(serve: Serve):
    sandbox = serve("--host", "0.0.0.0")
    assert sandbox.process.stdout is not None
    url = next(line.split()[1] for line in sandbox.process.stdout if line.split()[:1] == ["page"])

    assert sandbox.http.get(url, timeout=60).history[0].status_code == 303
    assert sandbox.http.get(sandbox.base_url + "/_sandbox/organizations", timeout=60).status_code == 200


@pytest.mark.parametrize(("option", "value"), [("--control-token", "not possible"), ("--allow-host", "a/b")])
def test_what_cannot_be_a_token_or_a_host_is_said_at_once(option: str, value: str):
    output = refused("serve", "--port", "0", option, value)
    assert (output.returncode, option in output.stderr) == (2, True)


def test_a_start_without_an_offset_is_local_in_the_organization_s_zone(serve: Serve):
    sandbox = serve("--clock", "manual", "--now", "2024-07-01T09:00:00")
    assert sandbox.get(sandbox.organization("/clock")).json()["local"] == "2024-07-01T09:00:00.000+03:00"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs put what is temporary."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


@pytest.fixture
def background() -> Iterator[Callable[..., tuple[str, str]]]:
    """Starts sandboxes in the background, and gives the address of each with what was printed."""
    started: list[str] = []

    def start(*options: str) -> tuple[str, str]:
        result = run("--background", "--port", "0", *options)
        assert result.returncode == 0, result.stderr
        started.extend(re.findall(r"stop it with: voicenter-mock stop --server (\S+)", result.stdout))
        return started[-1], result.stdout

    yield start
    for url in started:
        stop(url)


def stop(url: str) -> str:
    command = [COMMAND, "stop", "--server", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


Background = Callable[..., tuple[str, str]]


def test_in_the_background_it_listens_when_the_command_is_back(tmp_path: Path, background: Background):
    port_file = tmp_path / "port"
    url, printed = background("--port-file", str(port_file), "--cdr-url", "http://127.0.0.1:9/cdr")
    assert requests.get(url + "/_sandbox/health", timeout=60).json()["status"] == "ok"
    assert url.endswith(f":{port_file.read_text().strip()}")
    for line in (
        f"voicenter-mock {__version__} listens on {url} (organization 'demo', realtime clock)",
        "  API code            demo-code  bearer demo-bearer",
        "  extensions          SIPSIP1, SIPSIP2,",
        "  magic numbers       0555550017 is busy",
        "  cdr                 goes to http://127.0.0.1:9/cdr",
        "try:",
    ):
        assert line in printed


def test_a_sandbox_in_the_background_is_stopped_with_all_that_it_kept(folder: Path, background: Background):
    url, printed = background()
    assert re.findall(r"its log: (\S+)/output.txt\)", printed) == [str(one) for one in folder.iterdir()]
    assert stop(url) == f"the sandbox at {url} has stopped\n"
    assert stop(url) == f"no sandbox runs at {url}: there is nothing to stop\n"
    assert list(folder.iterdir()) == []


def test_a_signal_takes_away_what_it_kept_too(folder: Path, background: Background):
    url, printed = background()
    (process,) = re.findall(r"as process (\d+)", printed)
    os.kill(int(process), signal.SIGTERM)
    assert stop(url).endswith((f"the sandbox at {url} has stopped\n", "there is nothing to stop\n"))
    assert list(folder.iterdir()) == []


def test_what_could_not_start_in_the_background_leaves_nothing(folder: Path):
    assert run("--background", "--port", "0", "--recordings", str(folder)).returncode == 2
    assert list(folder.iterdir()) == []


def test_who_finds_a_stopped_sandbox_s_port_free_can_open_its_database(tmp_path: Path, background: Background):
    for _ in range(2):
        url, _ = background("--db", str(tmp_path / "calls.db"))
        stop(url)


def test_in_the_background_nothing_is_imported_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, background: Background
):
    """As in a checkout of this project, which has a package of that name, or beside somebody's own ``flask.py``."""
    (tmp_path / "voicenter_mock").mkdir()
    (tmp_path / "voicenter_mock" / "__init__.py").write_text("raise SystemExit('another package')")
    monkeypatch.chdir(tmp_path)
    background()


def test_what_is_wrong_in_the_background_is_one_line_and_exit_code_2():
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        port = occupied.getsockname()[1]
        result = run("--background", "--port", str(port))
    assert result.returncode == 2
    assert result.stderr == (
        f"voicenter-mock serve: cannot listen on 127.0.0.1:{port}: address already in use. "
        f"Take another port (--port 0 is any free one), or see who has it: lsof -i :{port}\n"
    )


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux limits the files of another process")
def test_that_no_more_files_may_be_opened_is_said_once(serve: Serve):
    resource = pytest.importorskip("resource")
    sandbox = serve()
    process = sandbox.process
    assert process.stderr is not None
    assert sandbox.list("calls") == []  # everything is imported
    sandbox.http.close()
    most = len(list(Path(f"/proc/{process.pid}/fd").iterdir())) + 3
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (most, most))
    waiting = [socket.create_connection(("127.0.0.1", sandbox.port)) for _ in range(10)]
    said = process.stderr.readline()
    for connection in waiting:
        connection.close()
    assert said == (
        "ERROR voicenter_mock: no further connection can be taken: too many open files; "
        "it waits until others close (see: ulimit -n)\n"
    )
    assert sandbox.get("/_sandbox/health").ok
    process.terminate()
    assert process.stderr.read() == ""
