"""An independent property-based tester against the OpenAPI document that the sandbox serves.

It knows the demo organization's codes (``schemathesis_hooks``), so that it gets past the authorization. It lives in
an environment of its own: its pytest plugin and pinned versions are nothing for ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Serve

CHECKOUT = Path(__file__).parents[2]
ENVIRONMENT = CHECKOUT / "build" / "schemathesis"
SECONDS = 120


@pytest.fixture(scope="module")
def schemathesis() -> Path:
    """The command. It is fetched from PyPI when it is not there; the test is skipped when it cannot be."""
    command = ENVIRONMENT / "bin" / "schemathesis"
    if not command.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True, capture_output=True)
            install = [ENVIRONMENT / "bin" / "pip", "install", "--quiet", "schemathesis>=4.32,<5"]
            subprocess.run(install, check=True, capture_output=True, timeout=300)
        except subprocess.SubprocessError as error:
            pytest.skip(f"schemathesis cannot be installed: {error}")
    return command


@pytest.mark.thorough
def test_no_server_error_and_no_answer_outside_its_schema(schemathesis: Path, serve: Serve, tmp_path: Path) -> None:
    sandbox = serve("--clock", "manual", "--log-level", "error")
    shutil.copy(CHECKOUT / "schemathesis.toml", tmp_path)
    where = ["--url", sandbox.base_url, f"{sandbox.base_url}/_sandbox/openapi.json"]
    options = ["--max-time", str(SECONDS), "--continue-on-failure", "--no-color"]
    options += ["-H", "Authorization: Bearer demo-bearer"]
    # Without its organization there would be little left to ask, without the sandbox nothing; and a fault makes the very
    # answers that are no findings.
    for name in ("delete_organization", "stop_sandbox", "add_fault"):
        options += ["--exclude-operation-id", f"sandbox.{name}"]
    result = subprocess.run(
        [schemathesis, "run", *options, *where],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), "SCHEMATHESIS_HOOKS": "schemathesis_hooks"},
        capture_output=True,
        text=True,
        timeout=SECONDS * 3,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-10_000:]
