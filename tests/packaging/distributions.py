"""What is built from this checkout, and what should be in it."""

from __future__ import annotations

import runpy
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .environments import CHECKOUT, run

JSON_FOLDERS: tuple[str, ...] = runpy.run_path(str(CHECKOUT / "setup.py"))["JSON_FOLDERS"]
"""Those that are one file each in the wheel."""


@cache  # asked for each file of the checkout
def package_settings() -> Mapping[str, Any]:
    """``[tool.setuptools]`` of ``pyproject.toml``."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["setuptools"]


def installed_name(name: str) -> str | None:
    """Where a file of the checkout goes in the wheel: ``contracts/a.json`` -> ``voicenter_mock/contracts/a.json``. Of a
    folder that becomes one file, all go there.

    ``None`` for files that do not belong to the package.
    """
    for package, folder in package_settings()["package-dir"].items():
        if name.startswith(f"{folder}/"):
            for joined in JSON_FOLDERS:
                if name.startswith(f"{joined}/") and name.endswith(".json"):
                    name = f"{joined}.jsonl"
            return f"{package.replace('.', '/')}/{name.removeprefix(f'{folder}/')}"
    return None


def build(kind: str, source: Path, into: Path, **settings: str) -> Path:
    """Builds a ``wheel``, an ``editable`` one or an ``sdist`` with the declared build backend, without a network;
    returns the file. ``settings`` are the backend's, as ``pip --config-settings`` hands them over."""
    program = f"import sys, setuptools.build_meta as backend; print(backend.build_{kind}(sys.argv[1], {settings!r}))"
    return into / run(sys.executable, "-c", program, into, cwd=source).splitlines()[-1]


def build_distributions(repository: Path, into: Path) -> tuple[Path, Path]:
    """Builds the sdist and the wheel of the last commit as they are published; returns both files."""
    return runpy.run_path(str(CHECKOUT / "tools" / "build_distributions.py"))["build"](repository, into)
