"""The same verdicts from ajv, JavaScript's validator: valid passes, malformed fails by the rule that is named."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.json_values import is_array
from voicenter_mock.contracts.strategies import SCHEMA_FAMILIES, Malformed
from voicenter_mock.contracts.verdicts import json_path

pytestmark = pytest.mark.thorough

COUNT = 1000
AT_ONCE = 100
HUGE = 3
"""Huge lists looked at of each contract: one rule in one place, and a hundred thousand entries each time."""


class Ajv:
    """One Node process that judges what it is given."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def verdicts(self, name: str, messages: list[Any]) -> list[Any]:
        """For each message "" or ajv's errors."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"schema": contracts.schema(name), "messages": messages}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def ajv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ajv]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("Node.js is not installed")
    folder = tmp_path_factory.mktemp("ajv")
    installed = subprocess.run(
        [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "ajv@8"], capture_output=True, check=False
    )
    if installed.returncode:
        pytest.skip("npm cannot install ajv here")
    command = [node, Path(__file__).with_name("ajv.mjs"), folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Ajv(process)
        assert process.stdin is not None
        process.stdin.close()


def places(errors: list[tuple[str, str, dict[str, Any]]], message: Any) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for pointer, keyword, parameters in errors:
        steps = _steps(pointer, message)
        if keyword == "required":
            steps.append(parameters["missingProperty"])
        if keyword == "additionalProperties":
            steps.append(parameters["additionalProperty"])
        found.add((json_path(steps), keyword))
    return found


def _steps(pointer: str, message: object) -> list[str | int]:
    steps: list[str | int] = []
    inner: Any = message
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        step: Any = int(name) if is_array(inner) else name
        inner = inner[step]
        steps.append(step)
    return steps


def malformed_messages(name: str) -> Iterator[Malformed]:
    """A thousand that can be decoded, and some huge lists, without those of our own keywords."""
    families = [family for family in strategies.families(name) if family in SCHEMA_FAMILIES]
    usual = [family for family in families if family != "huge list"]
    for seed in range(COUNT) if usual else ():
        yield strategies.malformed_example(name, seed, usual)
    for seed in range(HUGE) if "huge list" in families else ():
        yield strategies.malformed_example(name, seed, ["huge list"])


@pytest.mark.parametrize("name", contracts.names())
def test_valid_messages_pass_ajv(name: str, ajv: Ajv):
    messages = [strategies.example(name, seed) for seed in range(COUNT)]

    refused = [
        (message, errors) for message, errors in zip(messages, ajv.verdicts(name, messages), strict=True) if errors
    ]

    assert refused == []


@pytest.mark.parametrize("name", contracts.names())
def test_malformed_messages_fail_ajv_by_the_rule_they_name(name: str, ajv: Ajv):
    made = [one for one in malformed_messages(name) if not one.violation.rule.startswith("x-")]
    if not made:
        pytest.skip(f"{name} allows everything that it can carry")
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        for malformed, errors in zip(some, ajv.verdicts(name, [one.message for one in some]), strict=True):
            assert errors, malformed.violation
            wanted = (malformed.violation.path, malformed.violation.rule)
            assert wanted in places(errors, malformed.message), f"{malformed.violation}: {errors[:5]}"
