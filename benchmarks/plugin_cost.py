"""What the plugin costs a pytest session that does not use it: `python benchmarks/plugin_cost.py [--rounds N]`.

Three environments run one empty test: pytest alone, pytest with everything that voicenter-mock depends on
(Hypothesis and Faker bring plugins of their own), and the same with voicenter-mock. The last two differ by our
plugin and nothing else. The first run installs the environments, which takes a minute.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from environments import OURS, environment
from rounds import in_turn, show

ALONE, WITHOUT, WITH = "pytest alone", "with our dependencies, not us", "with voicenter-mock"


def session(scripts: Path, project: Path) -> Callable[[], float]:
    """Measures one pytest session of that environment in that project."""
    command = [scripts / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"]

    def measure() -> float:
        start = time.perf_counter()
        subprocess.run(command, cwd=project, check=True, stdout=subprocess.DEVNULL)
        return (time.perf_counter() - start) * 1000

    return measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    rounds: int = parser.parse_args().rounds
    environments = {
        ALONE: environment("pytest-alone", "pytest"),
        WITHOUT: environment("dependencies-only", OURS, without="voicenter-mock"),
        WITH: environment("voicenter-mock", OURS),
    }
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "test_empty.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        figures = in_turn({name: session(scripts, project) for name, scripts in environments.items()}, rounds)
    show(figures, WITHOUT)
    added = median(ours - without for ours, without in zip(figures[WITH], figures[WITHOUT], strict=True))
    print(f"\nthe plugin adds {added:.1f} ms (median of {rounds} pairs); at most 10 are allowed")


if __name__ == "__main__":
    main()
