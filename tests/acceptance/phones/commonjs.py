"""A package of npm as one script for a page: its files as they are, each in a function of its own, and `require`."""

from __future__ import annotations

import json
import re
from pathlib import Path

_REQUIRED = re.compile(r"""\brequire\(\s*(["'])([^"']+)\1\s*\)""")


def bundle(package: str, name: str, packages: Path) -> str:
    """The script that sets the global ``name`` to what ``require(package)`` gives in a browser."""
    files: dict[Path, dict[str, str]] = {}
    main = _of_package(packages, package)
    _collect(main, packages, files)
    numbers = {path: number for number, path in enumerate(files)}
    parts = [
        f"{numbers[path]}: [function(require, module, exports) {{\n{_source(path)}\n}}, "
        f"{json.dumps({wanted: numbers[Path(found)] for wanted, found in required.items()})}]"
        for path, required in files.items()
    ]
    return (
        f"window.{name} = (function(files) {{ const loaded = {{}}; function load(number) {{"
        "if (!loaded[number]) { const module = loaded[number] = {exports: {}}; const [run, names] = files[number];"
        "run((wanted) => load(names[wanted]), module, module.exports); } return loaded[number].exports; }"
        f"return load({numbers[main]}); }})({{\n{','.join(parts)}\n}});"
    )


def _source(path: Path) -> str:
    text = path.read_text("utf-8")
    return f"module.exports = {text};" if path.suffix == ".json" else text


def _collect(path: Path, packages: Path, files: dict[Path, dict[str, str]]) -> None:
    if path in files:
        return
    files[path] = required = {}
    if path.suffix == ".json":
        return
    for match in _REQUIRED.finditer(path.read_text("utf-8")):
        wanted = match[2]
        found = _relative(path.parent / wanted) if wanted.startswith(".") else _of_package(packages, wanted)
        required[wanted] = str(found)
        _collect(found, packages, files)


def _relative(path: Path) -> Path:
    for candidate in (path, path.with_name(path.name + ".js"), path / "index.js"):
        if candidate.is_file():
            return candidate.resolve()
    raise FileNotFoundError(path)


def _of_package(packages: Path, name: str) -> Path:
    folder = packages / name
    described = json.loads((folder / "package.json").read_text("utf-8"))
    browser = described.get("browser")
    return _relative(folder / (browser if isinstance(browser, str) else described.get("main", "index.js")))
