"""The schemas' rules as plain functions decide as jsonschema does."""

from __future__ import annotations

import math
from typing import Any

import pytest

from voicenter_mock.contracts import names, rules
from voicenter_mock.contracts.compilation import compile_schema, in_place
from voicenter_mock.contracts.library import Schema, stored
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.contracts.rules import Accepts, UnknownRule, acceptor

from ..suite.cases import for_each

REQUESTS = [operation.request_contract for operation in OPERATIONS.values()]
VALUES: list[Any] = [
    None, True, False, 0, 1, 5.0, 5.5, -1, 10**18, 1e300, "", "1", "true", "0501234567", "SIPSIP1", "x" * 300, "a\n",
    math.nan, math.inf, [], [1], ["x", 1], [[]], {}, {"Phone": "0501234567"}, {"Phone": 5.5}, {"a": None},
]  # fmt: skip


@for_each("name", [name for name in REQUESTS if name in names()])
def test_each_members_rules(name: str) -> None:
    whole = in_place(stored(name))
    for member in whole.get("items", whole).get("properties", {}).values():
        ours, theirs = acceptor(member), compile_schema(member, fast=False).accepts
        assert [ours(value) for value in VALUES] == [theirs(value) for value in VALUES], member


def test_a_keyword_that_it_does_not_know_is_not_passed_over() -> None:
    with pytest.raises(UnknownRule, match="'multipleOf'"):
        acceptor({"type": "integer", "multipleOf": 5})


def test_what_decides_on_others_than_texts_and_integers_is_made_with_the_first_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Schema] = []
    of_type = rules._CHECKS["type"]  # pyright: ignore[reportPrivateUsage]

    def spy(schema: Schema) -> Accepts:
        made.append(schema)
        return of_type(schema)

    monkeypatch.setitem(rules._CHECKS, "type", spy)  # pyright: ignore[reportPrivateUsage]
    accepts = acceptor({"type": ["string", "boolean"], "maxLength": 3})
    assert (accepts("abc"), accepts("abcd"), accepts(7)) == (True, False, False)
    assert not made
    assert (accepts(True), accepts(None)) == (True, False)
    assert len(made) == 1
