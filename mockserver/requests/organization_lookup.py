"""Whose a request is: the organization of its base path, of a code in it, or of what only one of them has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...contracts.json_values import is_object
from ...contracts.operations import Operation
from ...contracts.sentences import Sentence
from ..tenancy.registry import Registry, RegistryError
from ..tenancy.tenants import Tenant
from ..wire.decoding import Decoded
from ..wire.http import HttpRequest

_CODE_MEMBERS = ("code", "campaign")


def owner(
    registry: Registry,
    operation: Operation,
    request: HttpRequest,
    decoded: Decoded,
    path_values: Mapping[str, str],
    base: str,
) -> tuple[Tenant | None, list[Sentence]]:
    """The organization a request belongs to, or ``None`` and hints why there is none."""
    if base:
        try:
            return registry.get(base), []
        except RegistryError as error:
            return None, [error.sentence]
    members = {name.lower(): value for name, value in decoded.members.items()}
    token = request.bearer
    codes = [token] if token else []
    codes += [str(members[name]) for name in _CODE_MEMBERS if isinstance(members.get(name), str | int)]
    if decoded.items:
        codes += codes_of_items(decoded.items)
    for code in codes:
        holders = registry.holders_of_code(code)
        if len(holders) == 1:
            return holders[0], []
        if holders:
            names = ", ".join(sorted(holder.id for holder in holders)[:5])
            return None, [_several("code", code, names)]
    if codes:
        known = ", ".join(repr(code) for code in registry.known_codes())
        sentence = Sentence.of(
            "NobodyHasCode", "no organization has code {code!r}; known: {known}", code=codes[-1], known=known
        )
        return None, [sentence]
    return _by_possession(registry, operation, path_values, members)


def _by_possession(
    registry: Registry, operation: Operation, path_values: Mapping[str, str], members: Mapping[str, Any]
) -> tuple[Tenant | None, list[Sentence]]:
    possessions = [("extension", registry.holders_of_extension), ("ivrid", registry.holders_of_call)]
    if operation.authority == "login":
        possessions = [("token", registry.holders_of_code)]
        possessions += [(name, registry.holders_of_login) for name in ("email", "username")]
    for name, holders_of in possessions:
        value = members.get(name) or path_values.get(name)
        if isinstance(value, str) and value:
            holders = holders_of(value)
            if len(holders) == 1:
                return holders[0], []
            if holders:
                return None, [_several(name, value, ", ".join(sorted(holder.id for holder in holders)[:5]))]
    file = path_values.get("file")
    if file:
        holders = registry.holders_of_recording(file)
        if holders:
            return holders[0], []
        return None, [Sentence.of("NobodyHasRecording", "no organization has a recording {file!r}", file=file[:100])]
    everyone = registry.all()
    if operation.authority in ("call", "none", "login") and len(everyone) == 1:
        return everyone[0], []
    sentence = Sentence.of(
        "NothingNamesOrganization", "the request carries no code, and nothing that only one organization has"
    )
    return None, [sentence]


def _several(name: str, value: str, holders: str) -> Sentence:
    return Sentence.of(
        "SeveralHave",
        "several organizations have {name} {value!r} ({holders}); "
        "put the base path /o/<id> before the path to say which",
        name=name,
        value=value,
        holders=holders,
    )


def codes_of_items(items: list[Any]) -> list[str]:
    """The codes in an array of calls, each once, those of the first ones."""
    found: dict[str, None] = {}
    for item in items[:1000]:
        if is_object(item):
            found |= {str(value): None for name, value in item.items() if name.lower() in _CODE_MEMBERS}
    return list(found)
