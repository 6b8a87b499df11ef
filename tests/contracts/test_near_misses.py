"""Names that were nearly right are found though unknown members are allowed."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import near_misses
from voicenter_mock.contracts.misspellings import nearest


def misses(name: str, message: Any) -> list[tuple[str, str]]:
    return [(miss.path, miss.suggestion) for miss in near_misses(name, message)]


def test_a_misspelt_optional_parameter_is_found():
    message = {"phone": "SIPSIP1", "target": "0501234567", "code": "x", "maxduraton": 5}
    assert misses("click2call.request", message) == [("$.maxduraton", "maxduration")]


def test_a_member_that_only_a_condition_knows_is_known():
    message = {"STATUS": 0, "ACTION": "DIAL", "TARGETS": [{"TYPE": "PHONE", "TARGT": "0501234567"}]}
    assert misses("external_layer.response", message) == [("$.TARGETS[0].TARGT", "TARGET")]


def test_a_name_that_is_not_missing_is_not_suggested():
    assert misses("click2call.request", {"phone": "1", "phones": "2"}) == []


def test_a_name_like_no_other_is_left_alone():
    assert misses("click2call.request", {"utm_source": "newsletter"}) == []


def test_custom_parameters_are_known():
    assert misses("click2call.request", {"var_targt": "x", "VAR_code": "y"}) == []


@pytest.mark.parametrize(("name", "meant"), [("varCustomer", "var_Customer"), ("var-customer", "var_customer")])
def test_a_custom_parameter_without_its_underscore_is_found(name: str, meant: str):
    assert misses("click2call.request", {name: "1"}) == [(f"$['{name}']" if "-" in name else f"$.{name}", meant)]


def test_other_names_that_are_accepted_are_known():
    assert misses("login.set_status.request", {"sipid": "SIPSIP1"}) == []


def test_a_message_that_is_no_object_has_none():
    assert misses("click2call.request", "targt") == []


def test_a_near_miss_reads_as_a_question():
    (miss,) = near_misses("click2call.request", {"targt": "1"})
    assert str(miss) == "$.targt: `targt` – did you mean `target`?"


@pytest.mark.parametrize("word", ["Target", "TARGET", "tar_get", "targt", "taregt", " target "])
def test_case_blanks_and_a_slip_do_not_count(word: str):
    assert nearest(word, ["phone", "target"]) == "target"


@pytest.mark.parametrize("word", ["", "t", "phonenumberofthetarget"])
def test_what_is_too_far_is_not_near(word: str):
    assert nearest(word, ["target"]) == ""
