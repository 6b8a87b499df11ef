"""The same verdicts from ajv, JavaScript's validator: valid passes, malformed fails by the rule that is named."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.json_values import is_array
from voicenter_mock.contracts.strategies import SCHEMA_FAMILIES
from voicenter_mock.contracts.verdicts import json_path

pytestmark = [pytest.mark.thorough, pytest.mark.xdist_group("ajv")]

COUNT = 1000
AT_ONCE = 50


@pytest.fixture(scope="module")
def ajv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has ajv installed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("Node.js is not installed")
    folder = tmp_path_factory.mktemp("ajv")
    installed = subprocess.run(
        [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "ajv@8"], capture_output=True, check=False
    )
    if installed.returncode:
        pytest.skip("npm cannot install ajv here")
    return folder


def judged(ajv: Path, name: str, messages: list[Any]) -> list[Any]:
    """For each message "" or ajv's errors."""
    given = json.dumps([{"schema": contracts.schema(name), "messages": messages}])
    told = subprocess.run(
        ["node", Path(__file__).with_name("ajv.mjs"), ajv], input=given, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)[0]


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


@pytest.mark.parametrize("name", contracts.names())
def test_valid_messages_pass_ajv(name: str, ajv: Path):
    messages = [strategies.example(name, seed) for seed in range(COUNT)]

    refused = [(message, told) for message, told in zip(messages, judged(ajv, name, messages), strict=True) if told]

    assert refused == []


@pytest.mark.parametrize("name", contracts.names())
def test_malformed_messages_fail_ajv_by_the_rule_they_name(name: str, ajv: Path):
    families = [family for family in strategies.families(name) if family in SCHEMA_FAMILIES]
    if not families:
        pytest.skip(f"{name} allows everything that it can carry")
    made = [strategies.malformed_example(name, seed, families) for seed in range(COUNT)]
    for start in range(0, COUNT, AT_ONCE):
        some = [one for one in made[start : start + AT_ONCE] if not one.violation.rule.startswith("x-")]
        for malformed, told in zip(some, judged(ajv, name, [one.message for one in some]), strict=True):
            assert told, malformed.violation
            wanted = (malformed.violation.path, malformed.violation.rule)
            assert wanted in places(told, malformed.message), f"{malformed.violation}: {told[:5]}"
