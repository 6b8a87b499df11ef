"""The lists of known values in the schemas are the tables of the contracts' modules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

import voicenter_mock.contracts
from voicenter_mock.contracts.causes import HangupCause
from voicenter_mock.contracts.cdr_types import KNOWN_TYPE_NAMES
from voicenter_mock.contracts.dial_statuses import CDR_STATUSES, HANGUP_CALL_STATUSES

from ..suite.cases import for_each

CONTRACTS = Path(voicenter_mock.contracts.__file__).parent
DEFINITIONS: dict[str, Any] = json.loads((CONTRACTS / "definitions.json").read_text("utf-8"))
SCHEMAS = sorted((CONTRACTS / "schemas").glob("*.json"))


def known_values(schema: Any) -> Iterator[list[object]]:
    if isinstance(schema, dict):
        for key, value in cast("dict[str, Any]", schema).items():
            if key == "x-known-values":
                yield value
            else:
                yield from known_values(value)
    elif isinstance(schema, list):
        for value in cast("list[Any]", schema):
            yield from known_values(value)


def lists_of(path: Path) -> list[list[object]]:
    return [*known_values(json.loads(path.read_text("utf-8")))]


@pytest.mark.parametrize(
    ("definition", "table"),
    [("cdr_type", KNOWN_TYPE_NAMES), ("dial_status", CDR_STATUSES), ("hangup_cause", tuple(HangupCause))],
)
def test_a_definition_lists_its_table(definition: str, table: tuple[str, ...]):
    assert tuple(DEFINITIONS[definition]["x-known-values"]) == table


def schemas_that_name(word: str) -> list[Path]:
    return [path for path in SCHEMAS if any(word in values for values in lists_of(path))]


@for_each("path", schemas_that_name("CHANUNAVAIL"), ids=lambda path: path.stem)
def test_every_status_that_a_schema_names_is_in_the_table(path: Path):
    named = {value for values in lists_of(path) if "CHANUNAVAIL" in values for value in values}
    assert named - {""} <= {*CDR_STATUSES, *HANGUP_CALL_STATUSES}


@pytest.mark.parametrize(("sign", "table"), [("VOEND", CDR_STATUSES), ("TORTURE", HANGUP_CALL_STATUSES)])
def test_a_whole_table_of_statuses_is_whole(sign: str, table: tuple[str, ...]):
    lists = [set(values) - {""} for path in SCHEMAS for values in lists_of(path) if sign in values]
    assert lists
    assert all(values == set(table) for values in lists)


@for_each("path", schemas_that_name("XferCDR"), ids=lambda path: path.stem)
def test_no_schema_has_a_list_of_record_kinds_of_its_own(path: Path):
    lists = [values for values in lists_of(path) if "XferCDR" in values]
    assert all(set(values) == set(KNOWN_TYPE_NAMES) for values in lists)
