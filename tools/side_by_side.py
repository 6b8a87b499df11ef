"""Runs commands beside each other: `python tools/side_by_side.py [--at-once N] NAME COMMAND [NAME COMMAND …]`.

Commands are the shell's and begin in the order given, as many at once as there are processors. What one prints comes in
one piece, under its name, when it has ended. The first that fails ends the others with all that they have started, and
the exit code is 1; an interrupt ends all of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

SECONDS_TO_END = 10
"""How long a command that is ended has to put things away."""
SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True)
class Step:
    """A command under way: the leader of a process group, whose output goes into a file."""

    name: str
    process: subprocess.Popen[bytes]
    output: IO[bytes]
    begun: float

    def report(self, how: str) -> None:
        """Prints what it has printed."""
        print(f"\n== {self.name}: {how} after {time.monotonic() - self.begun:.0f} s", flush=True)
        self.output.seek(0)
        shutil.copyfileobj(self.output, sys.stdout.buffer)
        sys.stdout.flush()
        self.output.close()

    def signal(self, number: int) -> None:
        """Sends it to all that the command has started and that is still there."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def begin(name: str, command: str) -> Step:
    output = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when it has been printed
    process = subprocess.Popen(
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    print(f"-- {name}", flush=True)
    return Step(name, process, output, time.monotonic())


def end(steps: list[Step]) -> None:
    """Interrupts them, so that tests end the servers that they have started, and kills what is left then."""
    for step in steps:
        step.signal(signal.SIGINT)
    deadline = time.monotonic() + SECONDS_TO_END
    for step in steps:
        with suppress(subprocess.TimeoutExpired):
            step.process.wait(max(0, deadline - time.monotonic()))
        step.signal(signal.SIGKILL)
        step.process.wait()
        step.report("ended")


def run(commands: list[tuple[str, str]], at_once: int, interrupts: list[int]) -> int:
    """The exit code: 0 when all have ended well, 1 when one has not, and as a shell's when a signal has interrupted."""
    waiting = list(commands)
    running: list[Step] = []
    code = 0
    while (waiting or running) and not code:
        while waiting and len(running) < at_once:
            running.append(begin(*waiting.pop(0)))
        time.sleep(SECONDS_BETWEEN_LOOKS)
        if interrupts:
            code = 128 + interrupts[0]
        for step in [step for step in running if step.process.poll() is not None]:
            running.remove(step)
            step.signal(signal.SIGKILL)  # what it has left behind
            failed = step.process.returncode
            step.report(f"FAILED with exit code {failed}" if failed else "done")
            code = code or (1 if failed else 0)
    end(running)
    return code


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Runs commands beside each other.")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, metavar="N", help="how many run at once")
    parser.add_argument("commands", nargs="+", metavar="NAME COMMAND", help="what each is called, and the command")
    given = parser.parse_args(arguments)
    names, commands = given.commands[::2], given.commands[1::2]
    if len(names) != len(commands):
        parser.error("each command needs a name before it")
    interrupts: list[int] = []  # noted and looked at, so that none comes between a process and its name in a list
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: interrupts.append(number))
    return run(list(zip(names, commands, strict=True)), given.at_once, interrupts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
