"""Packages from npm that tests need: found where they are installed, else the test is skipped with a reason."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("Node is not installed")
    return found


def installed(*packages: str) -> Path:
    """The `node_modules` that has all of them: the checkout's, or one that NODE_PATH names. Versions may stand behind
    the names (`ajv@8.20.0`); what is there is taken."""
    node()
    folders = [CHECKOUT / "node_modules", *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)))]
    for folder in folders:
        if all((folder / (package[0] + package[1:].partition("@")[0])).is_dir() for package in packages):
            return folder
    pytest.skip(f"not installed: npm install --no-save {' '.join(packages)}")


def fetched(into: Path, *packages: str) -> Path:
    """The `node_modules` of a folder of its own, with the packages from the registry. For thorough tests."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    command = [npm, "install", "--prefix", str(into), "--no-audit", "--no-fund", "--silent", *packages]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"npm cannot install {' '.join(packages)} here")
    return into / "node_modules"
