"""What a message has beyond its contract, and what the contract names."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts.undocumented import documented, place_of, present, undocumented_members

CDR = "cdr_notification.request"


def _unknown(name: str, message: Any) -> list[tuple[str, str]]:
    return [(found.place, found.name) for found in undocumented_members(name, message)]


def test_an_unknown_member_is_found_at_its_place_whatever_its_index() -> None:
    message = {"CDR_LIST": [{"Type": "Queue"}, {"Quality": 1}], "X": {"y": 1}}
    assert _unknown("cdr_hub.query.response", message) == [("$.CDR_LIST[*].Quality", "Quality"), ("$.X", "X")]


@pytest.mark.parametrize("member", ["var_anything", "VAR_other"])
def test_custom_parameters_are_no_unknown_members(member: str) -> None:
    assert _unknown(CDR, {member: "1"}) == []


def test_what_customers_put_into_their_own_data_is_not_looked_at() -> None:
    assert _unknown(CDR, {"CUSTOM_DATA": {"anything": {"at": "all"}}}) == []


def test_the_members_of_a_message_are_listed_with_their_places() -> None:
    assert dict(present({"a": [{"b": 1}], "c d": 2})) == {"$.a": [{"b": 1}], "$.a[*].b": 1, "$['c d']": 2}


def test_a_contract_names_its_members_with_their_words() -> None:
    words = {one.place: one.words for one in documented(CDR)}
    assert "ABANDONE" in words["$.status"]
    assert "$.IVR[*].Dtmf" in words


def test_a_place_has_a_star_for_every_index() -> None:
    assert place_of(("IVR", 3, "Dtmf")) == "$.IVR[*].Dtmf"
