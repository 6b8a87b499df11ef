"""`--set`: members that somebody puts into messages, as text."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.fixtures.verification import Verifier
from voicenter_mock.mockserver.callbacks.samples import overridden_by_texts, sample
from voicenter_mock.mockserver.verify import Settings, verify

CDR = sample("cdr", call_id="20260726093000Ab3dE5fG7hJ9kL1mNpQ", epoch=1785047400, local_epoch=1785047400)


def received(callback: str, phase: str, **overrides: str) -> list[dict[str, Any]]:
    """The messages of a phase."""
    messages: list[dict[str, Any]] = []
    verify(messages.append, callback, Settings(max_examples=5, phases=(phase,), overrides=overrides))  # pyright: ignore[reportArgumentType]
    return messages


@pytest.mark.parametrize("phase", ["documented", "generated"])
def test_a_member_that_the_sample_lacks_is_put_into_every_message(phase: str):
    messages = received("cdr", phase, campaignID="77", var_shop="3", seconds_waiting_in_queue="5")

    assert {
        (message["campaignID"], message["var_shop"], message["seconds_waiting_in_queue"]) for message in messages
    } == {(77, "3", 5)}


@pytest.mark.parametrize(
    ("text", "value"),
    [("campaignID=77", 77), ("campaignCode=77", "77"), ("campaignID=many", "many"), ("campaignID=null", None)],
)
def test_a_new_member_becomes_what_its_contract_wants(text: str, value: object):
    name, _, written = text.partition("=")

    assert overridden_by_texts("cdr_notification", CDR, {name: written})[name] == value


def test_a_tests_own_values_are_what_json_has():
    messages: list[dict[str, Any]] = []
    values = {"isAnswer": True, "CustomData": {"var_shop": "3"}, "queuename": None}
    Verifier()(messages.append, "cdr", phases=["documented"], max_examples=1, values=values)

    assert messages[0].items() >= values.items()
    assert contracts.accepts("cdr_notification.request", messages[0] | {"isAnswer": 1, "queuename": ""})
