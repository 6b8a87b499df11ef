"""ISUP causes, SIP answers and the realtime event's words."""

from __future__ import annotations

import dataclasses

import pytest

from voicenter_mock.contracts.causes import (
    CAUSES,
    HangupCause,
    cause,
    cause_of_status,
    causes_of_sip,
    rows_of,
    status_of,
)
from voicenter_mock.contracts.dial_statuses import CDR_STATUSES


def test_the_document_has_thirty_three_rows():
    assert len(CAUSES) == 33


def test_rows_stand_in_the_order_of_their_causes():
    assert [row.code for row in CAUSES] == sorted(row.code for row in CAUSES)


@pytest.mark.parametrize(
    ("code", "definition", "sip"),
    [
        (1, "Unallocated (unassigned) number", 404),
        (16, "normal call clearing", None),
        (17, "user busy", 486),
        (18, "no user responding", 408),
        (19, "no answer from the user", 480),
        (21, "call rejected", 403),
        (27, "destination out of order", 502),
        (65, "bearer capability not implemented", 488),
        (102, "recovery of timer expiry", 504),
        (127, "interworking unspecified", 500),
    ],
)
def test_a_row_says_what_the_document_says(code: int, definition: str, sip: int | None):
    row = cause(code)
    assert (row.definition, row.sip_code) == (definition, sip)


def test_number_changed_maps_to_two_sip_answers():
    assert [row.sip_code for row in rows_of(22)] == [410, 301]


def test_normal_clearing_is_a_sip_method_and_no_answer():
    assert (cause(16).sip_code, cause(16).sip_text) == (None, "BYE or CANCEL")


def test_every_row_has_a_status_that_the_call_log_knows():
    assert {row.status for row in CAUSES} <= set(CDR_STATUSES)


def test_every_event_text_belongs_to_some_cause():
    assert {row.event for row in CAUSES} == set(HangupCause)


@pytest.mark.parametrize(
    ("code", "status", "event"),
    [
        (1, "CONGESTION", "Unallocated (unassigned) number"),
        (16, "CANCEL", "Normal hangup"),
        (17, "BUSY", "User busy"),
        (19, "NOANSWER", "User alerting, no answer"),
        (20, "CHANUNAVAIL", "Subscriber absent"),
        (21, "BUSY", "Call Rejected"),
        (26, "CANCEL", "Answered elsewhere"),
        (28, "INVALIDARGS", "Invalid number format"),
        (3, "CONGESTION", "No route to destination"),
        (18, "CHANUNAVAIL", "No user responding"),
        (34, "CONGESTION", "Circuit/channel congestion"),
        (47, "CONGESTION", "Unknown"),
        (102, "CONGESTION", "Recover on timer expiry"),
        (127, "CONGESTION", "Interworking, unspecified"),
    ],
)
def test_a_dial_that_fails_gets_its_status_and_event_text(code: int, status: str, event: str):
    assert (status_of(code, answered=False), cause(code).event) == (status, event)


def test_an_answered_leg_is_answered_whatever_ends_it():
    assert status_of(41, answered=True) == "ANSWER"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("ANSWER", 16),
        ("CANCEL", 16),
        ("BUSY", 17),
        ("NOANSWER", 19),
        ("CHANUNAVAIL", 20),
        ("INVALIDARGS", 28),
        ("CONGESTION", 34),
    ],
)
def test_a_status_has_its_usual_cause(status: str, code: int):
    assert cause_of_status(status).code == code


@pytest.mark.parametrize("status", ["BUSY", "NOANSWER", "CANCEL", "CONGESTION", "CHANUNAVAIL", "INVALIDARGS"])
def test_the_usual_cause_of_a_failed_dial_leads_back_to_its_status(status: str):
    assert cause_of_status(status).status == status


def test_sip_answers_lead_to_their_causes():
    assert [row.code for row in causes_of_sip(403)] == [21, 55, 57, 87]


def test_a_sip_answer_that_no_cause_maps_to_has_none():
    assert causes_of_sip(200) == ()


def test_an_unknown_cause_is_named_with_the_known_ones():
    with pytest.raises(LookupError, match=r"ISUP cause 5; known: 1, 2, 3, 16"):
        cause(5)


def test_a_status_without_a_dial_has_no_cause():
    with pytest.raises(LookupError, match=r"status 'VOEND'; there is one for ANSWER"):
        cause_of_status("VOEND")


def test_rows_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CAUSES[0].status = "BUSY"  # type: ignore[misc]
