"""jsonschema-rs decides and jsonschema explains, so they must never disagree."""

from __future__ import annotations

import copy
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicenter_mock.contracts import names, schema, violations
from voicenter_mock.contracts.compilation import Checker, checker, compile_schema, ends_strictly
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.library import closed, stored

from ..suite.cases import for_each

pytest.importorskip("jsonschema_rs", reason="the extra `fast` is not installed: there is nothing to agree with")

SLOW: dict[tuple[str, bool], Checker] = {}


def slow(name: str, strict: bool) -> Checker:
    key = (name, strict)
    if key not in SLOW:
        SLOW[key] = compile_schema(closed(name) if strict else stored(name), fast=False)
    return SLOW[key]


Path = tuple[str | int, ...]
MEMBERS = ("phone", "code", "err", "STATUS", "var_x", "VAR_y", "DATA", "data", "x", "")
TEXTS = (
    *("", " ", "0", "1", "-1", "00", "1\n", "true", "TRUE\n", "call\n", "0501234567", "+972501234567"),
    *("٣", "²", "שלום", "\ud800"),
)
NUMBERS = (0, 1, -1, 2, 255, 10**10, 10**17, 10**18, 2**63, 2**64, -(2**63), 10**30, 0.0, -0.0, 1.0, 1.5, 1e17, 1e300)
SCALARS = st.sampled_from((None, True, False, *NUMBERS, *TEXTS))
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.sampled_from(MEMBERS), SCALARS, max_size=2)


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    if is_object(value):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """An example of some contract with one to three places replaced, dropped, doubled or made a little different."""
    name = draw(st.sampled_from(names()))
    message: Any = copy.deepcopy(draw(st.sampled_from(schema(name)["examples"])))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([*places(message)]))
        if not path:
            if draw(st.booleans()):
                message = draw(VALUES)
            elif is_object(message):
                message[draw(st.sampled_from(MEMBERS))] = draw(VALUES)
            continue
        holder: Any = message
        *above, last = path
        for step in above:
            holder = holder[step]
        change = draw(st.sampled_from(("replace", "drop", "blank", "line feed", "add")))
        value: Any = holder[last]
        if change == "drop":
            del holder[last]
        elif change == "add" and is_object(value):
            value[draw(st.sampled_from(MEMBERS))] = draw(VALUES)
        elif change in ("blank", "line feed") and isinstance(value, str):
            holder[last] = value + {"blank": " ", "line feed": "\n"}[change]
        else:
            holder[last] = draw(VALUES)
    return name, message


@settings(max_examples=400)
@given(mutated(), st.booleans())
@pytest.mark.slow
def test_both_accept_or_both_refuse(case: tuple[str, Any], strict: bool):
    name, message = case
    assert checker(name, strict).accepts(message) is slow(name, strict).accepts(message)


@given(mutated())
@pytest.mark.slow
def test_what_is_refused_is_explained(case: tuple[str, Any]):
    name, message = case
    if not checker(name).accepts(message):
        assert violations(name, message)


@for_each("name", names())
def test_every_contract_is_decided_fast(name: str):
    assert checker(name).fast
    assert checker(name, strict=True).fast


def test_too_many_variables_are_refused_by_both():
    message = {"phone": "1234", "target": "1234", "code": "x"} | {f"Var_{number}": "" for number in range(11)}
    assert not checker("click2call.request").accepts(message)
    assert not slow("click2call.request", False).accepts(message)


@pytest.mark.parametrize("message", [{1, 2}, object(), {"phone": {1}}, b"phone", {"phone": 1 + 2j}])
def test_what_json_cannot_say_is_refused(message: object):
    assert not checker("click2call.request").accepts(message)


def test_without_the_extra_jsonschema_decides(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    check = compile_schema(stored("cdr_notification.response"))
    assert (check.fast, check.accepts({"err": 0}), check.accepts({})) == (False, True, False)


@pytest.mark.parametrize(
    ("pattern", "translated"),
    [
        ("^a$", r"^a\Z"), (r"^\$$", r"^\$\Z"), ("^[!#$%]+$", r"^[!#$%]+\Z"), ("^(a$|b)", r"^(a\Z|b)"),
        (r"^[\]$]$", r"^[\]$]\Z"), ("^[]$]$", r"^[]$]\Z"), ("a", "a"),
    ],
)  # fmt: skip
def test_the_end_of_a_pattern_is_the_end_of_the_text(pattern: str, translated: str):
    assert ends_strictly(pattern) == translated


def test_a_valid_message_needs_no_jsonschema(tmp_path: pathlib.Path):
    """Importing it takes longer than checking ten thousand messages."""
    program = (
        "import sys; from voicenter_mock import contracts; contracts.validate('cdr_notification.response', {'err': 0});"
        "print('jsonschema' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stdout.strip() == "False"
