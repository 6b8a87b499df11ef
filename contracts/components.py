"""Contracts as the component schemas of an OpenAPI or AsyncAPI document."""

from __future__ import annotations

from typing import Any

from .json_values import is_array, is_object
from .library import Schema, stored

_DATA = frozenset(("examples", "default", "enum", "const", "x-known-values", "x-values"))
_BY_NAME = frozenset(("properties", "patternProperties", "dependentSchemas"))
_OF_THE_FILE = frozenset(("$schema", "$id", "$defs"))
_PREFIX = "#/components/schemas/"


class Components:
    """Collects the schemas that a document refers to.

    A contract is a component under its own name; its definitions are components beside it, under their own names
    too where all contracts mean the same by one, else under the contract's name and theirs.
    ``plain_references``: nothing stands beside ``$ref`` (what a reader of draft 7 would pass over).
    """

    def __init__(self, *, plain_references: bool = False) -> None:
        self.schemas: dict[str, Schema] = {}
        self._plain = plain_references
        self._sources: dict[str, Schema] = {}

    def reference(self, name: str) -> Schema:
        """``$ref`` to the contract, which becomes a component if it is not one yet. Raises ``UnknownContract``."""
        if name not in self.schemas:
            self.add(name, stored(name))
        return {"$ref": f"{_PREFIX}{name}"}

    def add(self, name: str, schema: Schema) -> None:
        """Makes a schema a component, its definitions components beside it."""
        names = self._definitions(name, schema.get("$defs", {}))
        body = {key: value for key, value in schema.items() if key not in _OF_THE_FILE}
        self.schemas[name] = self._rewritten(body, names)

    def member(self, name: str, rules: Schema) -> Schema:
        """One member's rules out of the contract, to stand on its own."""
        self.reference(name)
        names = self._definitions(name, stored(name).get("$defs", {}))
        member: Schema = self._rewritten(rules, names)
        return member

    def _definitions(self, name: str, definitions: dict[str, Schema]) -> dict[str, str]:
        """The component that each of a contract's definitions is."""
        names: dict[str, str] = {}
        for short, definition in definitions.items():
            component = short if self._sources.setdefault(short, definition) == definition else f"{name}.{short}"
            self._sources.setdefault(component, definition)
            names[short] = component
        for short, component in names.items():
            if component not in self.schemas:
                self.schemas[component] = {}
                self.schemas[component] = self._rewritten(definitions[short], names)
        return names

    def _rewritten(self, node: Any, names: dict[str, str]) -> Any:
        if is_array(node):
            return [self._rewritten(item, names) for item in node]
        if not is_object(node):
            return node
        rewritten: Schema = {}
        for key, value in node.items():
            if key == "$ref":
                rewritten[key] = f"{_PREFIX}{names[str(value).rpartition('/')[2]]}"
            elif key in _DATA:
                rewritten[key] = value
            elif key in _BY_NAME:
                rewritten[key] = {name: self._rewritten(rules, names) for name, rules in value.items()}
            else:
                rewritten[key] = self._rewritten(value, names)
        if self._plain and "$ref" in rewritten and len(rewritten) > 1:
            reference = {"$ref": rewritten.pop("$ref")}
            rewritten["allOf"] = [reference, *rewritten.get("allOf", ())]
        return rewritten
