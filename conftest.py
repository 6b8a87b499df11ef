"""Read by pytest before anything else in a checkout: the tests run against this checkout, under its installed name."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent

if sys.dont_write_bytecode:
    # Somebody wants no bytecode between the sources. Without any, each worker and each server that a test starts would
    # compile everything again, which is a third of the time of a run: it is kept elsewhere.
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(CHECKOUT / "build" / "bytecode")
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure() -> None:
    # `python -m pytest` puts the checkout on the path, where `import contracts` would find a second copy of ours.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != CHECKOUT]
    spec = importlib.util.find_spec("voicenter_mock.contracts")
    if spec is None or spec.origin is None or Path(spec.origin).resolve().parent != CHECKOUT / "contracts":
        found = spec.origin if spec else "nothing"
        raise pytest.UsageError(
            f"voicenter_mock.contracts is {found}, not this checkout's: run  pip install -e '.[test]'  here"
        )
