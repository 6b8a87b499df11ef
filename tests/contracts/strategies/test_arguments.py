"""Wrong arguments are named, with what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from voicenter_mock.contracts import UnknownContract, strategies


@pytest.mark.parametrize("function", [strategies.valid, strategies.malformed, strategies.families, strategies.example])
def test_a_misspelt_contract_is_told_when_the_strategy_is_asked_for(function: Callable[[str], object]):
    with pytest.raises(UnknownContract, match=r"no contract 'click2cal\.request'; did you mean click2call\.request"):
        function("click2cal.request")


def test_a_name_that_is_no_text_is_told():
    wrong: Any = 5
    with pytest.raises(TypeError, match=r"valid\(\): name is 5; give the name of a contract"):
        strategies.valid(wrong)


def test_a_misspelt_family_is_told_with_the_one_that_was_meant():
    with pytest.raises(ValueError, match="families has 'mising', which is none; did you mean 'missing'"):
        strategies.malformed("click2call.request", families=["mising"])


def test_a_family_that_a_contract_does_not_have_is_told_with_those_it_has():
    with pytest.raises(ValueError, match="cannot be malformed by 'bad phone'; it has: wrong type"):
        strategies.malformed("recording.play.response", families=["bad phone"])


def test_one_family_as_a_text_is_told():
    with pytest.raises(TypeError, match=r"give a list, such as \['missing'\]"):
        strategies.malformed("click2call.request", families="missing")


def test_no_family_at_all_is_told():
    with pytest.raises(ValueError, match="families is empty"):
        strategies.malformed("click2call.request", families=[])


def test_an_unknown_cdr_type_is_told_with_the_known_ones():
    with pytest.raises(LookupError, match="'Que'; known: Incoming Call"):
        strategies.cdrs(type="Que")


def test_a_status_that_no_cdr_has_is_told():
    with pytest.raises(LookupError, match="no CDR has status 'TORTURE'"):
        strategies.cdrs(status="TORTURE")


def test_an_action_that_click2call_does_not_have_is_told():
    with pytest.raises(ValueError, match="no action 'dial'; it has call, message"):
        strategies.click2call_requests(action="dial")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: strategies.cdrs(type="Que"), r"cdrs\(\): type: no CDR type is called 'Que'"),
        (lambda: strategies.cdrs(type=99), r"cdrs\(\): type: no CDR type has id 99"),
        (lambda: strategies.cdrs(type=True), r"cdrs\(\): type is True; give a kind's id or name"),
        (lambda: strategies.cdrs(status="NOPE"), r"cdrs\(\): status: no call status is called 'NOPE'"),
        (lambda: strategies.cdrs(status=cast("Any", 5)), r"cdrs\(\): status is 5; give a status"),
        (lambda: strategies.click2call_requests(action="cal"), r"click2call_requests\(\): action: .* no action 'cal'"),
        (lambda: strategies.click2call_requests(action=cast("Any", 5)), r"action is 5; give an action"),
        (
            lambda: strategies.malformed("click2call.request", cast("Any", 5)),
            r"malformed\(\): families is 5; give a list",
        ),
        (
            lambda: strategies.example("click2call.request", cast("Any", 1.5)),
            r"example\(\): seed is 1\.5; give an integer",
        ),
        (
            lambda: strategies.written("click2call.request", {}, "yaml"),
            r"written\(\): encoding is 'yaml'; give json",
        ),
    ],
)
def test_the_function_and_its_argument_are_named(call: Callable[[], object], expected: str):
    with pytest.raises((TypeError, ValueError, LookupError), match=expected):
        call()
