"""The contract of events has every member of every kind of event, and no other."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

from voicenter_mock import contracts
from voicenter_mock.mockserver.telephony.model.calls import ExtensionCall
from voicenter_mock.mockserver.telephony.model.events import Event

SCHEMA: dict[str, Any] = contracts.schema("sandbox.events")


def test_the_members_are_those_of_the_events():
    stated = SCHEMA["properties"]["events"]["items"]["properties"].keys()
    members = {field.name for kind in get_args(Event) for field in fields(kind)}

    made_of = {"row": "cdr", "shown": "calls", "changes": "calls"}  # what a record, or a campaign's calls, are made of
    assert stated == {"number", "type"} | {made_of.get(name, name) for name in members}


def test_the_members_of_a_call_are_those_of_a_call():
    stated = SCHEMA["$defs"]["sandbox_event_call"]

    assert set(stated["required"]) == stated["properties"].keys() == {field.name for field in fields(ExtensionCall)}
