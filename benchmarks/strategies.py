"""Our strategies beside hypothesis-jsonschema's `from_schema`: `python benchmarks/strategies.py [--rounds N]`.

Both make valid messages of the same schema files, each under Hypothesis without shrinking and without a database;
shown are messages a second of processor time, which other programs on the machine disturb least. hypothesis-
jsonschema 0.23.1 breaks on today's Hypothesis and runs on 6.130, so it has an environment of its own, kept below
`build/benchmarks`; ours runs in this interpreter. The two take turns. Some schemas it cannot read at all. Promised is
fifteen times as many; exits with 1 when any of them is below.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path
from statistics import median

from environments import CHECKOUT, environment

PROMISED = 15
REQUIREMENTS = ("hypothesis==6.130.0", "hypothesis-jsonschema==0.23.1")
CONTRACTS = (
    "cdr_notification.request",
    "dialer.add_call.request",
    "dialer.update_call.request",
    "blacklist.add.request",
    "popup.request",
    "realtime.extension_event",
    "realtime.queue_event",
    "external_layer.request",
    "history.get_call.response",
    "dialer.get_campaign_pending_calls.response",
    "click2call.response",
    "click2call.request",
    "external_ivr.get_ivr_action.response",
)
"""Contracts of every size; the last two are beyond `from_schema`."""

PROGRAM = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from hypothesis import HealthCheck, Phase, given, settings
name, path, count, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
{import_}
made, began = 0, 0.0
class Enough(BaseException): pass
@settings(
    max_examples=count, database=None, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
)
@given({strategy})
def run(message):
    global made, began
    if not began: began = time.process_time()
    elif time.process_time() - began > seconds: raise Enough
    made += 1
try: run()
except Enough: pass
except BaseException as error:
    print(json.dumps(type(error).__name__)); raise SystemExit
print(json.dumps((made - 1) / (time.process_time() - began)))
"""
OURS = PROGRAM.format(import_="from voicenter_mock.contracts.strategies import valid", strategy="valid(name)")
THEIRS = PROGRAM.format(
    import_="from hypothesis_jsonschema import from_schema",
    strategy="from_schema(json.load(open(path, encoding='utf-8')))",
)


def rate(python: Path | str, program: str, name: str, count: int, seconds: float) -> float | str:
    """Messages a second, or the name of the error."""
    path = CHECKOUT / "contracts" / "schemas" / f"{name}.json"
    told = subprocess.run(
        [python, "-c", program, name, path, str(count), str(seconds)], capture_output=True, text=True, check=True
    )
    figure: float | str = json.loads(told.stdout.splitlines()[-1])
    return figure


def their_python() -> Path:
    """An interpreter with hypothesis-jsonschema and the Hypothesis that it runs on."""
    python = environment("hypothesis-jsonschema", REQUIREMENTS[0]) / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
    return python


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0, help="at most, for one strategy in one round")
    parser.add_argument("--their-python", help="an interpreter with hypothesis-jsonschema")
    given = parser.parse_args()
    theirs: Path | str = given.their_python or their_python()
    ratios: list[float] = []
    print(f"{'messages a second, median of ' + str(given.rounds):46}{'from_schema':>14}{'ours':>10}{'ratio':>8}")
    for name in CONTRACTS:
        figures = [
            (rate(theirs, THEIRS, name, 200, given.seconds), rate(sys.executable, OURS, name, 1500, given.seconds))
            for _ in range(given.rounds)
        ]
        ours = median(ours for _, ours in figures if isinstance(ours, float))
        both = [(their, our) for their, our in figures if isinstance(their, float) and isinstance(our, float)]
        if not both:
            print(f"{name:46}{figures[0][0]:>14.14}{ours:10.0f}")
            continue
        ratio = median(our / their for their, our in both)
        ratios.append(ratio)
        print(f"{name:46}{median(their for their, _ in both):14.1f}{ours:10.0f}{ratio:8.1f}")
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"{'geometric mean':46}{'':24}{mean:8.1f}")
    return 1 if min(ratios) < PROMISED else 0


if __name__ == "__main__":
    sys.exit(main())
