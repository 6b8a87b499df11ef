"""Strict types: `python tools/check_types.py [PYRIGHT OPTIONS]` runs pyright on the tree as it installs.

`contracts/` installs as `voicenter_mock.contracts`, which a type checker cannot know. So the Python files are
laid out in `build/types` the way `pyproject.toml` says they install, the tests and tools beside them, and are
checked there. Messages name the files of the checkout. An `import contracts` is an unknown module there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LAYOUT = CHECKOUT / "build" / "types"
BESIDE_THE_PACKAGE = ("tests", "tools", "benchmarks", "examples")


def installed_places() -> dict[str, str]:
    """Each folder of the checkout and the folder it installs as, from `pyproject.toml`."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        package_dir: dict[str, str] = tomllib.load(file)["tool"]["setuptools"]["package-dir"]
    return {folder: package.replace(".", "/") for package, folder in package_dir.items()}


def lay_out(places: dict[str, str]) -> None:
    """Copies the Python files into a new `build/types`."""
    shutil.rmtree(LAYOUT, ignore_errors=True)
    for folder, place in (*places.items(), *((name, name) for name in BESIDE_THE_PACKAGE)):
        (LAYOUT / place).mkdir(parents=True, exist_ok=True)
        for source in (CHECKOUT / folder).rglob("*.py"):
            target = LAYOUT / place / source.relative_to(CHECKOUT / folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copyfile(CHECKOUT / name, LAYOUT / name)


def main(options: list[str]) -> int:
    places = installed_places()
    lay_out(places)
    command = [sys.executable, "-m", "basedpyright", "--project", str(LAYOUT), "--pythonpath", sys.executable, *options]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    output = result.stdout.replace(f"{LAYOUT}/", f"{CHECKOUT}/")
    for folder, place in places.items():
        output = output.replace(f"{CHECKOUT}/{place}/", f"{CHECKOUT}/{folder}/") if folder != place else output
    print(output, end="")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
