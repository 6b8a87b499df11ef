"""Playing a state machine from a seed, in pieces that each take some seconds."""

from __future__ import annotations

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def play(machine: type[RuleBasedStateMachine], number: int, examples: int, steps: int) -> None:
    seeded = type("SeededMachine", (machine,), {})
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        seed(number)(seeded),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=QUIET
        ),
    )  # fmt: skip
