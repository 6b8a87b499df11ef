"""`tools/check_imports.py`: nobody imports what they should not, and the tool sees it when they do."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .environments import CHECKOUT

TOOL = CHECKOUT / "tools" / "check_imports.py"


CHECK: dict[str, Any] = runpy.run_path(str(TOOL))


def check_imports(checkout: Path) -> str:
    """What the tool prints; "" when nothing breaks the rules."""
    return "".join(f"{line}\n" for line in CHECK["complaints"](checkout))


def test_this_checkout_keeps_the_rules():
    result = subprocess.run([sys.executable, TOOL], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_what_breaks_them_is_printed_and_the_exit_code(tmp_path: Path):
    (tmp_path / "conftest.py").write_text("from fixtures.plugin import x\n", encoding="utf-8")
    result = subprocess.run([sys.executable, TOOL, tmp_path], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (1, check_imports(tmp_path), "")


def test_the_architecture_lists_every_room_in_the_order_that_the_tool_keeps():
    tree = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    _, rooms = tree.split("mockserver/ ", 1)
    listed = [(len(blanks), name) for blanks, name in re.findall(r"( {2,})(\w+)/(?= )", rooms)]
    telephony = listed.index((2, "telephony"))
    inside = next(place for place in range(telephony + 1, len(listed)) if listed[place][0] == 2)
    floors = CHECK["FLOORS"]

    assert (*(name for _, name in listed[: telephony + 1]), *(name for _, name in listed[inside:])) == tuple(
        room for room in floors["mockserver"] if (CHECKOUT / "mockserver" / room).is_dir()
    )
    assert tuple(name for _, name in listed[telephony + 1 : inside]) == floors["mockserver.telephony"]


@pytest.mark.parametrize(
    ("place", "statement", "complaint"),
    [
        ("tests/test_a.py", "import contracts", "write voicenter_mock.contracts"),
        ("conftest.py", "from fixtures.plugin import x", "write voicenter_mock.fixtures"),
        ("mockserver/serving/app.py", "from contracts import x", "write a relative import"),
        ("mockserver/serving/app.py", "import voicenter_mock.contracts", "imports inside the package are relative"),
        ("contracts/a.py", "from ..mockserver import x", "contracts may not use mockserver"),
        ("contracts/operations/a.py", "from ... import fixtures", "contracts may not use fixtures"),
        ("contracts/__init__.py", "from ..fixtures import x", "contracts may not use fixtures"),
        ("mockserver/api/a.py", "from ...fixtures.x import y", "mockserver may not use fixtures"),
        ("mockserver/telephony/core/a.py", "from ...wire import x", "here voicenter_mock.mockserver.wire.x"),
        ("mockserver/telephony/core/a.py", "from ... import api", "here voicenter_mock.mockserver.api"),
        ("mockserver/telephony/core/a.py", "import urllib.request", "telephony knows no urllib"),
        ("mockserver/telephony/core/a.py", "from ..routing import ivr", "core may not use routing"),
        ("mockserver/telephony/core/a.py", "from ..rooms import x", "rooms is no room of mockserver.telephony"),
        ("mockserver/telephony/__init__.py", "from .core import x", "itself uses none of its rooms"),
        ("mockserver/wire/a.py", "from ..serving.app import x", "wire may not use serving"),
        ("mockserver/a.py", "from .wire import x", "a is no room of mockserver"),
    ],
)
def test_a_forbidden_import_is_named_with_what_to_do(place: str, statement: str, complaint: str, tmp_path: Path):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(f"x = 1\n{statement}\n", encoding="utf-8")

    problems = check_imports(tmp_path)

    assert problems.startswith(f"{place}:2: ")
    assert complaint in problems


@pytest.mark.parametrize(
    ("place", "statement"),
    [
        ("tests/test_a.py", "from voicenter_mock.contracts import x"),
        ("fixtures/plugin.py", "from ..mockserver import x"),
        ("fixtures/plugin.py", "from ..contracts.operations import x"),
        ("mockserver/telephony/model/a.py", "from .calls import Call"),
        ("mockserver/telephony/routing/a.py", "from ..legs import dialling"),
        ("mockserver/serving/app.py", "from ..telephony.control import x"),
        ("mockserver/serving/app.py", "from ... import __version__"),
        ("mockserver/serving/app.py", "import time"),
        ("voicenter_mock/__init__.py", "from . import contracts"),
    ],
)
def test_an_import_along_the_arrows_is_fine(place: str, statement: str, tmp_path: Path):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(f"{statement}\n", encoding="utf-8")

    assert check_imports(tmp_path) == ""


@pytest.mark.parametrize(
    "statement",
    ["from .second import x", "def f():\n    from .second import x", "if TYPE_CHECKING:\n    from . import second"],
)
def test_a_circle_is_found_also_for_types_and_inside_functions(statement: str, tmp_path: Path):
    room = tmp_path / "contracts"
    room.mkdir()
    (room / "first.py").write_text(f"{statement}\n", encoding="utf-8")
    (room / "second.py").write_text("from .third import x\n", encoding="utf-8")
    (room / "third.py").write_text("from .first import x\n", encoding="utf-8")

    names = ", ".join(f"voicenter_mock.contracts.{name}" for name in ("first", "second", "third"))
    assert check_imports(tmp_path).startswith(f"{names}: import each other in a circle")
