"""What the plugin costs a pytest session that does not use it: `python benchmarks/plugin_cost.py [--rounds N]`.

Three environments run one empty test: pytest alone, pytest with everything that voicenter-mock depends on
(Hypothesis and Faker bring plugins of their own), and the same with voicenter-mock. The last two differ by our
plugin and nothing else. Counted is processor time, all that such a session takes, which a busy machine disturbs
less than the clock on the wall. The first run installs the environments, which takes a minute.
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

ALONE, WITHOUT, WITH = "pytest alone", "with our dependencies, not us", "with voicenter-mock"


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
    parser.add_argument("--wall", action="store_true", help="count the clock on the wall")
    options = parser.parse_args()
    clock = time.perf_counter if options.wall else processor_seconds
    environments = {
        ALONE: environment("pytest-alone", "pytest"),
        WITHOUT: environment("dependencies-only", OURS, without="voicenter-mock"),
        WITH: environment("voicenter-mock", OURS),
    }
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "test_empty.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        figures = in_turn(
            {name: session(scripts, project, clock) for name, scripts in environments.items()}, options.rounds
        )
    show(figures, WITHOUT)
    added = median(ours - without for ours, without in zip(figures[WITH], figures[WITHOUT], strict=True))
    print(f"\nthe plugin adds {added:.1f} ms, the median of {options.rounds} pairs; at most 10 are allowed")


if __name__ == "__main__":
    main()
