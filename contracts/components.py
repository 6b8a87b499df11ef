"""Contracts as the component schemas of an OpenAPI or AsyncAPI document."""

from __future__ import annotations

from typing import Any

from .json_values import is_array, is_object
from .library import Schema, definitions, stored
from .portable_schemas import portable
from .type_names import camel, join_names

_DATA = frozenset(("examples", "default", "enum", "const", "x-known-values", "x-values"))
_BY_NAME = frozenset(("properties", "patternProperties", "dependentSchemas"))
_OF_THE_FILE = frozenset(("$schema", "$id", "$defs"))
_PREFIX = "#/components/schemas/"
_NAMES_OF_LANGUAGES = frozenset(("boolean", "integer", "number", "text"))
"""Definitions that are called as a type of most languages' own is: a generated type of that name would hide it."""


class Components:
    """Collects the schemas that a document refers to.

    A contract is a component under its own name in capitals (``DialerAddCallRequest``), as in ``contracts.types``. So
    is a definition that contracts share (``CampaignTotals``); one that only this contract has is called after it, too.
    Components have no titles: generators that prefer those to names would make two types of one name.
    ``plain_references``: nothing stands beside ``$ref`` (what a reader of draft 7 would pass over).
    """

    def __init__(self, *, plain_references: bool = False) -> None:
        self.schemas: dict[str, Schema] = {}
        self._plain = plain_references

    def reference(self, name: str) -> Schema:
        """``$ref`` to the contract, which becomes a component if it is not one yet. Raises ``UnknownContract``."""
        if camel(name) not in self.schemas:
            self.add(name, stored(name))
        return {"$ref": f"{_PREFIX}{camel(name)}"}

    def add(self, name: str, schema: Schema) -> None:
        """Makes a schema a component, and the definitions that it needs components beside it."""
        body = {key: value for key, value in schema.items() if key not in _OF_THE_FILE}
        self.schemas[camel(name)] = self._rewritten(name, body, schema.get("$defs", {}))

    def member(self, name: str, rules: Schema) -> Schema:
        """One member's rules out of the contract, to stand on its own."""
        member: Schema = self._rewritten(name, rules, stored(name).get("$defs", {}))
        return member

    def _rewritten(self, name: str, rules: Schema, known: dict[str, Schema]) -> Schema:
        rewritten: Schema = self._referring(name, portable(rules, known), known)
        return rewritten

    def _definition(self, name: str, short: str, known: dict[str, Schema]) -> str:
        """The component that one of a contract's definitions is."""
        component = camel(f"{short}_value" if short in _NAMES_OF_LANGUAGES else short)
        if definitions().get(short) != known[short]:
            component = join_names(camel(name), component)
        if component not in self.schemas:
            self.schemas[component] = {}  # a definition may refer to itself
            self.schemas[component] = self._rewritten(name, known[short], known)
        return component

    def _referring(self, name: str, node: Any, known: dict[str, Schema]) -> Any:
        """With references to components for those to definitions."""
        if is_array(node):
            return [self._referring(name, item, known) for item in node]
        if not is_object(node):
            return node
        rewritten: Schema = {}
        for key, value in node.items():
            if key == "$ref":
                rewritten[key] = f"{_PREFIX}{self._definition(name, str(value).rpartition('/')[2], known)}"
            elif key == "title":
                continue
            elif key in _DATA:
                rewritten[key] = value
            elif key in _BY_NAME:
                rewritten[key] = {member: self._referring(name, rules, known) for member, rules in value.items()}
            else:
                rewritten[key] = self._referring(name, value, known)
        if self._plain and "$ref" in rewritten and len(rewritten) > 1:
            reference = {"$ref": rewritten.pop("$ref")}
            rewritten["allOf"] = [reference, *rewritten.get("allOf", ())]
        return rewritten
