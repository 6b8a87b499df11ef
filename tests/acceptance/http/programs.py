"""Programs in other languages, each skipped with a reason where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CLICK2CALL = "/ForwardDialer/click2call.aspx"
CALL = "code=demo-code&phone=SIPSIP1&target=0501234567&format=json"
_PACKAGES = {
    "chromium": "chromium",
    "curl": "curl",
    "haproxy": "haproxy",
    "java": "default-jdk-headless",
    "keytool": "default-jdk-headless",
    "nginx": "nginx-light",
    "node": "nodejs",
    "php": "php-cli and php-curl",
}


def program(name: str) -> str:
    """Its path, also where only root looks. Skips the test."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {_PACKAGES[name]})")
    return found


def run_program(name: str, *words: str | Path, environ: Mapping[str, str] | None = None) -> str:
    """What a program prints. Fails the test with its errors when it does not end well."""
    ran = subprocess.run(
        [program(name), *map(str, words)],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **(environ or {})},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def java(*words: str | Path) -> str:
    """What a program in one file prints. It is compiled at each start, so the JDK is needed."""
    if shutil.which("javac") is None:
        pytest.skip(f"no JDK is installed (Debian: {_PACKAGES['java']})")
    return run_program("java", "-XX:TieredStopAtLevel=1", *words)
