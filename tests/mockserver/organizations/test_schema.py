"""The schema of the document and the exchange's dataclasses say the same."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import jsonschema
import pytest

from voicenter_mock.contracts.library import stored
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.organizations.entries import readers
from voicenter_mock.mockserver.telephony.model import directory as entries

SCHEMA: dict[str, Any] = stored("sandbox.organization")

ENTRIES: dict[str, type[Any]] = {
    "accounts": entries.Account,
    "codes": entries.Code,
    "users": entries.User,
    "extensions": entries.Extension,
    "trunks": entries.Trunk,
    "dids": entries.Did,
    "layers": entries.Layer,
    "queues": entries.Queue,
    "queues/members": entries.QueueMember,
    "voicemails": entries.Voicemail,
    "conferences": entries.Conference,
    "recordings": entries.Recording,
    "statuses": entries.AgentStatus,
    "campaigns": entries.Campaign,
    "campaigns/retries": entries.Retry,
    "ai": entries.Ai,
    "ai/questions": entries.AiQuestion,
    "lead_trackers": entries.LeadTracker,
    "earlier_calls": entries.EarlierCall,
    "behaviour": entries.Behaviour,
    "behaviour/agents": entries.Chance,
    "behaviour/outside": entries.Chance,
    "limits": entries.Limits,
    "prices": entries.Prices,
}
# In the order in which they were first named, each once.
READ_FROM_OBJECTS = [
    kind for kind in dict.fromkeys([*ENTRIES.values(), entries.CallbackTarget]) if kind is not entries.Behaviour
]
CALLBACKS = ("cdr", "popup", "external_ivr", "external_layer", "voicebot")


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] | schema if "$ref" in schema else schema


def members(path: str) -> dict[str, Any]:
    schema = SCHEMA
    for key in path.split("/"):
        schema = resolved(schema["properties"][key])
        schema = resolved(schema.get("items", schema))
    return schema["properties"]


def plain(value: object) -> object:
    """A default as the schema writes it."""
    return json.loads(json.dumps(value))


def test_it_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("example", SCHEMA["examples"])
def test_its_examples_are_organizations(example: dict[str, Any]):
    jsonschema.validate(example, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert read(example).id == example["id"]


@pytest.mark.parametrize("path", ENTRIES)
def test_an_entry_has_the_keys_of_its_dataclass(path: str):
    assert set(members(path)) == {field.name for field in dataclasses.fields(ENTRIES[path])}


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_callback_has_the_keys_of_its_dataclass_but_its_name(name: str):
    fields = {field.name for field in dataclasses.fields(entries.CallbackTarget)}
    assert set(members(f"callbacks/{name}")) == fields - {"name"}


def test_the_document_has_the_keys_of_the_directory_with_realtime_apart():
    fields = {field.name for field in dataclasses.fields(entries.Directory)}
    own = {name for name in fields if not name.startswith("realtime_")}
    assert set(SCHEMA["properties"]) == own | {"realtime"}
    assert {f"realtime_{name}" for name in members("realtime")} == fields - own


@pytest.mark.parametrize("path", ENTRIES)
def test_a_default_in_the_schema_is_the_dataclasses_own(path: str):
    schema = members(path)
    for field in dataclasses.fields(ENTRIES[path]):
        if "default" not in schema[field.name]:
            continue
        factory = field.default_factory
        default = factory() if factory is not dataclasses.MISSING else field.default
        assert plain(default) == schema[field.name]["default"], field.name


@pytest.mark.parametrize("path", ENTRIES)
def test_what_has_a_default_of_its_own_says_so_in_the_schema(path: str):
    schema = members(path)
    for field in dataclasses.fields(ENTRIES[path]):
        if field.default in (dataclasses.MISSING, None):
            continue
        described = "default" in schema[field.name] or "Absent" in schema[field.name]["description"]
        assert described or path == "behaviour", field.name


@pytest.mark.parametrize("kind", READ_FROM_OBJECTS)
def test_every_field_of_an_entry_can_be_read(kind: type[Any]):
    assert set(readers(kind)) == {field.name for field in dataclasses.fields(kind)}


def test_every_property_is_described():
    def undescribed(schema: Any, path: str) -> list[str]:
        found: list[str] = []
        for name, member in schema.get("properties", {}).items():
            if "description" not in member:
                found.append(f"{path}/{name}")
            inner = resolved(member)
            found += undescribed(inner, f"{path}/{name}") + undescribed(
                resolved(inner.get("items", {})), f"{path}/{name}"
            )
        return found

    assert undescribed(SCHEMA, "") == []
