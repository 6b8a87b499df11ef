"""The Faker provider speaks the same vocabulary, from its own instance's seed."""

from __future__ import annotations

import pytest
from faker import Faker

from voicenter_mock import contracts
from voicenter_mock.fixtures.faker_provider import VoicenterProvider


def faker(seed: int = 7) -> VoicenterProvider:
    instance = Faker()
    provider = VoicenterProvider(instance["en_US"])
    provider.generator.seed_instance(seed)
    return provider


def test_two_instances_with_one_seed_say_the_same():
    assert faker(5).cdr() == faker(5).cdr()


def test_an_instance_is_not_disturbed_by_another():
    alone, beside = faker(5), faker(5)
    alone.call_id()
    beside.call_id()
    faker(6).call_id()

    assert alone.voicenter_phone() == beside.voicenter_phone()


def test_the_provider_can_be_added_to_any_faker():
    instance = Faker("he_IL")
    instance.add_provider(VoicenterProvider)
    instance.seed_instance(3)

    assert instance.did().startswith("0722776")


@pytest.mark.parametrize("seed", range(20))
def test_what_has_a_contract_keeps_it(seed: int):
    fake = faker(seed)

    contracts.validate("cdr_notification.request", fake.cdr(), strict=True)
    contracts.validate("click2call.request", fake.click2call_request(), strict=True)
    contracts.validate("dialer.add_call.request", fake.campaign_call(), strict=True)
    contracts.validate("popup.request", fake.voicenter_message("popup.request"), strict=True)


def test_a_cdr_can_be_of_one_kind_and_outcome():
    cdr = faker().cdr(type="Queue", status="ABANDONE")

    assert (cdr["type"], cdr["status"], cdr["duration"]) == ("Queue", "ABANDONE", 0)


def test_an_agent_has_all_that_the_documents_call_it_by():
    agent = faker().agent()

    assert agent["code"].isdigit()
    assert agent["code"] != str(agent["user_id"]), "a code is no id"
    assert agent.keys() == {"name", "user_id", "code", "extension", "email"}


def test_the_whole_conversations_are_there_too():
    fake = faker()

    assert fake.ivr_dialogue().turns
    assert fake.realtime_events()
    assert not contracts.accepts("popup.request", fake.malformed_message("popup.request").message)
