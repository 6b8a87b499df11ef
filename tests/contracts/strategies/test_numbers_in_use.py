"""Phones are drawn from ranges in use: a receiver whose telephone field knows the numbering plans takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import phonenumbers
import pytest
from faker import Faker

from voicenter_mock.contracts import strategies
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.strategies import numbers
from voicenter_mock.contracts.strategies.picks import Maker, RandomPicks
from voicenter_mock.contracts.strategies.records import records
from voicenter_mock.fixtures.faker_provider import VoicenterProvider

PHONE_MEMBERS = re.compile(r"phones?|target|caller(_?id|phone|number)?|clientphone|targetnumber|did", re.IGNORECASE)


def is_valid(text: str) -> bool:
    number = "972" + text[1:] if text.startswith("0") else text.removeprefix("+")
    return phonenumbers.is_valid_number(phonenumbers.parse("+" + number))


def share_of_valid(texts: list[str]) -> float:
    return sum(map(is_valid, texts)) / len(texts)


def phones_in(value: Any, name: str = "") -> Iterator[str]:
    if is_object(value):
        for key, inner in value.items():
            yield from phones_in(inner, key)
    elif is_array(value):
        for inner in value:
            yield from phones_in(inner, name)
    elif isinstance(value, str | int) and PHONE_MEMBERS.fullmatch(name) and re.fullmatch(r"\+?[0-9]{9,15}", str(value)):
        yield str(value)


@pytest.mark.parametrize(
    "make",
    [numbers.local_numbers, numbers.international_numbers, numbers.plus_numbers, numbers.phone_texts, numbers.dids],
)
def test_numbers_are_valid_for_phonenumbers(make: Maker) -> None:
    picks = RandomPicks(Random(7))
    assert share_of_valid([make(picks) for _ in range(2000)]) >= 0.99


@pytest.mark.parametrize(
    "contract",
    [
        "cdr_notification.request", "popup.request", "external_layer.request", "external_ivr.get_ivr_action.request",
        "click2call.request", "dialer.add_call.request", "blacklist.add.request", "cdr_hub.query.response",
        "realtime.extension_event",
    ],
)  # fmt: skip
def test_the_phones_of_generated_messages_are_valid(contract: str) -> None:
    found = [phone for seed in range(300) for phone in phones_in(strategies.example(contract, seed))]
    assert len(found) > 100
    assert share_of_valid(found) >= 0.99


def test_the_phones_of_records_are_valid() -> None:
    picks = RandomPicks(Random(7))
    made = [records()(picks) for _ in range(1000)]
    assert share_of_valid([phone for record in made for phone in phones_in(record)]) >= 0.99


def test_fakers_phones_are_valid() -> None:
    fake = Faker()
    fake.add_provider(VoicenterProvider)
    fake.seed_instance(7)
    assert share_of_valid([fake.voicenter_phone() for _ in range(1000)]) >= 0.99
