"""The types that classes and functions were written with, in the compiled form of the exchange too: compiled functions
have none, and compiled classes only the names of classes. There they are read from the source, which lies beside.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints


def written_types(of: type[Any] | Callable[..., Any]) -> dict[str, Any]:
    """The type of each member, inherited ones first, or of each argument and the result (``return``)."""
    module = sys.modules[of.__module__]
    file = Path(module.__file__ or "")
    if file.suffix == ".py":
        return get_type_hints(of)
    types: dict[str, Any] = {}
    for base in of.__bases__ if isinstance(of, type) else ():
        types |= written_types(base) if base is not object else {}
    source = file.with_name(f"{module.__name__.rpartition('.')[2]}.py")
    return types | get_type_hints(SimpleNamespace(__annotations__=annotations_in(source)[of.__name__]), vars(module))


def written_annotations(of: type[Any]) -> Mapping[str, str]:
    """The members of a class and their types, inherited ones left out, as the source has them."""
    module = sys.modules[of.__module__]
    file = Path(module.__file__ or "")
    if file.suffix == ".py":
        return of.__annotations__
    return annotations_in(file.with_name(f"{module.__name__.rpartition('.')[2]}.py"))[of.__name__]


@cache
def annotations_in(source: Path) -> Mapping[str, Mapping[str, str]]:
    """Those of each class and function of a module."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(source.read_bytes()).body:
        if isinstance(node, ast.ClassDef):
            members = (entry for entry in node.body if isinstance(entry, ast.AnnAssign))
            found[node.name] = {ast.unparse(entry.target): ast.unparse(entry.annotation) for entry in members}
        elif isinstance(node, ast.FunctionDef):
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            types = {entry.arg: ast.unparse(entry.annotation) for entry in arguments if entry.annotation is not None}
            found[node.name] = {**types, "return": ast.unparse(node.returns)} if node.returns is not None else types
    return found
