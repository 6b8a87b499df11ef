"""What checking a message costs, beside jsonschema alone: `python benchmarks/validation.py [--rounds N]`.

`jsonschema` is its compiled validator on the schema file as it stands, asked whether a valid message is valid;
`validate` is ours, once as it is without the extra `fast` and once with it. The three take turns. Promised are
at most 1.2 times jsonschema without the extra and a tenth of it with it; exits with 1 when a median is above.
"""

from __future__ import annotations

import argparse
import sys
import timeit
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from jsonschema import Draft202012Validator
from rounds import in_turn

from voicenter_mock import contracts
from voicenter_mock.contracts.compilation import Checker, compile_schema
from voicenter_mock.contracts.validation import check

MESSAGES = (
    ("click2call.request", 2),
    ("cdr_notification.request", 0),
    ("external_ivr.get_ivr_action.response", 1),
    ("dialer.add_call.request", 0),
    ("cdr_hub.query.response", 0),
    ("realtime.extension_event", 0),
)
"""Contracts, and which of their examples is measured."""

ALONE, WITHOUT, WITH = "jsonschema", "validate", "validate, fast"
PROMISED = {WITHOUT: 1.2, WITH: 0.1}


def microseconds(run: Callable[[], object]) -> float:
    return timeit.timeit(run, number=200) / 200 * 1e6


def runs(name: str, message: Any) -> dict[str, Callable[[], float]]:
    schema = contracts.schema(name)
    alone: Any = Draft202012Validator(schema)
    checkers: dict[str, Checker] = {WITHOUT: compile_schema(schema, fast=False), WITH: compile_schema(schema)}
    if not checkers[WITH].fast:
        del checkers[WITH]
    ours = {label: partial(microseconds, partial(check, name, message, checker)) for label, checker in checkers.items()}
    return {ALONE: partial(microseconds, lambda: alone.is_valid(message)), **ours}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=11)
    rounds: int = parser.parse_args().rounds
    broken = False
    print(f"{'median of ' + str(rounds) + ' rounds':40}{ALONE:>14}{WITHOUT:>20}{WITH:>20}")
    for name, example in MESSAGES:
        figures = in_turn(runs(name, contracts.schema(name)["examples"][example]), rounds)
        line = f"{name:40}{median(figures[ALONE]):11.1f} µs"
        for label, promised in PROMISED.items():
            if label not in figures:
                line += f"{'not installed':>20}"
                continue
            ratio = median(ours / alone for ours, alone in zip(figures[label], figures[ALONE], strict=True))
            broken |= ratio > promised
            line += f"{median(figures[label]):10.1f} µs ×{ratio:.3f}"
        print(line)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
