"""What `write_types.py` writes, before it is text: the declarations that the schemas amount to.

How schemas become types is said in the docstring that `write_types.py` gives the package `contracts/types`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from keyword import iskeyword
from typing import Any, TypeAlias

from voicenter_mock.contracts.json_values import is_object
from voicenter_mock.contracts.type_names import camel, join_names

Schema: TypeAlias = dict[str, Any]
Word: TypeAlias = str | int | bool

PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
ANNOTATIONS = frozenset(("type", "title", "description"))
PREFIX = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Kinds:
    """The types that a value may have: words of an enumeration, names of types, `None`."""

    words: tuple[Word, ...] = ()
    names: tuple[str, ...] = ()
    nullable: bool = False

    def __or__(self, other: Kinds) -> Kinds:
        words, names = dict.fromkeys((*self.words, *other.words)), dict.fromkeys((*self.names, *other.names))
        return Kinds(tuple(words), tuple(names), self.nullable or other.nullable)

    @property
    def parts(self) -> list[str]:
        """What stands between the bars of the annotation."""
        if "Any" in self.names:
            return ["Any"]
        literal = [f"Literal[{', '.join(map(quote, self.words))}]"] if self.words else []
        names = [name for name in self.names if not (name == "int" and "float" in self.names)]
        return [*literal, *names, *(["None"] if self.nullable else [])]

    def __str__(self) -> str:
        return " | ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    kinds: Kinds
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A `TypedDict` with its members, or, where `kinds` is set, an alias. `module` is the file that it belongs to.

    `base` is the `TypedDict` whose members it has besides its own; empty: none.
    """

    name: str
    module: str
    text: str
    members: tuple[Member, ...] = ()
    kinds: Kinds | None = None
    base: str = ""

    @property
    def needs(self) -> set[str]:
        """The names in its annotations."""
        kinds = [self.kinds] if self.kinds else [member.kinds for member in self.members]
        return {self.base, *(word for kind in kinds for name in kind.names for word in re.findall(r"\w+", name))}

    @property
    def is_class(self) -> bool:
        """Whether its members can be written as a class has them."""
        return all(member.key.isidentifier() and not iskeyword(member.key) for member in self.members)


@dataclass(slots=True)
class Contract:
    """What is known where a schema is read: the contract it stands in, and that one's own definitions."""

    name: str
    module: str
    source: str
    definitions: Mapping[str, Schema] = field(default_factory=dict[str, Schema])
    shared: bool = False
    """It is no contract but a shared definition."""

    def mention(self, part: str) -> str:
        """What the docstring of a class says of where it belongs."""
        what = "Shared definition" if self.shared else "Contract"
        words = what if part == camel(self.name) else f"Part of {what.lower()}"
        return f"{words} `{self.name}`{f' ({self.source})' if self.source else ''}."


class Declarations:
    """Collects what the contracts amount to; what is referred to comes before what refers to it."""

    def __init__(self, shared: Mapping[str, Schema], module_of_definition: Mapping[str, str]) -> None:
        self.by_name: dict[str, Declaration] = {}
        self._shared = shared
        self._module_of_definition = module_of_definition
        self._definitions: dict[str, Kinds] = {}

    def add(self, contract: Contract, schema: Schema) -> None:
        """Declares the message of a contract under the contract's own name, and all that it consists of."""
        name = class_name(contract.name)
        texts = [
            sentence(schema["title"]),
            schema.get("description", ""),
            f"Contract `{contract.name}` ({contract.source}).",
        ]
        text = "\n\n".join(filter(None, texts))
        body = {key: value for key, value in schema.items() if key != "$defs"}
        if is_object_only(body) and self._has_members(body):
            self._declare_class(name, text, body, contract)
            return
        kinds = self._kinds(body, contract, f"{name}Object", f"{schema['title']}, as an object.")
        if kinds.names == (name,):  # the message is a shared definition of the same name
            self.by_name[name] = replace(self.by_name[name], text=text)
        else:
            self._declare(Declaration(name, contract.module, text, kinds=kinds))

    def _declare(self, declaration: Declaration) -> None:
        known = self.by_name.setdefault(declaration.name, declaration)
        if known != declaration:
            raise ValueError(f"two types would be called {declaration.name}")

    def _declare_class(self, name: str, text: str, rules: Schema, contract: Contract, base: str = "") -> None:
        further = rules.get("patternProperties") or is_object(rules.get("additionalProperties"))
        if further:
            text += "\n\nMembers of further names may be there: read them with `get`."
        members = tuple(self._members(name, rules, contract))
        self._declare(Declaration(name, contract.module, text, members, base=base))

    # ---- what a value may be ---------------------------------------------------------------------------

    def _kinds(self, rules: Schema, contract: Contract, name: str, text: str) -> Kinds:
        """The types of a value. `name` and `text` are for a class, should it take one."""
        if "$ref" in rules:
            kinds = self._definition(rules["$ref"].removeprefix(PREFIX), contract)
            if "properties" not in rules:
                return kinds
            (base,) = kinds.names  # an object, and these members besides
            self._declare_class(name, f"{sentence(text)}\n\n{contract.mention(name)}", rules, contract, base)
            return Kinds(names=(name,), nullable=kinds.nullable)
        if "const" in rules:
            return enumeration([rules["const"]])
        if "enum" in rules:
            return without_tolerated(rules, enumeration(rules["enum"]))
        if "type" not in rules:
            alternatives = [*alternatives_by_type(rules)]
            if alternatives:
                kinds = Kinds()
                for alternative in alternatives:
                    kinds |= self._kinds(alternative, contract, name, alternative.get("description", text))
                return kinds
        kinds = enumeration(rules.get("x-known-values") or rules.get("x-values") or [])
        for kind in types_of(rules):
            if kind == "object":
                kinds |= self._object(rules, contract, name, text)
            elif kind == "array":
                item = self._kinds(rules.get("items", {}), contract, f"{name}Item", text)
                kinds |= Kinds(names=(f"list[{item}]",))
            elif kind == "null":
                kinds |= Kinds(nullable=True)
            else:
                kinds |= Kinds(names=(PLAIN.get(kind, kind),))
        return without_tolerated(rules, kinds)

    def _object(self, rules: Schema, contract: Contract, name: str, text: str) -> Kinds:
        if self._has_members(rules):
            text = sentence(rules.get("description", text))
            self._declare_class(name, f"{text}\n\n{contract.mention(name)}", rules, contract)
            return Kinds(names=(name,))
        further: Any = rules.get("additionalProperties")
        values = self._kinds(further, contract, f"{name}Value", text) if is_object(further) else Kinds(names=("Any",))
        return Kinds(names=(f"dict[str, {values}]",))

    def _definition(self, short: str, contract: Contract) -> Kinds:
        """What a reference stands for. Objects and enumerations have names, the rest is written out."""
        if short not in self._shared:
            name = join_names(class_name(contract.name), camel(short))
            return self._named(name, contract.definitions[short], contract)
        if short not in self._definitions:
            rules = self._shared[short]
            owner = Contract(
                short, self._module_of_definition[short], rules.get("x-source", ""), self._shared, shared=True
            )
            self._definitions[short] = self._named(camel(short), rules, owner)
        return self._definitions[short]

    def _named(self, name: str, rules: Schema, contract: Contract) -> Kinds:
        kinds = self._kinds(rules, contract, name, rules.get("title", name))
        if not kinds.words:
            return kinds
        text = rules.get("description", rules.get("title", ""))
        self._declare(Declaration(name, contract.module, text, kinds=Kinds(kinds.words, kinds.names)))
        return Kinds(names=(name,), nullable=kinds.nullable)

    # ---- members ---------------------------------------------------------------------------------------

    def _has_members(self, rules: Schema) -> bool:
        return bool(rules.get("properties") or any(properties for _, properties in branches(rules)))

    def _members(self, name: str, rules: Schema, contract: Contract) -> Iterator[Member]:
        required: set[str] = set(rules.get("required", ()))
        properties: Schema = rules.get("properties", {})
        refined: dict[str, dict[str, Schema]] = {}
        for label, branch in branches(rules):
            for key, refinement in branch.items():
                if is_vague(properties.get(key, {"type": "object"})) and has_form(refinement):
                    refined.setdefault(key, {})[label] = refinement
        for key in dict.fromkeys((*properties, *refined)):
            rule: Schema = properties.get(key, {})
            own_name = join_names(name, camel(key))
            if own_name == name and "array" not in types_of(rule):
                own_name += camel(key)
            text = self._text(rule or next(iter(refined[key].values())), contract)
            if key in refined:
                kinds = self._of_branches(key, rule, refined[key], contract, own_name)
            else:
                kinds = self._kinds(rule, contract, own_name, part_text(key, rule, text))
            if kinds.words and len(str(kinds)) > 80:
                self._declare(
                    Declaration(own_name, contract.module, text or f"`{key}`.", kinds=Kinds(kinds.words, kinds.names))
                )
                kinds = Kinds(names=(own_name,), nullable=kinds.nullable)
            yield Member(key, kinds, key in required, text)

    def _of_branches(self, key: str, rule: Schema, refined: dict[str, Schema], contract: Contract, name: str) -> Kinds:
        """A member that is one thing or another, as the rest of the message has it."""
        kinds = Kinds()
        for label, refinement in refined.items():
            own_name = f"{name}{label}" if len(refined) > 1 else name
            text = part_text(key, refinement, refinement.get("description", ""))
            kinds |= self._kinds(refinement, contract, own_name, text)
        if not rule:
            return kinds
        return kinds | self._kinds({"type": [kind for kind in types_of(rule) if kind != "object"]}, contract, name, "")

    def _text(self, rules: Schema, contract: Contract) -> str:
        """The description of a member, else that of the definition it refers to."""
        text: str = rules.get("description", "")
        if not text and "$ref" in rules:
            short = rules["$ref"].removeprefix(PREFIX)
            text = {**self._shared, **contract.definitions}[short].get("description", "")
        return f"{text} Seen, not documented." if text and rules.get("x-seen") else text


def class_name(contract: str) -> str:
    """`dialer.add_call.request` is `DialerAddCallRequest`."""
    return camel(contract)


def quote(word: Word) -> str:
    if isinstance(word, str):
        return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(word)


def enumeration(values: Iterable[Any]) -> Kinds:
    """Numbers with a fraction cannot be words of a `Literal`: any number passes for them."""
    words = [value for value in values if value is not None]
    return Kinds(
        tuple(word for word in words if not isinstance(word, float)),
        ("float",) if any(isinstance(word, float) for word in words) else (),
        len(words) < len([*values]),
    )


def types_of(rules: Schema) -> list[str]:
    """The JSON types that a schema allows; "Any" where it does not say."""
    stated: str | list[str] | None = rules.get("type")
    if stated is None:
        return ["object"] if "properties" in rules else ["array"] if "items" in rules else ["Any"]
    kinds = [stated] if isinstance(stated, str) else stated
    return [kind for kind in kinds if kind not in rules.get("x-tolerated", ())]


def without_tolerated(rules: Schema, kinds: Kinds) -> Kinds:
    return Kinds(kinds.words, kinds.names) if "null" in rules.get("x-tolerated", ()) else kinds


def is_object_only(rules: Schema) -> bool:
    return "$ref" not in rules and types_of(rules) == ["object"]


def alternatives_by_type(rules: Schema) -> Iterator[Schema]:
    """`anyOf`, `oneOf`, and `if` a type `then` so `else` so, as the schemas of the alternatives."""
    yield from rules.get("anyOf", rules.get("oneOf", ()))
    if "if" in rules and "type" in rules["if"]:
        yield {**rules["if"], **rules["then"]}
        yield rules.get("else", {})


def branches(rules: Schema) -> Iterator[tuple[str, Schema]]:
    """The properties that a schema states under a condition, each with a name for the condition."""
    for part in (rules, *rules.get("allOf", ())):
        if "if" in part:
            yield condition_name(part["if"]), part.get("then", {}).get("properties", {})
            yield f"Not{condition_name(part['if'])}", part.get("else", {}).get("properties", {})


def condition_name(condition: Schema) -> str:
    """`ACTION` is `"MENU"` is called `Menu`: after the value of the last member that it asks for."""
    for rules in reversed([*condition.get("properties", {}).values()]):
        for value in rules.get("enum", [rules["const"]] if "const" in rules else []):
            return camel(str(value))
    return "Otherwise"


def part_text(key: str, rules: Schema, text: str) -> str:
    """What is said of a class for a member's value that says nothing of itself."""
    return f"One of `{key}`." if "array" in types_of(rules) else text or f"`{key}`."


def sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def is_vague(rules: Schema) -> bool:
    """Whether a schema says no more of an object than that it is one."""
    return "object" in types_of(rules) and not rules.keys() - ANNOTATIONS


def has_form(rules: Schema) -> bool:
    return bool(rules.keys() & {"type", "properties", "items", "$ref", "enum", "const"})
