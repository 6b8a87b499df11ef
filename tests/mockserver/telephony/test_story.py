"""A story is one row of plain values, of which entries are made when somebody asks."""

from __future__ import annotations

from voicenter_mock.mockserver.telephony.core.story import Dialled
from voicenter_mock.mockserver.telephony.dialer.story import CampaignDialled
from voicenter_mock.mockserver.telephony.model.story import Story, StoryEntry


def at(time: float, entry: StoryEntry) -> StoryEntry:
    entry.time = time
    return entry


ENTRIES = [
    at(1.0, CampaignDialled("Sales", "972501234567", 1, 0.5)),
    at(2.0, Dialled("972501234567", "target", 60, "")),
    at(3.0, CampaignDialled("Sales", "972507654321", 2)),
]


def test_the_entries_are_what_was_noted():
    assert list(Story.of(ENTRIES).entries()) == ENTRIES


def test_entries_of_one_kind_are_found_without_the_others():
    story = Story.of(ENTRIES)

    assert list(story.of_kind(CampaignDialled)) == [ENTRIES[0], ENTRIES[2]]
    assert [entry.time for entry in story.of_kind(CampaignDialled)] == [1.0, 3.0]
    assert list(Story().of_kind(Dialled)) == []
