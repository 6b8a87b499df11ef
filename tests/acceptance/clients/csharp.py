"""Reads a client in C# and prints a line for each thing that no compiler takes, as far as a grammar can tell.

Argument: the client's folder. What is no C#; members of a type that share a name, or have that of the type (CS0102,
CS0542); types of a namespace that share a name (CS0101).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import tree_sitter
import tree_sitter_c_sharp

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))
TYPES = {"class_declaration", "enum_declaration", "interface_declaration", "record_declaration", "struct_declaration"}
MEMBERS = {"property_declaration", "enum_member_declaration"}
"""Beside types. Methods may share a name."""

Types = Counter[tuple[str, str]]
"""How often a namespace has a type."""


def below(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    yield node
    for child in node.children:
        yield from below(child)


def name_of(node: tree_sitter.Node) -> str:
    found = node.child_by_field_name("name")
    return "" if found is None or found.text is None else found.text.decode()


def mistakes(path: Path, types: Types) -> Iterator[str]:
    for node in below(PARSER.parse(path.read_bytes()).root_node):
        if node.is_error or node.is_missing:
            yield f"{path.name}:{node.start_point[0] + 1}: this is no C#"
        if node.type not in TYPES:
            continue
        around = node.parent.parent if node.parent is not None else None
        may_share = {"type_parameter_list", "partial"}
        words = {child.type if child.type != "modifier" else str(child.text, "ascii") for child in node.children}
        if around is not None and around.type == "namespace_declaration" and not words & may_share:
            types[name_of(around), name_of(node)] += 1
        body = node.child_by_field_name("body")
        members = Counter(name_of(each) for each in (body.children if body else ()) if each.type in MEMBERS | TYPES)
        yield from (
            f"{path.name}: {name_of(node)} has {times} members {name!r}, or one of its own name"
            for name, times in members.items()
            if times > 1 or name == name_of(node)
        )


def main(folder: Path) -> None:
    types: Types = Counter()
    for path in sorted(folder.rglob("*.cs")):
        for mistake in mistakes(path, types):
            print(mistake)
    for (namespace, name), times in types.items():
        if times > 1:
            print(f"{namespace} has {times} types {name!r}")


main(Path(sys.argv[1]))
