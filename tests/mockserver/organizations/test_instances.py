"""Copies of a template: each has codes of its own and everything else in common."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.organizations import DocumentError, demo, instantiate, read
from voicenter_mock.mockserver.telephony.model.directory import Directory

from ...suite.work import steps_of


def test_codes_that_begin_with_the_templates_id_begin_with_the_copys():
    copy = instantiate(demo(), "t1")
    assert copy.id == "t1"
    assert [(key, code.code, code.bearer) for key, code in copy.codes.items()] == [
        ("t1-code", "t1-code", "t1-bearer"),
        ("t1-branch-code", "t1-branch-code", "t1-branch-bearer"),
    ]
    assert [(key, campaign.code) for key, campaign in copy.campaigns.items()] == [
        ("t1-agents-campaign", "t1-agents-campaign"),
        ("t1-ivr-campaign", "t1-ivr-campaign"),
    ]
    assert copy.realtime_tokens == ("t1-token",)
    assert copy.realtime_accounts == {"t1": "demo"}


def test_everything_else_stays_and_is_shared():
    copy = instantiate(demo(), "t1")
    assert copy.extensions is demo().extensions
    assert copy.users is demo().users
    assert copy.dids is demo().dids
    assert copy.queues is demo().queues


def test_the_template_stays_as_it_is():
    instantiate(demo(), "t1")
    assert list(demo().codes) == ["demo-code", "demo-branch-code"]


def test_codes_of_another_make_are_kept():
    template = read({"id": "shop", "codes": [{"code": "XYZ"}, {"code": "shop-1"}, {"code": "my-shop"}]})
    assert list(instantiate(template, "t1").codes) == ["XYZ", "t1-1", "my-shop"]


def test_a_copy_can_be_the_template_of_another():
    assert list(instantiate(instantiate(demo(), "t1"), "t2").codes) == ["t2-code", "t2-branch-code"]


def test_a_copy_under_its_own_id_is_the_template():
    assert instantiate(demo(), "demo") is demo()


@pytest.mark.parametrize("id_", ["a", "T1", "gw0-test_name", "0", "x" * 64])
def test_ids_of_letters_digits_dashes_and_underscores_are_taken(id_: str):
    assert instantiate(demo(), id_).id == id_


@pytest.mark.parametrize("id_", ["", "-a", "_a", "a b", "a/b", "a\n", "דמו", "x" * 65, "."])
def test_other_ids_are_refused_with_the_rule(id_: str):
    with pytest.raises(DocumentError, match="letters, digits, '-' and '_'") as error:
        instantiate(demo(), id_)
    assert error.value.problems[0].place == "id"


def test_a_copy_costs_the_same_however_many_people_there_are():
    def staff(count: int) -> Directory:
        return read(
            {"id": "shop", "extensions": [{"sip": f"SIPX{number}", "id": 1 + number} for number in range(count)]}
        )

    def steps(template: Directory) -> int:
        return steps_of(lambda: instantiate(template, "t1"))

    steps(demo())
    assert steps(staff(300)) == steps(staff(3))
