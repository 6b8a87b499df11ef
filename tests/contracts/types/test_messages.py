"""There is a type for every message, and it says of the message's members what the contract says."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import strategies

from ...suite.cases import for_each
from .annotations import disagreements, message_type, misfits, type_name

CONTRACTS = contracts.names()
WITH_A_CLASS = [name for name in CONTRACTS if getattr(message_type(name), "__name__", "") == type_name(name)]
"""The others are no objects, or are called after a shared definition."""


@for_each("contract", CONTRACTS)
def test_the_members_and_their_types_are_those_of_the_contract(contract: str):
    schema = contracts.schema(contract)

    assert list(disagreements(schema, schema.get("$defs", {}), message_type(contract))) == []


@for_each("contract", CONTRACTS)
def test_the_documented_examples_are_of_the_type(contract: str):
    for example in contracts.schema(contract)["examples"]:
        assert misfits(example, message_type(contract)) == []


@for_each("contract", CONTRACTS)
@pytest.mark.slow
def test_messages_that_keep_the_strict_contract_are_of_the_type(contract: str):
    for seed in range(2):
        message = strategies.example(contract, seed)
        if contracts.accepts(contract, message, strict=True):
            assert misfits(message, message_type(contract)) == []


@for_each("contract", WITH_A_CLASS)
def test_the_docstring_names_contract_and_source(contract: str):
    described: Any = message_type(contract)

    sentence = f"Contract `{contract}` ({contracts.schema(contract)['x-source']})."
    assert sentence in " ".join((described.__doc__ or "").split())
