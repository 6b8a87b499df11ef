"""The package `contracts.types`: up to date, small to import, and all its names in one place."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import is_typeddict

import pytest

from voicenter_mock.contracts import types

CHECKOUT = Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (CHECKOUT / "contracts" / "types").glob("*.py") if path.stem != "__init__")


def loaded_by(statement: str) -> set[str]:
    program = f"import json, sys; {statement}; print(json.dumps(list(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name for name in json.loads(result.stdout) if name.startswith("voicenter_mock.")}


def test_the_types_are_those_of_the_schemas_as_they_now_read():
    command = [sys.executable, str(CHECKOUT / "tools" / "write_types.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("module", MODULES)
def test_every_type_of_a_file_is_found_in_the_package(module: str):
    names: list[str] = import_module(f"{types.__name__}.{module}").__all__

    assert [name for name in names if not hasattr(types, name)] == []


def test_a_name_that_is_none_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'ClickToCallRequest'"):
        getattr(types, "ClickToCallRequest")  # noqa: B009  (a type checker knows that there is none)


def test_types_work_at_run_time():
    assert is_typeddict(types.CdrNotificationRequest)
    assert "status" in types.CdrNotificationRequest.__required_keys__
    assert "price" in types.CdrNotificationRequest.__optional_keys__


def test_one_file_loads_nothing_but_typing_and_what_it_refers_to():
    loaded = loaded_by("import voicenter_mock.contracts.types.cdr_notification")

    assert {name.removeprefix("voicenter_mock.contracts") for name in loaded} == {
        "",
        ".types",
        ".types.cdr_notification",
        ".types.definitions",
    }


@pytest.mark.slow
def test_neither_the_plugin_nor_a_test_with_the_fixture_loads_them():
    started = loaded_by(
        "import voicenter_mock.fixtures.plugin; from voicenter_mock.fixtures.voicenter import Voicenter\n"
        "with Voicenter() as voicenter: voicenter.incoming_call(); voicenter.clock.run_until_idle(); voicenter.cdrs"
    )

    assert not {name for name in started if name.startswith("voicenter_mock.contracts.types")}
