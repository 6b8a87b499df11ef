"""What became of a call, in one word."""

from __future__ import annotations

import pytest

from voicenter_mock.contracts.dial_statuses import (
    CDR_STATUSES,
    DIAL_STATUSES,
    HANGUP_CALL_STATUSES,
    dial_status,
    is_answered,
    queue_status,
)


def test_the_call_log_has_eighteen_statuses():
    assert len(CDR_STATUSES) == 18


def test_each_status_stands_once():
    assert len({row.name for row in DIAL_STATUSES}) == len(DIAL_STATUSES)


def test_only_the_destination_and_the_mailbox_answer():
    assert [row.name for row in DIAL_STATUSES if row.answered] == ["ANSWER", "VOICEMAIL"]


def test_nothing_that_was_not_dialled_was_answered():
    assert not [row.name for row in DIAL_STATUSES if row.answered and not row.dialled]


def test_the_privacy_statuses_are_for_external_ivr_alone():
    assert [row.name for row in DIAL_STATUSES if not row.in_cdr] == ["DONTCALL", "TORTURE"]


def test_every_status_of_external_ivr_has_a_row():
    assert [dial_status(name).name for name in HANGUP_CALL_STATUSES][:3] == ["ANSWER", "ANSWER", "BUSY"]


@pytest.mark.parametrize("name", ["answer", "ANSWERED", " Answer "])
def test_a_status_is_found_without_regard_to_case(name: str):
    assert is_answered(name)


@pytest.mark.parametrize("name", ["TIMEOUT", "EXIT", "FULL", "JOINEMPTY"])
def test_queues_say_abandone_unless_detailed(name: str):
    assert (queue_status(name, detailed=False), queue_status(name, detailed=True)) == ("ABANDONE", name)


def test_an_answered_queue_call_keeps_its_status():
    assert queue_status("ANSWER", detailed=False) == "ANSWER"


def test_an_unknown_status_is_named_with_the_known_ones():
    with pytest.raises(LookupError, match="called 'ABANDONED'; known: ANSWER, BUSY"):
        dial_status("ABANDONED")
