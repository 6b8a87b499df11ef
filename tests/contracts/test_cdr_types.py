"""The kinds of call records."""

from __future__ import annotations

import pytest

from voicenter_mock.contracts.cdr_types import CDR_TYPE_IDS, CDR_TYPES, KNOWN_TYPE_NAMES, CdrType, cdr_type, other_legs


def test_ids_are_those_of_the_table():
    assert [*CDR_TYPE_IDS] == [1, 2, 4, *range(8, 24)]


def test_no_spelling_means_two_kinds():
    assert len(set(KNOWN_TYPE_NAMES)) == len(KNOWN_TYPE_NAMES)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "Incoming Call"),
        (4, "Extension Outgoing"),
        (8, "Queue"),
        (9, "Click2Call leg1"),
        (11, "VoiceMail"),
        (13, "XferCDR"),
        (15, "ProductiveCall Leg2"),
        (19, "Click 2 Queue Incoming"),
        (23, "Auto forward"),
    ],
)
def test_an_id_has_its_name(number: int, name: str):
    assert cdr_type(number).name == name


@pytest.mark.parametrize("spelling", ["Click2Callleg1", "Click2Calleg1", "click2call LEG1", " Click2Callleg1"])
def test_spellings_of_the_documents_mean_the_same_kind(spelling: str):
    assert cdr_type(spelling).id == 9


@pytest.mark.parametrize(("leg1", "leg2"), [(9, (10,)), (14, (15,)), (17, (18, 19)), (21, (22,))])
def test_leg_one_knows_its_leg_two(leg1: int, leg2: tuple[int, ...]):
    assert tuple(row.id for row in other_legs(leg1)) == leg2


@pytest.mark.parametrize("row", [row for row in CDR_TYPES if row.leg is not None], ids=lambda row: row.name)
def test_partners_point_at_each_other(row: CdrType):
    assert all(row.id in cdr_type(partner).partners and cdr_type(partner).leg != row.leg for partner in row.partners)


def test_a_record_that_stands_alone_has_no_other_leg():
    assert other_legs("Incoming Call") == ()


def test_an_unknown_id_is_named_with_the_known_ones():
    with pytest.raises(LookupError, match="id 3; known: 1, 2, 4, 8"):
        cdr_type(3)


def test_an_unknown_name_is_named_with_the_known_ones():
    with pytest.raises(LookupError, match="called 'Fax'; known: Incoming Call, CC"):
        cdr_type("Fax")
