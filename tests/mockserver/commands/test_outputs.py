"""Output that cannot be written is one sentence and exit code 1; one that is closed is nobody's matter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
