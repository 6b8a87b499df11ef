"""Virtual environments to measure in, kept below `build/benchmarks` between runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
KEPT = CHECKOUT / "build" / "benchmarks"


def environment(name: str, *requirements: str, without: str = "", renew: bool = False) -> Path:
    """The folder of scripts of an environment with these requirements installed; made when it is not there yet.

    ``without`` is uninstalled again: what is left is what it brought along. ``renew`` installs anew.
    """
    root = KEPT / name
    scripts = root / ("Scripts" if sys.platform == "win32" else "bin")
    done = root / "installed"
    if done.exists() and not renew:
        return scripts
    print(f"installing {' '.join(requirements)} ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", root], check=True)
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", *requirements], check=True)
    if without:
        subprocess.run([scripts / "python", "-m", "pip", "uninstall", "--quiet", "--yes", without], check=True)
    done.touch()
    return scripts
