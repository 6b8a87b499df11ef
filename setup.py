"""What is built otherwise than as the files stand.

Folders of many small JSON files become one file each (`contracts/json_files.py` says why, and reads both).

The exchange has a compiled form: `VOICENTER_MOCK_COMPILED=1 pip install .` has mypyc make C of its hot rooms. Without
the variable it is the same wheel of Python files, without a compiler. With it the wheel has extension modules beside
the same files, which Python prefers. `docs/decisions/11-an-optional-compiled-exchange.md` says what that earns.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import runpy
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

JSON_FOLDERS = ("contracts/schemas", "fixtures/documented")


class BuildPython(build_py):
    """Puts one file in the place of each of these folders, but not where an editable install runs the sources."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            to_lines = runpy.run_path("contracts/json_files.py")["to_lines"]
            for folder in JSON_FOLDERS:
                to_lines(Path(self.build_lib, "voicenter_mock", folder))


MYPY = "mypy==2.4.1"
"""mypyc is part of it. Exactly this one: another finds other faults in types, and makes other code."""
TELEPHONY = Path("mockserver/telephony")
HOT_ROOMS = ("model", "core", "presence", "legs", "routing", "click2call", "dialer", "in_call")
STAY_AS_THEY_ARE = ("__init__.py", "story.py", "accounts.py", "written_types.py")
"""A `Story` is a list, from which no compiled class inherits. What reads sources reads its own as well."""
COMPILED = sorted(
    [path for room in HOT_ROOMS for path in TELEPHONY.glob(f"{room}/*.py") if path.name not in STAY_AS_THEY_ARE]
    + [TELEPHONY / "log/call_log.py", TELEPHONY / "log/stored_records.py"]
)


ALL_INSIDE = ["-fvisibility=hidden", "-fno-semantic-interposition", "-flto=auto"]
"""Nothing outside calls the exchange's functions by their names in C: the compiler may put them into one another."""


class BuildCompiled(build_ext):
    """Gives mypyc a copy of the tree that `build_py` lays out: there the folders have the names they install under."""

    def run(self) -> None:
        if self.editable_mode:
            raise SetupError("an editable install runs the sources: leave out -e, or VOICENTER_MOCK_COMPILED")
        from mypyc.build import mypycify

        self.run_command("build_py")
        copy, generated = (Path(self.build_temp, name).resolve() for name in ("tree", "generated"))
        shutil.copytree(self.build_lib, copy, dirs_exist_ok=True)
        sources = [f"{extension.name.replace('.', '/')}.py" for extension in self.extensions]
        tree = {
            path: with_standard_dataclasses(with_whole_numbers(path.read_bytes()))
            for path in (copy / "voicenter_mock" / TELEPHONY).rglob("*.py")
        }
        known = plain_dataclasses(tree[copy / name] for name in sources)
        for path, source in tree.items():
            path.write_bytes(with_initializers(source, known))
        options = ["--config-file=", "--follow-imports=silent", "--ignore-missing-imports"]
        with contextlib.chdir(copy):
            extensions = mypycify(
                [*options, *sources], opt_level="2", target_dir=str(generated), group_name="voicenter_mock"
            )
        if os.name != "nt":
            keep_inside(extensions)
        self.distribution.ext_modules = extensions
        command = build_ext(self.distribution)
        command.ensure_finalized()
        command.run()


def keep_inside(extensions: Iterable[Extension]) -> None:
    """Tells the compiler so, once for each extension: mypycify gives all of them the same list of options."""
    for extension in extensions:
        extension.extra_compile_args = [*extension.extra_compile_args, *ALL_INSIDE]
        extension.extra_link_args = [*extension.extra_link_args, *ALL_INSIDE]


def with_whole_numbers(source: bytes) -> bytes:
    """The source with `int | float` for `float`, which is how type checkers read it. mypyc does not: it would make a
    float of an integer, and what the exchange tells would have `0.0` for `0`.
    """
    lines = source.splitlines(keepends=True)
    for name in sorted(floats(ast.parse(source)), key=lambda name: (name.lineno, name.col_offset), reverse=True):
        line, column = lines[name.lineno - 1], name.col_offset
        lines[name.lineno - 1] = line[:column] + b"int | " + line[column:]
    return b"".join(lines)


def with_standard_dataclasses(source: bytes) -> bytes:
    """The source with the standard library's `dataclass`, which mypyc knows: it compiles what ours would put off."""
    return re.sub(
        rb"^from \.+contracts\.quick_dataclasses import", b"from dataclasses import", source, flags=re.MULTILINE
    )


def floats(tree: ast.AST) -> Iterator[ast.Name]:
    """Wherever an annotation says `float`."""
    for node in ast.walk(tree):
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            for part in ast.walk(annotation) if annotation is not None else ():
                if isinstance(part, ast.Name) and part.id == "float":
                    yield part


def with_initializers(source: bytes, known: Mapping[str, ast.ClassDef]) -> bytes:
    """The source with an `__init__` in each dataclass that is not frozen; `dataclass` keeps what it finds. The one that
    it makes itself runs in the interpreter, from where objects of mypyc's classes are slow to fill: making events, legs
    and records took a fifth of the time.
    """
    lines = source.splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.ClassDef) and node.name in known and is_plain_dataclass(node):
            lines.insert(node.end_lineno or 0, initializer(node, known).encode())
    return b"".join(lines)


PLAIN, BY_KEYWORD = ["dataclass(slots=True)"], ["dataclass(slots=True, kw_only=True)"]


def plain_dataclasses(sources: Iterable[bytes]) -> dict[str, ast.ClassDef]:
    """Those that are not frozen, have no initializer of their own, and inherit from nothing or from each other."""
    classes = [node for source in sources for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    known = {node.name: node for node in classes if is_plain_dataclass(node)}

    def inherits_plainly(node: ast.ClassDef) -> bool:
        bases = [ast.unparse(base) for base in node.bases]
        return all(base in known and inherits_plainly(known[base]) for base in bases)

    return {name: node for name, node in known.items() if inherits_plainly(node)}


def is_plain_dataclass(node: ast.ClassDef) -> bool:
    own = [member.name for member in node.body if isinstance(member, ast.FunctionDef)]
    return decorators(node) in (PLAIN, BY_KEYWORD) and "__init__" not in own


def decorators(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(decorator) for decorator in node.decorator_list]


def members(node: ast.ClassDef, known: Mapping[str, ast.ClassDef]) -> list[tuple[ast.AnnAssign, bool]]:
    """Inherited ones first; each with whether it is given by keyword only."""
    inherited = [member for base in node.bases for member in members(known[ast.unparse(base)], known)]
    by_keyword = decorators(node) == BY_KEYWORD
    return inherited + [(member, by_keyword) for member in node.body if isinstance(member, ast.AnnAssign)]


def initializer(node: ast.ClassDef, known: Mapping[str, ast.ClassDef]) -> str:
    """What `dataclass` would make."""
    positional, named, body = ["self"], list[str](), list[str]()
    for member, by_keyword in members(node, known):
        arguments = named if by_keyword else positional
        name, kind, value = ast.unparse(member.target), f": {ast.unparse(member.annotation)}", member.value
        if member not in node.body:
            kind = ""  # whose names only the module of the class has that it is inherited from
        if isinstance(value, ast.Call):
            arguments.append(f"{name}{kind and kind + ' | None'} = None")
            body += [f"if {name} is None:", f"    self.{name} = {default(value)}"]
            body += ["else:", f"    self.{name} = {name}"]
        else:
            arguments.append(f"{name}{kind}" + (f" = {ast.unparse(value)}" if value is not None else ""))
            body.append(f"self.{name} = {name}")
    arguments = [*positional, *(["*", *named] if named else [])]
    return "\n        ".join([f"    def __init__({', '.join(arguments)}) -> None:", *body]) + "\n"


def default(call: ast.Call) -> str:
    """What a `field(default_factory=…)` gives."""
    (factory,) = call.keywords
    assert factory.arg == "default_factory"
    made_by = factory.value.value if isinstance(factory.value, ast.Subscript) else factory.value
    written = {"dict": "{}", "list": "[]"}.get(ast.unparse(made_by))
    return written or ast.unparse(made_by.body if isinstance(made_by, ast.Lambda) else ast.Call(made_by, [], []))


def module(source: Path) -> str:
    return ".".join(("voicenter_mock", *source.with_suffix("").parts))


if __name__ == "__main__":
    if os.environ.get("VOICENTER_MOCK_COMPILED") == "1":
        setup(
            setup_requires=[MYPY],
            ext_modules=[Extension(module(source), [str(source)]) for source in COMPILED],
            cmdclass={"build_py": BuildPython, "build_ext": BuildCompiled},
        )
    else:
        setup(cmdclass={"build_py": BuildPython})
