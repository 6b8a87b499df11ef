"""`.ci/steps`: what ends a script ends the step that runs."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .lifelines import SECONDS, Lifeline

STEPS = Path(__file__).parents[2] / ".ci" / "steps"


Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Runs a script of steps, and leaves none behind when the test fails."""
    with ExitStack() as stack:

        def run(lines: str) -> subprocess.Popen[str]:
            script = f"set -euo pipefail\n. {STEPS}\ntrap 'echo put away' EXIT\n{lines}\necho all passed"
            process = stack.enter_context(subprocess.Popen(["bash", "-c", script], stdout=subprocess.PIPE, text=True))
            stack.callback(process.kill)
            return process

        yield run


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_step_with_all_that_it_has_started(start: Start, lifeline: Lifeline, number: signal.Signals):
    """One of them takes no interrupt, and is not waited for by anybody."""
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip(f"whoever started this run has it ignore {number.name}, as nohup does, and so would the script")
    step = f"exec 9>{lifeline.path}; (trap '' INT; exec sleep 1000) & echo >&9; sleep 1000"
    process = start(f'run bash -c "{step}"')
    lifeline.wait()
    process.send_signal(number)
    printed = process.communicate(timeout=SECONDS)[0]

    assert lifeline.read() == b"\n"
    assert (process.returncode, printed) == (128 + number, "put away\n")


def test_a_step_may_put_things_away_itself(start: Start, lifeline: Lifeline):
    step = f"trap 'echo stopped >&9; exit' INT; exec 9>{lifeline.path}; echo >&9; while :; do sleep 0.1; done"
    process = start(f'run bash -c "{step}"')
    lifeline.wait()
    process.terminate()
    process.communicate(timeout=SECONDS)

    assert lifeline.read() == b"\nstopped\n"


def test_a_signal_ends_a_step_that_has_only_just_begun(start: Start, lifeline: Lifeline):
    """The step runs and the script has not yet come to its next command, as on a machine that is busy."""
    slow = "set -T; trap 'test $BASHPID != $$ || sleep 0.2' DEBUG"
    process = start(f'{slow}\nrun bash -c "exec 9>{lifeline.path}; echo >&9; sleep 1000"')
    lifeline.wait()
    process.terminate()

    assert lifeline.read() == b"\n"
    assert (process.communicate(timeout=SECONDS)[0], process.returncode) == ("put away\n", 128 + signal.SIGTERM)


def test_a_step_that_fails_ends_the_script(start: Start):
    process = start("run eval 'echo one; (exit 3)'\nrun echo two")
    assert (process.communicate(timeout=SECONDS)[0], process.returncode) == ("one\nput away\n", 3)


def test_steps_follow_each_other(start: Start):
    process = start("run echo one\nrun eval 'echo two && true'")
    assert process.communicate(timeout=SECONDS)[0] == "one\ntwo\nall passed\nput away\n"
