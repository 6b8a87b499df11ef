"""What importing costs everybody who has the package installed: next to nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .environments import run

HEAVY = {
    "OpenSSL", "cryptography", "faker", "flask", "hypothesis", "jsonschema", "pylibsrtp", "requests", "responses",
    "sipmessage", "socketio", "yaml",
}  # fmt: skip
STANDARD = sys.stdlib_module_names


def loaded_by(statement: str, folder: Path) -> set[str]:
    """The modules that a new interpreter has after the statement and did not have before."""
    program = (
        f"import json, sys; before = set(sys.modules); {statement}; print(json.dumps([*sys.modules.keys() - before]))"
    )
    return set(json.loads(run(sys.executable, "-c", program, cwd=folder)))


def test_the_plugin_loads_no_heavy_package(tmp_path: Path):
    loaded = loaded_by("import voicenter_mock.fixtures.plugin", tmp_path)

    assert "voicenter_mock.fixtures.plugin" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_the_plugin_loads_none_of_our_modules_that_pytest_would_rewrite(tmp_path: Path):
    loaded = loaded_by("import voicenter_mock.fixtures.plugin", tmp_path)

    ours = {name for name in loaded if name.partition(".")[0] == "voicenter_mock"}
    assert ours == {"voicenter_mock", "voicenter_mock.fixtures", "voicenter_mock.fixtures.plugin"}


def test_the_package_itself_loads_nothing_but_the_standard_library(tmp_path: Path):
    loaded = {name for name in loaded_by("import voicenter_mock", tmp_path) if name.partition(".")[0] not in STANDARD}

    assert loaded == {"voicenter_mock"}


def test_a_room_is_loaded_when_it_is_first_asked_for(tmp_path: Path):
    loaded = loaded_by("import voicenter_mock; voicenter_mock.contracts", tmp_path)

    assert "voicenter_mock.contracts" in loaded
    assert "voicenter_mock.mockserver" not in loaded


def test_contracts_judge_a_message_without_the_server_or_what_it_runs_on(tmp_path: Path):
    judge = "from voicenter_mock import contracts; contracts.violations('popup.response', {'STATUS': 7})"
    loaded = {name.partition(".")[0] for name in loaded_by(judge, tmp_path)}

    assert "voicenter_mock" in loaded
    assert not loaded & {"flask", "phonenumbers", "uvicorn", "websockets", "werkzeug", "yaml"}
