"""What having the package installed costs a pytest session that does not use it: `python benchmarks/plugin_cost.py`.

Two environments run one empty test: pytest alone, and pytest with `voicenter-mock[pytest]`. Counted is processor time,
all that such a session takes, which a busy machine disturbs less than the clock on the wall. `--strategies` adds what
Hypothesis and Faker bring: plugins of their own, which every session starts. The first run installs the environments.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from environments import OURS, environment, variables
from rounds import in_turn, show

ALONE, WITH, STRATEGIES = "pytest alone", "with voicenter-mock[pytest]", "with voicenter-mock[pytest,strategies]"


def processor_seconds() -> float:
    """What the processes that this one started and waited for have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def session(scripts: Path, project: Path, clock: Callable[[], float]) -> Callable[[], float]:
    """Measures one pytest session of that environment in that project."""
    command = [scripts / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environ = variables()

    def measure() -> float:
        start = clock()
        subprocess.run(command, cwd=project, env=environ, check=True, stdout=subprocess.DEVNULL)
        return (clock() - start) * 1000

    return measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--strategies", action="store_true", help="also with Hypothesis and Faker")
    parser.add_argument("--wall", action="store_true", help="count the clock on the wall")
    options = parser.parse_args()
    clock = time.perf_counter if options.wall else processor_seconds
    environments = {
        ALONE: environment("pytest-alone", "pytest"),
        WITH: environment("voicenter-mock-pytest", OURS + "[pytest]"),
    }
    if options.strategies:
        environments[STRATEGIES] = environment("voicenter-mock-strategies", OURS + "[pytest,strategies]")
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "test_empty.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        figures = in_turn(
            {name: session(scripts, project, clock) for name, scripts in environments.items()}, options.rounds
        )
    show(figures, ALONE)
    ratio = median(ours / alone for ours, alone in zip(figures[WITH], figures[ALONE], strict=True))
    print(
        f"\nan empty session takes {ratio:.3f} of one without us, the median of {options.rounds} pairs; the bar is 1.05"
    )


if __name__ == "__main__":
    main()
