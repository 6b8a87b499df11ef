"""The examples' own suites pass: in Python, and in Node and PHP with a live server, where those are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voicenter_mock.fixtures.live import VoicenterServer

EXAMPLES = Path(__file__).parents[2] / "examples"


def passes(*command: str, folder: str, **environment: str) -> str:
    result = subprocess.run(
        command,
        cwd=EXAMPLES / folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_crm_of_the_tutorial():
    told = passes(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", folder="crm")
    assert "6 passed" in told


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_node_project(voicenter_server: VoicenterServer):
    told = passes("node", "--test", folder="node", VOICENTER_SANDBOX=voicenter_server.base_url)
    assert "pass 3" in told


@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed (Debian: php-cli)")
def test_the_php_project(voicenter_server: VoicenterServer):
    told = passes("php", "test.php", folder="php", VOICENTER_SANDBOX=voicenter_server.base_url)
    assert told.count("\nok ") + told.startswith("ok ") == 2
