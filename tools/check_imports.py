"""Who may import whom: `python tools/check_imports.py [CHECKOUT]` prints what breaks the rules and exits with 1.

1. Nobody imports `contracts`, `mockserver` or `fixtures` by the folder's name: that loads a second copy beside
   `voicenter_mock.contracts`, with classes that are not the same.
2. Inside the package, imports are relative.
3. Arrows go one way: fixtures -> mockserver -> contracts. Everybody may read `voicenter_mock.__version__`.
4. `mockserver.telephony` uses nothing else of the mock server, and nothing that reaches out of the simulation.
5. Rooms stand on each other in the order of `FLOORS`: a room uses itself and the rooms before it.
6. Nothing imports in a circle, not even for types or inside a function.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = "voicenter_mock"
MAY_USE: dict[str, frozenset[str]] = {
    "": frozenset({"contracts", "fixtures", "mockserver"}),
    "contracts": frozenset(),
    "mockserver": frozenset({"contracts"}),
    "fixtures": frozenset({"contracts", "mockserver"}),
}
"""For each room ("" is `voicenter_mock/__init__.py` itself), the other rooms it may import."""

FLOORS: dict[str, tuple[str, ...]] = {
    "mockserver": (
        "wire",
        "telephony",
        "state",
        "callbacks",
        "organizations",
        "tenancy",
        "realtime",
        "media",
        "sip",
        "traffic",
        "api",
        "sandbox",
        "requests",
        "serving",
        "verify",
        "drift",
        "recorder",
        "load",
        "mcp",
        "commands",
        "command_line",
        "cli",
    ),
    "mockserver.telephony": (
        "model",
        "analysis",
        "log",
        "core",
        "presence",
        "legs",
        "routing",
        "click2call",
        "dialer",
        "in_call",
        "control",
    ),
}
"""For a room with rooms inside, those from the ground up: each may use itself and what stands before it."""

ROOMS = tuple(room for room in MAY_USE if room)
BESIDE_THE_PACKAGE = ("tests", "tools", "benchmarks", "examples", "conftest.py")
OUTSIDE_WORLD = frozenset(
    {"aiohttp", "asyncio", "flask", "http", "httpx", "requests", "responses", "selectors", "socket", "socketio"}
    | {"subprocess", "time", "urllib", "uvicorn", "websockets", "werkzeug"}
)
"""What the simulation may not import: servers, clients, sockets and the wall clock."""


def modules(checkout: Path) -> Iterator[tuple[Path, str]]:
    """Every file to check, with the dotted name it is installed under ("" for files beside the package)."""
    for folder in (PACKAGE, *ROOMS):
        prefix = (PACKAGE,) if folder == PACKAGE else (PACKAGE, folder)
        for path in sorted((checkout / folder).rglob("*.py")):
            inside = path.relative_to(checkout / folder).with_suffix("").parts
            yield path, ".".join((*prefix, *inside))
    for name in BESIDE_THE_PACKAGE:
        place = checkout / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []:
            yield path, ""


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements and what holds some; none of the expressions, which are many and import nothing."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for node in getattr(tree, field, ()):
            yield node
            yield from statements(node)


def imports_of(tree: ast.AST, module: str) -> Iterator[tuple[int, str, bool]]:
    """Each import as line, dotted name of what is imported, and whether it was written relative."""
    for node in statements(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # `module` ends in `__init__` for a package, so that one dot drops it there too
                base = ".".join([*module.split(".")[: -node.level], *([base] if base else [])])
            yield from ((node.lineno, f"{base}.{alias.name}", bool(node.level)) for alias in node.names)


def room_of(name: str) -> str:
    """The room a dotted name inside the package belongs to; "" for `voicenter_mock` itself."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else ""


def is_telephony(name: str) -> bool:
    return f"{name}.".startswith(f"{PACKAGE}.mockserver.telephony.")


def complaint(module: str, target: str, relative: bool) -> str | None:
    """Why `module` ("" outside the package) may not import `target`, and what to do; `None` if it may."""
    first = target.partition(".")[0]
    if not relative and first in ROOMS:
        wanted = "a relative import" if module else f"{PACKAGE}.{first}"
        return f"'{first}' by its folder's name would be a second copy; write {wanted}"
    if not module:
        return None
    if is_telephony(module) and first in OUTSIDE_WORLD:
        return f"telephony knows no {first}: hand in a port, or publish an event and act on it outside telephony"
    if first != PACKAGE:
        return None
    if not relative:
        return "imports inside the package are relative"
    if target == f"{PACKAGE}.__version__":
        return None
    here, there = room_of(module), room_of(target)
    if here != there and there not in MAY_USE[here]:
        return f"{here} may not use {there or PACKAGE}: arrows go fixtures -> mockserver -> contracts"
    if is_telephony(module) and there == "mockserver" and not is_telephony(target):
        return f"telephony uses nothing else of the mock server, here {target}: publish an event or ask a question"
    return above(module, target)


def above(module: str, target: str) -> str | None:
    """Why `target` stands above `module`, in whichever room they share; `None` when it does not."""
    for house, rooms in FLOORS.items():
        prefix = f"{PACKAGE}.{house}."
        if module.startswith(prefix) and target.startswith(prefix):
            here, there = (name.removeprefix(prefix).partition(".")[0] for name in (module, target))
            if here == "__init__":
                return f"{house} itself uses none of its rooms"
            for room in (here, there):
                if room not in rooms:
                    return f"{room} is no room of {house}; put the file into one of {', '.join(rooms)}"
            if rooms.index(there) > rooms.index(here):
                return f"{here} may not use {there}, which stands above it: {house} is {' < '.join(rooms)}"
    return None


def circles(uses: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Each set of modules that reach each other, sorted; `uses` says for each module what it imports."""
    reach: dict[str, set[str]] = {}
    for start in uses:
        seen, todo = set[str](), [start]
        while todo:
            for other in uses.get(todo.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        reach[start] = seen
    reported = set[str]()
    for module in sorted(uses):
        if module in reach[module] and module not in reported:
            circle = sorted(other for other in reach[module] if module in reach.get(other, ()))
            reported.update(circle)
            yield circle


def complaints(checkout: Path) -> Iterator[str]:
    """One line for each import that breaks a rule: place, colon, what to do."""
    found = list(modules(checkout))
    known = {module for _, module in found if module}
    uses: dict[str, set[str]] = {module: set() for module in known}
    for path, module in found:
        for line, target, relative in imports_of(ast.parse(path.read_bytes(), path.name), module):
            why = complaint(module, target, relative)
            if why:
                yield f"{path.relative_to(checkout).as_posix()}:{line}: {why}"
            if module:
                uses[module].update(file_of(target, known) - {module})
    for circle in circles(uses):
        yield f"{', '.join(circle)}: import each other in a circle; move what two of them share below both"


def file_of(target: str, known: set[str]) -> set[str]:
    """The module that an imported name is or stands in, if it is one of `known`."""
    for name in (target, f"{target}.__init__", target.rpartition(".")[0], f"{target.rpartition('.')[0]}.__init__"):
        if name in known:
            return {name}
    return set()


def main(arguments: list[str]) -> int:
    checkout = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    found = list(complaints(checkout))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
