"""Writes the package `contracts/types`, a `TypedDict` for every message: `python tools/write_types.py [--check]`.

`message_types.py` reads the schemas, this lays out the files. `--check` writes nothing and exits with 1 if a file is
out of date.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from message_types import Contract, Declaration, Declarations, Kinds, Member, Schema, quote

from voicenter_mock.contracts.operations.control_calls import CALLS
from voicenter_mock.contracts.operations.control_campaigns import CAMPAIGNS
from voicenter_mock.contracts.operations.control_organizations import ORGANIZATIONS
from voicenter_mock.contracts.operations.control_records import RECORDS

CONTRACTS = Path(__file__).resolve().parent.parent / "contracts"
PACKAGE = CONTRACTS / "types"
CONTROL = {"calls": CALLS, "campaigns": CAMPAIGNS, "organizations": ORGANIZATIONS, "records": RECORDS}
LINE = 120
NOTICE = "Written by tools/write_types.py from the schemas."

PACKAGE_FILE = '''"""A `TypedDict` for every message that crosses the wire, for editors and type checkers.

>>> from voicenter_mock.contracts.types import CdrNotificationRequest
>>> cdr: CdrNotificationRequest

{notice} How a schema becomes a type:

- A message has its contract's name in capitals: `dialer.add_call.request` is `DialerAddCallRequest`. What is inside one
  is called after the whole and its member (`PopupRequestCurrentCall`), what is in a list gets `Item`. Of what depends
  on another member each variant gets that one's value: with `ACTION` `MENU` the member `DATA` is an
  `ExternalIvrGetIvrActionResponseDataMenu`. Where one name ends with what the next begins with, it stands once:
  `SandboxEventsItem`. Shared definitions have names of their own: `realtime_call` is `RealtimeCall`.
- A shared definition with further members is its subclass: `RealtimeExtensionEventData`.
- A message that may be something else than an object is a union under the contract's name; the object gets `Object`.
- What the schema always requires is required. All else is `NotRequired`, also what only some answers must have.
- An enumeration is a `Literal`. One that the vendor extends is `Literal[…] | str`: editors offer what is known, type
  checkers take anything. A number with a fraction is a `float`, also where the schema lists the few that there are.
- `null` is `None`. Types that messages are only tolerated to have (`x-tolerated`) are left out.
- An object without named members is a `dict` of what `additionalProperties` says. One with named members may have
  others at run time; where the contract speaks of such (`var_…`), the docstring says so. Read them with `get`.

Nothing is imported before it is asked for. These types say nothing of lengths, patterns and of what depends on what:
the schemas do, and `contracts.validate` checks it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    {stars}
else:
    _MODULES = ({modules})

    def __getattr__(name):
        from importlib import import_module

        for module in () if name.startswith("_") else _MODULES:
            found = import_module(f"{{__name__}}.{{module}}")
            if name in found.__all__:
                globals()[name] = getattr(found, name)
                return globals()[name]
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
'''


def module_of(contract: str) -> str:
    """The file that a contract's types stand in: one for each API, several for the control API."""
    api = contract.partition(".")[0]
    if contract == "sandbox.organization":
        return "organization_document"
    if api == "sandbox":
        for name, operations in CONTROL.items():
            if any(contract in (operation.request, operation.response) for operation in operations):
                return f"control_{name}"
        return "control_records"
    return "realtime_events" if api == "realtime" else api


def module_of_definition(short: str) -> str:
    for prefix, module in (("sandbox_", "control_definitions"), ("realtime_", "realtime_definitions")):
        if short.startswith(prefix):
            return module
    return "definitions"


def declarations() -> dict[str, Declaration]:
    """Everything that the schemas amount to, by name."""
    shared: dict[str, Schema] = json.loads((CONTRACTS / "definitions.json").read_text("utf-8"))
    collected = Declarations(shared, {short: module_of_definition(short) for short in shared})
    for path in sorted((CONTRACTS / "schemas").glob("*.json")):
        schema: Schema = json.loads(path.read_text("utf-8"))
        source = schema.get("x-source", "")
        contract = Contract(path.stem, module_of(path.stem), source, schema.get("$defs", {}))
        collected.add(contract, schema)
    return collected.by_name


# ---- the text ------------------------------------------------------------------------------------------


def docstring(text: str, indent: str) -> str:
    """The text as a docstring, wrapped; one of several paragraphs has its closing quotes on their own line."""
    text = text.replace('"""', "'''")
    mark = 'r"""' if "\\" in text else '"""'
    paragraphs = text.split("\n\n")
    lines: list[str] = []
    for paragraph in paragraphs:
        first = f"{indent}{mark}" if not lines else indent
        room = LINE - (3 if paragraph is paragraphs[-1] else 0)
        lines += [*([""] if lines else []), *wrap(paragraph, first, indent, room)]
    if len(paragraphs) > 1:
        return "\n".join(lines) + f'\n{indent}"""'
    return "\n".join(lines) + (' """' if lines[-1].endswith('"') else '"""')


def wrap(text: str, first: str, indent: str, room: int) -> list[str]:
    return textwrap.wrap(
        text, room, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def alias(declaration: Declaration, kinds: Kinds) -> str:
    """`Name: TypeAlias = …`, with the words of a long enumeration below one another."""
    start = f"{declaration.name}: TypeAlias ="
    line = f"{start} {kinds}"
    if len(line) > LINE:
        if len(kinds.parts) == 1:
            line = f"{start} {below_one_another(kinds, '')}"
        elif len(str(kinds)) + 4 <= LINE:
            line = f"{start} (\n    {kinds}\n)"
        else:
            first = below_one_another(kinds, "    ") if kinds.words else kinds.parts[0]
            line = f"{start} (\n    " + "\n    | ".join([first, *kinds.parts[1:]]) + "\n)"
    return f"{line}\n{docstring(declaration.text, '')}"


def below_one_another(kinds: Kinds, indent: str) -> str:
    words = "".join(f"{indent}    {quote(word)},\n" for word in kinds.words)
    return f"Literal[\n{words}{indent}]"


def annotation(member: Member, total: bool) -> str:
    return str(member.kinds) if member.required or not total else f"NotRequired[{member.kinds}]"


def typed_dict(declaration: Declaration) -> str:
    total = any(member.required for member in declaration.members)
    options = "" if total else ", total=False"
    if not declaration.is_class:
        lines = [f"{declaration.name} = TypedDict(", f'    "{declaration.name}",', "    {"]
        for member in declaration.members:
            lines += wrap(member.text, "        # ", "        # ", LINE)
            lines.append(f"        {quote(member.key)}: {annotation(member, total)},")
        lines += ["    },", *(["    total=False,"] if not total else []), ")", docstring(declaration.text, "")]
        return "\n".join(lines)
    lines = [
        f"class {declaration.name}({declaration.base or 'TypedDict'}{options}):",
        docstring(declaration.text, "    "),
        "",
    ]
    for member in declaration.members:
        line = f"    {member.key}: {annotation(member, total)}"
        if len(line) > LINE:
            line = split(member, total)
        lines += [line, *([docstring(member.text, "    ")] if member.text else [])]
    return "\n".join(lines)


def split(member: Member, total: bool) -> str:
    """The line of a member whose types do not fit on one."""
    types = "\n        | ".join(member.kinds.parts)
    closed = member.required or not total
    return f"    {member.key}: {'(' if closed else 'NotRequired['}\n        {types}\n    {')' if closed else ']'}"


def imports(declared: Iterable[Declaration], text: str, module_of_name: dict[str, str], own: str) -> str:
    typing = [name for name in ("Any", "Literal", "NotRequired", "TypeAlias", "TypedDict") if f"{name}" in text]
    lines = [f"from typing import {', '.join(typing)}", ""]
    needed: dict[str, set[str]] = {}
    for name in set[str]().union(*(declaration.needs for declaration in declared)):
        if module_of_name.get(name, own) != own:
            needed.setdefault(module_of_name[name], set()).add(name)
    for module, names in sorted(needed.items()):
        line = f"from .{module} import {', '.join(sorted(names))}"
        if len(line) > LINE:
            line = f"from .{module} import (\n" + "".join(f"    {name},\n" for name in sorted(names)) + ")"
        lines.append(line)
    return "\n".join(lines).rstrip()


def files() -> Iterator[tuple[str, str]]:
    """Every file of the package with its text."""
    everything = declarations()
    module_of_name = {name: declaration.module for name, declaration in everything.items()}
    modules = sorted(set(module_of_name.values()))
    for module in modules:
        own = [declaration for declaration in everything.values() if declaration.module == module]
        body = "\n\n\n".join(
            alias(declaration, declaration.kinds) if declaration.kinds else typed_dict(declaration)
            for declaration in own
        )
        about = f'"""Messages: {module.replace("_", " ")}. {NOTICE}"""'
        listed = "__all__ = [\n" + "".join(f'    "{declaration.name}",\n' for declaration in sorted_by_name(own)) + "]"
        heads = imports(own, body, module_of_name, module)
        yield f"{module}.py", f"{about}\n\n{heads}\n\n{listed}\n\n\n{body}\n"
    yield "__init__.py", package_file(modules)


def package_file(modules: list[str]) -> str:
    stars = "\n    ".join(f"from .{module} import *" for module in modules)
    listed = "".join(f"\n        {quote(module)}," for module in modules)
    return PACKAGE_FILE.format(notice=NOTICE, stars=stars, modules=f"{listed}\n    ")


def sorted_by_name(declared: Iterable[Declaration]) -> list[Declaration]:
    return sorted(declared, key=lambda declaration: declaration.name)


def main(arguments: list[str]) -> int:
    wanted = {PACKAGE / name: text for name, text in files()}
    there = {path: path.read_text("utf-8") for path in PACKAGE.glob("*.py")}
    changed = [path for path in sorted({*wanted, *there}) if wanted.get(path) != there.get(path)]
    for path in changed:
        if "--check" in arguments:
            print(f"contracts/types/{path.name} is out of date: run  python tools/write_types.py", file=sys.stderr)
        elif path in wanted:
            PACKAGE.mkdir(exist_ok=True)
            path.write_text(wanted[path], "utf-8", newline="\n")
        else:
            path.unlink()
    return int(bool(changed) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
