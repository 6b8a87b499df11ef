"""Commands and virtual environments outside this pytest session."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def outside_environment() -> dict[str, str]:
    """This process's environment without what pytest, its plugins or a developer's shell put there for Python."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "VOICENTER"))}


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Runs a command to its end and returns what it printed. Fails with that when the exit code is not 0."""
    result = subprocess.run(
        command,
        cwd=cwd,
        env={**outside_environment(), **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
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


def bare_environment(root: Path, wheel: Path | None) -> BareEnvironment:
    """Makes one in a second or two: the dependencies are links to those of the environment that runs the tests."""
    venv.create(root, with_pip=False, symlinks=os.name != "nt")
    environment = BareEnvironment(root)
    shelf = root / "dependencies"
    shelf.mkdir()
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for entry in Path(folder).iterdir():
            ours = "voicenter_mock" in entry.name
            if not ours and entry.suffix != ".pth" and not (shelf / entry.name).exists():
                (shelf / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    (environment.site_packages / "dependencies.pth").write_text(f"{shelf}\n", encoding="utf-8")
    if wheel is not None:
        pip = (sys.executable, "-m", "pip", "--python", environment.python)
        run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=root)
    return environment
