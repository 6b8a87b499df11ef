"""Everything that a snapshot of version 1 may hold of a call has its place in version 2."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control import snapshot_version_1 as version_1
from voicenter_mock.mockserver.telephony.model.story import StoryEntry

from ...suite.cases import for_each

ENTRIES = {name: kind for name, kind in snapshot.CLASSES.items() if issubclass(kind, StoryEntry)}


@for_each("what", version_1._ENTRIES)  # pyright: ignore[reportPrivateUsage]
def test_a_text_of_a_story_is_an_entry_with_all_its_members(what: str):
    name, members = version_1._ENTRIES[what]  # pyright: ignore[reportPrivateUsage]
    known = {field.name for field in fields(ENTRIES[name])}
    younger = {field.name for field in fields(ENTRIES[name]) if field.default is not MISSING}
    assert known - younger <= {"time", *members} <= known


def call(data: dict[str, Any], *story: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    entries = [{"@": "tuple", "items": [1.0, what, details]} for what, details in story]
    written = {"@": "Call", "data": data, "script": {"SIPSIP1": {"kind": "busy"}}, "story": entries}
    return version_1.upgrade({"version": 1, "state": {"calls": {"id": written}}})["state"]["calls"]["id"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"action": "call"}, "Click2CallState"),
        ({"type": 1, "direction": "incoming"}, "RoutedState"),
        ({"campaign_id": 1, "customer": "A"}, "ProductiveState"),
        ({"campaign_id": 1, "type": 1, "agent": ""}, "PredictiveState"),
    ],
)
def test_what_a_flow_keeps_becomes_its_class(data: dict[str, Any], name: str):
    state = call(data)["flow_state"]
    assert state["@"] == name
    assert set(state) - {"@"} <= {field.name for field in fields(snapshot.CLASSES[name])}


@pytest.mark.parametrize(
    ("what", "details", "name"),
    [
        ("muted", {}, "RecordingMuted"),
        ("circles", {"layers": 200}, "WentInCircles"),
        ("announced", {"seconds": 0.0, "failed": True}, "AnnouncementFailed"),
        ("transferred", {"number": "1", "to": "", "attended": True}, "HandedOver"),
        ("transferred", {"number": "1", "to": "2", "attended": False}, "Transferred"),
    ],
)
def test_a_text_that_meant_two_things_becomes_the_right_one(what: str, details: dict[str, Any], name: str):
    (entry,) = call({"action": "call"}, (what, details))["story"]
    assert entry["@"] == name
    assert set(entry) - {"@"} == {field.name for field in fields(ENTRIES[name])}
