"""Writes `mockserver/organizations/demo_directory.py` anew from `demo.yaml`: `python tools/write_demo.py`.

The fake launches from what that makes, because to import what reads a document, and to read one, takes as long as much
of the rest of the launch. People read and edit the YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, cast

from voicenter_mock.contracts.json_values import is_object
from voicenter_mock.mockserver.organizations import load, read
from voicenter_mock.mockserver.telephony.model import directory
from voicenter_mock.mockserver.telephony.model.directory import Directory

FOLDER = Path(__file__).resolve().parent.parent / "mockserver" / "organizations"
STEP = "    "
HEAD = '''"""The directory of `demo.yaml`. Written by `tools/write_demo.py`; edit the YAML."""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from ..telephony.model.directory import (
{names}
)

DEMO = {demo}
'''


def source(value: Any, indent: str = "") -> str:
    """The expression that makes it, without members that are as they are by default."""
    if is_dataclass(value):
        texts = [f"{name}={source(member, indent + STEP)}" for name, member in _given_members(value)]
        return f"{type(value).__name__}({_joined(texts, indent if isinstance(value, Directory) else None)})"
    if is_object(value):
        entries = list(value.values())
        texts = [f"{key!r}: {source(entry)}" for key, entry in value.items()]
        return f"{{{_joined(texts, indent if any(map(is_dataclass, entries)) else None)}}}"
    if isinstance(value, tuple):
        texts = [source(entry) for entry in cast("tuple[Any, ...]", value)]
        return f"({_joined(texts, None)}{',' if len(texts) == 1 else ''})"
    return repr(value)


def _given_members(value: Any) -> Iterator[tuple[str, Any]]:
    for entry in fields(value):
        member = getattr(value, entry.name)
        usual = entry.default if entry.default_factory is MISSING else entry.default_factory()
        if repr(member) != repr(usual):  # 3 and 3.0 are equal, and written as they are
            yield entry.name, member


def _joined(texts: list[str], indent: str | None) -> str:
    """In a row, or where an indent is given one below the other."""
    if indent is None:
        return ", ".join(texts)
    return "\n" + "".join(f"{indent}{STEP}{text},\n" for text in texts) + indent


def main() -> None:
    demo = source(read(load(FOLDER / "demo.yaml")))
    names = [name for name in vars(directory) if f"{name}(" in demo and is_dataclass(getattr(directory, name))]
    text = HEAD.format(names="\n".join(f"    {name}," for name in sorted(names)), demo=demo)
    (FOLDER / "demo_directory.py").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
