"""Output that cannot be written is one sentence and exit code 1; one that is closed is nobody's matter; a device, a pipe
or a link is not replaced by a file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.commands.output import check_writable

from .console import Console

COMMAND = [sys.executable, "-c", "from voicenter_mock.mockserver.cli import main; main()"]
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["contracts", "list"], ["openapi"]])
def test_a_full_disk_is_one_sentence(arguments: list[str]):
    with FULL.open("w") as full:
        ended = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "voicenter-mock: cannot write: no space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes outputs")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_output_is_written_to_by_nobody(closed: str):
    line = f'"$@" {closed}'
    ended = subprocess.run(
        ["/bin/sh", "-c", line, "sh", *COMMAND, "contracts", "list"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in the file system")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
def reader(pipe: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that prints what comes through the pipe, until whoever wrote it is done."""
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        yield reader
        reader.kill()  # where nobody has written, it still waits


@POSIX
def test_a_snapshot_goes_through_a_pipe(console: Console, pipe: Path, reader: subprocess.Popen[str]):
    console.run("snapshot", "save", str(pipe))

    assert pipe.is_fifo()
    assert "exchange" in json.loads(reader.communicate()[0])


@POSIX
def test_a_pipe_learns_the_port(pipe: Path, reader: subprocess.Popen[str]):
    serve = ["serve", "--port", "0", "--port-file", str(pipe)]
    with subprocess.Popen([*COMMAND, *serve], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        greeting = server.stdout.readline()
        try:
            port, _ = reader.communicate(timeout=30)
        finally:
            server.terminate()

    assert f":{port.strip()} " in greeting
    assert pipe.is_fifo()


@POSIX
def test_a_recording_is_no_pipe(pipe: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["record", "--to", str(pipe)])

    assert ended.value.code == 2
    assert f"--to: {pipe} is no file" in capsys.readouterr().err
    assert pipe.is_fifo()


@POSIX
def test_a_link_stays_one(console: Console, tmp_path: Path):
    link = tmp_path / "latest.json"
    link.symlink_to("before.json")
    console.run("snapshot", "save", str(link))

    assert link.is_symlink()
    assert "exchange" in json.loads((tmp_path / "before.json").read_text("utf-8"))


@POSIX
def test_a_link_to_what_is_not_there_yet_outlives_the_look_whether_it_can_be_written(tmp_path: Path):
    link = tmp_path / "report.xml"
    link.symlink_to("today.xml")
    check_writable(link, "--junit-xml")

    assert link.is_symlink()
    assert not link.exists()
