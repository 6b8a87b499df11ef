"""Commands and virtual environments outside this pytest session."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parents[2]


def outside_environment() -> dict[str, str]:
    """This process's environment without what pytest, its plugins or a developer's shell put there for Python."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "VOICENTER"))}


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None, timeout: int = 120) -> str:
    """Runs a command to its end and returns what it printed. Fails with that when the exit code is not 0."""
    result = subprocess.run(
        command,
        cwd=cwd,
        env={**outside_environment(), **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert result.returncode == 0, f"{' '.join(map(str, command))}\n{result.stdout}"
    return result.stdout


@dataclass(frozen=True, slots=True)
class BareEnvironment:
    """A virtual environment outside the checkout that has our dependencies, and our wheel or nothing of ours."""

    root: Path

    @property
    def scripts(self) -> Path:
        return self.root / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / "python"

    @property
    def site_packages(self) -> Path:
        return Path(sysconfig.get_path("purelib", "venv", vars={"base": str(self.root)}))


def bare_environment(root: Path, wheel: Path | None, *packages: str) -> BareEnvironment:
    """Makes one in a second or two: the dependencies are links to those of the environment that runs the tests.

    They are what ``pip install voicenter-mock[all]`` brings, or these packages and what they need, and no more: what
    else the tests of this project need would be loaded by every pytest session there.
    """
    venv.create(root, with_pip=False, symlinks=os.name != "nt")
    environment = BareEnvironment(root)
    shelf = root / "dependencies"
    shelf.mkdir()
    for entry in sorted({entry for found in dependencies(*packages) for entry in _top_level(found)}):
        (shelf / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    (environment.site_packages / "dependencies.pth").write_text(f"{shelf}\n", encoding="utf-8")
    if wheel is not None:
        pip = (sys.executable, "-m", "pip", "--python", environment.python)
        run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel, cwd=root)
    return environment


def dependencies(*packages: str) -> list[Distribution]:
    """What our package and its extras for users need, or these packages with what they need, as installed in this
    environment; without our package."""
    found: dict[str, Distribution] = {}
    wanted_packages = map(Requirement, packages or ("voicenter-mock[all]",))
    open_ = [(wanted.name, frozenset(wanted.extras)) for wanted in wanted_packages]
    seen = set(open_)
    for name, extras in open_:
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # an extra that is not installed
            continue
        for requirement in map(Requirement, found[name].requires or ()):
            needed = requirement.name, frozenset(requirement.extras)
            marker = requirement.marker
            wanted = marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})
            if wanted and needed not in seen:
                seen.add(needed)
                open_.append(needed)
    found.pop("voicenter-mock", None)
    return list(found.values())


def _top_level(installed: Distribution) -> set[Path]:
    """Its files and folders in site-packages."""
    names = {file.parts[0] for file in installed.files or ()} - {"..", "__pycache__"}
    return {Path(str(installed.locate_file(name))) for name in names}
