"""Virtual environments to measure in, kept below `build/benchmarks` between runs, and what processes in them use."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
KEPT = CHECKOUT / "build" / "benchmarks"
OURS = str(CHECKOUT)


def variables() -> dict[str, str]:
    """The environment variables to measure with: without what changes how Python runs, such as not caching bytecode."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "VOICENTER"))}


def environment(name: str, *requirements: str) -> Path:
    """The folder of scripts of an environment with these requirements installed; made when it is not there yet.

    The checkout itself is installed anew each time.
    """
    root = KEPT / name
    scripts = root / ("Scripts" if sys.platform == "win32" else "bin")
    done = root / "installed"
    if done.exists() and not requirements[0].startswith(OURS):
        return scripts
    print(f"installing {', '.join(requirements)} in {root}", file=sys.stderr)
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", root], check=True)
    shutil.rmtree(CHECKOUT / "build" / "lib", ignore_errors=True)  # setuptools would ship what was deleted since
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", *requirements], check=True)
    done.touch()
    return scripts


def processor_seconds() -> float:
    """What the processes that this one started and waited for have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
