"""What the package costs a pytest session: `python benchmarks/plugin_cost.py`.

First one that does not use it: two environments run one empty test, pytest alone, and pytest with
`voicenter-mock[pytest]`; 1.05 times as much is allowed. Then one whose only test makes a first Click2Call: with the
fixture `voicenter`, and in an environment without us with `responses` and a static answer; 1.1 times as much is wanted.
Counted is processor time, all that such a session takes, which a busy machine disturbs less than the clock on the wall.
`--strategies` adds what Hypothesis and Faker bring: plugins of their own, which every session starts. The first run
installs the environments.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from environments import OURS, environment, processor_seconds, variables
from rounds import in_turn, show

ALONE, WITH, STRATEGIES = "pytest alone", "with voicenter-mock[pytest]", "with voicenter-mock[pytest,strategies]"
STATIC, FIRST = "first test with responses", "first test with voicenter"

EMPTY_TEST = "def test_nothing():\n    pass\n"
CALL = """
import requests

def call():
    order = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
    return requests.get("https://api.voicenter.co.il/ForwardDialer/click2call.aspx", order).json()
"""
STATIC_TEST = f"""{CALL}
import responses

@responses.activate
def test_call():
    answer = {{"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": "20261129115027229aef5d53d1b2b2bf"}}
    responses.get("https://api.voicenter.co.il/ForwardDialer/click2call.aspx", json=answer)
    assert call()["ERRORCODE"] == 0
"""
FIRST_TEST = f"""{CALL}
def test_call(voicenter):
    assert call()["ERRORCODE"] == 0
"""


def session(scripts: Path, project: Path, test: str, clock: Callable[[], float]) -> Callable[[], float]:
    """Measures one pytest session of that environment, whose test stands in that empty folder."""
    project.mkdir()
    (project / "test_one.py").write_text(test, encoding="utf-8")
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
    ours = environment("voicenter-mock-pytest", OURS + "[pytest]")
    tests = {ALONE: (environment("pytest-alone", "pytest"), EMPTY_TEST), WITH: (ours, EMPTY_TEST)}
    if options.strategies:
        tests[STRATEGIES] = (environment("voicenter-mock-strategies", OURS + "[pytest,strategies]"), EMPTY_TEST)
    first_tests = {
        STATIC: (environment("pytest-responses", "pytest", "responses"), STATIC_TEST),
        FIRST: (ours, FIRST_TEST),
    }
    with tempfile.TemporaryDirectory() as folder:
        projects = map(Path(folder).joinpath, map(str, itertools.count()))
        contenders = {
            name: session(scripts, next(projects), test, clock)
            for name, (scripts, test) in (tests | first_tests).items()
        }
        figures = in_turn(contenders, options.rounds)
    show({name: figures[name] for name in tests}, ALONE)
    print()
    show({name: figures[name] for name in first_tests}, STATIC)
    print(f"\nmedians of {options.rounds} pairs:")
    print(f"an empty session takes {_ratio(figures, WITH, ALONE):.3f} of one without us; the bar is 1.05")
    print(
        f"a first test that takes voicenter takes {_ratio(figures, FIRST, STATIC):.3f} of one with responses; the bar is 1.1"
    )


def _ratio(figures: Mapping[str, list[float]], one: str, other: str) -> float:
    return median(a / b for a, b in zip(figures[one], figures[other], strict=True))


if __name__ == "__main__":
    main()
